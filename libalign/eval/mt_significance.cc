// Paired bootstrap and approximate randomization over sums of rows.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <thread>

#include "align/error.h"
#include "align/mt_eval.h"
#include "eval/mt_random.h"

namespace align {
namespace {

// Draws made before the systems are summed over them, and the most memory they
// may take.
constexpr std::size_t kDrawsAtOnce = 256;
constexpr std::size_t kDrawBytesAtOnce = std::size_t{64} << 20U;

// How often each line is in a sample; for a trial 1 where the translations stay
// and 0 where they are swapped.
using Weights = std::vector<std::uint16_t>;

// One sample after the other, the same for every metric and system.
class Draws {
 public:
  Draws(const MtTestOptions& options, std::size_t lines)
      : test_(options.test),
        random_(options.seed),
        coins_(random_),
        drawn_(lines) {}

  void draw(std::span<std::uint16_t> weights) {
    if (test_ == MtTest::kRandomization) {
      for (std::uint16_t& weight : weights) {
        weight = static_cast<std::uint16_t>(coins_.toss());
      }
      return;
    }
    random_.fill_integers(static_cast<std::uint32_t>(drawn_.size()), drawn_);
    std::fill(weights.begin(), weights.end(), std::uint16_t{0});
    for (const std::uint32_t line : drawn_) ++weights[line];
  }

 private:
  MtTest test_;
  mt::NumpyRandom random_;
  mt::NumpyRandom::Coins coins_;
  std::vector<std::uint32_t> drawn_;
};

void add_weighted(const MtStatistics& statistics,
                  std::span<const std::uint16_t> weights,
                  std::vector<double>& sums) {
  sums.assign(statistics.width, 0.0);
  for (std::size_t line = 0; line < weights.size(); ++line) {
    if (weights[line] == 0) continue;
    const double weight = weights[line];
    const double* row = statistics.values.data() + line * statistics.width;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += weight * row[i];
  }
}

std::vector<double> sum_rows(const MtStatistics& statistics) {
  const Weights once(statistics.size(), 1);
  std::vector<double> sums;
  add_weighted(statistics, once, sums);
  return sums;
}

// Scores of the draws: of one system, or |A - B| of the baseline and a system
// that have swapped lines.
class Scores {
 public:
  Scores(const MtMetric& metric, const std::vector<MtStatistics>& statistics)
      : metric_(metric), statistics_(statistics) {
    for (const MtStatistics& each : statistics) {
      totals_.push_back(sum_rows(each));
    }
  }

  [[nodiscard]] double of_all_lines(std::size_t system) const {
    return metric_.score(totals_[system]);
  }

  [[nodiscard]] double resampled(std::size_t system,
                                 std::span<const std::uint16_t> weights) const {
    std::vector<double> sums;
    add_weighted(statistics_[system], weights, sums);
    return metric_.score(sums);
  }

  [[nodiscard]] double swapped_difference(
      std::size_t system, std::span<const std::uint16_t> weights) const {
    std::vector<double> kept;
    std::vector<double> moved;
    add_weighted(statistics_.front(), weights, kept);
    add_weighted(statistics_[system], weights, moved);
    // What the draw leaves of each side goes to the other.
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const double of_baseline = totals_.front()[i] - kept[i];
      kept[i] += totals_[system][i] - moved[i];
      moved[i] += of_baseline;
    }
    return std::abs(metric_.score(kept) - metric_.score(moved));
  }

 private:
  const MtMetric& metric_;
  const std::vector<MtStatistics>& statistics_;
  std::vector<std::vector<double>> totals_;
};

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

// Half the distance between the values that 1/40 of all lie below and above.
double half_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t outside = values.size() / 40;
  return 0.5 * (values[values.size() - outside - 1] - values[outside]);
}

double p_value(const std::vector<double>& differences, double observed) {
  const auto larger =
      std::count_if(differences.begin(), differences.end(),
                    [&](double each) { return each > observed; });
  return static_cast<double>(larger + 1) /
         static_cast<double>(differences.size() + 1);
}

void check(const MtMetric& metric, const std::vector<MtStatistics>& statistics,
           const MtTestOptions& options) {
  if (options.samples < 1) throw InvalidArgument("0 samples, want 1 or more");
  if (statistics.empty() || metric.size() == 0) {
    throw InvalidArgument("nothing to compare, want lines and systems");
  }
  if (metric.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw InvalidArgument("too many lines to draw from");
  }
  for (const MtStatistics& each : statistics) {
    if (each.size() != metric.size()) {
      throw InvalidArgument("statistics of " + std::to_string(each.size()) +
                            " lines, want " + std::to_string(metric.size()));
    }
  }
}

}  // namespace

std::vector<MtTestResult> compare_systems(
    const MtMetric& metric, const std::vector<MtStatistics>& statistics,
    const MtTestOptions& options, unsigned threads) {
  check(metric, statistics, options);
  const std::size_t lines = metric.size();
  const std::size_t systems = statistics.size();
  const Scores scores(metric, statistics);
  const bool is_bootstrap = options.test == MtTest::kBootstrap;

  // By system and draw. The baseline has none under randomization.
  std::vector<std::vector<double>> drawn(
      systems, std::vector<double>(options.samples, 0.0));
  Draws draws(options, lines);
  const std::size_t at_once = std::clamp<std::size_t>(
      kDrawBytesAtOnce / (sizeof(std::uint16_t) * lines), 1, kDrawsAtOnce);
  Weights weights(std::min(at_once, options.samples) * lines);
  for (std::size_t first = 0; first < options.samples; first += at_once) {
    const std::size_t count = std::min(at_once, options.samples - first);
    const auto weights_of = [&](std::size_t draw) {
      return std::span(weights).subspan(draw * lines, lines);
    };
    for (std::size_t i = 0; i < count; ++i) draws.draw(weights_of(i));
    const auto work = [&](std::size_t part, std::size_t parts) {
      for (std::size_t i = part; i < count; i += parts) {
        for (std::size_t s = is_bootstrap ? 0 : 1; s < systems; ++s) {
          drawn[s][first + i] =
              is_bootstrap ? scores.resampled(s, weights_of(i))
                           : scores.swapped_difference(s, weights_of(i));
        }
      }
    };
    const std::size_t parts =
        std::max<std::size_t>(1, std::min<std::size_t>(threads, count));
    std::vector<std::jthread> workers;
    for (std::size_t part = 1; part < parts; ++part) {
      workers.emplace_back(work, part, parts);
    }
    work(0, parts);
  }

  std::vector<MtTestResult> results(systems);
  for (std::size_t s = 0; s < systems; ++s) {
    MtTestResult& result = results[s];
    result.score = scores.of_all_lines(s);
    if (is_bootstrap) {
      result.mean = mean_of(drawn[s]);
      result.interval = half_interval(drawn[s]);
    }
    if (s == 0) continue;
    const double observed = std::abs(scores.of_all_lines(0) - result.score);
    std::vector<double>& differences = drawn[s];
    if (is_bootstrap) {
      for (std::size_t i = 0; i < differences.size(); ++i) {
        differences[i] = std::abs(differences[i] - drawn[0][i]);
      }
      const double center = mean_of(differences);
      for (double& difference : differences) difference -= center;
    }
    result.p_value = p_value(differences, observed);
  }
  return results;
}

}  // namespace align
