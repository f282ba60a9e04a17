#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "align/error.h"
#include "align/text.h"
#include "text/decode.h"
#include "text/gzip.h"

namespace align {
namespace {

[[noreturn]] void fail(const std::string& path, const char* doing) {
  throw IoError(path + ": cannot " + doing + ": " +
                std::generic_category().message(errno));
}

class File {
 public:
  explicit File(const std::string& path)
      : is_own_(path != "-"),
        descriptor_(is_own_ ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC)
                            : STDIN_FILENO) {
    if (descriptor_ < 0) fail(path, "open");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (is_own_) ::close(descriptor_);
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  bool is_own_;
  int descriptor_;
};

std::string read_raw(const std::string& path) {
  const File file(path);
  struct stat status {};
  std::string bytes;
  std::size_t used = 0;
  if (::fstat(file.descriptor(), &status) == 0 && status.st_size > 0) {
    bytes.resize(static_cast<std::size_t>(status.st_size) + 1);
  }
  while (true) {
    if (used == bytes.size()) {
      bytes.resize(bytes.size() < (1U << 16U) ? 1U << 16U : bytes.size() * 2);
    }
    const ssize_t got =
        ::read(file.descriptor(), bytes.data() + used, bytes.size() - used);
    if (got < 0) {
      if (errno == EINTR) continue;
      fail(path, "read");
    }
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  bytes.resize(used);
  return bytes;
}

Text decode_own(std::string bytes, std::string name,
                const DecodeOptions& options) {
  if (is_gzip(bytes)) bytes = gunzip(bytes, name);
  return decode_plain(std::move(bytes), std::move(name), options);
}

}  // namespace

std::string read_bytes(const std::string& path) {
  std::string bytes = read_raw(path);
  return is_gzip(bytes) ? gunzip(bytes, path) : bytes;
}

Text decode(std::string_view bytes, std::string name,
            const DecodeOptions& options) {
  return decode_own(std::string(bytes), std::move(name), options);
}

Text read_text(const std::string& path, const DecodeOptions& options) {
  return decode_own(read_raw(path), path, options);
}

}  // namespace align
