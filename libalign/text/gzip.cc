#include "text/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <utility>

#include "align/error.h"

namespace align {

struct Gunzip::State {
  std::string name;
  z_stream stream{};
  std::array<char, 1 << 16> chunk{};
  std::size_t read = 0;    // bytes of the stream so far
  bool is_at_end = false;  // of a member
  bool is_started = false;
};

Gunzip::Gunzip(std::string name) : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  // 15 window bits, 16 more: gzip and nothing else.
  if (inflateInit2(&state_->stream, 15 + 16) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() { inflateEnd(&state_->stream); }

void Gunzip::add(std::string_view bytes,
                 const std::function<void(std::string_view)>& take) {
  z_stream& stream = state_->stream;
  while (true) {
    if (state_->is_at_end) {
      // Further members follow directly; zero bytes pad tapes and blocks.
      while (!bytes.empty() && bytes.front() == '\0') {
        bytes.remove_prefix(1);
        ++state_->read;
      }
      if (bytes.empty()) return;
      if (bytes.front() != '\x1F') {
        throw FormatError(state_->name +
                          ": corrupt gzip: other bytes follow the end of the "
                          "stream at byte " +
                          std::to_string(state_->read));
      }
      inflateReset(&stream);
      state_->is_at_end = false;
    }
    const std::size_t given =
        std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
    // zlib does not write through next_in; its type only lacks a const.
    stream.next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(state_->chunk.data());
    stream.avail_out = static_cast<uInt>(state_->chunk.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t used = given - stream.avail_in;
    bytes.remove_prefix(used);
    state_->read += used;
    const std::size_t made = state_->chunk.size() - stream.avail_out;
    if (made > 0) take({state_->chunk.data(), made});
    if (status == Z_STREAM_END) {
      state_->is_at_end = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      throw FormatError(state_->name + ": corrupt gzip at byte " +
                        std::to_string(state_->read) +
                        (stream.msg == nullptr
                             ? std::string()
                             : ": " + std::string(stream.msg)));
    } else if (bytes.empty() && stream.avail_out != 0) {
      return;  // all there is to be had of these bytes
    }
  }
}

void Gunzip::finish() const {
  if (state_->is_at_end) return;
  throw FormatError(state_->name + ": truncated gzip: it ends after " +
                    std::to_string(state_->read) +
                    " bytes in the middle of its stream");
}

std::string gunzip(std::string_view bytes, const std::string& name) {
  Gunzip stream(name);
  std::string text;
  stream.add(bytes, [&](std::string_view piece) { text += piece; });
  stream.finish();
  return text;
}

}  // namespace align
