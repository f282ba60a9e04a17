#include "parallel/review.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "align/embed.h"
#include "parallel/lattice.h"

namespace align {
namespace {

/// Segments of the other side, before and after, that a segment is compared
/// with.
constexpr std::size_t kReach = 24;
/// Sure pairs a document is credited with before it is looked at, and their
/// centred cosine.
constexpr float kPseudoPairs = 4;
constexpr float kUsualCosine = 0.75F;
constexpr float kLeastSpan = 0.1F;
/// Runs of beads less probable are not worth a vector of their own.
constexpr float kRunPosterior = 0.02F;

bool is_fixed(const Bead& bead, const std::vector<Bead>& fixed) {
  return std::ranges::any_of(fixed, [&](const Bead& other) {
    return bead.source.begin >= other.source.begin &&
           bead.source.end <= other.source.end &&
           bead.target.begin >= other.target.begin &&
           bead.target.end <= other.target.end;
  });
}

/// What one side's segments have in common with the other side's.
struct Surroundings {
  std::vector<float> mean;  ///< mean cosine with the segments around
  std::vector<float> best;  ///< highest cosine
  std::vector<std::size_t> best_row;
};

Surroundings look_around(const ReviewRows& rows, const ReviewRows& others) {
  Surroundings around;
  const std::size_t size = rows.segments.size();
  const std::size_t width = others.segments.size();
  for (std::size_t a = 0; a < size; ++a) {
    // Windows hold about as much of both sides, so places correspond.
    const std::size_t middle = a * width / size;
    const std::size_t begin = middle > kReach ? middle - kReach : 0;
    const std::size_t end = std::min(width, middle + kReach + 1);
    float sum = 0;
    float best = -1;
    std::size_t best_row = begin;
    for (std::size_t b = begin; b < end; ++b) {
      const float cosine = dot(rows.row(a), others.row(b));
      sum += cosine;
      if (cosine > best) {
        best = cosine;
        best_row = b;
      }
    }
    around.mean.push_back(sum / static_cast<float>(end - begin));
    around.best.push_back(best);
    around.best_row.push_back(best_row);
  }
  return around;
}

Scale measure_scale(const Surroundings& source, const Surroundings& target) {
  double sum = 0;
  for (const float mean : source.mean) sum += static_cast<double>(mean);
  Scale scale;
  scale.mean =
      static_cast<float>(sum / static_cast<double>(source.mean.size()));
  std::vector<float> mutual;
  for (std::size_t a = 0; a < source.best.size(); ++a) {
    if (target.best_row[source.best_row[a]] == a) {
      mutual.push_back(source.best[a]);
    }
  }
  const auto pairs = static_cast<float>(mutual.size());
  const float share = pairs / (pairs + kPseudoPairs);
  const float typical = share * median(mutual) + (1.0F - share) * kUsualCosine;
  scale.span = std::max(kLeastSpan, typical - scale.mean);
  return scale;
}

/// One side of a window: weighted rows, and which segment is which row.
class Side {
 public:
  Side(const ReviewRows& rows, const RunSums& runs, SegmentRange range)
      : rows_(rows),
        runs_(runs),
        first_(static_cast<std::size_t>(
                   std::ranges::lower_bound(rows.segments, range.begin) -
                   rows.segments.begin()) -
               range.begin) {}

  /// The row of segment `i`. (Unsigned wrap-around is meant.)
  [[nodiscard]] std::size_t row_of(std::size_t i) const { return first_ + i; }
  [[nodiscard]] float weight(std::size_t i) const {
    return static_cast<float>(runs_.pieces_of(i, 1));
  }
  [[nodiscard]] std::vector<float> sum(std::size_t begin,
                                       std::size_t size) const {
    if (size > 1) {
      const SegmentRange run{begin, begin + size};
      const auto found = std::ranges::lower_bound(rows_.runs, run);
      if (found != rows_.runs.end() && *found == run) {
        const std::span<const float> row =
            rows_.row(rows_.segments.size() +
                      static_cast<std::size_t>(found - rows_.runs.begin()));
        return {row.begin(), row.end()};
      }
    }
    std::vector<float> total(rows_.dimension);
    for (std::size_t i = begin; i < begin + size; ++i) {
      const std::span<const float> row = rows_.row(row_of(i));
      for (std::size_t k = 0; k < total.size(); ++k) {
        total[k] += weight(i) * row[k];
      }
    }
    const float norm = std::sqrt(dot(total, total));
    for (float& value : total) value /= norm > 0 ? norm : 1;
    return total;
  }
  [[nodiscard]] float background(const Surroundings& around, std::size_t begin,
                                 std::size_t size) const {
    float sum = 0;
    float weights = 0;
    for (std::size_t i = begin; i < begin + size; ++i) {
      sum += weight(i) * around.mean[row_of(i)];
      weights += weight(i);
    }
    return sum / weights;
  }

