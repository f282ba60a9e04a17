// What kept links, points and runs say about the alignment of two documents.
#pragma once

#include <cstddef>
#include <vector>

#include "align/join.h"

namespace align::join {

struct PairConstraints {
  PathConstraints path;
  /// Kept links that cross others: they stay, outside of the path.
  std::vector<Link> crossing;
  std::vector<Diagnostic> diagnostics;
};

/// Of the kept links the largest number that keeps the order of both documents
/// is what the path is made to hold.
[[nodiscard]] PairConstraints constraints_of(
    const std::vector<Document>& documents, const JoinOptions& options,
    std::size_t source, std::size_t target);

/// Makes a pair that was aligned under the constraints hold all kept links, as
/// sure as can be.
void settle(const PairConstraints& constraints, PairBeads& pair);

/// The same for a pair that was linked in any order: nothing else is linked
/// with what a kept link holds or leaves alone.
void settle_freely(const PairConstraints& constraints, PairBeads& pair);

}  // namespace align::join
