#include "segment/repeats.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "segment/characters.h"
#include "text/utf8.h"

namespace align {
namespace {

// Shorter segments ("Yes, sir.") come back without being repeats; runs of this
// many words are what fragments are found by.
constexpr std::size_t kLeastWords = 5;
// How many segments back a fragment of one is looked for.
constexpr std::size_t kWindow = 64;
// Of longer segments only the first words count.
constexpr std::size_t kMostWords = 4096;
constexpr std::uint64_t kBasis = 0xCBF29CE484222325ULL;  // FNV-1a
constexpr std::uint64_t kPrime = 0x100000001B3ULL;

using Words = std::vector<std::uint64_t>;

// Hashes of the words of `text`: letters and digits, without case and marks.
void read_words(std::string_view text, Words& words) {
  words.clear();
  std::uint64_t hash = kBasis;
  bool is_in_word = false;
  std::size_t i = 0;
  while (i < text.size() && words.size() < kMostWords) {
    const char32_t c = utf8::next(text, i);
    if (is_letter(c) || is_digit(c)) {
      if (c == 0x0640) continue;  // tatweel
      hash = (hash ^ to_lower(c)) * kPrime;
      is_in_word = true;
    } else if (is_in_word && !is_mark(c) && !is_format(c)) {
      words.push_back(hash);
      hash = kBasis;
      is_in_word = false;
    }
  }
  if (is_in_word) words.push_back(hash);
}

std::uint64_t hash_of(const std::uint64_t* words, std::size_t count) {
  std::uint64_t hash = count;
  for (std::size_t i = 0; i < count; ++i) {
    hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29U;
  }
  return hash;
}

// Where a run of kLeastWords words was last seen. A table of fixed size in
// which a newer run may take the place of an older one: a fragment may then
// be missed, never found wrongly, since the words are compared.
struct Seen {
  std::size_t segment = 0;
  std::size_t word = 0;
};
constexpr std::size_t kSeenSize = 1U << 14U;

}  // namespace

void mark_repeats(std::vector<Segment>& segments) {
  std::unordered_map<std::uint64_t, std::size_t> whole;
  std::vector<Seen> seen(kSeenSize);
  std::vector<Words> recent(kWindow);  // words of segment n at n % kWindow
  for (std::size_t n = 0; n < segments.size(); ++n) {
    Words& words = recent[n % kWindow];
    read_words(segments[n].text, words);
    if (words.size() < kLeastWords) continue;
    const auto [first, is_new] =
        whole.try_emplace(hash_of(words.data(), words.size()), n);
    if (!is_new) {
      segments[n].repeats =
          segments[first->second].repeats.value_or(first->second);
      words.clear();
      continue;
    }
    const Seen& last = seen[hash_of(words.data(), kLeastWords) % kSeenSize];
    if (last.segment < n && n - last.segment < kWindow) {
      const Words& longer = recent[last.segment % kWindow];
      if (last.word + words.size() <= longer.size() &&
          words.size() < longer.size() &&
          std::equal(words.begin(), words.end(),
                     longer.begin() + static_cast<std::ptrdiff_t>(last.word))) {
        segments[n].repeats = last.segment;
      }
    }
    for (std::size_t i = 0; i + kLeastWords <= words.size(); ++i) {
      seen[hash_of(words.data() + i, kLeastWords) % kSeenSize] = {n, i};
    }
  }
}

}  // namespace align