 private:
  const ReviewRows& rows_;
  const RunSums& runs_;
  std::size_t first_;
};

float cosine_of(const Side& source, const Side& target, std::size_t i,
                std::size_t n, std::size_t j, std::size_t m) {
  return dot(source.sum(i, n), target.sum(j, m));
}

/// The part of `band` inside a window, its first node at (0, 0).
Band cut_band(const Band& band, const Window& window) {
  Band part;
  part.source_size = window.source.size();
  part.target_size = window.target.size();
  for (std::size_t i = window.source.begin; i <= window.source.end; ++i) {
    const auto clip = [&](std::size_t j) {
      return static_cast<std::uint32_t>(
          std::clamp(j, window.target.begin, window.target.end) -
          window.target.begin);
    };
    part.low.push_back(clip(band.low[i]));
    part.high.push_back(clip(band.high[i]));
  }
  part.low.front() = 0;
  part.high.back() = static_cast<std::uint32_t>(part.target_size);
  index_band(part);
  return part;
}

/// The texts of a side's segments, then of its runs.
std::vector<std::string> texts_of(const ReviewRows& rows,
                                  std::span<const Segment> segments) {
  std::vector<std::string> texts;
  for (const std::size_t i : rows.segments) texts.push_back(segments[i].text);
  for (const SegmentRange& run : rows.runs) {
    std::string& text = texts.emplace_back(segments[run.begin].text);
    for (std::size_t i = run.begin + 1; i < run.end; ++i) {
      text += ' ' + segments[i].text;
    }
  }
  return texts;
}

void encode_rows(const Encoder& encoder, const ReviewTexts& texts,
                 ReviewRows& source, ReviewRows& target) {
  std::vector<std::string> chosen = texts_of(source, texts.source);
  const std::size_t limit = chosen.size() * encoder.dimension();
  for (std::string& text : texts_of(target, texts.target)) {
    chosen.push_back(std::move(text));
  }
  const std::vector<std::string_view> views(chosen.begin(), chosen.end());
  const std::vector<float> rows = encoder.encode(views);
  source.dimension = encoder.dimension();
  target.dimension = encoder.dimension();
  source.rows.assign(rows.begin(),
                     rows.begin() + static_cast<std::ptrdiff_t>(limit));
  target.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(limit),
                     rows.end());
  for (ReviewRows* side : {&source, &target}) {
    subtract_mean(side->rows, side->dimension, side->segments.size());
  }
}

}  // namespace

std::vector<Window> find_windows(const std::vector<Bead>& beads,
                                 const std::vector<Bead>& fixed,
                                 float doubtful) {
  std::vector<bool> is_held(beads.size());
  for (std::size_t k = 0; k < beads.size(); ++k) {
    is_held[k] = is_fixed(beads[k], fixed);
  }
  std::vector<bool> is_inside(beads.size());
  for (std::size_t k = 0; k < beads.size(); ++k) {
    if (is_held[k] || beads[k].probability >= doubtful) continue;
    is_inside[k] = true;
    if (k > 0 && !is_held[k - 1]) is_inside[k - 1] = true;
    if (k + 1 < beads.size() && !is_held[k + 1]) is_inside[k + 1] = true;
  }
  std::vector<Window> windows;
  for (std::size_t begin = 0; begin < beads.size();) {
    std::size_t end = begin;
    while (end < beads.size() && is_inside[end]) ++end;
    if (end > begin) {
      const Window window{
          begin,
          end,
          {beads[begin].source.begin, beads[end - 1].source.end},
          {beads[begin].target.begin, beads[end - 1].target.end}};
      if (!window.source.is_empty() && !window.target.is_empty()) {
        windows.push_back(window);
      }
    }
    begin = end + 1;
  }
  return windows;
}

ReviewRows list_rows(const std::vector<Window>& windows,
                     const Candidates& candidates, bool is_source) {
  ReviewRows rows;
  for (const Window& window : windows) {
    const SegmentRange side = is_source ? window.source : window.target;
    for (std::size_t i = side.begin; i < side.end; ++i) {
      rows.segments.push_back(i);
    }
    for (std::size_t i = window.source.begin; i < window.source.end; ++i) {
      for (std::size_t k = candidates.begin_of(i); k < candidates.end_of(i);
           ++k) {
        const Candidate& bead = candidates.beads[k];
        const std::size_t begin = is_source ? bead.source : bead.target;
        const std::size_t size = is_source ? bead.n : bead.m;
        if (size > 1 && bead.posterior >= kRunPosterior &&
            i + bead.n <= window.source.end &&
            bead.target >= window.target.begin &&
            bead.target + std::size_t{bead.m} <= window.target.end) {
          rows.runs.push_back({begin, begin + size});
        }
      }
    }
  }
  std::ranges::sort(rows.runs);
  const auto same = std::ranges::unique(rows.runs);
  rows.runs.erase(same.begin(), same.end());
  return rows;
}

