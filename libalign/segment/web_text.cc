#include "segment/web_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "align/error.h"
#include "segment/characters.h"
#include "segment/embedded_rules.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr std::string_view kMagic = "ALWT1\n";
constexpr std::size_t kTableBits = 17;
constexpr std::size_t kWeights = 1U << kTableBits;
// Tokens are compared by at most this many bytes; longer ones are rare.
constexpr std::size_t kLongestWord = 24;
constexpr double kMargin = 4;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15ULL + (hash << 6U) + (hash >> 2U);
  hash *= 0xFF51AFD7ED558CCDULL;
  return hash ^ (hash >> 32U);
}

std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash;
}

// What is asked about a token.
struct Token {
  std::size_t begin = 0;  // in bytes of the block
  std::size_t end = 0;
  std::uint64_t word = 0;   // in lower case, digits as one
  std::uint64_t shape = 0;  // "Xx." for "Hello."
  std::uint64_t first = 0;  // class of its first character
  std::uint64_t last = 0;   // its final characters that are no letters
  std::uint64_t size = 0;   // in code points, up to 15
};

// 'X' for a capital, 'x' for a small letter, '0' for a digit, 'l' for a letter
// without case, else the sign itself.
char32_t class_of(char32_t c) {
  if (is_upper(c)) return 'X';
  if (is_lower(c)) return 'x';
  if (is_digit(c)) return '0';
  if (is_letter(c)) return 'l';
  return c;
}

Token describe(std::string_view block, std::size_t begin, std::size_t end) {
  Token token;
  token.begin = begin;
  token.end = end;
  std::string word;
  std::string shape;
  std::string tail;
  char32_t before = 0;
  std::size_t i = begin;
  const std::size_t stop = std::min(end, begin + 4 * kLongestWord);
  while (i < stop) {
    const char32_t c = utf8::next(block, i);
    const char32_t kind = class_of(c);
    if (token.size == 0) token.first = kind;
    if (token.size < 15) ++token.size;
    if (word.size() < kLongestWord) {
      utf8::append(word, kind == '0' ? U'0' : to_lower(c));
    }
    if (kind != before) utf8::append(shape, kind);
    before = kind;
    if (kind == 'X' || kind == 'x' || kind == '0' || kind == 'l') {
      tail.clear();
    } else if (tail.size() < 6) {
      utf8::append(tail, c);
    }
  }
  token.word = hash_text(word);
  token.shape = hash_text(shape);
  token.last = hash_text(tail);
  return token;
}

// Numbers of the features of one gap.
using Features = std::array<std::uint32_t, 30>;

class Block {
 public:
  Block(std::string_view text, const std::vector<std::size_t>& rule_ends) {
    std::size_t i = 0;
    while (i < text.size()) {
      std::size_t begin = i;
      while (begin < text.size()) {
        std::size_t next = begin;
        if (!utf8::is_space(utf8::next(text, next))) break;
        begin = next;
      }
      std::size_t end = begin;
      while (end < text.size()) {
        std::size_t next = end;
        if (utf8::is_space(utf8::next(text, next))) break;
        end = next;
      }
      if (begin == end) break;
      tokens_.push_back(describe(text, begin, end));
      i = end;
    }
    is_rule_end_.resize(tokens_.size());
    std::size_t token = 0;
    for (const std::size_t end : rule_ends) {
      while (token < tokens_.size() && tokens_[token].end < end) ++token;
      if (token < tokens_.size() && tokens_[token].end == end) {
        is_rule_end_[token] = true;
      } else {
        glued_.push_back(end);  // inside a token
      }
    }
    const char32_t c =
        tokens_.empty() ? 0 : static_cast<char32_t>(tokens_[0].first);
    starts_lower_ = c == 'x' ? 1 : 0;
  }

  [[nodiscard]] std::size_t gaps() const {
    return tokens_.empty() ? 0 : tokens_.size() - 1;
  }
  [[nodiscard]] std::size_t end_of_gap(std::size_t gap) const {
    return tokens_[gap].end;
  }
  [[nodiscard]] const std::vector<std::size_t>& glued() const { return glued_; }
  [[nodiscard]] bool is_rule_end(std::size_t gap) const {
    return is_rule_end_[gap];
  }

