// Groups of segment runs, one run a document, built up link by link.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "align/join.h"
#include "align/types.h"

namespace align::join {

/// At most one run of segments in each document.
using Runs = std::vector<std::optional<SegmentRange>>;

/// A group: at most one run in each document.
struct Group {
  Runs runs;  ///< one a document
  UnitKind kind = UnitKind::kParallel;
  /// The link that is least sure among those that hold the group together.
  Link weakest;
};

/// Consistent groups out of pairwise links, best first. `sizes` is the number
/// of segments of each document. The runs of a `kept` group stay together and
/// as they are; runs of other documents may join them.
[[nodiscard]] std::vector<Group> build_groups(
    const std::vector<std::size_t>& sizes, const std::vector<PairBeads>& pairs,
    const std::vector<Runs>& kept = {});

}  // namespace align::join
