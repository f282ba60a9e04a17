// Whether a run of final marks ends a sentence.

#include <algorithm>
#include <cstdint>
#include <string>

#include "segment/characters.h"
#include "segment/splitter.h"
#include "text/utf8.h"

namespace align {
namespace {

// In a shorter one a full stop belongs to an abbreviation, in bytes.
constexpr std::size_t kShortRemark = 24;
// Quotes, brackets and dashes passed over before the next word.
constexpr int kMostOpeners = 16;
// "3 in. wide": units are no longer than this, in letters.
constexpr std::size_t kLongestUnit = 4;
// How far back an omission looks for the quotation it stands in, in bytes.
constexpr std::size_t kQuotationReach = 400;

}  // namespace

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
    std::size_t behind = run.begin;  // the mark may take several bytes
    static_cast<void>(utf8::next(text_, behind));
    const std::string marked =
        before.text + std::string(text_.substr(run.begin, behind - run.begin));
    if ((rules_.classes_of(marked) & kNever) != 0) {
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

}  // namespace align
