// What the measures of align-eval share: figures with their statistics, and the
// errors for the page.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "align/eval.h"
#include "common/cli.h"
#include "eval/text.h"

namespace align::cli {

/// The files of one GOLD.
struct EvalFiles {
  std::string gold;
  std::string test;
  std::string other;        ///< of --compare, or empty
  std::string source_text;  ///< of --source-text, or empty
  std::string target_text;
};

/// Something that one side has and the other has not, or both.
struct EvalItem {
  std::string note;    ///< e.g. "3,4:5 0.98"
  std::string source;  ///< text, may be empty
  std::string target;
  bool is_right = false;
};

/// One difference: what the gold has and what the result has there.
struct EvalError {
  std::string place;  ///< documents, or the text's name
  std::vector<EvalItem> gold;
  std::vector<EvalItem> test;
};

/// What a measure says. Moving JSON throws nothing, but does not say so.
struct EvalResult {  // NOLINT(bugprone-exception-escape)
  EvalJson figures;
  std::vector<EvalError> errors;
  std::size_t documents = 0;
};

/// Counts of each resampled unit and the figures made of them.
struct EvalStatistics {
  std::vector<std::pair<std::string, Figure>> all;
  std::vector<Counts> test;
  std::vector<Counts> other;  ///< empty without --compare
  std::string unit = "documents";
};

/// Documents are the better unit, but a handful of them tells nothing.
inline constexpr std::size_t kEnoughDocuments = 10;

/// In per cent with two decimals, as the reference scorers round.
[[nodiscard]] double percent(double share);
/// With four decimals.
[[nodiscard]] double rounded(double value);
[[nodiscard]] double ratio(double right, double all);

/// Adds "units", "intervals" and "comparison".
void add_statistics(const Session& session, const EvalStatistics& statistics,
                    EvalJson& result);
[[nodiscard]] EvalJson calibration_of(
    const std::vector<std::pair<double, bool>>& judged);

/// "1-40", "41-80" ...: the step that a length in code points is in.
[[nodiscard]] std::string length_step(std::size_t length);
/// The same for words: "1-10" ...
[[nodiscard]] std::string word_step(std::size_t words);
/// Whether a step stands before another.
struct StepOrder {
  bool operator()(const std::string& a, const std::string& b) const;
};

[[nodiscard]] EvalResult evaluate_beads(const Session& session,
                                        const std::vector<EvalFiles>& files);
[[nodiscard]] EvalResult evaluate_links(const Session& session,
                                        const std::vector<EvalFiles>& files);
[[nodiscard]] EvalResult evaluate_segments(const Session& session,
                                           const std::vector<EvalFiles>& files);
[[nodiscard]] EvalResult evaluate_documents(
    const Session& session, const std::vector<EvalFiles>& files);
[[nodiscard]] EvalResult evaluate_words(const Session& session,
                                        const std::vector<EvalFiles>& files);

/// The figures and the errors as a page by itself.
[[nodiscard]] std::string eval_page(const EvalResult& result);

}  // namespace align::cli
