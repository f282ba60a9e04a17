#include "segment/sentences.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "segment/characters.h"
#include "text/utf8.h"

namespace align {
namespace {

// Tokens longer than this are no abbreviations; looking no further keeps the
// pass linear on text without spaces.
constexpr std::size_t kLongestToken = 48;
// A remark in brackets that is longer is taken for sentences of their own.
constexpr std::size_t kLongestBracket = 600;
// In a shorter one a full stop belongs to an abbreviation, in bytes.
constexpr std::size_t kShortRemark = 24;
// How far behind a quotation its speaker's verb is looked for, in words.
constexpr int kAttributionWords = 4;
// Quotes, brackets and dashes passed over before the next word.
constexpr int kMostOpeners = 16;
// An enumerator with its bullets and label is no longer than this, in bytes.
constexpr std::size_t kLongestEnumerator = 64;
// "3 in. wide": units are no longer than this, in letters.
constexpr std::size_t kLongestUnit = 4;
// A run of this many equal signs is a line of its own.
constexpr std::size_t kLongLine = 10;
// How far back an omission looks for the quotation it stands in, in bytes.
constexpr std::size_t kQuotationReach = 400;

std::array<bool, 256> make_stops() {
  std::array<bool, 256> stops{};
  for (const unsigned char byte :
       {'.', '!', '?', ':', ';', '=', '*', '-', '_', '~', '\xD8', '\xDB',
        '\xE0', '\xE2', '\xE3', '\xEF'}) {
    stops[byte] = true;
  }
  return stops;
}

// Bytes at which a final mark, a smiley or a line of signs can begin.
const std::array<bool, 256> kStops = make_stops();

// A run of final marks with the closers and format characters behind it.
struct Run {
  std::size_t begin = 0;     // first byte of the first mark
  std::size_t end = 0;       // behind the last closer
  std::size_t dots = 0;      // an ellipsis character counts three
  bool is_asking = false;    // holds a question or exclamation mark
  bool is_dot_last = false;  // a full stop stands behind the last closer
  bool has_quote = false;    // holds a closing quote
  bool has_bracket = false;  // holds a closing bracket
  bool has_smiley = false;
};

// A token before or after a run.
struct Word {
  std::string text;
  std::size_t begin = 0;
  char32_t last = 0;  // its last character
  std::size_t letters = 0;
  std::size_t digits = 0;
  std::size_t inner_dots = 0;
  bool is_first_upper = false;
  bool is_all_upper = true;  // every letter
  bool has_inner_upper = false;
};

class Splitter {
 public:
  Splitter(std::string_view text, const LanguageRules& rules)
      : text_(text), rules_(rules) {}

  std::vector<std::size_t> split() {
    std::size_t end = text_.size();
    while (end > 0) {
      std::size_t before = end;
      if (!utf8::is_space(utf8::previous(text_, before))) break;
      end = before;
    }
    text_ = text_.substr(0, end);
    if (text_.empty()) return {};
    match_brackets();
    start_ = skip_spaces(0);
    std::size_t at = start_;
    while (at < text_.size()) {
      if (!kStops[static_cast<unsigned char>(text_[at])]) {
        ++at;
        continue;
      }
      if (static_cast<unsigned char>(text_[at]) < 0x80 && text_[at] != '.' &&
          text_[at] != '!' && text_[at] != '?') {
        at = take_signs(at);
        continue;
      }
      std::size_t behind = at;
      if (!is_final_mark(utf8::next(text_, behind))) {
        at = behind;
        continue;
      }
      const Run run = read_run(at);
      at = std::max(run.end, behind);
      if (run.end >= text_.size()) break;
      if (is_end(run)) end_at(run.end);
    }
    if (ends_.empty() || ends_.back() < text_.size()) {
      ends_.push_back(text_.size());
    }
    return std::move(ends_);
  }

 private:
  [[nodiscard]] char32_t at(std::size_t i) const {
    if (i >= text_.size()) return 0;
    return utf8::next(text_, i);
  }
  [[nodiscard]] std::size_t behind(std::size_t i) const {
    if (i < text_.size()) (void)utf8::next(text_, i);
    return i;
  }
  [[nodiscard]] std::size_t skip_spaces(std::size_t i) const {
    while (i < text_.size()) {
      const std::size_t from = i;
      if (!utf8::is_space(utf8::next(text_, i))) return from;
    }
    return i;
  }

