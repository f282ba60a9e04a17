#include "segment/blocks.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "segment/characters.h"
#include "segment/sentences.h"
#include "text/utf8.h"

namespace align {
namespace {

// Widths at which programs and people cut lines, in code points.
constexpr std::size_t kLeastWidth = 40;
constexpr std::size_t kMostWidth = 200;
// A sentence of a subtitle is cut into lines no longer than this.
constexpr std::size_t kMostSubtitle = 45;
// A line that begins with a small letter goes on from the line before; from a
// shorter one only where a full stop ends the paragraph, else it is a list.
constexpr std::size_t kLeastCutLine = 25;

struct Line {
  std::size_t begin = 0;  // trimmed, in bytes
  std::size_t end = 0;
  std::uint32_t chars = 0;       // code points, at most 2^32 - 1
  std::uint32_t first_word = 0;  // code points of it
  bool is_after_blank = false;
  bool has_trailing_space = false;
  bool is_ended = false;     // by a final mark
  bool is_bulleted = false;  // begins with a bullet
  bool is_item = false;      // begins with a bullet or an enumerator
  bool is_lower = false;     // begins with a small letter
  bool is_caseless = false;  // begins in a script without capitals
  bool is_indented = false;
  bool is_marks_only = false;
};

char32_t first_of(std::string_view text) {
  std::size_t i = 0;
  return text.empty() ? 0 : utf8::next(text, i);
}

// Whether `text` begins with a bullet, or with "1." "2)" "(a)" "iv)" "a." and
// a space.
bool starts_item(std::string_view text) {
  std::size_t i = 0;
  const char32_t c = utf8::next(text, i);
  if (is_bullet(c)) return true;
  if (is_dash(c) || c == '*' || c == '+') {
    return i < text.size() && text[i] == ' ';
  }
  std::size_t begin = 0;
  const bool is_bracketed = c == '(';
  if (is_bracketed) begin = i;
  std::size_t end = begin;
  std::size_t digits = 0;
  std::size_t letters = 0;
  bool is_roman = true;
  while (end < text.size() && end - begin < 8) {
    std::size_t next = end;
    const char32_t d = utf8::next(text, next);
    if (is_digit(d)) {
      ++digits;
    } else if (is_letter(d)) {
      ++letters;
      is_roman = is_roman && d < 0x80 &&
                 std::strchr("ivxlIVXL", static_cast<int>(d)) != nullptr;
    } else if (d != '.' || next >= text.size() || !is_digit(text[next])) {
      break;
    }
    end = next;
  }
  if (end >= text.size()) return false;
  const bool is_number = digits > 0 && letters == 0 && digits <= 3;
  const bool is_letter_or_roman =
      digits == 0 && (letters == 1 || (letters > 1 && is_roman));
  if (!is_number && !is_letter_or_roman) return false;
  if (is_bracketed) return text[end] == ')';
  const char mark = text[end];
  if (mark != '.' && mark != ')' && mark != '/') return false;
  ++end;
  if (end < text.size() && text[end] == ')') ++end;  // "1.)"
  if (mark == '/' && letters > 0) return false;
  return end < text.size() && (text[end] == ' ' || text[end] == '\t');
}

bool is_marks_only(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const char32_t c = utf8::next(text, i);
    if (!is_final_mark(c) && !is_quote(c) && !is_closing_bracket(c)) {
      return false;
    }
  }
  return true;
}

// The end of the line that begins at `at`, and the begin of the next one.
// Ends of lines are LF, CR, CR LF, and the separators of lines and paragraphs.
struct LineEnd {
  std::size_t end;
  std::size_t next;
  bool is_paragraph;  // a paragraph separator or a form feed ends it
};

// Bytes with which the end of a line may begin.
constexpr std::array<bool, 256> kLineEndLeads = [] {
  std::array<bool, 256> leads{};
  for (std::size_t byte = 0x0A; byte <= 0x0D; ++byte) leads[byte] = true;
  leads[0xC2] = leads[0xE2] = true;
  return leads;
}();

LineEnd find_line_end(std::string_view text, std::size_t at) {
  for (std::size_t i = at; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!kLineEndLeads[byte]) continue;
    if (byte == '\n' || byte == 0x0B) return {i, i + 1, false};
    if (byte == 0x0C) return {i, i + 1, true};
    if (byte == '\r') {
      const bool is_pair = i + 1 < text.size() && text[i + 1] == '\n';
      return {i, i + (is_pair ? 2U : 1U), false};
    }
    if (byte == 0xC2 && text[i + 1] == '\x85') return {i, i + 2, false};
    if (byte == 0xE2 && text[i + 1] == '\x80' &&
        (text[i + 2] == '\xA8' || text[i + 2] == '\xA9')) {
      return {i, i + 3, text[i + 2] == '\xA9'};
    }
  }
  return {text.size(), text.size(), false};
}

