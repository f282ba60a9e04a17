// Third pass, with a strong encoder at hand: what the model leaves in doubt is
// aligned anew, the encoder's vectors of those segments as further evidence.
//
// Beads in doubt and their neighbours form windows. The ends of a window stay
// where they are, so each is a small alignment of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "align/encoder.h"
#include "align/parallel.h"
#include "align/types.h"
#include "parallel/band.h"
#include "parallel/candidates.h"
#include "parallel/cell_grid.h"

namespace align {

/// Beads less probable are in doubt.
inline constexpr float kDoubtful = 0.85F;

/// A run of beads that is aligned anew.
struct Window {
  std::size_t begin = 0;  ///< of its beads
  std::size_t end = 0;
  SegmentRange source;
  SegmentRange target;
};

/// Doubtful beads with one bead more on each side, those that touch joined.
/// Windows with segments of one document only are left out, and none holds a
/// bead of `fixed`.
[[nodiscard]] std::vector<Window> find_windows(const std::vector<Bead>& beads,
                                               const std::vector<Bead>& fixed,
                                               float doubtful = kDoubtful);

/// The encoder's vectors of the segments in windows, one side, and of the runs
/// of several that may be a side of a bead, their texts joined. Runs without a
/// vector of their own get the sum of their segments'.
struct ReviewRows {
  std::size_t dimension = 0;
  std::vector<std::size_t> segments;  ///< ascending
  std::vector<SegmentRange> runs;     ///< ascending, each of two or more
  std::vector<float> rows;            ///< unit vectors, segments' then runs'

  [[nodiscard]] std::span<const float> row(std::size_t k) const {
    return std::span(rows).subspan(k * dimension, dimension);
  }
};

/// The segments and runs of windows on one side, without vectors.
[[nodiscard]] ReviewRows list_rows(const std::vector<Window>& windows,
                                   const Candidates& candidates,
                                   bool is_source);

/// What a bead with both sides is judged by beside its old score: 0 is a
/// stranger, 1 a translation.
enum ReviewFeature : std::size_t {
  kReviewCosine,  ///< of the two runs
  kReviewMargin,  ///< above what the runs have with other segments
  kReviewGain,    ///< least gain in cosine that an outer segment brings
  kReviewFeatures
};

/// How much the encoder's word counts beside the model's.
struct ReviewWeights {
  std::array<float, kReviewFeatures> bead = {1.5F, 1.5F, 1.5F};
  float null_bias = 0.5F;
  float null_cosine = -1.5F;  ///< with the best other segment
  float model = 1.2F;         ///< factor of the model's own score
};

/// A window as a lattice of its own.
struct WindowCase {
  Band band;
  Candidates candidates;  ///< scored by the model
  NullPrices nulls;
  std::vector<std::array<float, kReviewFeatures>> features;
  std::vector<float> source_best;  ///< rescaled cosine with the best segment
  std::vector<float> target_best;
};

/// Lattices of `windows`. `candidates` and `nulls` are those of the whole
/// documents with the scores of the second pass.
[[nodiscard]] std::vector<WindowCase> make_window_cases(
    const CellGrid& grid, const Candidates& candidates, const NullPrices& nulls,
    const std::vector<Window>& windows, const ReviewRows& source,
    const ReviewRows& target);

/// Puts the encoder's evidence into the scores of a window.
void score_window(const ReviewWeights& weights, WindowCase& window);

/// The segments of windows, and all their texts encoded.
struct ReviewTexts {
  std::span<const Segment> source;
  std::span<const Segment> target;
};

/// The beads with their windows aligned anew.
[[nodiscard]] std::vector<Bead> review_beads(
    const Encoder& encoder, const ReviewTexts& texts, const CellGrid& grid,
    const Candidates& candidates, const NullPrices& nulls, float temperature,
    const std::vector<Bead>& fixed, std::vector<Bead> beads);

}  // namespace align
