#include "eval/mt_resegment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "eval/mt_symbols.h"
#include "eval/mt_word_path.h"
#include "eval/mt_words.h"

namespace align {
namespace {

using mt::Crossing;
using mt::ResegmentWeights;
using mt::Symbol;
using mt::Word;

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// Half-open range of the places a cut may have, counted in words.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The reference as one run of words, with the border behind each line.
struct Reference {
  std::vector<Word> words;
  std::vector<std::size_t> ends;  // by line
};

Reference read_reference(const MtLines& lines, mt::Vocabulary& vocabulary) {
  Reference reference;
  for (const std::string& line : lines) {
    const std::vector<Word> words = mt::find_words(line, vocabulary);
    reference.words.insert(reference.words.end(), words.begin(), words.end());
    reference.ends.push_back(reference.words.size());
  }
  return reference;
}

std::vector<Symbol> keys_of(const std::vector<Word>& words) {
  std::vector<Symbol> keys;
  keys.reserve(words.size());
  for (const Word& word : words) keys.push_back(word.key);
  return keys;
}

// How much a shared word says, by symbol: little for the words of every line.
std::vector<double> rate_words(const Reference& reference,
                               const ResegmentWeights& weights) {
  std::vector<double> rates;
  for (const Word& word : reference.words) {
    for (const Symbol symbol : {word.key, word.mark}) {
      if (symbol == mt::kNoMark) continue;
      if (rates.size() <= symbol) rates.resize(symbol + 1);
      ++rates[symbol];
    }
  }
  const double all = static_cast<double>(reference.words.size());
  for (double& rate : rates) {
    if (rate > 0) rate = weights.word + weights.rarity * std::log(all / rate);
  }
  return rates;
}

// Scores runs of the hypothesis against one line of the reference.
class LineScorer {
 public:
  LineScorer(const std::vector<Word>& hypothesis,
             const std::vector<double>& rates, double words_per_word,
             const ResegmentWeights& weights)
      : hypothesis_(hypothesis),
        rates_(rates),
        words_per_word_(words_per_word),
        weights_(weights) {}

  // Prepares for runs inside [begin, end) of the hypothesis.
  void set_line(std::span<const Word> line, std::size_t begin,
                std::size_t end) {
    line_ = line;
    begin_ = begin;
    numbers_.clear();
    counts_.clear();
    gains_.clear();
    for (std::size_t i = 0; i < line.size(); ++i) {
      add(line[i].key, rates_[line[i].key]);
      if (line[i].mark != mt::kNoMark) {
        add(mark_key(line[i].mark), weights_.mark);
      }
      if (i > 0) {
        add(pair_key(line[i - 1].key, line[i].key),
            weights_.neighbours *
                std::min(rates_[line[i - 1].key], rates_[line[i].key]));
      }
    }
    found_.assign(end - begin, {});
    for (std::size_t i = begin; i < end; ++i) {
      Found& found = found_[i - begin];
      found.word = find(hypothesis_[i].key);
      if (hypothesis_[i].mark != mt::kNoMark) {
        found.mark = find(mark_key(hypothesis_[i].mark));
      }
      if (i > begin) {
        found.pair = find(pair_key(hypothesis_[i - 1].key, hypothesis_[i].key));
      }
    }
  }

  // Starts a run at `begin` without words.
  void start(std::size_t begin) {
    run_begin_ = begin;
    run_end_ = begin;
    gain_ = 0;
    left_ = counts_;
    begin_gain_ = 0;
    if (line_.empty() || begin >= hypothesis_.size()) return;
    const Word& word = hypothesis_[begin];
    if (word.key == line_.front().key) begin_gain_ += weights_.begin_word;
    begin_gain_ += word.is_capital == line_.front().is_capital
                       ? weights_.capital
                       : -weights_.capital;
  }

  // The run grown to `end`.
  [[nodiscard]] double score_to(std::size_t end) {
    for (; run_end_ < end; ++run_end_) {
      const Found& found = found_[run_end_ - begin_];
      take(found.word);
      take(found.mark);
      if (run_end_ > run_begin_) take(found.pair);
    }
    double score = gain_;
    const double words = static_cast<double>(end - run_begin_);
    const double wanted = words_per_word_ * static_cast<double>(line_.size());
    const double off = words - wanted;
    score -= weights_.length * off * off / (wanted + 1);
    if (end == run_begin_ || line_.empty()) return score;
    score += begin_gain_;
    const Word& last = hypothesis_[end - 1];
    if (last.key == line_.back().key) score += weights_.end_word;
    if (last.mark != mt::kNoMark || line_.back().mark != mt::kNoMark) {
      score += last.mark == line_.back().mark ? weights_.end_mark
                                              : -weights_.end_mark / 2;
    }
    return score;
  }

 private:
  static constexpr std::uint32_t kNone = mt::kUnknownSymbol;
  struct Found {
    std::uint32_t word = kNone;
    std::uint32_t mark = kNone;
    std::uint32_t pair = kNone;
  };

  static std::uint64_t mark_key(Symbol mark) { return mark; }
  static std::uint64_t pair_key(Symbol first, Symbol second) {
    return (std::uint64_t{first + 1} << 32U) | second;
  }

