// What fuzz targets share.
#pragma once

#include <string>
#include <string_view>

#include "align/types.h"

namespace align::fuzz {

/// Aborts, naming `claim`, when it does not hold.
void check(bool holds, const char* claim);

/// Checks what every segmentation promises: ranges in order and disjoint.
void check_segments(const Document& document, bool may_be_empty);

/// Bytes that can be opened under a path, in memory only.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  int descriptor_;
  std::string path_;
};

/// A folder of this process, removed when it ends; in TMPDIR or /tmp.
[[nodiscard]] const std::string& scratch_folder();

}  // namespace align::fuzz
