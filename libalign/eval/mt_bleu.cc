// BLEU: Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of
// Machine Translation"; smoothing after Chen & Cherry 2014.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <utility>

#include "align/error.h"
#include "eval/mt_metric.h"
#include "eval/mt_ngrams.h"
#include "eval/mt_symbols.h"
#include "eval/mt_text.h"
#include "eval/mt_tokenize.h"

namespace align {
namespace {

constexpr std::size_t kOrder = 4;

// Columns of a row.
constexpr std::size_t kHypothesisLength = 0;
constexpr std::size_t kReferenceLength = 1;
constexpr std::size_t kMatches = 2;
constexpr std::size_t kTotals = kMatches + kOrder;
constexpr std::size_t kWidth = kTotals + kOrder;

// Stands for log 0: small enough that one order without matches makes the
// geometric mean nothing.
constexpr double kLogOfZero = -9999999999.0;

constexpr std::array<std::pair<BleuSmoothing, std::string_view>, 4>
    kSmoothingNames = {{
        {BleuSmoothing::kExponential, "exp"},
        {BleuSmoothing::kFloor, "floor"},
        {BleuSmoothing::kAddK, "add-k"},
        {BleuSmoothing::kNone, "none"},
    }};

// A tokenizer cuts what stands between white space by itself: it looks at
// neighbours, and white space is one as good as another. Only `intl` minds that
// the first character of a line has nothing before it and the last nothing
// behind it. So there is a table of pieces for each of the four cases.
using Pieces = std::array<mt::PieceSymbols, 4>;

// The tokens of a piece as numbers that `number_of` gives.
template <class NumberOf>
void cut_piece(std::string_view piece, bool is_first, bool is_last,
               const BleuOptions& options, const NumberOf& number_of,
               std::vector<mt::Symbol>& symbols) {
  std::string text = is_first ? "" : " ";
  text += options.lowercase ? mt::to_lower(piece) : std::string(piece);
  if (!is_last) text += ' ';
  symbols.clear();
  const std::string separated = mt::separate(text, options.tokenizer);
  for (const std::string_view word : mt::split_words(separated)) {
    symbols.push_back(number_of(word));
  }
}

// The tokens of `line`. `find` looks a piece up in table 0 to 3; what it does
// not find is cut and put into `pieces`.
template <class Find, class NumberOf>
void to_symbols(std::string_view line, const BleuOptions& options,
                const Find& find, const NumberOf& number_of, Pieces& pieces,
                std::vector<mt::Symbol>& cut,
                std::vector<mt::Symbol>& symbols) {
  symbols.clear();
  const bool has_edges = options.tokenizer == MtTokenizer::kInternational;
  // A piece waits until it is known whether another follows.
  std::string_view waiting;
  const auto add = [&](bool is_last) {
    const bool is_first = waiting.data() == line.data();
    const std::size_t table =
        has_edges ? (is_first ? 1U : 0U) + (is_last ? 2U : 0U) : 0U;
    std::optional<std::span<const mt::Symbol>> found = find(table, waiting);
    if (!found) {
      cut_piece(waiting, is_first, is_last, options, number_of, cut);
      pieces[table].add(waiting, cut);
      found = cut;
    }
    symbols.insert(symbols.end(), found->begin(), found->end());
  };
  mt::visit_words(
      line,
      [&](std::string_view piece, bool) {
        if (!waiting.empty()) add(false);
        waiting = piece;
      },
      [](char32_t) {});
  if (!waiting.empty()) add(true);
}

class Bleu final : public mt::Metric {
 public:
  Bleu(const BleuOptions& options, const std::vector<MtLines>& references)
      : options_(options), references_(references.size()) {
    if (!options_.smoothing_value) {
      options_.smoothing_value =
          options_.smoothing == BleuSmoothing::kFloor ? 0.1 : 1.0;
    }
    std::vector<mt::Symbol> cut;
    std::vector<mt::Symbol> symbols;
    for (std::size_t r = 0; r < references.size(); ++r) {
      for (const std::string& line : references[r]) {
        to_symbols(
            line, options_,
            [&](std::size_t table, std::string_view piece) {
              return pieces_[table].find(piece);
            },
            [&](std::string_view word) { return vocabulary_.add(word); },
            pieces_, cut, symbols);
        references_[r].append(symbols);
      }
    }
  }

  [[nodiscard]] std::string name() const override { return "BLEU"; }
  [[nodiscard]] std::string settings() const override;
  [[nodiscard]] bool is_higher_better() const override { return true; }
  [[nodiscard]] std::size_t width() const override { return kWidth; }
  [[nodiscard]] std::unique_ptr<mt::LineCounter> make_counter() const override;
  [[nodiscard]] double score(std::span<const double> sums) const override {
    return score(sums, options_.effective_order);
  }
  [[nodiscard]] double sentence_score(
      std::span<const double> row) const override {
    return score(row, true);
  }

 private:
  friend class BleuCounter;
  [[nodiscard]] double score(std::span<const double> sums,
                             bool is_order_effective) const;

