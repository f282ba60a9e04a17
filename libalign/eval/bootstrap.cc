#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

// A draw in [0, count). Not std::uniform_int_distribution, whose draws differ
// between standard libraries; the bias of the remainder is below 2^-40 for any
// number of documents.
std::size_t draw(std::mt19937_64& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

void check(const std::vector<Counts>& units, const BootstrapOptions& options) {
  if (options.samples == 0) {
    throw InvalidArgument("0 bootstrap samples, want at least 1");
  }
  if (!(options.level > 0 && options.level < 1)) {
    throw InvalidArgument("level " + std::to_string(options.level) +
                          ", want a share between 0 and 1");
  }
  for (const Counts& unit : units) {
    if (unit.size() != units.front().size()) {
      throw InvalidArgument("units with different numbers of counts");
    }
  }
}

void add(Counts& sums, const Counts& unit) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += unit[i];
}

double total_figure(const std::vector<Counts>& units, const Figure& figure) {
  Counts sums(units.front().size());
  for (const Counts& unit : units) add(sums, unit);
  return figure(sums);
}

Interval percentiles(std::vector<double> values, double level) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(place))];
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

}  // namespace

std::optional<Interval> bootstrap_interval(const std::vector<Counts>& units,
                                           const Figure& figure,
                                           const BootstrapOptions& options) {
  check(units, options);
  if (units.size() < 2) return std::nullopt;
  std::mt19937_64 random(options.seed);
  std::vector<double> values;
  values.reserve(options.samples);
  Counts sums(units.front().size());
  for (std::size_t sample = 0; sample < options.samples; ++sample) {
    std::fill(sums.begin(), sums.end(), 0);
    for (std::size_t i = 0; i < units.size(); ++i) {
      add(sums, units[draw(random, units.size())]);
    }
    values.push_back(figure(sums));
  }
  return percentiles(std::move(values), options.level);
}

std::optional<Comparison> compare_paired(const std::vector<Counts>& first,
                                         const std::vector<Counts>& second,
                                         const Figure& figure,
                                         const BootstrapOptions& options) {
  if (first.size() != second.size()) {
    throw InvalidArgument("two results of " + std::to_string(first.size()) +
                          " and " + std::to_string(second.size()) +
                          " units, want the same units");
  }
  check(first, options);
  check(second, options);
  if (first.size() < 2) return std::nullopt;
  Comparison comparison;
  comparison.difference =
      total_figure(first, figure) - total_figure(second, figure);
  std::mt19937_64 random(options.seed);
  std::vector<double> differences;
  differences.reserve(options.samples);
  Counts first_sums(first.front().size());
  Counts second_sums(second.front().size());
  std::size_t not_above = 0;
  std::size_t not_below = 0;
  for (std::size_t sample = 0; sample < options.samples; ++sample) {
    std::fill(first_sums.begin(), first_sums.end(), 0);
    std::fill(second_sums.begin(), second_sums.end(), 0);
    for (std::size_t i = 0; i < first.size(); ++i) {
      const std::size_t unit = draw(random, first.size());
      add(first_sums, first[unit]);
      add(second_sums, second[unit]);
    }
    const double difference = figure(first_sums) - figure(second_sums);
    if (difference <= 0) ++not_above;
    if (difference >= 0) ++not_below;
    differences.push_back(difference);
  }
  const double rarer = static_cast<double>(std::min(not_above, not_below) + 1) /
                       static_cast<double>(options.samples + 1);
  comparison.p_value = std::min(1.0, 2 * rarer);
  comparison.interval = percentiles(std::move(differences), options.level);
  return comparison;
}

Calibration calibrate(const std::vector<std::pair<double, bool>>& judged) {
  constexpr std::size_t kBins = 10;
  std::array<double, kBins> probabilities{};
  std::array<std::size_t, kBins> right{};
  std::array<std::size_t, kBins> counts{};
  for (const auto& [probability, is_right] : judged) {
    const double p = std::clamp(probability, 0.0, 1.0);
    const auto bin = std::min(
        kBins - 1, static_cast<std::size_t>(p * static_cast<double>(kBins)));
    ++counts[bin];
    probabilities[bin] += p;
    if (is_right) ++right[bin];
  }
  Calibration calibration;
  double error = 0;
  for (std::size_t i = 0; i < kBins; ++i) {
    CalibrationBin bin;
    bin.low = static_cast<double>(i) / kBins;
    bin.high = static_cast<double>(i + 1) / kBins;
    bin.count = counts[i];
    if (counts[i] > 0) {
      const auto count = static_cast<double>(counts[i]);
      bin.mean_probability = probabilities[i] / count;
      bin.share_right = static_cast<double>(right[i]) / count;
      error += count * std::abs(bin.mean_probability - bin.share_right);
    }
    calibration.bins.push_back(bin);
  }
  if (!judged.empty()) {
    calibration.expected_error = error / static_cast<double>(judged.size());
  }
  return calibration;
}

}  // namespace align
