#include "segment/broken_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "segment/embedded_rules.h"

namespace align {
namespace {

// Shorter ones are as likely to be a name and an article.
constexpr std::size_t kLeastLetters = 6;
constexpr std::size_t kMostLetters = 24;

// Prefixes that are written apart, rightly or not.
constexpr std::array<std::string_view, 14> kPrefixes = {
    "anti", "co",   "ex",   "inter", "mid", "mini", "multi",
    "non",  "over", "post", "pre",   "re",  "semi", "sub"};

using Words = std::unordered_set<std::string_view>;

const Words& english_words() {
  static const Words kWords = [] {
    Words words;
    std::string_view rest = embedded_words();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      if (!line.empty() && line.front() != '#') words.insert(line);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return words;
  }();
  return kWords;
}

bool is_prefix(std::string_view word) {
  return std::find(kPrefixes.begin(), kPrefixes.end(), word) != kPrefixes.end();
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::vector<BrokenWord> find_broken_words(std::string_view text) {
  const Words& words = english_words();
  std::vector<BrokenWord> found;
  std::size_t before = 0;  // begin of the run before
  std::size_t before_end = 0;
  // Whether that run is a word, once it has been looked up.
  std::optional<bool> is_before_known;
  std::size_t i = 0;
  while (i < text.size()) {
    if (!is_small(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_small(text[end])) ++end;
    // A run inside a longer word ("Macron", a letter with a mark) is none.
    const auto stands_alone = [&](std::size_t from, std::size_t to) {
      return (from == 0 || text[from - 1] == ' ' || text[from - 1] == '\n') &&
             (to == text.size() || static_cast<unsigned char>(text[to]) < 0x40);
    };
    const bool is_pair =
        before_end > before && i == before_end + 1 && text[before_end] == ' ' &&
        end - before <= kMostLetters && end - before > kLeastLetters &&
        stands_alone(before, before_end) && stands_alone(i, end);
    std::optional<bool> is_known;
    if (is_pair) {
      const std::string_view first = text.substr(before, before_end - before);
      const std::string_view second = text.substr(i, end - i);
      if (!is_before_known) is_before_known = words.contains(first);
      is_known = words.contains(second);
      if ((!*is_before_known || !*is_known) && !is_prefix(first) &&
          words.contains(std::string(first) + std::string(second))) {
        found.push_back({before, end});
      }
    }
    is_before_known = is_known;
    before = i;
    before_end = end;
    i = end;
  }
  return found;
}

}  // namespace align