  BleuOptions options_;
  mt::Vocabulary vocabulary_;
  Pieces pieces_;  // of the references
  std::vector<mt::SymbolLines> references_;
};

class BleuCounter final : public mt::LineCounter {
 public:
  explicit BleuCounter(const Bleu& bleu) : bleu_(bleu), matcher_(kOrder) {}

  void count(std::string_view hypothesis, std::size_t line,
             std::span<double> row) override {
    to_symbols(
        hypothesis, bleu_.options_,
        [&](std::size_t table, std::string_view piece) {
          const auto known = bleu_.pieces_[table].find(piece);
          return known ? known : pieces_[table].find(piece);
        },
        [&](std::string_view word) { return bleu_.vocabulary_.find(word); },
        pieces_, cut_, symbols_);
    matcher_.clear();
    std::size_t closest = std::numeric_limits<std::size_t>::max();
    const auto distance = [&](std::size_t length) {
      return length > symbols_.size() ? length - symbols_.size()
                                      : symbols_.size() - length;
    };
    for (const mt::SymbolLines& lines : bleu_.references_) {
      const std::span<const mt::Symbol> reference = lines[line];
      matcher_.add_reference(reference);
      const std::size_t length = reference.size();
      // Of two as close the shorter.
      if (closest == std::numeric_limits<std::size_t>::max() ||
          std::pair(distance(length), length) <
              std::pair(distance(closest), closest)) {
        closest = length;
      }
    }
    row[kHypothesisLength] = static_cast<double>(symbols_.size());
    row[kReferenceLength] = static_cast<double>(closest);
    matcher_.count_matches(symbols_, row.subspan(kMatches, kOrder));
    for (std::size_t n = 1; n <= kOrder && n <= symbols_.size(); ++n) {
      row[kTotals + n - 1] = static_cast<double>(symbols_.size() - n + 1);
    }
  }

 private:
  const Bleu& bleu_;
  mt::NgramMatcher matcher_;
  Pieces pieces_;  // that no reference has
  std::vector<mt::Symbol> cut_;
  std::vector<mt::Symbol> symbols_;
};

std::unique_ptr<mt::LineCounter> Bleu::make_counter() const {
  return std::make_unique<BleuCounter>(*this);
}

std::string Bleu::settings() const {
  std::string text = "case:" + std::string(mt::case_name(options_.lowercase)) +
                     "|eff:" + (options_.effective_order ? "yes" : "no") +
                     "|tok:" + std::string(to_string(options_.tokenizer)) +
                     "|smooth:" + std::string(to_string(options_.smoothing));
  if (options_.smoothing == BleuSmoothing::kFloor ||
      options_.smoothing == BleuSmoothing::kAddK) {
    char value[64];
    std::snprintf(value, sizeof value, "[%.2f]", *options_.smoothing_value);
    text += value;
  }
  return text;
}

double Bleu::score(std::span<const double> sums,
                   bool is_order_effective) const {
  const std::span<const double> matches = sums.subspan(kMatches, kOrder);
  if (std::all_of(matches.begin(), matches.end(),
                  [](double count) { return count == 0; })) {
    return 0;
  }
  std::array<double, kOrder> precisions = {};
  std::size_t orders = kOrder;
  double halving = 1;
  for (std::size_t n = 0; n < kOrder; ++n) {
    const bool is_added_to =
        options_.smoothing == BleuSmoothing::kAddK && n > 0;
    const double added = is_added_to ? *options_.smoothing_value : 0;
    const double matched = matches[n] + added;
    const double total = sums[kTotals + n] + added;
    if (total == 0) break;
    if (is_order_effective) orders = n + 1;
    if (matched != 0) {
      precisions[n] = 100.0 * matched / total;
    } else if (options_.smoothing == BleuSmoothing::kExponential) {
      halving *= 2;
      precisions[n] = 100.0 / (halving * total);
    } else if (options_.smoothing == BleuSmoothing::kFloor) {
      precisions[n] = 100.0 * *options_.smoothing_value / total;
    }
  }
  double log_sum = 0;
  for (std::size_t n = 0; n < orders; ++n) {
    log_sum += precisions[n] == 0 ? kLogOfZero : std::log(precisions[n]);
  }
  const double length = sums[kHypothesisLength];
  const double wanted = sums[kReferenceLength];
  // There are matches, so the length is not 0.
  const double brevity = length < wanted ? std::exp(1 - wanted / length) : 1;
  return brevity * std::exp(log_sum / static_cast<double>(orders));
}

}  // namespace

BleuSmoothing parse_bleu_smoothing(std::string_view name) {
  for (const auto& [smoothing, known] : kSmoothingNames) {
    if (name == known) return smoothing;
  }
  throw InvalidArgument("smoothing " + std::string(name) +
                        ": want exp, floor, add-k or none");
}

std::string_view to_string(BleuSmoothing smoothing) {
  for (const auto& [known, name] : kSmoothingNames) {
    if (known == smoothing) return name;
  }
  return {};
}

std::unique_ptr<mt::Metric> mt::make_bleu(
    const BleuOptions& options, const std::vector<MtLines>& references) {
  return std::make_unique<Bleu>(options, references);
}

}  // namespace align
