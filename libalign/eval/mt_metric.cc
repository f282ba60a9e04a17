#include "eval/mt_metric.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "align/error.h"

namespace align {
namespace {

// The version of sacreBLEU whose scores ours are equal to.
constexpr std::string_view kEqualTo = "2.6.0";

std::unique_ptr<mt::Metric> make_metric(
    const MtMetricOptions& options, const std::vector<MtLines>& references) {
  if (const auto* bleu = std::get_if<BleuOptions>(&options)) {
    return mt::make_bleu(*bleu, references);
  }
  if (const auto* chrf = std::get_if<ChrfOptions>(&options)) {
    return mt::make_chrf(*chrf, references);
  }
  return mt::make_ter(std::get<TerOptions>(options), references);
}

}  // namespace

std::string_view mt::case_name(bool is_lowercased) {
  return is_lowercased ? "lc" : "mixed";
}

struct MtMetric::State {
  std::unique_ptr<const mt::Metric> metric;
  std::size_t references = 0;
  std::size_t lines = 0;
};

MtMetric::MtMetric(const MtMetricOptions& options,
                   const std::vector<MtLines>& references) {
  if (references.empty()) throw InvalidArgument("no reference, want one");
  for (const MtLines& reference : references) {
    if (reference.size() != references.front().size()) {
      throw InvalidArgument("references of " +
                            std::to_string(references.front().size()) +
                            " and " + std::to_string(reference.size()) +
                            " lines, want the same number");
    }
  }
  auto state = std::make_shared<State>();
  state->metric = make_metric(options, references);
  state->references = references.size();
  state->lines = references.front().size();
  state_ = std::move(state);
}

std::string MtMetric::name() const { return state_->metric->name(); }

std::string MtMetric::signature(std::string_view extra) const {
  std::string text = "nrefs:" + std::to_string(state_->references) + "|";
  if (!extra.empty()) text += std::string(extra) + "|";
  return text + state_->metric->settings() +
         "|version:" + std::string(kEqualTo) +
         "|libalign:" + library_versions().front().second;
}

bool MtMetric::is_higher_better() const {
  return state_->metric->is_higher_better();
}

std::size_t MtMetric::size() const { return state_->lines; }

MtStatistics MtMetric::count(const MtLines& hypothesis,
                             unsigned threads) const {
  if (hypothesis.size() != state_->lines) {
    throw InvalidArgument("hypothesis of " + std::to_string(hypothesis.size()) +
                          " lines, want " + std::to_string(state_->lines) +
                          " as in the reference");
  }
  MtStatistics statistics;
  statistics.width = state_->metric->width();
  statistics.values.resize(hypothesis.size() * statistics.width);
  std::mutex mutex;
  std::exception_ptr failure;
  const auto count_lines = [&](std::size_t begin, std::size_t end) {
    try {
      const auto counter = state_->metric->make_counter();
      for (std::size_t line = begin; line < end; ++line) {
        counter->count(hypothesis[line], line,
                       std::span(statistics.values)
                           .subspan(line * statistics.width, statistics.width));
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
  };
  const std::size_t parts =
      std::max<std::size_t>(1, std::min<std::size_t>(threads, state_->lines));
  {
    std::vector<std::jthread> workers;
    for (std::size_t part = 1; part < parts; ++part) {
      workers.emplace_back(count_lines, state_->lines * part / parts,
                           state_->lines * (part + 1) / parts);
    }
    count_lines(0, state_->lines / parts);
  }
  if (failure) std::rethrow_exception(failure);
  return statistics;
}

double MtMetric::score(std::span<const double> sums) const {
  return state_->metric->score(sums);
}

double MtMetric::sentence_score(std::span<const double> row) const {
  return state_->metric->sentence_score(row);
}

double MtMetric::corpus_score(const MtStatistics& statistics) const {
  std::vector<double> sums(state_->metric->width());
  for (std::size_t line = 0; line < statistics.size(); ++line) {
    const std::span<const double> row = statistics.row(line);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += row[i];
  }
  return score(sums);
}

}  // namespace align