std::vector<WindowCase> make_window_cases(const CellGrid& grid,
                                          const Candidates& candidates,
                                          const NullPrices& nulls,
                                          const std::vector<Window>& windows,
                                          const ReviewRows& source,
                                          const ReviewRows& target) {
  const Surroundings source_around = look_around(source, target);
  const Surroundings target_around = look_around(target, source);
  const Scale scale = measure_scale(source_around, target_around);
  std::vector<WindowCase> cases;
  for (const Window& window : windows) {
    WindowCase& one = cases.emplace_back();
    one.band = cut_band(grid.band, window);
    const Side rows(source, grid.source, window.source);
    const Side columns(target, grid.target, window.target);
    one.candidates.row_begin.push_back(0);
    for (std::size_t i = window.source.begin; i < window.source.end; ++i) {
      one.nulls.source.push_back(nulls.source[i]);
      one.source_best.push_back(scale(source_around.best[rows.row_of(i)]));
      for (std::size_t k = candidates.begin_of(i); k < candidates.end_of(i);
           ++k) {
        Candidate bead = candidates.beads[k];
        const std::size_t j = bead.target;
        if (i + bead.n > window.source.end || j < window.target.begin ||
            j + bead.m > window.target.end) {
          continue;
        }
        const float cosine = cosine_of(rows, columns, i, bead.n, j, bead.m);
        float other = -1;
        if (bead.n > 1) {
          other = std::max(
              {other, cosine_of(rows, columns, i + 1, bead.n - 1U, j, bead.m),
               cosine_of(rows, columns, i, bead.n - 1U, j, bead.m)});
        }
        if (bead.m > 1) {
          other = std::max(
              {other, cosine_of(rows, columns, i, bead.n, j + 1, bead.m - 1U),
               cosine_of(rows, columns, i, bead.n, j, bead.m - 1U)});
        }
        const float background =
            0.5F * (rows.background(source_around, i, bead.n) +
                    columns.background(target_around, j, bead.m));
        auto& features = one.features.emplace_back();
        features[kReviewCosine] = scale(cosine);
        features[kReviewMargin] = (cosine - background) / scale.span;
        features[kReviewGain] =
            bead.n + bead.m > 2 ? (cosine - other) / scale.span : 0.0F;
        bead.source -= static_cast<std::uint32_t>(window.source.begin);
        bead.target -= static_cast<std::uint32_t>(window.target.begin);
        one.candidates.beads.push_back(bead);
      }
      one.candidates.row_begin.push_back(one.candidates.beads.size());
    }
    for (std::size_t j = window.target.begin; j < window.target.end; ++j) {
      one.nulls.target.push_back(nulls.target[j]);
      one.target_best.push_back(scale(target_around.best[columns.row_of(j)]));
    }
  }
  return cases;
}

void score_window(const ReviewWeights& weights, WindowCase& window) {
  for (std::size_t k = 0; k < window.features.size(); ++k) {
    float& score = window.candidates.beads[k].score;
    score *= weights.model;
    for (std::size_t f = 0; f < kReviewFeatures; ++f) {
      score += weights.bead[f] * window.features[k][f];
    }
  }
  const auto price = [&](std::vector<float>& prices,
                         const std::vector<float>& best) {
    for (std::size_t i = 0; i < prices.size(); ++i) {
      prices[i] = weights.model * prices[i] + weights.null_bias +
                  weights.null_cosine * best[i];
    }
  };
  price(window.nulls.source, window.source_best);
  price(window.nulls.target, window.target_best);
}

std::vector<Bead> review_beads(const Encoder& encoder, const ReviewTexts& texts,
                               const CellGrid& grid,
                               const Candidates& candidates,
                               const NullPrices& nulls, float temperature,
                               const std::vector<Bead>& fixed,
                               std::vector<Bead> beads) {
  const std::vector<Window> windows = find_windows(beads, fixed);
  if (windows.empty()) return beads;
  ReviewRows source = list_rows(windows, candidates, true);
  ReviewRows target = list_rows(windows, candidates, false);
  encode_rows(encoder, texts, source, target);

  std::vector<WindowCase> cases =
      make_window_cases(grid, candidates, nulls, windows, source, target);
  const ReviewWeights weights;
  std::vector<Bead> reviewed;
  std::size_t next = 0;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const Window& window = windows[w];
    reviewed.insert(reviewed.end(),
                    beads.begin() + static_cast<std::ptrdiff_t>(next),
                    beads.begin() + static_cast<std::ptrdiff_t>(window.begin));
    next = window.end;
    WindowCase& one = cases[w];
    score_window(weights, one);
    fill_posteriors(one.band, one.nulls, temperature, one.candidates);
    for (Bead bead : best_beads(one.band, one.nulls, one.candidates)) {
      bead.source.begin += window.source.begin;
      bead.source.end += window.source.begin;
      bead.target.begin += window.target.begin;
      bead.target.end += window.target.begin;
      reviewed.push_back(bead);
    }
  }
  reviewed.insert(reviewed.end(),
                  beads.begin() + static_cast<std::ptrdiff_t>(next),
                  beads.end());
  return reviewed;
}

}  // namespace align
