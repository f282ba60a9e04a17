#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <optional>
#include <string>
#include <system_error>

#include "align/error.h"
#include "align/text.h"
#include "text/decode.h"
#include "text/extract.h"
#include "text/gzip.h"
#include "text/utf8.h"

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
  if (options.plain) {
    return decode_plain(std::move(bytes), std::move(name), options);
  }
  if (is_docx(bytes)) return extract_docx(bytes, std::move(name));
  DecodeOptions own = options;
  if (own.encoding.empty() && utf8::valid_prefix(bytes) != bytes.size()) {
    own.encoding = known_encoding(declared_html_encoding(bytes));
  }
  Text text = decode_plain(std::move(bytes), std::move(name), own);
  if (is_html(text.utf8)) {
    extract_html(text);
  } else if (is_subtitle(text.utf8)) {
    extract_subtitle(text);
  }
  return text;
}

}  // namespace

std::string read_bytes(const std::string& path) {
  std::string bytes = read_raw(path);
  return is_gzip(bytes) ? gunzip(bytes, path) : bytes;
}

void read_pieces(const std::string& path,
                 const std::function<void(std::string_view)>& take) {
  const File file(path);
  std::string piece(std::size_t{1} << 20U, '\0');
  std::optional<Gunzip> packed;
  bool is_first = true;
  while (true) {
    // A pipe gives little at a time; fill the piece, so that the first one
    // shows what the file is.
    std::size_t used = 0;
    while (used < piece.size()) {
      const ssize_t got =
          ::read(file.descriptor(), piece.data() + used, piece.size() - used);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(path, "read");
      if (got == 0) break;
      used += static_cast<std::size_t>(got);
    }
    const std::string_view bytes(piece.data(), used);
    if (is_first && is_gzip(bytes)) packed.emplace(path);
    is_first = false;
    if (packed) {
      packed->add(bytes, take);
    } else if (used > 0) {
      take(bytes);
    }
    if (used < piece.size()) break;
  }
  if (packed) packed->finish();
}

Text decode(std::string_view bytes, std::string name,
            const DecodeOptions& options) {
  return decode_own(std::string(bytes), std::move(name), options);
}

Text read_text(const std::string& path, const DecodeOptions& options) {
  return decode_own(read_raw(path), path, options);
}

}  // namespace align
