// Bitexts to write and read back: random ones full of what breaks formats.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "align/formats.h"
#include "align/types.h"

namespace align::test {

/// A text with control characters, bidirectional marks, tabs, line ends,
/// mark-up and characters outside the Basic Multilingual Plane; may be empty.
std::string random_text(std::mt19937& random);

/// Units with one to all of `languages`, every field set at random.
std::vector<Unit> random_units(std::mt19937& random,
                               const std::vector<std::string>& languages,
                               std::size_t count);

/// Units of one document pair that cover every segment once and in order.
std::vector<Unit> random_beads(std::mt19937& random,
                               const std::vector<std::string>& languages,
                               std::size_t count);

/// A linked unit of one segment a language.
Unit simple_unit(const std::string& id,
                 const std::vector<std::pair<std::string, std::string>>& texts);

/// Writes `units` to `path` and returns what the writer had to say.
std::vector<Diagnostic> write_units(Format format,
                                    const std::vector<std::string>& languages,
                                    const std::vector<Unit>& units,
                                    const std::string& path,
                                    const WriteOptions& options = {});

struct ReadResult {
  std::vector<std::string> languages;
  std::vector<Unit> units;
  std::vector<Diagnostic> diagnostics;
};
ReadResult read_units(const std::string& path, const ReadOptions& options = {});

}  // namespace align::test
