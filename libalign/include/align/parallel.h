// Order-keeping alignment of two documents known to be translations.
//
// A semi-Markov conditional random field over beads: the score of a bead is a
// weighted sum of a few features, the weights come from the model bundle, and
// forward-backward gives each bead's posterior probability.
// Source: Sarawagi & Cohen 2004, "Semi-Markov Conditional Random Fields for
// Information Extraction"; beads as in Gale & Church 1993.
#pragma once

#include <cstddef>
#include <vector>

#include "align/score.h"
#include "align/types.h"

namespace align {

struct ParallelOptions {
  /// Most segments in a bead, both sides together, in [2, 8].
  std::size_t max_bead = 8;
  /// Threads inside one pair of documents, 0: all cores. Never changes the
  /// result.
  unsigned threads = 1;
};

/// The most probable beads. They cover every segment of both documents exactly
/// once, in order; inside a run of null beads those of the source come first.
/// Works for any two languages: a pair the model does not know is aligned by
/// length, shared tokens and vectors.
[[nodiscard]] std::vector<Bead> align_beads(
    const Model& model, const EncodedSegments& source,
    const EncodedSegments& target, const ParallelOptions& options = {});

/// The bead as a unit of a bitext, with the texts of its segments: parallel
/// when it has both sides, unlinked otherwise. The id is empty.
[[nodiscard]] Unit make_unit(const Document& source, const Document& target,
                             const Bead& bead);

}  // namespace align
