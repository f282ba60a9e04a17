// Forward-backward and the best path over a sparse lattice of beads.
//
// Null beads are everywhere in the band; inside a run of them those of the
// source come first, so that a set of beads has one path only.
#pragma once

#include <cstddef>
#include <vector>

#include "align/types.h"
#include "parallel/band.h"
#include "parallel/candidates.h"

namespace align {

/// Sets the posterior of each candidate, scores divided by `temperature`;
/// returns the logarithm of the partition function. Time and memory linear in
/// the nodes of the band and the candidates.
double fill_posteriors(const Band& band, const NullPrices& nulls,
                       float temperature, Candidates& candidates);

/// The first pass: candidates of all rows by vectors and lengths whose
/// posterior is at least kPrunePosterior, with their posteriors. Long documents
/// are gone through in parts, so that memory holds the candidates of a part
/// and the survivors only. `rules` may be null.
[[nodiscard]] Candidates find_candidates(const CellGrid& grid,
                                         const LengthModel& lengths,
                                         const BeadWeights& weights,
                                         const NullPrices& nulls,
                                         std::size_t max_bead, unsigned threads,
                                         const BeadRules* rules = nullptr);

/// The path of the highest score. Ties go to the bead that starts earlier in
/// the source, then in the target. Bead scores and probabilities are set from
/// posteriors; a null bead's probability is that its segment is in no bead.
[[nodiscard]] std::vector<Bead> best_beads(const Band& band,
                                           const NullPrices& nulls,
                                           const Candidates& candidates);

}  // namespace align
