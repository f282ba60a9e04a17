#include "formats/byte_source.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "align/error.h"

namespace align {
namespace {

constexpr std::size_t kPeekBytes = std::size_t{1} << 16;
constexpr std::size_t kLineBytes = std::size_t{1} << 18;

}  // namespace

struct ByteSource::State {
  std::string name;
  gzFile file = nullptr;
  std::string head;  // peeked, not yet read
  std::size_t head_begin = 0;

  std::size_t read_file(char* bytes, std::size_t size) {
    std::size_t total = 0;
    while (total < size) {
      const std::size_t want = std::min(size - total, std::size_t{1} << 24);
      const int count =
          gzread(file, bytes + total, static_cast<unsigned>(want));
      int error = Z_OK;
      const char* message = gzerror(file, &error);
      if (error == Z_ERRNO) {
        throw IoError("cannot read " + name + ": " + std::strerror(errno));
      }
      if (count < 0 || (error != Z_OK && error != Z_STREAM_END)) {
        throw FormatError(name + ": damaged gzip: " + message);
      }
      if (count == 0) break;
      total += static_cast<std::size_t>(count);
    }
    return total;
  }
};

ByteSource::ByteSource(const std::string& path, std::string name)
    : state_(std::make_unique<State>()) {
  const bool is_standard_input = path == "-";
  state_->name = std::move(name);
  if (state_->name.empty()) {
    state_->name = is_standard_input ? "standard input" : path;
  }
  const int descriptor = is_standard_input
                             ? dup(STDIN_FILENO)
                             : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    throw IoError("cannot open " + state_->name + ": " + std::strerror(errno));
  }
  state_->file = gzdopen(descriptor, "rb");
  if (state_->file == nullptr) {
    close(descriptor);
    throw IoError("cannot open " + state_->name + ": out of memory");
  }
  gzbuffer(state_->file, 1U << 18);
}

ByteSource::~ByteSource() {
  if (state_->file != nullptr) gzclose(state_->file);
}

std::size_t ByteSource::read(char* bytes, std::size_t size) {
  State& state = *state_;
  const std::size_t from_head =
      std::min(size, state.head.size() - state.head_begin);
  std::copy_n(state.head.data() + state.head_begin, from_head, bytes);
  state.head_begin += from_head;
  return from_head + state.read_file(bytes + from_head, size - from_head);
}

std::string_view ByteSource::peek() {
  if (state_->head.empty()) {
    state_->head.resize(kPeekBytes);
    state_->head.resize(state_->read_file(state_->head.data(), kPeekBytes));
  }
  return state_->head;
}

const std::string& ByteSource::name() const { return state_->name; }

LineReader::LineReader(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)) {
  fill();
  if (buffer_.starts_with("\xEF\xBB\xBF")) begin_ = 3;
}

bool LineReader::fill() {
  if (ended_) return false;
  before_ += begin_;
  buffer_.erase(0, begin_);
  begin_ = 0;
  // Growing with the buffer keeps a line of any length linear.
  const std::size_t old = buffer_.size();
  const std::size_t more = std::max(kLineBytes, old);
  buffer_.resize(old + more);
  const std::size_t count = source_->read(buffer_.data() + old, more);
  buffer_.resize(old + count);
  ended_ = count < more;
  return count > 0;
}

bool LineReader::next(std::string_view& line) {
  std::size_t searched = begin_;
  std::size_t end = buffer_.find('\n', searched);
  while (end == std::string::npos) {
    searched = buffer_.size() - begin_;  // fill() moves the rest to the front
    if (!fill()) break;
    end = buffer_.find('\n', searched);
  }
  offset_ = before_ + begin_;
  if (end == std::string::npos) {
    if (begin_ == buffer_.size()) return false;
    end = buffer_.size();
  }
  line = std::string_view(buffer_).substr(begin_, end - begin_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  begin_ = std::min(end + 1, buffer_.size());
  ++line_number_;
  return true;
}

}  // namespace align