Line describe(std::string_view text, std::size_t begin, std::size_t end) {
  Line line;
  line.begin = begin;
  line.end = end;
  const std::string_view own = text.substr(begin, end - begin);
  line.chars = static_cast<std::uint32_t>(
      std::min<std::size_t>(utf8::count(own), 0xFFFFFFFFU));
  std::size_t i = 0;
  while (i < own.size() && line.first_word < 64) {
    if (utf8::is_space(utf8::next(own, i))) break;
    ++line.first_word;
  }
  line.is_ended = ends_with_mark(own);
  line.is_item = starts_item(own);
  line.is_bulleted = is_bullet(first_of(own));
  line.is_lower = is_lower(first_of(own));
  line.is_caseless = is_caseless(first_of(own));
  line.is_marks_only = own.size() <= 8 && is_marks_only(own);
  return line;
}

std::vector<Line> read_lines(std::string_view text) {
  std::vector<Line> lines;
  std::size_t at = 0;
  bool is_after_blank = true;
  while (at < text.size()) {
    const LineEnd line_end = find_line_end(text, at);
    std::size_t begin = at;
    std::size_t end = line_end.end;
    at = line_end.next;
    std::size_t indent = 0;
    while (begin < end) {
      std::size_t next = begin;
      const char32_t c = utf8::next(text, next);
      if (!utf8::is_space(c)) break;
      begin = next;
      ++indent;
    }
    const std::size_t untrimmed = end;
    while (end > begin) {
      std::size_t before = end;
      if (!utf8::is_space(utf8::previous(text, before))) break;
      end = before;
    }
    if (begin == end) {
      is_after_blank = true;
      continue;
    }
    Line line = describe(text, begin, end);
    line.is_after_blank = is_after_blank;
    line.has_trailing_space = end != untrimmed;
    line.is_indented = indent >= 2;
    lines.push_back(line);
    is_after_blank = line_end.is_paragraph;
  }
  return lines;
}

// What the pairs of neighbouring lines, no blank line between, tell of the
// document. Only lines without a final mark at their end tell anything.
struct PairCounts {
  std::size_t open = 0;      // the first line has no final mark
  std::size_t full = 0;      // and no room for the next line's first word
  std::size_t lower = 0;     // and the next line begins with a small letter
  std::size_t caseless = 0;  // and it begins in a script without capitals
  std::size_t trailing = 0;  // and a space is left at its end
};

bool is_full(const Line& line, const Line& next, std::size_t width) {
  return line.chars + 1U + next.first_word > width;
}

PairCounts count_pairs(const std::vector<Line>& lines, std::size_t width) {
  PairCounts counts;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const Line& next = lines[i + 1];
    if (next.is_after_blank || lines[i].is_ended || next.is_item) continue;
    ++counts.open;
    counts.full += is_full(lines[i], next, width) ? 1 : 0;
    counts.lower += next.is_lower ? 1 : 0;
    counts.caseless += next.is_caseless ? 1 : 0;
    counts.trailing += lines[i].has_trailing_space ? 1 : 0;
  }
  return counts;
}

