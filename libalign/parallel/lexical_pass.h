// Second pass: the lexicon and the numbers of the beads that the first pass
// could not rule out.
#pragma once

#include <array>
#include <vector>

#include "align/score.h"
#include "parallel/bead_weights.h"
#include "parallel/candidates.h"
#include "parallel/cell_grid.h"

namespace align {

/// Lexical evidence of one bead, mean logarithms a piece.
struct LexicalValues {
  float forward = 0;         ///< target run given source run
  float backward = 0;        ///< source run given target run
  float least_forward = 0;   ///< least of the target run's segments
  float least_backward = 0;  ///< least of the source run's segments
};

using BeadFeatures = std::array<float, kBeadFeatures>;

/// All features of the candidates, and the lexical one of null beads.
struct FullFeatures {
  std::vector<BeadFeatures> beads;  ///< parallel to Candidates::beads
  std::vector<float> source_null;   ///< kNullLexical of each source segment
  std::vector<float> target_null;
};

/// `candidates` carry first-pass posteriors: the sure 1-1 beads among them say
/// what translations score in this document.
[[nodiscard]] FullFeatures make_full_features(
    const CellGrid& grid, const LengthModel& lengths,
    const EncodedSegments& source, const EncodedSegments& target,
    const PairLexicalEvidence& evidence, const Candidates& candidates,
    float usual_lexical, unsigned threads);

/// Sets the candidates' scores and the null prices from features.
void score_full(const FullFeatures& features, const CellGrid& grid,
                const PassWeights& weights, Candidates& candidates,
                NullPrices& nulls);

}  // namespace align