  // The features of the white space behind token `gap`; `length` tokens have
  // passed since the last end.
  [[nodiscard]] Features features(std::size_t gap, std::size_t length) const {
    static const Token kNone;
    const auto token = [&](std::size_t index, std::size_t offset_back) {
      return index < offset_back ? kNone : tokens_[index - offset_back];
    };
    const Token before2 = token(gap, 2);
    const Token before1 = token(gap, 1);
    const Token& a = tokens_[gap];
    const Token& b = tokens_[gap + 1];
    const Token c = gap + 2 < tokens_.size() ? tokens_[gap + 2] : kNone;
    const Token d = gap + 3 < tokens_.size() ? tokens_[gap + 3] : kNone;
    const std::uint64_t rule = is_rule_end_[gap] ? 1 : 0;
    const std::uint64_t long_ago =
        length <= 3 ? length : (length <= 6 ? 4 : (length <= 12 ? 5 : 6));
    const bool is_next_rule = gap + 1 < gaps() && is_rule_end_[gap + 1];
    Features found{};
    std::size_t count = 0;
    const auto add = [&](std::initializer_list<std::uint64_t> values) {
      std::uint64_t hash = count + 1;
      for (const std::uint64_t value : values) hash = mix(hash, value);
      found[count++] = static_cast<std::uint32_t>(hash % kWeights);
    };
    add({rule});
    add({rule, a.last, b.first});
    add({rule, a.shape, b.shape});
    add({a.word});
    add({b.word});
    add({a.word, b.word});
    add({rule, a.word, b.first});
    add({a.last, b.word, b.first});
    add({a.shape, b.word});
    add({before1.word, a.word});
    add({b.word, c.word});
    add({a.shape, b.shape, c.shape});
    add({before1.shape, a.shape, b.shape});
    add({rule, long_ago, b.first});
    add({long_ago, a.shape, b.shape});
    add({rule, starts_lower_, b.first, a.last});
    add({a.size, b.first, a.last});
    add({before1.shape, a.shape, b.shape, c.shape});
    add({b.shape, c.shape, d.shape, rule});
    add({before2.shape, before1.shape, a.shape, b.first});
    add({a.last, before1.last, b.first, c.first});
    add({b.last, c.first, rule});
    add({rule, is_next_rule ? 1U : 0U, b.first});
    add({before1.word, b.word});
    add({a.word, c.word});
    add({rule, a.first, b.first, c.first, long_ago == 1 ? 1U : 0U});
    add({b.first, b.last, b.size, rule});
    add({before1.last, a.shape, b.shape, c.last});
    add({static_cast<std::uint64_t>(before1.word == a.word),
         static_cast<std::uint64_t>(a.shape == b.shape), a.last, b.first});
    add({before2.last, before1.shape, a.shape, b.shape, c.shape});
    return found;
  }

 private:
  std::vector<Token> tokens_;
  std::vector<bool> is_rule_end_;
  std::vector<std::size_t> glued_;
  std::uint64_t starts_lower_ = 0;
};

}  // namespace

WebTextModel::WebTextModel(std::string_view bytes) : weights_(bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() != kMagic.size() + kWeights) {
    throw FormatError("web text weights: " + std::to_string(bytes.size()) +
                      " bytes, want those align-train --segmenter wrote");
  }
  weights_.erase(0, kMagic.size());
}

const WebTextModel& WebTextModel::builtin() {
  static const WebTextModel kModel(embedded_web_text());
  return kModel;
}

std::vector<std::size_t> WebTextModel::ends(
    std::string_view block, const std::vector<std::size_t>& rule_ends) const {
  if (rule_ends.empty()) return {};
  const Block words(block, rule_ends);
  std::vector<std::size_t> result;
  std::size_t length = 0;
  for (std::size_t gap = 0; gap < words.gaps(); ++gap) {
    ++length;
    int score = 0;
    for (const std::uint32_t feature : words.features(gap, length)) {
      score += static_cast<signed char>(weights_[feature]);
    }
    if (score > 0) {
      result.push_back(words.end_of_gap(gap));
      length = 0;
    }
  }
  result.push_back(rule_ends.back());
  std::vector<std::size_t> all;
  std::set_union(result.begin(), result.end(), words.glued().begin(),
                 words.glued().end(), std::back_inserter(all));
  return all;
}

std::string learn_web_text(const std::vector<WebTextExample>& examples,
                           std::size_t rounds) {
  std::vector<double> weights(kWeights);
  std::vector<double> sums(kWeights);
  std::vector<std::size_t> order(examples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::uint64_t state = 1;
  double time = 1;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) {
      state = mix(state, i);
      std::swap(order[i - 1], order[state % i]);
    }
    for (const std::size_t index : order) {
      const WebTextExample& example = examples[index];
      const Block words(example.block, example.rule_ends);
      std::size_t length = 0;
      for (std::size_t gap = 0; gap < words.gaps(); ++gap) {
        ++length;
        const Features features = words.features(gap, length);
        const bool is_end =
            std::binary_search(example.gold_ends.begin(),
                               example.gold_ends.end(), words.end_of_gap(gap));
        double score = 0;
        for (const std::uint32_t feature : features) score += weights[feature];
        // A margin: ends that are only just right are learnt from too.
        const double sign = is_end ? 1 : -1;
        if (sign * score <= kMargin) {
          for (const std::uint32_t feature : features) {
            weights[feature] += sign;
            sums[feature] += sign * time;
          }
        }
        ++time;
        if (is_end) length = 0;
      }
    }
  }
  // The average over all steps, scaled so that the table fits bytes; the few
  // largest are cut.
  std::vector<double> averages(kWeights);
  std::vector<double> sizes;
  for (std::size_t i = 0; i < kWeights; ++i) {
    averages[i] = weights[i] - sums[i] / time;
    if (averages[i] != 0) sizes.push_back(std::abs(averages[i]));
  }
  std::sort(sizes.begin(), sizes.end());
  const double largest =
      sizes.empty() ? 1 : sizes[(sizes.size() - 1) * 999 / 1000];
  std::string bytes(kMagic);
  for (const double average : averages) {
    const double scaled = std::clamp(average / largest * 127, -127.0, 127.0);
    bytes += static_cast<char>(std::lround(scaled));
  }
  return bytes;
}

}  // namespace align
