// First pass: which beads are worth a closer look, by vectors and lengths.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "align/score.h"
#include "parallel/bead_weights.h"
#include "parallel/cell_grid.h"

namespace align {

/// A bead with both sides, from node (source, target).
struct Candidate {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  std::uint8_t n = 0;
  std::uint8_t m = 0;
  float score = 0;      ///< log-potential
  float posterior = 0;  ///< set by the lattice
};

/// Candidates of some or all rows in order of source, target, n, m.
struct Candidates {
  std::vector<Candidate> beads;
  /// Where each row's candidates begin, and the end of the last one's.
  std::vector<std::size_t> row_begin;
  std::size_t first_row = 0;  ///< the row of row_begin[0]

  /// Those of source row `i` are [begin_of(i), end_of(i)).
  [[nodiscard]] std::size_t begin_of(std::size_t i) const {
    return row_begin[i - first_row];
  }
  [[nodiscard]] std::size_t end_of(std::size_t i) const {
    return row_begin[i + 1 - first_row];
  }
};

class BeadRules;

/// Prices of leaving each segment alone.
struct NullPrices {
  std::vector<float> source;
  std::vector<float> target;
};

using VectorFeatures = std::array<float, kVectorFeatures>;

/// Features of one bead that need no lexicon. `cosine` and `least_gain` are
/// plain cosines.
void fill_vector_features(const CellGrid& grid, const LengthModel& lengths,
                          const Candidate& bead, float cosine, float least_gain,
                          std::span<float> features);

/// The same with cosine and gain taken from the grid.
void fill_vector_features(const CellGrid& grid, const LengthModel& lengths,
                          const Candidate& bead, std::span<float> features);

/// Features of leaving source segment `i` (target segment `j`) alone, but for
/// kNullLexical.
void fill_source_null_features(const CellGrid& grid, std::size_t i,
                               std::span<float> features);
void fill_target_null_features(const CellGrid& grid, std::size_t j,
                               std::span<float> features);

/// One candidate of the first pass with its features, for fitting.
struct ScoredCandidate {
  Candidate bead;
  VectorFeatures features;
};

/// All beads of at most `max_bead` segments that start in row `i` and are not
/// absurd: large ones must have some cosine and fit in length.
class RowScanner {
 public:
  RowScanner(const CellGrid& grid, const LengthModel& lengths,
             std::size_t max_bead);
  /// Valid until the next call. Rows that follow each other share work.
  [[nodiscard]] std::span<const ScoredCandidate> scan(std::size_t i);

 private:
  /// Cosines of all beads from one row, by shape and column.
  struct Cosines {
    std::size_t row = static_cast<std::size_t>(-1);
    std::array<std::array<std::vector<float>, kMostOnSide>, kMostOnSide> values;
  };
  void fill(std::size_t i, Cosines& cosines);
  [[nodiscard]] float least_gain(const Candidate& bead, float cosine) const;

  const CellGrid* grid_;
  LengthModel lengths_;
  std::size_t max_bead_;
  Cosines current_;
  Cosines next_;
  std::vector<float> prefix_;
  std::vector<ScoredCandidate> found_;
};

[[nodiscard]] NullPrices price_nulls(const CellGrid& grid,
                                     const PassWeights& weights);

/// Candidates of rows [begin, end) scored by the first pass, without those
/// that null beads beat by far: a bead can always be replaced by them, so its
/// posterior is below their ratio. `rules` may be null.
[[nodiscard]] Candidates make_candidates(
    const CellGrid& grid, const LengthModel& lengths,
    const BeadWeights& weights, const NullPrices& nulls, std::size_t max_bead,
    std::size_t begin, std::size_t end, unsigned threads,
    const BeadRules* rules = nullptr);

/// Least posterior of the first pass that is looked at again.
inline constexpr float kPrunePosterior = 5e-4F;

}  // namespace align