  // Back over the white space in front of byte `i` of this sentence.
  [[nodiscard]] std::size_t skip_spaces_back(std::size_t i) const {
    while (i > start_) {
      std::size_t before = i;
      if (!utf8::is_space(utf8::previous(text_, before))) break;
      i = before;
    }
    return i;
  }

  void end_at(std::size_t end) {
    ends_.push_back(end);
    start_ = skip_spaces(end);
  }

  void match_brackets();
  std::size_t take_signs(std::size_t at);
  [[nodiscard]] std::size_t smiley_end(std::size_t begin) const;
  void take_next_item(const Word& number);
  [[nodiscard]] Run read_run(std::size_t begin) const;
  void take_footnotes(Run& run) const;
  void take_smiley(Run& run) const;
  [[nodiscard]] Word word_before(std::size_t end) const;
  [[nodiscard]] Word word_after(std::size_t begin) const;
  [[nodiscard]] std::size_t bracket_around(std::size_t i);
  [[nodiscard]] bool has_attribution(std::size_t begin) const;
  [[nodiscard]] bool is_enumerator(const Word& word) const;
  [[nodiscard]] bool is_glued_end(const Run& run) const;
  [[nodiscard]] bool is_end(const Run& run);
  [[nodiscard]] bool is_item_number(const Word& word) const;
  [[nodiscard]] bool is_ordinary(const Word& word) const;
  [[nodiscard]] bool is_in_quotation(const Run& run) const;
  [[nodiscard]] bool is_after_number(const Word& word) const;
  [[nodiscard]] bool is_end_before_lower(const Run& run, const Word& before,
                                         const Word& after, std::size_t next,
                                         bool has_opener, bool has_dash) const;
  [[nodiscard]] bool is_end_after_ellipsis(const Run& run, const Word& before,
                                           const Word& after, char32_t c,
                                           bool has_dash) const;
  [[nodiscard]] bool is_end_after_full_stop(const Word& before,
                                            const Word& after, std::size_t next,
                                            char32_t c) const;

