#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/parallel.h"
#include "parallel/band.h"
#include "parallel/bead_weights.h"
#include "parallel/candidates.h"
#include "parallel/cell_grid.h"
#include "parallel/constraints.h"
#include "parallel/lattice.h"
#include "parallel/lexical_pass.h"
#include "parallel/review.h"

namespace align {
namespace {

/// `give_up` is called when no vector is needed any more.
template <class GiveUp>
std::vector<Bead> align_encoded(const Model& model,
                                const EncodedSegments& source,
                                const EncodedSegments& target,
                                const ParallelOptions& options,
                                const GiveUp& give_up) {
  if (options.max_bead < 2 || options.max_bead > kMostInBead) {
    throw InvalidArgument("the largest bead is " +
                          std::to_string(options.max_bead) +
                          " segments, want 2 to 8");
  }
  if (options.encoder != nullptr &&
      (options.source_segments.size() != source.size() ||
       options.target_segments.size() != target.size())) {
    throw InvalidArgument("an encoder needs the segments of both documents");
  }
  const BeadWeights weights = BeadWeights::of(model.bundle());
  const LengthModel lengths = model.lengths(source.language, target.language);
  const unsigned threads = options.threads;
  const std::vector<PathPoint> points =
      path_points(options.constraints, source.size(), target.size());
  const BeadRules rules(options.constraints, source.size(), target.size());
  const CellGrid grid =
      make_cell_grid(source, target, make_band(source, target, threads, points),
                     weights.usual_cosine, threads);
  give_up();
  NullPrices nulls = price_nulls(grid, weights.vector);
  Candidates candidates =
      find_candidates(grid, lengths, weights, nulls, options.max_bead, threads,
                      options.constraints.is_empty() ? nullptr : &rules);

  const PairLexicalEvidence evidence =
      make_lexical_evidence(model, source, target);
  const FullFeatures features =
      make_full_features(grid, lengths, source, target, evidence, candidates,
                         weights.usual_lexical, threads);
  score_full(features, grid, weights.full, candidates, nulls);
  fill_posteriors(grid.band, nulls, weights.temperature, candidates);
  std::vector<Bead> beads = best_beads(grid.band, nulls, candidates);
  if (options.encoder != nullptr) {
    beads = review_beads(*options.encoder,
                         {options.source_segments, options.target_segments},
                         grid, candidates, nulls, weights.temperature,
                         options.constraints.fixed, std::move(beads));
  }
  return put_fixed_beads(options.constraints.fixed, std::move(beads));
}

}  // namespace

std::vector<Bead> align_beads(const Model& model, const EncodedSegments& source,
                              const EncodedSegments& target,
                              const ParallelOptions& options) {
  return align_encoded(model, source, target, options, [] {});
}

std::vector<Bead> align_beads(const Model& model, EncodedSegments&& source,
                              EncodedSegments&& target,
                              const ParallelOptions& options) {
  return align_encoded(model, source, target, options, [&] {
    // Assigning {} would keep the room.
    std::vector<std::int16_t>().swap(source.rows);
    std::vector<std::int16_t>().swap(target.rows);
  });
}

}  // namespace align
