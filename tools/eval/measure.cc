#include "eval/measure.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace align::cli {
namespace {

std::string step_of(std::size_t value, std::size_t first) {
  if (value == 0) return "0";
  std::size_t low = 1;
  std::size_t high = first;
  for (int doubled = 0; doubled < 4; ++doubled) {
    if (value <= high) return std::to_string(low) + '-' + std::to_string(high);
    low = high + 1;
    high *= 2;
  }
  return std::to_string(low) + '+';
}

}  // namespace

double percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", 100 * share);
  return std::stod(text.data());
}

double rounded(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4f", value);
  return std::stod(text.data());
}

double ratio(double right, double all) { return all == 0 ? 0 : right / all; }

void add_statistics(const Session& session, const EvalStatistics& statistics,
                    EvalJson& result) {
  BootstrapOptions options;
  options.samples = session.get<std::size_t>("samples");
  options.seed = session.get<std::size_t>("seed");
  result["units"] = {{"kind", statistics.unit},
                     {"count", statistics.test.size()},
                     {"samples", options.samples}};
  EvalJson intervals = EvalJson::object();
  EvalJson comparison = EvalJson::object();
  for (const auto& [name, figure] : statistics.all) {
    const auto interval = bootstrap_interval(statistics.test, figure, options);
    if (interval) {
      intervals[name] = {percent(interval->low), percent(interval->high)};
    }
    if (statistics.other.empty()) continue;
    const auto compared =
        compare_paired(statistics.test, statistics.other, figure, options);
    if (!compared) continue;
    comparison[name] = {
        {"difference", percent(compared->difference)},
        {"interval",
         {percent(compared->interval.low), percent(compared->interval.high)}},
        {"p", rounded(compared->p_value)}};
  }
  if (!intervals.empty()) result["intervals"] = intervals;
  if (!comparison.empty()) result["comparison"] = comparison;
}

EvalJson calibration_of(const std::vector<std::pair<double, bool>>& judged) {
  const Calibration calibration = calibrate(judged);
  EvalJson bins = EvalJson::array();
  for (const CalibrationBin& bin : calibration.bins) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"count", bin.count},
                    {"mean", rounded(bin.mean_probability)},
                    {"right", rounded(bin.share_right)}});
  }
  return {{"expected_error", rounded(calibration.expected_error)},
          {"bins", bins}};
}

std::string length_step(std::size_t length) { return step_of(length, 40); }

std::string word_step(std::size_t words) { return step_of(words, 10); }

bool StepOrder::operator()(const std::string& a, const std::string& b) const {
  return std::atol(a.c_str()) < std::atol(b.c_str());
}

}  // namespace align::cli