  std::string_view text_;
  const LanguageRules& rules_;
  std::size_t start_ = 0;  // of the current sentence
  std::vector<std::size_t> ends_;
  // Outermost matched brackets, begin and end in bytes, ascending.
  struct Bracket {
    std::size_t begin;
    std::size_t end;
  };
  std::vector<Bracket> brackets_;
  std::size_t next_bracket_ = 0;
};

void Splitter::match_brackets() {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const char c = text_[i];
    if (c == '(' || c == '[') {
      open.push_back(i);
    } else if ((c == ')' || c == ']') && !open.empty()) {
      const std::size_t begin = open.back();
      open.pop_back();
      if (i - begin > kLongestBracket) continue;
      while (!brackets_.empty() && brackets_.back().begin > begin) {
        brackets_.pop_back();
      }
      brackets_.push_back({begin, i});
    }
  }
}

// The length in bytes of the remark in brackets that byte `i` lies in, 0 when
// in none. A bracket that opens a sentence holds sentences of its own.
std::size_t Splitter::bracket_around(std::size_t i) {
  while (next_bracket_ < brackets_.size() && brackets_[next_bracket_].end < i) {
    ++next_bracket_;
  }
  if (next_bracket_ == brackets_.size()) return 0;
  const Bracket& bracket = brackets_[next_bracket_];
  return bracket.begin < i && bracket.begin > start_
             ? bracket.end - bracket.begin
             : 0;
}

Run Splitter::read_run(std::size_t begin) const {
  Run run;
  run.begin = begin;
  std::size_t i = begin;
  while (i < text_.size()) {
    const std::size_t from = i;
    const char32_t c = utf8::next(text_, i);
    if (is_final_mark(c)) {
      run.is_dot_last = c == '.' || c == 0x06D4;
      if (c == 0x2026) {
        run.dots += 3;
      } else if (c == '.' || c == 0x06D4 || c == 0x3002 || c == 0xFF0E ||
                 c == 0x0964) {
        // A full stop behind a closer is no further point of an ellipsis.
        run.dots = run.has_quote || run.has_bracket ? 1 : run.dots + 1;
      } else {
        run.is_asking = true;
      }
      run.end = i;
    } else if (is_format(c)) {
      run.end = i;
    } else if ((is_quote(c) && !is_opening_quote(c)) || is_closing_bracket(c)) {
      // A straight quote directly before a letter opens what follows.
      if (is_quote(c) && is_letter(at(i))) break;
      run.has_quote = run.has_quote || is_quote(c);
      run.has_bracket = run.has_bracket || is_closing_bracket(c);
      run.is_dot_last = false;
      run.end = i;
    } else if (c == ' ' && text_[from - 1] == '.' && i < text_.size() &&
               text_[i] == '.' &&
               (i + 1 == text_.size() || text_[i + 1] == ' ' ||
                is_quote(at(i + 1)))) {
      continue;  // an ellipsis with spaces: ". . ."
    } else {
      break;
    }
  }
  take_footnotes(run);
  take_smiley(run);
  return run;
}

// Numbers of notes belong to the sentence they stand behind: "ends.[7][8]",
// "ends.11 12 Then".
void Splitter::take_footnotes(Run& run) const {
  std::size_t i = run.end;
  while (i < text_.size() && text_[i] == '[') {
    std::size_t j = i + 1;
    while (j < text_.size() && j - i < 6 && is_digit(at(j))) j = behind(j);
    if (j == i + 1 || at(j) != ']') break;
    i = j + 1;
  }
  while (i < text_.size()) {  // superscript digits
    const char32_t c = at(i);
    if (c != 0xB9 && c != 0xB2 && c != 0xB3 && (c < 0x2070 || c > 0x2079)) {
      break;
    }
    i = behind(i);
  }
  if (i != run.end) {
    run.end = i;
    return;
  }
  if (run.dots != 1 || run.begin == 0 || run.end >= text_.size()) return;
  std::size_t before = run.begin;
  const char32_t last = utf8::previous(text_, before);
  const bool is_word = is_lower(last) && before > 0 &&
                       is_lower(utf8::previous(text_, before)) && before > 0 &&
                       is_lower(utf8::previous(text_, before));
  if (!is_word && !is_closing_bracket(last)) return;
  std::size_t end = i;
  while (i < text_.size()) {
    std::size_t j = i;
    while (j < text_.size() && j - i < 3 && text_[j] >= '0' &&
           text_[j] <= '9') {
      ++j;
    }
    if (j == i || j - i > 2 || j == text_.size() || text_[j] != ' ') break;
    end = j;
    i = j + 1;
  }
  if (end != run.end && is_upper(at(skip_spaces(end)))) run.end = end;
}

// The end of the smiley or the picture characters at byte `begin`, or `begin`.
std::size_t Splitter::smiley_end(std::size_t begin) const {
  std::size_t i = begin;
  const char32_t eyes = at(i);
  if (eyes == ':' || eyes == ';' || eyes == '=') {
    i = behind(i);
    if (at(i) == '-' || at(i) == '\'') i = behind(i);
    const char32_t mouth = at(i);
    if (mouth != ')' && mouth != '(' && mouth != 'D' && mouth != 'P' &&
        mouth != 'p' && mouth != ']' && mouth != '/' && mouth != '|') {
      return begin;
    }
    while (at(i) == mouth) i = behind(i);
  } else {
    const auto is_picture = [](char32_t c) {
      return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x26FF) ||
             (c >= 0x1F1E6 && c <= 0x1F1FF) || c == 0x2764 || c == 0x200D ||
             c == 0xFE0F;
    };
    while (is_picture(at(i))) i = behind(i);
  }
  return i == text_.size() || utf8::is_space(at(i)) ? i : begin;
}

// ":-)" and picture characters behind a mark belong to the sentence.
void Splitter::take_smiley(Run& run) const {
  const std::size_t begin = skip_spaces(run.end);
  if (begin - run.end > 2) return;
  const std::size_t end = smiley_end(begin);
  if (end == begin) return;
  run.end = end;
  run.has_smiley = true;
}

// Ends a sentence behind a smiley that a capital follows, and around a line of
// signs ("*****"). Returns where to go on.
std::size_t Splitter::take_signs(std::size_t at_sign) {
  const char sign = text_[at_sign];
  const bool is_after_space =
      at_sign == start_ || skip_spaces_back(at_sign) != at_sign;
  if (sign == ':' || sign == ';' || sign == '=') {
    const std::size_t end = smiley_end(at_sign);
    if (end != at_sign) {
      const bool is_end = is_after_space && end < text_.size() &&
                          is_upper(at(skip_spaces(end)));
      if (is_end) end_at(end);
      return end;
    }
  }
  std::size_t end = at_sign;
  while (end < text_.size() && text_[end] == sign) ++end;
  const std::size_t length = end - at_sign;
  const std::size_t least = sign == '*' ? 3 : (sign == '_' ? 20 : 4);
  if (length < least || !is_after_space || end == text_.size() ||
      !utf8::is_space(at(end))) {
    return end;
  }
  if (length >= kLongLine && at_sign > start_) {
    end_at(skip_spaces_back(at_sign));
  }
  if (!is_lower(at(skip_spaces(end)))) end_at(end);
  return end;
}

