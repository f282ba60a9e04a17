// Groups of segment runs, one run a document, that no segment shares.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "align/join.h"
#include "align/types.h"
#include "join/evidence.h"

namespace align::join {

/// Links that share segments, directly or through others, up to this many:
/// the best of all ways to group them is found. More: links are taken best
/// first.
inline constexpr std::size_t kMostSearched = 14;

/// A group: at most one run in each document.
struct Group {
  Runs runs;  ///< one a document
  UnitKind kind = UnitKind::kParallel;
  /// The link that is least sure among those that hold the group together.
  Link weakest;
  /// Which of the kept groups it holds.
  std::optional<std::size_t> kept;
};

/// Consistent groups out of pairwise links, with the highest total log-odds.
/// `sizes` is the number of segments of each document. The runs of a `kept`
/// group stay together and as they are; runs of other documents may join them.
[[nodiscard]] std::vector<Group> build_groups(
    const std::vector<std::size_t>& sizes, const std::vector<PairBeads>& pairs,
    const std::vector<Runs>& kept = {});

}  // namespace align::join
