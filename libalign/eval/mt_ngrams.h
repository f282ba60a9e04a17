// How many runs of 1 to n symbols a hypothesis shares with its references.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/mt_symbols.h"

namespace align::mt {

/// Keeps the runs of the references as a tree whose edges lie in one hash
/// table, so that a longer run costs one look-up more than its beginning.
/// Exact: no two runs are ever taken for one.
class NgramMatcher {
 public:
  explicit NgramMatcher(std::size_t order);

  /// Forgets all references. Time independent of what was in it.
  void clear();
  /// Of each run the highest count in any one reference is kept.
  void add_reference(std::span<const Symbol> symbols);
  /// Adds to `matches[n - 1]` how many runs of n symbols `hypothesis` has in
  /// common with the references, each counted at most as often as there.
  void count_matches(std::span<const Symbol> hypothesis,
                     std::span<double> matches);

 private:
  using Node = std::uint32_t;  // 0 is the root
  struct Edge {
    std::uint64_t key = 0;  // node << 32 | symbol
    Node target = 0;
    std::uint32_t round = 0;  // filled since the last clear() if == round_
  };
  struct Count {
    std::uint32_t highest = 0;  // in any one reference
    std::uint32_t current = 0;  // in this reference, or left to be matched
  };

  [[nodiscard]] std::size_t find_place(std::uint64_t key) const;
  [[nodiscard]] Node descend_or_add(Node node, Symbol symbol);
  [[nodiscard]] Node descend(Node node, Symbol symbol) const;
  void grow();

  std::size_t order_;
  std::uint32_t round_ = 1;
  std::size_t mask_;  // edges_.size() - 1, a power of two minus one
  std::vector<Edge> edges_;
  std::vector<Count> counts_;  // by node
};

}  // namespace align::mt
