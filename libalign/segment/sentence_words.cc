// The words around a run of final marks.

#include <array>
#include <cstdint>
#include <string>

#include "segment/characters.h"
#include "segment/splitter.h"
#include "text/utf8.h"

namespace align {
namespace {

// Tokens longer than this are no abbreviations; looking no further keeps the
// pass linear on text without spaces.
constexpr std::size_t kLongestToken = 48;
// How far behind a quotation its speaker's verb is looked for, in words.
constexpr int kAttributionWords = 4;
// An enumerator with its bullets and label is no longer than this, in bytes.
constexpr std::size_t kLongestEnumerator = 64;

// What a character other than a mark adds to what is known of its word.
void count_character(char32_t c, Word& word) {
  if (c == '.') ++word.inner_dots;
  if (is_digit(c)) ++word.digits;
  if (!is_letter(c)) return;
  const bool upper = is_upper(c);
  if (word.letters == 0) {
    word.is_first_upper = upper;
  } else {
    word.has_inner_upper = word.has_inner_upper || upper;
  }
  word.is_all_upper = word.is_all_upper && upper;
  ++word.letters;
}

}  // namespace

// The token that ends at byte `end`: back to white space, an opening bracket
// or a quote, format characters and combining marks left out of its counts.
Word Splitter::word_before(std::size_t end) const {
  Word word;
  std::size_t i = end;
  std::array<char32_t, kLongestToken> reversed{};
  std::size_t size = 0;
  while (i > start_ && size < kLongestToken) {
    std::size_t before = i;
    const char32_t c = utf8::previous(text_, before);
    if (utf8::is_space(c) || is_opening_bracket(c) || is_opening_quote(c) ||
        is_bullet(c) || c == '"' || c == 0x2014) {
      break;
    }
    i = before;
    if (is_format(c)) continue;
    reversed[size++] = c;
  }
  word.begin = i;
  while (size > 0) {
    const char32_t c = reversed[--size];
    word.last = c;
    utf8::append(word.text, c);
    if (is_mark(c)) continue;
    count_character(c, word);
  }
  return word;
}

// The run of letters, digits and inner points that starts at byte `begin`.
Word Splitter::word_after(std::size_t begin) const {
  Word word;
  word.begin = begin;
  std::size_t i = begin;
  for (std::size_t size = 0; i < text_.size() && size < kLongestToken; ++size) {
    const std::size_t from = i;
    const char32_t c = utf8::next(text_, i);
    const bool is_inner = c == '.' || c == '\'' || c == 0x2019;
    if (is_inner && !is_letter(at(i)) && !is_digit(at(i))) break;
    if (!is_inner && !is_letter(c) && !is_digit(c) && !is_mark(c)) break;
    word.text.append(text_.substr(from, i - from));
    count_character(c, word);
  }
  return word;
}

// Whether the words from `begin` on attribute a quotation: one of the first
// few is a verb of speech.
bool Splitter::has_attribution(std::size_t begin) const {
  std::size_t i = begin;
  for (int words = 0; words < kAttributionWords && i < text_.size(); ++words) {
    const Word word = word_after(i);
    if (word.text.empty()) return false;
    i += word.text.size();
    // "Others say: ..." brings a quotation of its own.
    if ((rules_.classes_of(word.text) & kSpeech) != 0) return at(i) != ':';
    if (!utf8::is_space(at(i))) return false;
    i = skip_spaces(i);
  }
  return false;
}

bool is_roman_numeral(std::string_view word) {
  return !word.empty() && word.size() <= 6 &&
         word.find_first_not_of("IVXLCivxlc") == std::string_view::npos;
}

// A number, letter or Roman numeral, which can count items.
bool Splitter::is_item_number(const Word& word) const {
  const bool is_number = word.letters == 0 && word.digits > 0 &&
                         word.digits <= 3 + word.inner_dots * 2;
  const bool is_single = word.letters == 1 && word.digits == 0;
  return is_number || is_single || is_roman_numeral(word.text);
}

// "1", "12", "2.1", "a", "IV" at the start of a sentence, a number behind a
// label there ("Article 5"), or one behind a colon or semicolon.
bool Splitter::is_enumerator(const Word& word) const {
  if (!is_item_number(word)) return false;
  if (word.digits > 0 && word.digits <= 2 && word.begin > start_) {
    std::size_t i = skip_spaces_back(word.begin);
    const char32_t mark = i > start_ ? utf8::previous(text_, i) : 0;
    if (mark == ':' || mark == ';' || mark == 0x061B) return true;
  }
  if (word.begin - start_ > kLongestEnumerator) return false;
  // Bullets and brackets before the number are of the enumerator too.
  std::size_t i = start_;
  while (i < word.begin) {
    const char32_t c = at(i);
    if (!is_bullet(c) && !is_dash(c) && !utf8::is_space(c)) break;
    i = behind(i);
  }
  if (i >= word.begin) return true;
  const Word label = word_after(i);
  return !label.text.empty() && (rules_.classes_of(label.text) & kLabel) != 0 &&
         skip_spaces(i + label.text.size()) == word.begin;
}

// Whether `word` can be told from a word that is cut short: it has a vowel and
// is in no class of abbreviations.
bool Splitter::is_ordinary(const Word& word) const {
  if (word.text.empty()) return true;
  if (word.last == ',' || word.last == ':' || word.last == ';') return false;
  if (word.digits > 0 || word.inner_dots > 0) return false;
  if (word.letters < (word.is_first_upper ? 5U : 2U)) return false;
  const bool has_vowel =
      word.text.size() > word.letters ||
      word.text.find_first_of("aeiouyAEIOUY") != std::string::npos;
  constexpr std::uint32_t kAbbreviation =
      kNever | kNumberNext | kSoft | kFinal | kPlace;
  return has_vowel && (rules_.classes_of(word.text) & kAbbreviation) == 0;
}

bool Splitter::is_after_number(const Word& word) const {
  std::size_t i = skip_spaces_back(word.begin);
  return i > start_ && i < word.begin && is_digit(utf8::previous(text_, i));
}

}  // namespace align
