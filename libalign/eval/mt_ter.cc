// TER: Snover et al. 2006, "A Study of Translation Edit Rate with Targeted
// Human Annotation". The choice of shifts is Tercom's greedy search.
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <tuple>

#include "eval/mt_edit_distance.h"
#include "eval/mt_metric.h"
#include "eval/mt_symbols.h"
#include "eval/mt_text.h"

namespace align {
namespace {

// Tercom's limits: words in a shifted run, how far apart the run may lie in
// hypothesis and reference, and variants tried for one line.
constexpr std::size_t kLongestShift = 10;
constexpr std::size_t kFarthestShift = 50;
constexpr std::size_t kMostVariants = 1000;

// Columns of a row.
constexpr std::size_t kEdits = 0;
constexpr std::size_t kReferenceLength = 1;
constexpr std::size_t kWidth = 2;

using Words = std::vector<mt::Symbol>;

// A run of the hypothesis that stands at another place of the reference.
struct Run {
  std::size_t hypothesis = 0;
  std::size_t reference = 0;
  std::size_t length = 0;
};

// `words` with `length` words from `start` on taken out and put before the word
// that was at `target`; inside the run, that many words behind its start.
void shift(std::span<const mt::Symbol> words, std::size_t start,
           std::size_t length, std::size_t target, Words& shifted) {
  shifted.assign(words.begin(), words.end());
  const auto at = [&](std::size_t position) {
    return shifted.begin() + static_cast<std::ptrdiff_t>(position);
  };
  if (target < start) {
    std::rotate(at(target), at(start), at(start + length));
  } else if (target > start + length) {
    std::rotate(at(start), at(start + length), at(target));
  } else {
    const std::size_t end = std::min(words.size(), length + target);
    std::rotate(at(start), at(std::min(start + length, end)), at(end));
  }
}

// Counts the edits of one line.
class ShiftSearch {
 public:
  std::size_t count_edits(const Words& hypothesis,
                          std::span<const mt::Symbol> reference) {
    if (reference.empty()) return hypothesis.size();
    reference_ = reference;
    words_ = hypothesis;
    table_.set_reference(reference);
    variants_ = 0;
    std::size_t shifts = 0;
    while (true) {
      alignment_ = table_.align(words_);
      // The last search is cut short, its best shift is not made.
      if (!find_best_shift() || variants_ >= kMostVariants) break;
      words_.swap(best_words_);
      ++shifts;
    }
    return shifts + alignment_.distance;
  }

 private:
  // True when some shift makes the distance smaller; it is in best_words_.
  bool find_best_shift() {
    best_ = {0, 0, 0, 0};
    has_best_ = false;
    for (std::size_t h = 0; h < words_.size(); ++h) {
      const std::size_t first = h > kFarthestShift ? h - kFarthestShift : 0;
      const std::size_t last =
          std::min(reference_.size(), h + kFarthestShift + 1);
      for (std::size_t r = first; r < last; ++r) {
        for (Run run{h, r, 0}; is_longer_run_equal(run);) {
          ++run.length;
          if (!is_worth_trying(run)) continue;
          try_targets(run);
          if (variants_ >= kMostVariants) return std::get<0>(best_) > 0;
        }
      }
    }
    return std::get<0>(best_) > 0;
  }

  [[nodiscard]] bool is_longer_run_equal(const Run& run) const {
    return run.length < kLongestShift &&
           run.hypothesis + run.length < words_.size() &&
           run.reference + run.length < reference_.size() &&
           words_[run.hypothesis + run.length] ==
               reference_[run.reference + run.length];
  }

  // Both sides have an error in the run, and it is not where it belongs.
  [[nodiscard]] bool is_worth_trying(const Run& run) const {
    const auto has_error = [&](const std::vector<bool>& errors,
                               std::size_t begin) {
      const auto first = errors.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last = first + static_cast<std::ptrdiff_t>(run.length);
      return std::find(first, last, true) != last;
    };
    if (!has_error(alignment_.is_hypothesis_wrong, run.hypothesis) ||
        !has_error(alignment_.is_reference_wrong, run.reference)) {
      return false;
    }
    const std::size_t behind = alignment_.behind[run.reference];
    return behind <= run.hypothesis || behind > run.hypothesis + run.length;
  }

  // Puts the run behind each word the reference's words before and in it are
  // aligned to.
  void try_targets(const Run& run) {
    std::size_t earlier = std::numeric_limits<std::size_t>::max();
    for (std::size_t k = 0; k <= run.length; ++k) {
      const std::size_t position = run.reference + k;
      if (position > reference_.size()) break;
      const std::size_t target =
          position == 0 ? 0 : alignment_.behind[position - 1];
      if (target == earlier) continue;
      earlier = target;
      try_shift(run, target);
    }
  }

