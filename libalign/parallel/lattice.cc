#include "parallel/lattice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <span>

#include "align/error.h"
#include "score/fast_math.h"

namespace align {
namespace {

/// Rows that a bead can reach, and its own.
constexpr std::size_t kWindow = kMostOnSide + 1;
constexpr double kNever = -1e300;

/// log(e^a + e^b). Sums of long documents need double precision, differences
/// do not.
double log_sum(double a, double b) {
  if (a < b) std::swap(a, b);
  const double difference = b - a;
  if (difference < -17.0) return a;
  return a + static_cast<double>(
                 fast_log(1.0F + fast_exp(static_cast<float>(difference))));
}

/// Values of the two states of the nodes of one row.
struct Row {
  std::vector<double> open;    ///< last bead was no 0-1
  std::vector<double> closed;  ///< last bead was a 0-1: no 1-0 may follow
  void reset(std::size_t width) {
    open.assign(width, kNever);
    closed.assign(width, kNever);
  }
};

class Window {
 public:
  explicit Window(const Band& band) : band_(&band) {}
  Row& row(std::size_t i) { return rows_[i % kWindow]; }
  void reset(std::size_t i) {
    row(i).reset(band_->high[i] - band_->low[i] + 1);
  }

 private:
  const Band* band_;
  std::array<Row, kWindow> rows_;
};

/// Sums over all paths from the first node to each, row after row.
class ForwardPass {
 public:
  ForwardPass(const Band& band, const NullPrices& nulls, float temperature)
      : band_(band),
        nulls_(nulls),
        cool_(1.0 / temperature),
        window_(band),
        values_(band.offsets.back()),
        row_offsets_(band.source_size + 1) {
    for (std::size_t i = 0; i < std::min(kWindow, band.source_size + 1); ++i) {
      window_.reset(i);
    }
    window_.row(0).open[0] = 0;
  }

  /// Takes the rows of `candidates`, which follow those before.
  void advance(const Candidates& candidates) {
    const std::size_t rows = candidates.row_begin.size() - 1;
    for (std::size_t k = 0; k < rows; ++k) {
      const std::size_t i = candidates.first_row + k;
      take_row(i, std::span(candidates.beads)
                      .subspan(candidates.begin_of(i),
                               candidates.end_of(i) - candidates.begin_of(i)));
    }
  }
  /// Takes the last row, in which no bead starts.
  void finish() { take_row(band_.source_size, {}); }

  [[nodiscard]] double total() const { return total_; }
  /// Logarithm of the sum over all paths to node (i, j).
  [[nodiscard]] double value(std::size_t i, std::size_t j) const {
    return row_offsets_[i] + static_cast<double>(values_[band_.index(i, j)]);
  }

 private:
  void take_row(std::size_t i, std::span<const Candidate> beads) {
    Row& row = window_.row(i);
    const std::size_t low = band_.low[i];
    std::size_t next = 0;
    double largest = kNever;
    for (std::size_t j = low; j <= band_.high[i]; ++j) {
      // Null beads on two sides of a gate keep their order.
      if (band_.is_gate(i, j)) {
        row.open[j - low] = log_sum(row.open[j - low], row.closed[j - low]);
        row.closed[j - low] = kNever;
      }
      const double open = row.open[j - low];
      const double sum = log_sum(open, row.closed[j - low]);
      largest = std::max(largest, sum);
      // Kept for the backward pass once the row's largest is known.
      row.open[j - low] = sum;
      if (j < band_.high[i]) {
        double& closed = row.closed[j + 1 - low];
        closed = log_sum(closed, sum + cool_ * nulls_.target[j]);
      }
      if (i < band_.source_size && j >= band_.low[i + 1]) {
        double& down = window_.row(i + 1).open[j - band_.low[i + 1]];
        down = log_sum(down, open + cool_ * nulls_.source[i]);
      }
      for (; next < beads.size() && beads[next].target == j; ++next) {
        const Candidate& bead = beads[next];
        const std::size_t to = i + bead.n;
        double& value = window_.row(to).open[j + bead.m - band_.low[to]];
        value = log_sum(value, sum + cool_ * bead.score);
      }
    }
    row_offsets_[i] = largest;
    float* values = values_.data() + band_.offsets[i];
    for (std::size_t k = 0; k < row.open.size(); ++k) {
      values[k] = static_cast<float>(std::max(-1e30, row.open[k] - largest));
    }
    if (i == band_.source_size) total_ = row.open[band_.target_size - low];
    if (i + kWindow <= band_.source_size) window_.reset(i + kWindow);
  }

  const Band& band_;
  const NullPrices& nulls_;
  double cool_;
  Window window_;
  std::vector<float> values_;  ///< relative to the largest of the row
  std::vector<double> row_offsets_;
  double total_ = 0;
};

/// Sums over all paths from each node to the last, and from both passes the
/// posteriors.
class BackwardPass {
 public:
  BackwardPass(const Band& band, const NullPrices& nulls, float temperature,
               const ForwardPass& forward)
      : band_(band),
        nulls_(nulls),
        cool_(1.0 / temperature),
        window_(band),
        forward_(forward) {
    take_row(band.source_size, {});
  }

