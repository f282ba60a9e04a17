// Order-keeping alignment of two documents known to be translations.
//
// A semi-Markov conditional random field over beads: the score of a bead is a
// weighted sum of a few features, the weights come from the model bundle, and
// forward-backward gives each bead's posterior probability.
// Source: Sarawagi & Cohen 2004, "Semi-Markov Conditional Random Fields for
// Information Extraction"; beads as in Gale & Church 1993.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "align/encoder.h"
#include "align/score.h"
#include "align/types.h"

namespace align {

/// A point between segments: so many of each document are behind it.
struct PathPoint {
  std::size_t source = 0;
  std::size_t target = 0;

  friend bool operator==(const PathPoint&, const PathPoint&) = default;
};

/// What is known of an alignment beforehand.
struct PathConstraints {
  /// No bead reaches across one of these points. They ascend, weakly, on both
  /// sides.
  std::vector<PathPoint> points;
  /// Beads that are there as they stand, of any size, with both sides, in
  /// order.
  std::vector<Bead> fixed;
  /// Beads that may not be there; only their ranges count.
  std::vector<Bead> forbidden;
  /// Runs whose segments are in no bead with both sides.
  std::vector<SegmentRange> source_alone;
  std::vector<SegmentRange> target_alone;
  /// Runs that stay together, apart from each other, in order: a bead holds
  /// segments of at most one of them and then no others.
  std::vector<SegmentRange> source_runs;
  std::vector<SegmentRange> target_runs;

  [[nodiscard]] bool is_empty() const {
    return points.empty() && fixed.empty() && forbidden.empty() &&
           source_alone.empty() && target_alone.empty() &&
           source_runs.empty() && target_runs.empty();
  }
};

struct ParallelOptions {
  /// Most segments in a bead, both sides together, in [2, 8].
  std::size_t max_bead = 8;
  /// Threads inside one pair of documents, 0: all cores. Never changes the
  /// result.
  unsigned threads = 1;
  PathConstraints constraints;
  /// Looks again at what the model leaves in doubt; null: nothing does. It
  /// reads the segments, which run parallel to the encodings.
  const Encoder* encoder = nullptr;
  std::span<const Segment> source_segments;
  std::span<const Segment> target_segments;
};

/// The most probable beads. They cover every segment of both documents exactly
/// once, in order; inside a run of null beads those of the source come first.
/// Works for any two languages: a pair the model does not know is aligned by
/// length, shared tokens and vectors. Throws InvalidArgument for constraints
/// that cross each other or lie outside the documents, or for an encoder
/// without the segments.
[[nodiscard]] std::vector<Bead> align_beads(
    const Model& model, const EncodedSegments& source,
    const EncodedSegments& target, const ParallelOptions& options = {});

/// The same for encodings that are needed no more: their vectors are given up
/// once all cosines are taken, half of the memory that long documents take.
[[nodiscard]] std::vector<Bead> align_beads(
    const Model& model, EncodedSegments&& source, EncodedSegments&& target,
    const ParallelOptions& options = {});

/// The bead as a unit of a bitext, with the texts of its segments: parallel
/// when it has both sides, unlinked otherwise. The id is empty.
[[nodiscard]] Unit make_unit(const Document& source, const Document& target,
                             const Bead& bead);

}  // namespace align