  void try_shift(const Run& run, std::size_t target) {
    ++variants_;
    shift(words_, run.hypothesis, run.length, target, variant_);
    const auto [first_change, unused] =
        std::mismatch(words_.begin(), words_.end(), variant_.begin());
    const std::size_t distance = table_.distance(
        variant_, static_cast<std::size_t>(first_change - words_.begin()));
    // Greatest gain, then the longest run, then the earliest, then the earliest
    // target. A gain may be negative.
    const Rank rank = {static_cast<std::int64_t>(alignment_.distance) -
                           static_cast<std::int64_t>(distance),
                       static_cast<std::int64_t>(run.length),
                       -static_cast<std::int64_t>(run.hypothesis),
                       -static_cast<std::int64_t>(target)};
    if (has_best_ && rank <= best_) return;
    has_best_ = true;
    best_ = rank;
    best_words_.swap(variant_);
  }

  using Rank =
      std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;

  std::span<const mt::Symbol> reference_;
  Words words_;
  Words variant_;
  Words best_words_;
  mt::EditDistance table_;
  mt::EditAlignment alignment_;
  Rank best_;
  bool has_best_ = false;
  std::size_t variants_ = 0;
};

template <class NumberOf>
void to_symbols(std::string_view line, const TerOptions& options,
                const NumberOf& number_of, Words& symbols) {
  symbols.clear();
  const std::string text =
      options.case_sensitive ? std::string(line) : mt::to_lower(line);
  for (const std::string_view word : mt::split_words(text)) {
    symbols.push_back(number_of(word));
  }
}

class Ter final : public mt::Metric {
 public:
  Ter(const TerOptions& options, const std::vector<MtLines>& references)
      : options_(options), references_(references.size()) {
    Words symbols;
    for (std::size_t r = 0; r < references.size(); ++r) {
      for (const std::string& line : references[r]) {
        to_symbols(
            line, options_,
            [&](std::string_view word) { return vocabulary_.add(word); },
            symbols);
        references_[r].append(symbols);
      }
    }
  }

  [[nodiscard]] std::string name() const override { return "TER"; }
  [[nodiscard]] std::string settings() const override {
    return "case:" + std::string(mt::case_name(!options_.case_sensitive)) +
           "|tok:tercom|norm:no|punct:yes|asian:no";
  }
  [[nodiscard]] bool is_higher_better() const override { return false; }
  [[nodiscard]] std::size_t width() const override { return kWidth; }
  [[nodiscard]] std::unique_ptr<mt::LineCounter> make_counter() const override;
  [[nodiscard]] double score(std::span<const double> sums) const override {
    const double edits = sums[kEdits];
    const double length = sums[kReferenceLength];
    if (length > 0) return 100 * edits / length;
    return edits > 0 ? 100 : 0;
  }
  [[nodiscard]] double sentence_score(
      std::span<const double> row) const override {
    return score(row);
  }

 private:
  friend class TerCounter;

  TerOptions options_;
  mt::Vocabulary vocabulary_;
  std::vector<mt::SymbolLines> references_;
};

class TerCounter final : public mt::LineCounter {
 public:
  explicit TerCounter(const Ter& ter) : ter_(ter) {}

  // The fewest edits over the mean length of the references.
  void count(std::string_view hypothesis, std::size_t line,
             std::span<double> row) override {
    to_symbols(
        hypothesis, ter_.options_,
        [&](std::string_view word) { return ter_.vocabulary_.find(word); },
        words_);
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    std::size_t length = 0;
    for (const mt::SymbolLines& lines : ter_.references_) {
      const std::span<const mt::Symbol> reference = lines[line];
      fewest = std::min(fewest, search_.count_edits(words_, reference));
      length += reference.size();
    }
    row[kEdits] = static_cast<double>(fewest);
    row[kReferenceLength] = static_cast<double>(length) /
                            static_cast<double>(ter_.references_.size());
  }

 private:
  const Ter& ter_;
  ShiftSearch search_;
  Words words_;
};

std::unique_ptr<mt::LineCounter> Ter::make_counter() const {
  return std::make_unique<TerCounter>(*this);
}

}  // namespace

std::unique_ptr<mt::Metric> mt::make_ter(
    const TerOptions& options, const std::vector<MtLines>& references) {
  return std::make_unique<Ter>(options, references);
}

}  // namespace align
