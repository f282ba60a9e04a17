// Groups of segment runs, one run a document, built up link by link.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "align/join.h"
#include "align/types.h"

namespace align::join {

/// A group: at most one run in each document.
struct Group {
  std::vector<std::optional<SegmentRange>> runs;  ///< one a document
  UnitKind kind = UnitKind::kParallel;
  /// The link that is least sure among those that hold the group together.
  Link weakest;
};

/// Consistent groups out of pairwise links, best first. `sizes` is the number
/// of segments of each document.
[[nodiscard]] std::vector<Group> build_groups(
    const std::vector<std::size_t>& sizes, const std::vector<PairBeads>& pairs);

}  // namespace align::join