// The width at which lines are cut, if they are: the longest line, or of many
// the one that 95 in 100 do not exceed (an address may stick out).
std::size_t find_width(const std::vector<Line>& lines) {
  std::vector<std::uint32_t> lengths;
  lengths.reserve(lines.size());
  for (const Line& line : lines) lengths.push_back(line.chars);
  if (lengths.empty()) return 0;
  const std::size_t rank = lengths.size() < 20
                               ? lengths.size() - 1
                               : (lengths.size() - 1) * 95 / 100;
  std::nth_element(lengths.begin(),
                   lengths.begin() + static_cast<std::ptrdiff_t>(rank),
                   lengths.end());
  return lengths[rank];
}

LineModel choose_model(const std::vector<Line>& lines, std::size_t width) {
  const PairCounts counts = count_pairs(lines, width);
  if (counts.open == 0) return LineModel::kLine;
  // Short lines none of which ends a sentence are a list.
  const bool has_end =
      std::any_of(lines.begin(), lines.end(),
                  [](const Line& line) { return line.is_ended; });
  if (!has_end && width < kLeastWidth) return LineModel::kLine;
  const bool is_cut_at_width = width >= kLeastWidth && width <= kMostWidth &&
                               counts.full * 4 >= counts.open * 3;
  // Few lines prove little; then no line may speak against it.
  const bool is_sure =
      counts.open >= 3 || counts.lower * 2 >= counts.open ||
      counts.trailing == counts.open ||
      (counts.caseless == counts.open && counts.full == counts.open);
  if (is_cut_at_width && is_sure) return LineModel::kWrapped;
  const bool is_subtitle = counts.caseless == counts.open &&
                           width <= kMostSubtitle && lines.back().is_ended;
  if (counts.lower * 2 >= counts.open || is_subtitle ||
      (counts.trailing == counts.open && lines.back().is_ended)) {
    return LineModel::kBlank;
  }
  return LineModel::kLine;
}

// Whether `next` goes on with the paragraph of `line`, no blank line between.
bool goes_on(const Line& line, const Line& next, bool is_chunk_ended,
             const BlockLayout& layout) {
  if (next.is_marks_only) return true;
  if (next.is_item) {
    // A dash or a number may begin a line by chance where lines are cut.
    return layout.model == LineModel::kWrapped && !next.is_bulleted &&
           !line.is_ended && !line.is_item && is_full(line, next, layout.width);
  }
  if (next.is_lower && !line.is_ended &&
      (line.chars >= kLeastCutLine || is_chunk_ended)) {
    return true;
  }
  switch (layout.model) {
    case LineModel::kLine:
      return false;
    case LineModel::kWrapped:
      return is_full(line, next, layout.width) &&
             !(line.is_ended && next.is_indented && !line.is_indented);
    case LineModel::kBlank:
      return !line.is_ended &&
             (next.is_lower || next.is_caseless || line.has_trailing_space ||
              line.chars >= kLeastCutLine);
  }
  return false;
}

}  // namespace

BlockLayout find_blocks(std::string_view text) {
  BlockLayout layout;
  const std::vector<Line> lines = read_lines(text);
  layout.width = find_width(lines);
  layout.model = choose_model(lines, layout.width);
  std::size_t chunk_end = 0;  // number of the line behind the current chunk
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (i >= chunk_end) {
      chunk_end = i + 1;
      while (chunk_end < lines.size() && !lines[chunk_end].is_after_blank) {
        ++chunk_end;
      }
    }
    if (!layout.blocks.empty() && !line.is_after_blank &&
        goes_on(lines[i - 1], line, lines[chunk_end - 1].is_ended, layout)) {
      layout.blocks.back().end = line.end;
      ++layout.blocks.back().lines;
      continue;
    }
    layout.blocks.push_back({line.begin, line.end, 1, line.is_item});
  }
  return layout;
}

}  // namespace align