  /// Takes the rows of `candidates`, which come before those taken so far.
  void retreat(Candidates& candidates) {
    for (std::size_t k = candidates.row_begin.size() - 1; k-- > 0;) {
      const std::size_t i = candidates.first_row + k;
      take_row(i, std::span(candidates.beads)
                      .subspan(candidates.begin_of(i),
                               candidates.end_of(i) - candidates.begin_of(i)));
    }
  }

 private:
  void take_row(std::size_t i, std::span<Candidate> beads) {
    window_.reset(i);
    Row& row = window_.row(i);
    const std::size_t low = band_.low[i];
    const bool is_last = i == band_.source_size;
    std::size_t next = beads.size();
    for (std::size_t j = band_.high[i] + std::size_t{1}; j-- > low;) {
      double open = is_last && j == band_.target_size ? 0 : kNever;
      double closed = open;
      if (j < band_.high[i]) {
        const double by_target =
            row.closed[j + 1 - low] + cool_ * nulls_.target[j];
        open = log_sum(open, by_target);
        closed = log_sum(closed, by_target);
      }
      if (!is_last && j >= band_.low[i + 1]) {
        open = log_sum(open, window_.row(i + 1).open[j - band_.low[i + 1]] +
                                 cool_ * nulls_.source[i]);
      }
      while (next > 0 && beads[next - 1].target == j) {
        Candidate& bead = beads[--next];
        const std::size_t to = i + bead.n;
        const double after = window_.row(to).open[j + bead.m - band_.low[to]] +
                             cool_ * bead.score;
        open = log_sum(open, after);
        closed = log_sum(closed, after);
        const double posterior =
            forward_.value(i, j) + after - forward_.total();
        bead.posterior = std::min(
            1.0F,
            fast_exp(static_cast<float>(std::clamp(posterior, -100.0, 1.0))));
      }
      row.open[j - low] = open;
      row.closed[j - low] = band_.is_gate(i, j) ? open : closed;
    }
  }

