#include "parallel/candidates.h"

#include <algorithm>
#include <cmath>

#include "parallel/constraints.h"
#include "score/fast_math.h"
#include "score/run_indexed.h"

namespace align {
namespace {

constexpr std::size_t kRowsAtOnce = 64;
/// Beads of more than kSmallBead segments need this rescaled cosine and fit in
/// length: translations score about 1 and strangers 0.
constexpr std::size_t kSmallBead = 4;
constexpr float kLargeCosine = 0.3F;
constexpr float kLargeLength = 3.5F;
/// No outer segment of a large bead may lower its cosine by more: it would be
/// better off without.
constexpr float kLargeGain = -0.02F;
/// ln of the least ratio of a bead to the null beads it could be replaced by.
constexpr float kHopeless = -6.0F;

/// Root of the pieces of the shorter side, 4 at 16 pieces, flat above 30: long
/// segments give surer evidence.
float size_factor(std::size_t source_pieces, std::size_t target_pieces) {
  const std::size_t pieces =
      std::min<std::size_t>(30, std::min(source_pieces, target_pieces));
  return std::sqrt(static_cast<float>(pieces)) / 4.0F;
}

/// length_deviation() of a bead, its logarithms looked up: there are ten times
/// as many beads as runs.
float deviation_of(const CellGrid& grid, const LengthModel& lengths,
                   const Candidate& bead) {
  const std::size_t i = bead.source;
  const std::size_t j = bead.target;
  const auto both = static_cast<float>(grid.source.chars_of(i, bead.n) +
                                       grid.target.chars_of(j, bead.m));
  const float ratio = grid.source.length_logs[bead.n - 1][i] -
                      grid.target.length_logs[bead.m - 1][j];
  const float spread = static_cast<float>(lengths.deviation) *
                       (1.0F + 8.0F / std::max(1.0F, both));
  const float deviation = (ratio - static_cast<float>(lengths.mean)) / spread;
  return std::clamp(deviation, -4.0F, 4.0F);
}

}  // namespace

void fill_vector_features(const CellGrid& grid, const LengthModel& lengths,
                          const Candidate& bead, float cosine, float least_gain,
                          std::span<float> features) {
  const std::size_t i = bead.source;
  const std::size_t j = bead.target;
  const std::size_t n = bead.n;
  const std::size_t m = bead.m;
  const Scale& scale = grid.scale_of(i);
  const float rescaled = scale(cosine);
  const float background = 0.5F * (grid.source.backgrounds[n - 1][i] +
                                   grid.target.backgrounds[m - 1][j]);
  const float deviation = deviation_of(grid, lengths, bead);
  features[kCosine] = rescaled;
  features[kMargin] = (cosine - background) / scale.span;
  features[kCosineBySize] = rescaled * size_factor(grid.source.pieces_of(i, n),
                                                   grid.target.pieces_of(j, m));
  features[kLengthSquared] = deviation * deviation / 4.0F;
  features[kLengthAbsolute] = std::abs(deviation);
  features[kLeastGain] = least_gain / scale.span;
}

void fill_vector_features(const CellGrid& grid, const LengthModel& lengths,
                          const Candidate& bead, std::span<float> features) {
  const std::size_t i = bead.source;
  const std::size_t j = bead.target;
  const std::size_t n = bead.n;
  const std::size_t m = bead.m;
  const float cosine = grid.cosine(i, n, j, m);
  float other = -1.0F;
  if (n > 1) {
    other = std::max(
        {other, grid.cosine(i + 1, n - 1, j, m), grid.cosine(i, n - 1, j, m)});
  }
  if (m > 1) {
    other = std::max(
        {other, grid.cosine(i, n, j + 1, m - 1), grid.cosine(i, n, j, m - 1)});
  }
  fill_vector_features(grid, lengths, bead, cosine,
                       n + m > 2 ? cosine - other : 0.0F, features);
}

void fill_source_null_features(const CellGrid& grid, std::size_t i,
                               std::span<float> features) {
  const auto pieces = static_cast<float>(grid.source.pieces_of(i, 1));
  features[kNullBias] = 1;
  // 3: the logarithm of 19 pieces, an ordinary sentence.
  features[kNullLength] = fast_log(1.0F + pieces) - 3.0F;
  features[kNullCosine] = grid.scale_of(i)(grid.source_best[i]);
}

void fill_target_null_features(const CellGrid& grid, std::size_t j,
                               std::span<float> features) {
  const auto pieces = static_cast<float>(grid.target.pieces_of(j, 1));
  features[kNullBias] = 1;
  features[kNullLength] = fast_log(1.0F + pieces) - 3.0F;
  features[kNullCosine] =
      grid.scale_of(grid.target_best_row[j])(grid.target_best[j]);
}

RowScanner::RowScanner(const CellGrid& grid, const LengthModel& lengths,
                       std::size_t max_bead)
    : grid_(&grid), lengths_(lengths), max_bead_(max_bead) {}

void RowScanner::fill(std::size_t i, Cosines& cosines) {
  cosines.row = i;
  const Band& band = grid_->band;
  const std::size_t low = band.low[i];
  const std::size_t width = band.high[i] - low;  // cells of the row
  prefix_.assign(width + 1, 0.0F);
  for (std::size_t n = 1; n < max_bead_ && i + n <= band.source_size; ++n) {
    // Prefix sums over columns of the sums over the run's rows.
    const std::size_t row = i + n - 1;
    const std::size_t first = std::max<std::size_t>(band.low[row], low);
    if (first >= band.high[i]) break;
    const float* cells = grid_->dots.data() + band.offsets[row];
    float running = 0;
    for (std::size_t j = first; j < band.high[i]; ++j) {
      running += cells[j - band.low[row]];
      prefix_[j + 1 - low] += running;
    }
    const std::size_t begin = std::max<std::size_t>(band.low[i + n], low);
    const float source_norm = grid_->source.norms[n - 1][i];
    for (std::size_t m = 1; n + m <= max_bead_ && m <= width; ++m) {
      std::vector<float>& values = cosines.values[n - 1][m - 1];
      values.assign(width, 0.0F);
      const float* norms = grid_->target.norms[m - 1].data();
      for (std::size_t j = begin; j + m <= band.high[i]; ++j) {
        values[j - low] = (prefix_[j + m - low] - prefix_[j - low]) /
                          (source_norm * norms[j]);
      }
    }
  }
}

float RowScanner::least_gain(const Candidate& bead, float cosine) const {
  const std::size_t n = bead.n;
  const std::size_t m = bead.m;
  if (n + m == 2) return 0;
  const Band& band = grid_->band;
  const std::size_t here = bead.target - band.low[bead.source];
  float other = -1.0F;
  if (n > 1) {
    const std::size_t below = bead.target - band.low[bead.source + 1];
    other = std::max({other, next_.values[n - 2][m - 1][below],
                      current_.values[n - 2][m - 1][here]});
  }
  if (m > 1) {
    other = std::max({other, current_.values[n - 1][m - 2][here + 1],
                      current_.values[n - 1][m - 2][here]});
  }
  return cosine - other;
}

std::span<const ScoredCandidate> RowScanner::scan(std::size_t i) {
  found_.clear();
  const Band& band = grid_->band;
  if (next_.row == i) {
    std::swap(current_, next_);
  } else {
    fill(i, current_);
  }
  if (i + 1 < band.source_size) fill(i + 1, next_);
  const Scale& scale = grid_->scale_of(i);
  for (std::size_t j = band.low[i]; j < band.high[i]; ++j) {
    for (std::size_t n = 1; n < max_bead_; ++n) {
      if (!band.holds(i, j, n, 1)) break;
      for (std::size_t m = 1; n + m <= max_bead_; ++m) {
        if (!band.holds(i, j, n, m)) break;
        const float cosine = current_.values[n - 1][m - 1][j - band.low[i]];
        const bool is_large = n + m > kSmallBead;
        if (is_large && scale(cosine) < kLargeCosine) continue;
        Candidate bead;
        bead.source = static_cast<std::uint32_t>(i);
        bead.target = static_cast<std::uint32_t>(j);
        bead.n = static_cast<std::uint8_t>(n);
        bead.m = static_cast<std::uint8_t>(m);
        if (is_large &&
            std::abs(deviation_of(*grid_, lengths_, bead)) > kLargeLength) {
          continue;
        }
        const float gain = least_gain(bead, cosine);
        if (is_large && gain < kLargeGain) continue;
        ScoredCandidate& found = found_.emplace_back();
        found.bead = bead;
        fill_vector_features(*grid_, lengths_, bead, cosine, gain,
                             found.features);
      }
    }
  }
  return found_;
}

NullPrices price_nulls(const CellGrid& grid, const PassWeights& weights) {
  NullPrices prices;
  std::array<float, kNullFeatures> features{};
  const auto price = [&] {
    float sum = 0;
    for (std::size_t k = 0; k < kNullFeatures; ++k) {
      sum += weights.values[kNullOffset + k] * features[k];
    }
    return sum;
  };
  prices.source.resize(grid.band.source_size);
  prices.target.resize(grid.band.target_size);
  for (std::size_t i = 0; i < prices.source.size(); ++i) {
    fill_source_null_features(grid, i, features);
    prices.source[i] = price();
  }
  for (std::size_t j = 0; j < prices.target.size(); ++j) {
    fill_target_null_features(grid, j, features);
    prices.target[j] = price();
  }
  return prices;
}

Candidates make_candidates(const CellGrid& grid, const LengthModel& lengths,
                           const BeadWeights& weights, const NullPrices& nulls,
                           std::size_t max_bead, std::size_t begin,
                           std::size_t end, unsigned threads,
                           const BeadRules* rules) {
  const std::size_t rows = end - begin;
  const std::size_t chunks = (rows + kRowsAtOnce - 1) / kRowsAtOnce;
  std::vector<std::vector<Candidate>> found(chunks);
  run_indexed(chunks, threads, [&](std::size_t chunk) {
    RowScanner scanner(grid, lengths, max_bead);
    const std::size_t first = begin + chunk * kRowsAtOnce;
    const std::size_t last = std::min(end, first + kRowsAtOnce);
    for (std::size_t i = first; i < last; ++i) {
      for (const ScoredCandidate& candidate : scanner.scan(i)) {
        Candidate bead = candidate.bead;
        bead.score = weights.vector.types[bead.n][bead.m];
        for (std::size_t k = 0; k < kVectorFeatures; ++k) {
          bead.score += weights.vector.values[k] * candidate.features[k];
        }
        float alone = 0;
        for (std::size_t a = 0; a < bead.n; ++a) alone += nulls.source[i + a];
        for (std::size_t b = 0; b < bead.m; ++b) {
          alone += nulls.target[bead.target + b];
        }
        if (bead.score - alone > kHopeless &&
            (rules == nullptr || rules->allow(bead))) {
          found[chunk].push_back(bead);
        }
      }
    }
  });
  Candidates candidates;
  std::size_t total = 0;
  for (const auto& beads : found) total += beads.size();
  candidates.beads.reserve(total);
  candidates.first_row = begin;
  candidates.row_begin.assign(rows + 1, 0);
  for (auto& beads : found) {
    for (const Candidate& bead : beads) {
      ++candidates.row_begin[bead.source - begin + 1];
      candidates.beads.push_back(bead);
    }
    std::vector<Candidate>().swap(beads);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    candidates.row_begin[i + 1] += candidates.row_begin[i];
  }
  return candidates;
}

}  // namespace align
