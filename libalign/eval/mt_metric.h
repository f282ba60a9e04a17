// What the three metrics have in common inside this room.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/mt_eval.h"

namespace align::mt {

/// Counts lines one after the other; keeps its buffers between them.
class LineCounter {
 public:
  virtual ~LineCounter() = default;
  /// Writes what `hypothesis` for line `line` counts. `row` holds zeros.
  virtual void count(std::string_view hypothesis, std::size_t line,
                     std::span<double> row) = 0;
};

/// A metric with its prepared references. Immutable.
class Metric {
 public:
  virtual ~Metric() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  /// The part of the signature between the number of references and the
  /// version, e.g. "case:mixed|eff:no".
  [[nodiscard]] virtual std::string settings() const = 0;
  [[nodiscard]] virtual bool is_higher_better() const = 0;
  [[nodiscard]] virtual std::size_t width() const = 0;
  /// A counter for one thread. Does not outlive the metric.
  [[nodiscard]] virtual std::unique_ptr<LineCounter> make_counter() const = 0;
  [[nodiscard]] virtual double score(std::span<const double> sums) const = 0;
  [[nodiscard]] virtual double sentence_score(
      std::span<const double> row) const = 0;
};

[[nodiscard]] std::unique_ptr<Metric> make_bleu(
    const BleuOptions& options, const std::vector<MtLines>& references);
[[nodiscard]] std::unique_ptr<Metric> make_chrf(
    const ChrfOptions& options, const std::vector<MtLines>& references);
[[nodiscard]] std::unique_ptr<Metric> make_ter(
    const TerOptions& options, const std::vector<MtLines>& references);

/// "lc" or "mixed", as signatures say it.
[[nodiscard]] std::string_view case_name(bool is_lowercased);

}  // namespace align::mt