  const Band& band_;
  const NullPrices& nulls_;
  double cool_;
  Window window_;
  const ForwardPass& forward_;
};

/// Rows whose candidates are in memory at a time.
constexpr std::size_t kRowsInPart = 256;

}  // namespace

double fill_posteriors(const Band& band, const NullPrices& nulls,
                       float temperature, Candidates& candidates) {
  ForwardPass forward(band, nulls, temperature);
  forward.advance(candidates);
  forward.finish();
  BackwardPass(band, nulls, temperature, forward).retreat(candidates);
  return forward.total();
}

Candidates find_candidates(const CellGrid& grid, const LengthModel& lengths,
                           const BeadWeights& weights, const NullPrices& nulls,
                           std::size_t max_bead, unsigned threads,
                           const BeadRules* rules) {
  const std::size_t rows = grid.band.source_size;
  const std::size_t parts =
      std::max<std::size_t>(1, (rows + kRowsInPart - 1) / kRowsInPart);
  const auto make_part = [&](std::size_t part) {
    return make_candidates(
        grid, lengths, weights, nulls, max_bead, part * kRowsInPart,
        std::min(rows, (part + 1) * kRowsInPart), threads, rules);
  };
  ForwardPass forward(grid.band, nulls, 1);
  Candidates part;
  for (std::size_t p = 0; p < parts; ++p) {
    part = make_part(p);
    forward.advance(part);
  }
  forward.finish();
  BackwardPass backward(grid.band, nulls, 1, forward);
  // Survivors, the last part first, each part in its own order.
  std::vector<std::vector<Candidate>> kept(parts);
  for (std::size_t p = parts; p-- > 0;) {
    // The candidates of the last part are still there.
    if (p + 1 < parts) part = make_part(p);
    backward.retreat(part);
    std::copy_if(part.beads.begin(), part.beads.end(),
                 std::back_inserter(kept[p]), [](const Candidate& bead) {
                   return bead.posterior >= kPrunePosterior;
                 });
  }
  Candidates survivors;
  survivors.row_begin.assign(rows + 1, 0);
  for (const std::vector<Candidate>& beads : kept) {
    for (const Candidate& bead : beads) {
      survivors.beads.push_back(bead);
      ++survivors.row_begin[bead.source + 1];
    }
  }
  for (std::size_t i = 0; i < rows; ++i) {
    survivors.row_begin[i + 1] += survivors.row_begin[i];
  }
  return survivors;
}

namespace {

constexpr std::uint8_t kSourceNull = 0xFE;
constexpr std::uint8_t kTargetNull = 0xFF;
constexpr std::uint8_t kUnreached = 0;

std::uint8_t shape_code(std::size_t n, std::size_t m) {
  return static_cast<std::uint8_t>(n * 16 + m);
}

/// How each node is reached best.
std::vector<std::uint8_t> best_steps(const Band& band, const NullPrices& nulls,
                                     const Candidates& candidates) {
  std::vector<std::uint8_t> steps(band.offsets.back(), kUnreached);
  std::array<std::vector<double>, kWindow> rows;
  const auto reset = [&](std::size_t i) {
    rows[i % kWindow].assign(band.high[i] - band.low[i] + 1, kNever);
  };
  for (std::size_t i = 0; i < std::min(kWindow, band.source_size + 1); ++i) {
    reset(i);
  }
  rows[0][0] = 0;
  const auto offer = [&](std::size_t i, std::size_t j, double value,
                         std::uint8_t step) {
    double& best = rows[i % kWindow][j - band.low[i]];
    if (value > best) {
      best = value;
      steps[band.index(i, j)] = step;
    }
  };
  for (std::size_t i = 0; i <= band.source_size; ++i) {
    const std::vector<double>& row = rows[i % kWindow];
    std::size_t next = i < band.source_size ? candidates.row_begin[i] : 0;
    const std::size_t end =
        i < band.source_size ? candidates.row_begin[i + 1] : 0;
    for (std::size_t j = band.low[i]; j <= band.high[i]; ++j) {
      const double here = row[j - band.low[i]];
      if (here == kNever) {
        while (next < end && candidates.beads[next].target == j) ++next;
        continue;
      }
      for (; next < end && candidates.beads[next].target == j; ++next) {
        const Candidate& bead = candidates.beads[next];
        offer(i + bead.n, j + bead.m, here + bead.score,
              shape_code(bead.n, bead.m));
      }
      if (i < band.source_size && j >= band.low[i + 1]) {
        offer(i + 1, j, here + nulls.source[i], kSourceNull);
      }
      if (j < band.high[i]) {
        offer(i, j + 1, here + nulls.target[j], kTargetNull);
      }
    }
    if (i + kWindow <= band.source_size) reset(i + kWindow);
  }
  return steps;
}

/// Log-odds of a probability; beyond 1e-6 posteriors mean nothing.
float log_odds(float probability) {
  const float bounded = std::clamp(probability, 1e-6F, 1.0F - 1e-6F);
  return fast_log(bounded) - fast_log(1.0F - bounded);
}

}  // namespace

std::vector<Bead> best_beads(const Band& band, const NullPrices& nulls,
                             const Candidates& candidates) {
  // Probability of each segment that some bead with both sides holds it.
  std::vector<float> source_covered(band.source_size, 0.0F);
  std::vector<float> target_covered(band.target_size, 0.0F);
  for (const Candidate& bead : candidates.beads) {
    for (std::size_t a = 0; a < bead.n; ++a) {
      source_covered[bead.source + a] += bead.posterior;
    }
    for (std::size_t b = 0; b < bead.m; ++b) {
      target_covered[bead.target + b] += bead.posterior;
    }
  }
  const auto posterior_of = [&](std::size_t i, std::size_t j, std::size_t n,
                                std::size_t m) {
    for (std::size_t k = candidates.row_begin[i];
         k < candidates.row_begin[i + 1]; ++k) {
      const Candidate& bead = candidates.beads[k];
      if (bead.target == j && bead.n == n && bead.m == m) return bead.posterior;
    }
    return 0.0F;
  };

  const std::vector<std::uint8_t> steps = best_steps(band, nulls, candidates);
  std::vector<Bead> beads;
  std::size_t i = band.source_size;
  std::size_t j = band.target_size;
  // Walking back, target nulls of a run are written first, then source nulls.
  std::size_t source_nulls = 0;
  std::size_t target_nulls = 0;
  const auto write = [&](SegmentRange source, SegmentRange target,
                         float probability) {
    beads.push_back({source, target, log_odds(probability), probability});
  };
  const auto flush = [&] {
    for (std::size_t k = target_nulls; k-- > 0;) {
      write({i + source_nulls, i + source_nulls}, {j + k, j + k + 1},
            std::clamp(1.0F - target_covered[j + k], 0.0F, 1.0F));
    }
    for (std::size_t k = source_nulls; k-- > 0;) {
      write({i + k, i + k + 1}, {j, j},
            std::clamp(1.0F - source_covered[i + k], 0.0F, 1.0F));
    }
    source_nulls = 0;
    target_nulls = 0;
  };
  while (i + j > 0) {
    if (band.is_gate(i, j)) flush();
    const std::uint8_t step = steps[band.index(i, j)];
    ALIGN_ASSERT(step != kUnreached, "null beads reach every node of a band");
    if (step == kSourceNull) {
      ++source_nulls;
      --i;
    } else if (step == kTargetNull) {
      ++target_nulls;
      --j;
    } else {
      flush();
      const std::size_t n = step / 16;
      const std::size_t m = step % 16;
      i -= n;
      j -= m;
      write({i, i + n}, {j, j + m}, posterior_of(i, j, n, m));
    }
  }
  flush();
  std::reverse(beads.begin(), beads.end());
  return beads;
}

}  // namespace align
