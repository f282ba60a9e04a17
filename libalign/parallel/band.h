// The part of the lattice that is looked at: all of it for short documents, a
// band round a coarse path for long ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/parallel.h"
#include "align/score.h"

namespace align {

/// Nodes (i, j): i segments of the source and j of the target are behind. Row i
/// holds the nodes with low[i] <= j <= high[i]; both ends never fall as i
/// grows, low[0] is 0 and the last high is target_size.
struct Band {
  std::size_t source_size = 0;
  std::size_t target_size = 0;
  std::vector<std::uint32_t> low;    ///< source_size + 1
  std::vector<std::uint32_t> high;   ///< source_size + 1, inclusive
  std::vector<std::size_t> offsets;  ///< index of node (i, low[i]), and the end
  /// By row the last column that every path passes through; none when empty.
  std::vector<std::uint32_t> gates;

  [[nodiscard]] bool contains(std::size_t i, std::size_t j) const {
    return i <= source_size && j >= low[i] && j <= high[i];
  }
  /// Index of a node that the band contains.
  [[nodiscard]] std::size_t index(std::size_t i, std::size_t j) const {
    return offsets[i] + (j - low[i]);
  }
  /// Whether all paths pass node (i, j) and none leaves it in its row.
  [[nodiscard]] bool is_gate(std::size_t i, std::size_t j) const {
    return !gates.empty() && gates[i] == j;
  }
  /// A bead from node (i, j) lies inside when its whole rectangle does.
  [[nodiscard]] bool holds(std::size_t i, std::size_t j, std::size_t n,
                           std::size_t m) const {
    return i + n <= source_size && j >= low[i + n] && j >= low[i] &&
           j + m <= high[i];
  }
};

inline constexpr std::uint32_t kNoGate = static_cast<std::uint32_t>(-1);

/// Sets `offsets` from `low` and `high`.
void index_band(Band& band);

/// Every node.
[[nodiscard]] Band make_full_band(std::size_t source_size,
                                  std::size_t target_size);

/// Every node when there are few, else the nodes near the best path of blocks
/// of segments: a full grid of large blocks at the top, each path refined in a
/// band of blocks half as large. Time and memory linear in the documents. All
/// paths pass `points`, which ascend on both sides; each stretch between two of
/// them is gone about so.
[[nodiscard]] Band make_band(const EncodedSegments& source,
                             const EncodedSegments& target, unsigned threads,
                             const std::vector<PathPoint>& points = {});

}  // namespace align
