#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "align/error.h"
#include "align/formats.h"

namespace align {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

[[noreturn]] void throw_cannot(const char* what, const std::string& path,
                               int error) {
  throw IoError(std::string("cannot ") + what + " " + path + ": " +
                std::strerror(error));
}

// The file a path leads to when it is a symbolic link, so that the link stays.
std::string resolve_link(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return path;
  const std::unique_ptr<char, decltype(&std::free)> real(
      realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : path;
}

}  // namespace

struct OutputFile::State {
  std::string path;       // as the user named it
  std::string final;      // where the bytes end up
  std::string temporary;  // empty when written directly
  std::string buffer;
  int descriptor = -1;
  bool closed = false;
  bool committed = false;

  void open_temporary(mode_t mode, bool keep_mode);
  void write_all(std::string_view bytes);
  void flush() {
    write_all(buffer);
    buffer.clear();
  }
};

// A name of our own and not mkstemp's, so that the file gets the permissions
// every new file of the user gets.
void OutputFile::State::open_temporary(mode_t mode, bool keep_mode) {
  static std::atomic<unsigned> counter{0};
  const std::size_t slash = final.rfind('/');
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  for (int attempt = 0; attempt < 1000; ++attempt) {
    // A name may hold 255 bytes; the ending must fit.
    temporary = final.substr(0, begin);
    temporary += '.';
    temporary += final.substr(begin, 200);
    temporary += '.' + std::to_string(getpid());
    temporary += '-' + std::to_string(counter++) + ".tmp";
    descriptor =
        open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      if (keep_mode) static_cast<void>(fchmod(descriptor, mode & 07777));
      return;
    }
    if (errno != EEXIST) break;
  }
  const int error = errno;
  temporary.clear();
  throw_cannot("write", path, error);
}

void OutputFile::State::write_all(std::string_view bytes) {
  while (!bytes.empty() && !closed) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      closed = true;
    } else if (errno == EAGAIN) {
      pollfd ready{descriptor, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      throw_cannot("write", path == "-" ? "standard output" : path, errno);
    }
  }
}

OutputFile::OutputFile(std::string path) : state_(std::make_unique<State>()) {
  state_->path = std::move(path);
  state_->buffer.reserve(kBufferBytes);
  if (state_->path == "-") {
    state_->descriptor = STDOUT_FILENO;
    return;
  }
  if (state_->path.empty()) throw IoError("cannot write a file without a name");
  state_->final = resolve_link(state_->path);
  struct stat info {};
  const bool exists = stat(state_->final.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    throw_cannot("write", state_->path, EISDIR);
  }
  if (exists && !S_ISREG(info.st_mode)) {
    state_->descriptor = open(state_->final.c_str(), O_WRONLY | O_CLOEXEC);
    if (state_->descriptor < 0) throw_cannot("write", state_->path, errno);
    return;
  }
  // What the user may not write must not be replaced through its folder.
  if (exists && access(state_->final.c_str(), W_OK) != 0) {
    throw_cannot("write", state_->path, errno);
  }
  state_->open_temporary(info.st_mode, exists);
}

OutputFile::~OutputFile() {
  if (state_->descriptor > STDERR_FILENO) close(state_->descriptor);
  if (!state_->temporary.empty() && !state_->committed) {
    unlink(state_->temporary.c_str());
  }
}

void OutputFile::write(std::string_view bytes) {
  ALIGN_ASSERT(!state_->committed, "a committed file is complete");
  if (state_->buffer.size() + bytes.size() > kBufferBytes) {
    state_->flush();
    if (bytes.size() >= kBufferBytes) {
      state_->write_all(bytes);
      return;
    }
  }
  state_->buffer += bytes;
}

void OutputFile::commit() {
  if (state_->committed) return;
  state_->flush();
  const std::string& path = state_->path;
  if (!state_->temporary.empty()) {
    if (fsync(state_->descriptor) != 0 && errno != EINVAL) {
      throw_cannot("write", path, errno);
    }
    const int descriptor = std::exchange(state_->descriptor, -1);
    if (close(descriptor) != 0) throw_cannot("write", path, errno);
    if (rename(state_->temporary.c_str(), state_->final.c_str()) != 0) {
      throw_cannot("write", path, errno);
    }
  }
  state_->committed = true;
}

bool OutputFile::is_closed() const { return state_->closed; }

std::string OutputFile::temporary_path() const {
  return state_->committed ? std::string() : state_->temporary;
}

const std::string& OutputFile::path() const { return state_->path; }

}  // namespace align
