// Word edit distance inside a band about the diagonal, for many variants of one
// hypothesis: each differs from it behind some word only, and what lies before
// is not computed again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/mt_symbols.h"

namespace align::mt {

/// How the words of hypothesis and reference lie against each other.
struct EditAlignment {
  std::size_t distance = 0;
  /// For each reference word the number of hypothesis words up to and with the
  /// one it is aligned to (0: it stands before the first).
  std::vector<std::size_t> behind;
  std::vector<bool> is_reference_wrong;
  std::vector<bool> is_hypothesis_wrong;
};

/// Levenshtein's distance with Tercom's band: row i of the table is filled only
/// within 25 cells of the diagonal, the last row to its end. The band is part
/// of the definition of TER, a wider one would give other scores.
class EditDistance {
 public:
  /// The words are not copied and outlive the object's use.
  void set_reference(std::span<const Symbol> reference);

  /// Distance and alignment of `hypothesis`, which the variants are near to.
  [[nodiscard]] EditAlignment align(std::span<const Symbol> hypothesis);

  /// Distance of `variant`, which has the length of the last hypothesis
  /// aligned and equals it in the first `common` words.
  [[nodiscard]] std::size_t distance(std::span<const Symbol> variant,
                                     std::size_t common);

 private:
  using Cost = std::int32_t;
  struct Band {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t start = 0;  // of its costs in costs_
  };

  void set_bands(std::size_t length);
  // Computes row i of `words` from row i - 1 in previous_, into current_, and
  // swaps them. Both are indexed one higher than the table.
  void fill_row(std::span<const Symbol> words, std::size_t i);
  void load_row(std::size_t i);
  [[nodiscard]] Cost at(std::size_t i, std::size_t j) const;

  std::span<const Symbol> reference_;
  std::vector<Band> bands_;  // by row
  std::vector<Cost> costs_;  // of the last hypothesis aligned
  std::vector<Cost> previous_;
  std::vector<Cost> current_;
};

}  // namespace align::mt