  void add(std::uint64_t key, double gain) {
    const auto [entry, is_new] =
        numbers_.emplace(key, static_cast<std::uint32_t>(counts_.size()));
    if (is_new) {
      counts_.push_back(0);
      gains_.push_back(gain);
    }
    ++counts_[entry->second];
  }
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    const auto found = numbers_.find(key);
    return found == numbers_.end() ? kNone : found->second;
  }
  void take(std::uint32_t number) {
    if (number == kNone || left_[number] == 0) return;
    --left_[number];
    gain_ += gains_[number];
  }

  const std::vector<Word>& hypothesis_;
  const std::vector<double>& rates_;
  double words_per_word_;
  const ResegmentWeights& weights_;

  std::span<const Word> line_;
  std::size_t begin_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<std::uint32_t> counts_;  // of words, marks and pairs of the line
  std::vector<double> gains_;
  std::vector<Found> found_;  // by hypothesis word from begin_ on

  std::size_t run_begin_ = 0;
  std::size_t run_end_ = 0;
  std::vector<std::uint32_t> left_;
  double gain_ = 0;
  double begin_gain_ = 0;
};

// Where each line may end. Ascending on both sides, so that from every cut the
// next one can be reached.
std::vector<Window> find_windows(const Reference& reference,
                                 const std::vector<Word>& hypothesis,
                                 std::size_t reach) {
  const std::vector<Crossing> crossings =
      mt::align_words(keys_of(reference.words), keys_of(hypothesis));
  std::vector<Window> windows;
  std::size_t begin = 0;
  std::size_t end = 1;
  for (const std::size_t border : reference.ends) {
    const Crossing& crossing = crossings[border];
    begin =
        std::max(begin, crossing.first > reach ? crossing.first - reach : 0);
    end = std::max(end, std::min(hypothesis.size(), crossing.last + reach) + 1);
    // Far more words than a line has stand between two lines; they go to
    // one of them as a whole.
    windows.push_back({begin, end});
  }
  return windows;
}

// The best cuts, one behind each line.
std::vector<std::size_t> choose_cuts(const Reference& reference,
                                     const std::vector<Word>& hypothesis,
                                     const ResegmentWeights& weights) {
  std::vector<Window> windows =
      find_windows(reference, hypothesis, weights.reach);
  windows.back() = {hypothesis.size(), hypothesis.size() + 1};
  const std::vector<double> rates = [&] {
    std::vector<double> known = rate_words(reference, weights);
    Symbol most = 0;
    for (const Word& word : hypothesis) most = std::max(most, word.key);
    known.resize(std::max<std::size_t>(known.size(), most + std::size_t{1}));
    return known;
  }();
  LineScorer scorer(
      hypothesis, rates,
      static_cast<double>(hypothesis.size()) /
          static_cast<double>(std::max<std::size_t>(1, reference.words.size())),
      weights);

  std::vector<std::vector<std::uint32_t>> back(windows.size());
  std::vector<double> best(1, 0.0);
  Window before = {0, 1};
  std::size_t line_begin = 0;
  for (std::size_t line = 0; line < windows.size(); ++line) {
    const Window& window = windows[line];
    std::vector<double> next(window.end - window.begin, kImpossible);
    back[line].assign(next.size(), 0);
    scorer.set_line(std::span(reference.words)
                        .subspan(line_begin, reference.ends[line] - line_begin),
                    before.begin, window.end - 1);
    for (std::size_t from = before.begin; from < before.end; ++from) {
      const double so_far = best[from - before.begin];
      if (so_far == kImpossible) continue;
      scorer.start(from);
      for (std::size_t to = std::max(from, window.begin); to < window.end;
           ++to) {
        const double score = so_far + scorer.score_to(to);
        if (score <= next[to - window.begin]) continue;
        next[to - window.begin] = score;
        back[line][to - window.begin] =
            static_cast<std::uint32_t>(from - before.begin);
      }
    }
    best.swap(next);
    before = window;
    line_begin = reference.ends[line];
  }

  std::vector<std::size_t> cuts(windows.size());
  std::size_t cut = hypothesis.size();
  for (std::size_t line = windows.size(); line-- > 0;) {
    cuts[line] = cut;
    const std::size_t begin = line == 0 ? 0 : windows[line - 1].begin;
    cut = begin + back[line][cut - windows[line].begin];
  }
  return cuts;
}

// White space with a line end in it becomes one space; all else stays.
std::string to_one_line(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::string line;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t space =
        std::min(text.find_first_of(kSpaces, i), text.size());
    const std::size_t next =
        std::min(text.find_first_not_of(kSpaces, space), text.size());
    line += text.substr(i, space - i);
    const std::string_view run = text.substr(space, next - space);
    line += run.find_first_of("\r\n") == std::string_view::npos ? run : " ";
    i = next;
  }
  return line;
}

}  // namespace

MtLines mt::resegment(const MtLines& reference, std::string_view hypothesis,
                      const ResegmentWeights& weights) {
  MtLines lines(reference.size());
  if (reference.empty()) return lines;
  mt::Vocabulary vocabulary;
  const Reference prepared = read_reference(reference, vocabulary);
  const std::vector<Word> words = mt::find_words(hypothesis, vocabulary);
  const std::vector<std::size_t> cuts = choose_cuts(prepared, words, weights);
  std::size_t begin = 0;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (cuts[line] > begin) {
      lines[line] = to_one_line(hypothesis.substr(
          words[begin].begin, words[cuts[line] - 1].end - words[begin].begin));
    }
    begin = cuts[line];
  }
  return lines;
}

MtLines resegment(const MtLines& reference, std::string_view hypothesis) {
  return mt::resegment(reference, hypothesis, {});
}

}  // namespace align
