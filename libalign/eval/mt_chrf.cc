// chrF and chrF++: Popovic 2015, "chrF: character n-gram F-score for automatic
// MT evaluation"; Popovic 2017, "chrF++: words helping character n-grams".
#include <algorithm>
#include <limits>

#include "align/error.h"
#include "eval/mt_metric.h"
#include "eval/mt_ngrams.h"
#include "eval/mt_symbols.h"
#include "eval/mt_text.h"

namespace align {
namespace {

// Longer runs than this are no n-grams any more, and their rows would be long.
constexpr std::size_t kLongestOrder = 64;

// Columns of an order, one order after the other, characters first.
constexpr std::size_t kInHypothesis = 0;
constexpr std::size_t kInReference = 1;
constexpr std::size_t kMatches = 2;
constexpr std::size_t kColumns = 3;

// What an order without n-grams scores under eps_smoothing.
constexpr double kEpsilon = 1e-16;

bool is_ascii_punctuation(char byte) {
  return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') ||
         (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

void to_characters(std::string_view line, bool keeps_space,
                   std::vector<mt::Symbol>& symbols) {
  symbols.clear();
  for (const char32_t code_point : mt::to_code_points(line)) {
    if (keeps_space || !mt::is_space(code_point)) {
      symbols.push_back(code_point);
    }
  }
}

// Words with one ASCII mark at their end, or else their beginning, cut off.
template <class NumberOf>
void to_words(std::string_view line, const NumberOf& number_of,
              std::vector<mt::Symbol>& symbols) {
  symbols.clear();
  for (const std::string_view word : mt::split_words(line)) {
    if (word.size() > 1 && is_ascii_punctuation(word.back())) {
      symbols.push_back(number_of(word.substr(0, word.size() - 1)));
      symbols.push_back(number_of(word.substr(word.size() - 1)));
    } else if (word.size() > 1 && is_ascii_punctuation(word.front())) {
      symbols.push_back(number_of(word.substr(0, 1)));
      symbols.push_back(number_of(word.substr(1)));
    } else {
      symbols.push_back(number_of(word));
    }
  }
}

class Chrf final : public mt::Metric {
 public:
  Chrf(const ChrfOptions& options, const std::vector<MtLines>& references)
      : options_(options),
        characters_(references.size()),
        words_(references.size()) {
    if (options_.char_order < 1 || options_.char_order > kLongestOrder) {
      throw InvalidArgument("chrF character order " +
                            std::to_string(options_.char_order) +
                            ": want 1 to " + std::to_string(kLongestOrder));
    }
    if (options_.word_order > kLongestOrder) {
      throw InvalidArgument("chrF word order " +
                            std::to_string(options_.word_order) +
                            ": want 0 to " + std::to_string(kLongestOrder));
    }
    if (options_.beta < 1) throw InvalidArgument("chrF beta 0: want 1 or more");
    std::vector<mt::Symbol> symbols;
    for (std::size_t r = 0; r < references.size(); ++r) {
      for (const std::string& line : references[r]) {
        const std::string text = prepare(line);
        to_characters(text, options_.whitespace, symbols);
        characters_[r].append(symbols);
        if (options_.word_order == 0) continue;
        to_words(
            text, [&](std::string_view word) { return vocabulary_.add(word); },
            symbols);
        words_[r].append(symbols);
      }
    }
  }

  [[nodiscard]] std::string name() const override {
    std::string name = "chrF" + std::to_string(options_.beta);
    return name + std::string(options_.word_order, '+');
  }
  [[nodiscard]] std::string settings() const override {
    return "case:" + std::string(mt::case_name(options_.lowercase)) +
           "|eff:" + (options_.eps_smoothing ? "no" : "yes") +
           "|nc:" + std::to_string(options_.char_order) +
           "|nw:" + std::to_string(options_.word_order) +
           "|space:" + (options_.whitespace ? "yes" : "no");
  }
  [[nodiscard]] bool is_higher_better() const override { return true; }
  [[nodiscard]] std::size_t width() const override {
    return kColumns * (options_.char_order + options_.word_order);
  }
  [[nodiscard]] std::unique_ptr<mt::LineCounter> make_counter() const override;
  [[nodiscard]] double score(std::span<const double> sums) const override;
  [[nodiscard]] double sentence_score(
      std::span<const double> row) const override {
    return score(row);
  }

 private:
  friend class ChrfCounter;
  [[nodiscard]] std::string prepare(const std::string& line) const {
    return options_.lowercase ? mt::to_lower(line) : line;
  }

  ChrfOptions options_;
  mt::Vocabulary vocabulary_;
  std::vector<mt::SymbolLines> characters_;
  std::vector<mt::SymbolLines> words_;
};

class ChrfCounter final : public mt::LineCounter {
 public:
  explicit ChrfCounter(const Chrf& chrf)
      : chrf_(chrf),
        character_matcher_(chrf.options_.char_order),
        word_matcher_(chrf.options_.word_order),
        row_(chrf.width()),
        matches_(std::max(chrf.options_.char_order, chrf.options_.word_order)) {
  }

  // Of several references the one with the highest score, the first of those.
  void count(std::string_view hypothesis, std::size_t line,
             std::span<double> row) override {
    const std::string text = chrf_.prepare(std::string(hypothesis));
    to_characters(text, chrf_.options_.whitespace, characters_);
    if (chrf_.options_.word_order > 0) {
      to_words(
          text,
          [&](std::string_view word) { return chrf_.vocabulary_.find(word); },
          words_);
    }
    double best = -1;
    for (std::size_t r = 0; r < chrf_.characters_.size(); ++r) {
      const std::size_t orders = chrf_.options_.char_order;
      compare(chrf_.characters_[r][line], characters_, character_matcher_,
              orders, std::span(row_));
      if (chrf_.options_.word_order > 0) {
        compare(chrf_.words_[r][line], words_, word_matcher_,
                chrf_.options_.word_order,
                std::span(row_).subspan(kColumns * orders));
      }
      const double score = chrf_.score(row_);
      if (score <= best) continue;
      best = score;
      std::copy(row_.begin(), row_.end(), row.begin());
    }
  }

 private:
  void compare(std::span<const mt::Symbol> reference,
               std::span<const mt::Symbol> hypothesis,
               mt::NgramMatcher& matcher, std::size_t orders,
               std::span<double> row) {
    std::fill(matches_.begin(), matches_.end(), 0.0);
    matcher.clear();
    matcher.add_reference(reference);
    matcher.count_matches(hypothesis, matches_);
    const auto runs = [](std::size_t length, std::size_t order) {
      return length < order ? 0.0 : static_cast<double>(length - order + 1);
    };
    for (std::size_t n = 0; n < orders; ++n) {
      const std::span<double> columns = row.subspan(kColumns * n, kColumns);
      columns[kInReference] = runs(reference.size(), n + 1);
      // An order the reference is too short for counts for neither side.
      columns[kInHypothesis] =
          columns[kInReference] == 0 ? 0.0 : runs(hypothesis.size(), n + 1);
      columns[kMatches] = matches_[n];
    }
  }

  const Chrf& chrf_;
  mt::NgramMatcher character_matcher_;
  mt::NgramMatcher word_matcher_;
  std::vector<mt::Symbol> characters_;
  std::vector<mt::Symbol> words_;
  std::vector<double> row_;
  std::vector<double> matches_;
};

std::unique_ptr<mt::LineCounter> Chrf::make_counter() const {
  return std::make_unique<ChrfCounter>(*this);
}

double Chrf::score(std::span<const double> sums) const {
  const double factor = static_cast<double>(options_.beta * options_.beta);
  const std::size_t orders = options_.char_order + options_.word_order;
  double f_sum = 0;
  double precision_sum = 0;
  double recall_sum = 0;
  double effective = 0;
  for (std::size_t n = 0; n < orders; ++n) {
    const std::span<const double> columns =
        sums.subspan(kColumns * n, kColumns);
    const double in_hypothesis = columns[kInHypothesis];
    const double in_reference = columns[kInReference];
    const double precision =
        in_hypothesis > 0 ? columns[kMatches] / in_hypothesis : kEpsilon;
    const double recall =
        in_reference > 0 ? columns[kMatches] / in_reference : kEpsilon;
    const double denominator = factor * precision + recall;
    f_sum += denominator > 0 ? (1 + factor) * precision * recall / denominator
                             : kEpsilon;
    if (in_hypothesis > 0 && in_reference > 0) {
      precision_sum += precision;
      recall_sum += recall;
      ++effective;
    }
  }
  if (options_.eps_smoothing) {
    return 100 * f_sum / static_cast<double>(orders);
  }
  if (effective == 0) return 0;
  const double precision = precision_sum / effective;
  const double recall = recall_sum / effective;
  if (precision + recall == 0) return 0;
  return 100 *
         ((1 + factor) * precision * recall / (factor * precision + recall));
}

}  // namespace

std::unique_ptr<mt::Metric> mt::make_chrf(
    const ChrfOptions& options, const std::vector<MtLines>& references) {
  return std::make_unique<Chrf>(options, references);
}

}  // namespace align