// Items in one line, "a. ... b. ...", "1.) ... 2.) ...": ends the sentence
// before `number` when it begins with the enumerator just before that one.
void Splitter::take_next_item(const Word& number) {
  if (number.begin <= start_) return;
  const auto value = [](std::string_view text) {
    std::size_t result = 0;
    for (const char c : text) {
      if (c < '0' || c > '9') return std::size_t{0};
      result = result * 10 + static_cast<std::size_t>(c - '0');
    }
    return result;
  };
  const std::string_view own = number.text;
  std::size_t first = start_;
  while (first < number.begin && (is_bullet(at(first)) || is_dash(at(first)))) {
    first = behind(first);
  }
  std::size_t end = first;
  while (end < number.begin && end - first < 4 && text_[end] != '.' &&
         text_[end] != ')') {
    ++end;
  }
  const std::string_view earlier = text_.substr(first, end - first);
  if (earlier.empty() || end >= number.begin) return;
  const std::size_t own_end = number.begin + own.size();
  if (text_[end] != text_[own_end]) return;
  const bool is_next_number =
      own.size() <= 2 && value(earlier) > 0 && value(own) == value(earlier) + 1;
  const bool is_next_letter = own.size() == 1 && earlier.size() == 1 &&
                              is_letter(at(first)) &&
                              static_cast<unsigned char>(own[0]) ==
                                  static_cast<unsigned char>(earlier[0]) + 1U;
  if (!is_next_number && !is_next_letter) return;
  std::size_t before = number.begin;
  while (before > start_) {
    std::size_t previous = before;
    const char32_t c = utf8::previous(text_, previous);
    if (!is_bullet(c) && !is_dash(c)) break;
    before = previous;
  }
  const std::size_t last = skip_spaces_back(before);
  if (last != before && last > end + 1) end_at(last);
}

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
    if (c == '.') ++word.inner_dots;
    if (is_digit(c)) ++word.digits;
    if (is_letter(c)) {
      const bool upper = is_upper(c);
      if (word.letters == 0) {
        word.is_first_upper = upper;
      } else {
        word.has_inner_upper = word.has_inner_upper || upper;
      }
      word.is_all_upper = word.is_all_upper && upper;
      ++word.letters;
    }
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
    if (c == '.') ++word.inner_dots;
    if (is_digit(c)) ++word.digits;
    if (is_letter(c)) {
      const bool upper = is_upper(c);
      if (word.letters == 0) {
        word.is_first_upper = upper;
      } else {
        word.has_inner_upper = word.has_inner_upper || upper;
      }
      word.is_all_upper = word.is_all_upper && upper;
      ++word.letters;
    }
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

// No white space stands behind the run: an end only where a lower-case word
// meets a capitalised one ("quickly.The", "talks\u2026It"), or two words of a
// script without capitals meet.
bool Splitter::is_glued_end(const Run& run) const {
  std::size_t next = run.end;
  if (is_quote(at(next)) || is_opening_bracket(at(next))) next = behind(next);
  const Word after = word_after(next);
  if (after.letters < 2 && !(after.letters == 1 && after.text.size() == 1 &&
                             utf8::is_space(at(next + 1)))) {
    return false;
  }
  if (after.inner_dots > 0 || after.digits > 0) return false;
  const char32_t behind_after = at(next + after.text.size());
  if (behind_after == '@' || behind_after == '/') return false;
  const Word before = word_before(run.begin);
  if (before.inner_dots > 0 || before.letters < 2) {
    return run.dots != 1 && before.digits > 0 && after.is_first_upper;
  }
  if (before.text.find_first_of("/@:_\\") != std::string::npos) return false;
  const char32_t c = at(next);
  if (is_caseless(c)) {
    std::size_t last = run.begin;
    return before.letters >= 3 && after.letters >= 3 &&
           is_caseless(utf8::previous(text_, last)) && run.dots <= 1;
  }
  if (!is_upper(c) || after.has_inner_upper) return false;
  if (run.has_quote || run.has_bracket) return true;
  return !before.has_inner_upper && !before.is_all_upper;
}

