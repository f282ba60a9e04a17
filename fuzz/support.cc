#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace align::fuzz {

void check(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", claim);
  std::abort();
}

void check_segments(const Document& document, bool may_be_empty) {
  std::size_t last_char = 0;
  std::size_t last_byte = 0;
  for (const Segment& segment : document.segments) {
    check(last_char <= segment.chars.begin, "segments are in order");
    check(segment.chars.begin <= segment.chars.end, "ranges are ranges");
    check(last_byte <= segment.bytes.begin, "bytes are in order");
    check(segment.bytes.begin <= segment.bytes.end, "bytes are ranges");
    check(may_be_empty || !segment.text.empty(), "segments have text");
    last_char = segment.chars.end;
    last_byte = segment.bytes.end;
  }
}

MemoryFile::MemoryFile(std::string_view bytes)
    : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(descriptor_)) {
  check(descriptor_ >= 0, "there is memory for a file");
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    check(written > 0, "memory can be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

MemoryFile::~MemoryFile() { ::close(descriptor_); }

const std::string& scratch_folder() {
  struct Folder {
    Folder() {
      path = (std::filesystem::temp_directory_path() / "align-fuzz-XXXXXX")
                 .string();
      check(::mkdtemp(path.data()) != nullptr, "a folder can be made");
    }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
  };
  static const Folder folder;
  return folder.path;
}

}  // namespace align::fuzz
