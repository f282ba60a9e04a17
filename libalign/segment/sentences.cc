#include "segment/sentences.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "segment/characters.h"
#include "segment/splitter.h"
#include "text/utf8.h"

namespace align {
namespace {

// A remark in brackets that is longer is taken for sentences of their own.
constexpr std::size_t kLongestBracket = 600;
// A run of this many equal signs is a line of its own.
constexpr std::size_t kLongLine = 10;

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

}  // namespace

std::vector<std::size_t> Splitter::split() {
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

void Splitter::match_brackets() {
  // Most blocks have none, and looking for one byte is fast.
  const std::size_t first = std::min(text_.find('('), text_.find('['));
  if (first == std::string_view::npos) return;
  std::vector<std::size_t> open;
  for (std::size_t i = first; i < text_.size(); ++i) {
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
