// Running parallel text to comparable lists with gold links, as people meet
// them: facts left out, blocks in another order, foreign lines between,
// sentences shortened or told as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "align/train.h"
#include "train/noise.h"

namespace align {

struct ComparablePair {
  std::string source_language;
  std::string target_language;
  std::vector<std::string> source;
  std::vector<std::string> target;
  /// Source and target line of each pair that says the same, ascending.
  std::vector<std::pair<std::size_t, std::size_t>> links;
};

/// Two tellings of lines [begin, end) of `text`: from nothing to nearly all of
/// it is told in both. Foreign lines are other lines of the text.
[[nodiscard]] ComparablePair make_retold(const RunningText& text,
                                         std::size_t begin, std::size_t end,
                                         NoiseSource& noise);

/// Two shuffled lists of `size` lines of `text`, two fifths of which have their
/// translation on the other side.
[[nodiscard]] ComparablePair make_pool(const RunningText& text,
                                       std::size_t size, NoiseSource& noise);

}  // namespace align
