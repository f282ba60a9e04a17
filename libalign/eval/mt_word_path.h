// Where in a hypothesis each word of a reference is, roughly.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "eval/mt_symbols.h"

namespace align::mt {

/// Words of the hypothesis that may stand at a border of the reference: the
/// path of the alignment passes from `first` to `last` there.
struct Crossing {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// For each border of the reference, 0 to its number of words, where a path of
/// few edits crosses it. Time and memory near linear: words or pairs of words
/// that both texts have exactly once are fixed points, the rest is aligned
/// between them.
[[nodiscard]] std::vector<Crossing> align_words(
    std::span<const Symbol> reference, std::span<const Symbol> hypothesis);

}  // namespace align::mt