bool Splitter::is_end(const Run& run) {
  if (run.begin == start_) return false;  // "... goes on"
  const std::size_t bracket = bracket_around(run.begin);
  if (bracket != 0) {
    // A remark in brackets does not end the sentence it stands in, unless that
    // one ends with it.
    if (!run.has_bracket || bracket_around(run.end) != 0) return false;
    if (!run.is_dot_last && (run.dots != 1 || bracket < kShortRemark ||
                             !is_upper(at(skip_spaces(run.end))) ||
                             !is_ordinary(word_before(run.begin)))) {
      return false;
    }
  }
  const std::size_t next = skip_spaces(run.end);
  if (next == run.end) return is_glued_end(run);
  // The first character behind the run, openers and dashes passed over.
  std::size_t core = next;
  char32_t c = at(core);
  bool has_opener = false;
  bool has_dash = false;
  for (int steps = 0; core < text_.size() && steps < kMostOpeners; ++steps) {
    if (is_quote(c) || is_opening_bracket(c) || c == 0xBF || c == 0xA1) {
      has_opener = true;
    } else if (is_dash(c) || is_bullet(c)) {
      has_dash = true;
    } else if (!is_format(c) && !(has_dash && utf8::is_space(c)) && c != '.' &&
               c != 0x2026) {
      break;
    }
    core = behind(core);
    c = at(core);
  }
  if (core >= text_.size()) return false;
  const bool is_word = is_letter(c) || is_digit(c);
  if (!is_word && !has_opener && !has_dash) {
    switch (c) {
      case ',':
      case ';':
      case ':':
      case ')':
      case ']':
      case '}':
      case '%':
      case '/':
      case 0x060C:  // Arabic comma
      case 0x061B:  // Arabic semicolon
        return false;
      default:
        break;
    }
  }
  if (run.has_smiley) return true;
  const Word before = word_before(run.begin);
  if (run.dots == 1 && is_item_number(before)) take_next_item(before);
  const Word after = word_after(core);
  if (is_lower(c) && !after.has_inner_upper) {  // but "iPhone", "eBay"
    return is_end_before_lower(run, before, after, core, has_opener, has_dash);
  }
  if (has_dash && run.has_quote) return false;
  if (has_dash && run.is_asking && has_attribution(core)) return false;
  if (run.is_asking && !run.is_dot_last) {
    if (run.has_quote && !has_opener && has_attribution(core)) return false;
    if ((rules_.classes_of(before.text + text_[run.begin]) & kNever) != 0) {
      return false;  // "Yahoo! Maps"
    }
    if ((rules_.classes_of(after.text) & kJoiner) != 0) return false;
    // Without capitals, a question that closes a quotation inside a sentence
    // is followed by the rest of that sentence.
    return !(run.has_quote && is_caseless(c));
  }
  if (run.dots > 1) {
    return is_end_after_ellipsis(run, before, after, c, has_dash);
  }
  if (is_enumerator(before)) return false;
  if (before.text.empty() || run.has_quote || run.has_bracket ||
      is_closing_bracket(before.last)) {
    return true;
  }
  if (has_dash && (before.inner_dots > 0 || before.letters < 2)) return false;
  return is_end_after_full_stop(before, after, core, c);
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

// A word in small letters follows: in edited text the sentence goes on, in
// messages and comments it may end.
bool Splitter::is_end_before_lower(const Run& run, const Word& before,
                                   const Word& after, std::size_t next,
                                   bool has_opener, bool has_dash) const {
  if (has_dash) return false;
  const bool is_address =
      text_.substr(next, 4) == "http" || text_.substr(next, 4) == "www.";
  if (is_address) return run.is_asking || run.dots > 1 || is_ordinary(before);
  if (run.has_quote || run.has_bracket) {
    return run.is_dot_last && has_opener;
  }
  if (run.is_asking) {
    const bool is_informal = is_lower(at(skip_spaces(0)));
    return after.letters > 0 && (is_informal || !before.is_first_upper) &&
           before.letters > 0;
  }
  if (before.letters <= kLongestUnit && is_after_number(before)) return false;
  return run.dots == 1 && is_ordinary(before);
}

bool Splitter::is_after_number(const Word& word) const {
  std::size_t i = skip_spaces_back(word.begin);
  return i > start_ && i < word.begin && is_digit(utf8::previous(text_, i));
}

bool Splitter::is_end_after_ellipsis(const Run& run, const Word& before,
                                     const Word& after, char32_t c,
                                     bool has_dash) const {
  // "I... I don't know": the speaker starts again.
  if (!before.text.empty() && before.text == after.text) return false;
  if (is_upper(c)) {
    // " ... " inside a quotation stands for words left out.
    return !(before.text.empty() && run.dots == 3 && is_in_quotation(run));
  }
  if (run.dots > 3 && !is_letter(c)) return true;
  return is_caseless(c) && !has_dash && run.dots > 2 &&
         (rules_.classes_of(after.text) & kStarter) != 0;
}

// Whether a quotation opened in this sentence is still open at the run.
bool Splitter::is_in_quotation(const Run& run) const {
  std::size_t i = run.begin;
  while (i > start_ && run.begin - i < kQuotationReach) {
    const char32_t c = utf8::previous(text_, i);
    if (c == 0x201C || c == 0xAB || c == 0x201E) return true;
    if (c == 0x201D || c == 0xBB) return false;
  }
  return false;
}

// One full stop behind `before`; what follows at `next` is no lower-case word.
bool Splitter::is_end_after_full_stop(const Word& before, const Word& after,
                                      std::size_t next, char32_t c) const {
  const std::uint32_t classes = rules_.classes_of(before.text);
  // "J. A. Hobson": an initial is no starter, though it may be spelt like one.
  const bool is_initial =
      after.text.size() == 1 && at(next + after.text.size()) == '.';
  const bool is_starter = !is_digit(c) && !is_initial &&
                          (rules_.classes_of(after.text) & kStarter) != 0;
  // "50 m.", "1435 h.": a unit or an era behind a number is no title.
  if (before.letters == 1 && !before.is_first_upper &&
      is_after_number(before)) {
    return true;
  }
  if ((classes & kNever) != 0) return false;
  if ((classes & kNumberNext) != 0 &&
      (is_digit(c) || (after.is_all_upper && (after.text.size() == 1 ||
                                              is_roman_numeral(after.text))))) {
    return false;
  }
  if ((classes & kFinal) != 0) {
    if (is_caseless(c)) return is_starter;
    return !is_digit(c) && (rules_.classes_of(after.text) & kContinuer) == 0;
  }
  if ((classes & kPlace) != 0) {
    // The second word tells "TP. Thu Duc", a name, from "TP. Truoc do", not.
    const std::size_t second = skip_spaces(next + after.text.size());
    return is_starter && !is_upper(at(second));
  }
  if ((classes & kSoft) != 0) return is_starter;
  if ((classes & kNumberNext) != 0 && before.letters > 1) return true;
  if (before.letters == 1 && before.digits == 0) return is_starter;  // initial
  if (before.inner_dots > 0 && before.digits == 0) {
    // An acronym has parts of one or two letters, an address longer ones.
    std::size_t part = 0;
    std::size_t longest = 0;
    std::size_t i = 0;
    while (i < before.text.size()) {
      const char32_t letter = utf8::next(before.text, i);
      part = letter == '.' ? 0 : part + (is_mark(letter) ? 0 : 1);
      longest = std::max(longest, part);
    }
    if (longest <= 2) return is_starter;
  }
  // A short word without vowels, capitalised only at its start, is an
  // abbreviation no list has.
  if (before.is_first_upper && !before.is_all_upper && before.letters <= 4 &&
      before.text.size() == before.letters &&
      before.text.find_first_of("aeiouyAEIOUY") == std::string::npos) {
    return is_starter;
  }
  return true;
}

}  // namespace

std::vector<std::size_t> sentence_ends(std::string_view block,
                                       const LanguageRules& rules) {
  return Splitter(block, rules).split();
}

bool ends_with_mark(std::string_view text) {
  std::size_t i = text.size();
  while (i > 0) {
    const char32_t c = utf8::previous(text, i);
    if (is_final_mark(c)) return true;
    if (!is_quote(c) && !is_closing_bracket(c) && !is_format(c) &&
        !utf8::is_space(c)) {
      return false;
    }
  }
  return false;
}

}  // namespace align
