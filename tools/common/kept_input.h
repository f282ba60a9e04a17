// A bitext that has to be read twice, even from standard input.
#pragma once

#include <string>

#include "align/formats.h"

namespace align::cli {

/// A file as it is; standard input ("-") copied to an unnamed temporary file.
/// Throws IoError.
class KeptInput {
 public:
  explicit KeptInput(const std::string& path);
  ~KeptInput();
  KeptInput(const KeptInput&) = delete;
  KeptInput& operator=(const KeptInput&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// With the name that messages should have.
  [[nodiscard]] const ReadOptions& options() const { return options_; }

 private:
  int file_ = -1;
  std::string path_;
  ReadOptions options_;
};

}  // namespace align::cli
