// Dot products of all cells of a band, once, and what follows from them: the
// cosine of any two runs of segments, and the scale of cosines in each part of
// the documents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/score.h"
#include "parallel/band.h"
#include "parallel/bead_weights.h"

namespace align {

/// Rows of the source that share a scale; a scale is measured on a block and
/// its two neighbours, about 200 segments.
inline constexpr std::size_t kScaleRows = 64;

/// value -> (value - mean) / span: 0 for strangers, 1 for translations.
struct Scale {
  float mean = 0;
  float span = 1;

  [[nodiscard]] float operator()(float value) const {
    return (value - mean) / span;
  }
};

/// Median by nth_element, the upper one of two; 0 of nothing.
[[nodiscard]] float median(std::vector<float>& values);

/// Runs of 1 to kMostOnSide segments of one document.
struct RunSums {
  /// By run size - 1: Euclidean norm of the run's vector sum.
  std::array<std::vector<float>, kMostOnSide> norms;
  /// By run size - 1: mean cosine of the run with the other side's segments.
  std::array<std::vector<float>, kMostOnSide> backgrounds;
  /// By run size - 1: logarithm of the run's code points and 4 more, as
  /// lengths are compared.
  std::array<std::vector<float>, kMostOnSide> length_logs;
  std::vector<std::uint32_t> chars;   ///< size + 1, prefix sums
  std::vector<std::uint32_t> pieces;  ///< size + 1, prefix sums

  [[nodiscard]] std::size_t chars_of(std::size_t i, std::size_t n) const {
    return chars[i + n] - chars[i];
  }
  [[nodiscard]] std::size_t pieces_of(std::size_t i, std::size_t n) const {
    return pieces[i + n] - pieces[i];
  }
};

struct CellGrid {
  Band band;
  /// Dot product of cell (i, j), stored at the node's index.
  std::vector<float> dots;
  RunSums source;
  RunSums target;
  std::vector<float> source_best;  ///< highest cosine of each segment
  std::vector<float> target_best;
  /// Row of the highest cosine of each target segment, the first of equals.
  std::vector<std::uint32_t> target_best_row;
  std::vector<Scale> scales;  ///< of cosines, by row / kScaleRows

  [[nodiscard]] const Scale& scale_of(std::size_t i) const {
    return scales[i / kScaleRows];
  }
  /// Cosine of two runs inside the band.
  [[nodiscard]] float cosine(std::size_t i, std::size_t n, std::size_t j,
                             std::size_t m) const;
};

[[nodiscard]] CellGrid make_cell_grid(const EncodedSegments& source,
                                      const EncodedSegments& target, Band band,
                                      float usual_cosine, unsigned threads);

}  // namespace align
