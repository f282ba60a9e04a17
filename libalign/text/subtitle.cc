// SRT and WebVTT to text: the words of the cues, one block a sentence or so,
// since a sentence goes on over cues and two speakers share one.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "text/extract.h"
#include "text/utf8.h"

namespace align {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view line) {
  while (!line.empty() &&
         (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
    line.remove_prefix(1);
  }
  return line;
}

// "00:01:02,345 --> 00:01:04,000" with what may follow it.
bool is_timing(std::string_view line) {
  const std::size_t arrow = line.find("-->");
  if (arrow == std::string_view::npos || arrow > 20) return false;
  std::size_t digits = 0;
  std::size_t colons = 0;
  for (const char c : line.substr(0, arrow)) {
    digits += is_digit(c) ? 1 : 0;
    colons += c == ':' ? 1 : 0;
    if (!is_digit(c) && c != ':' && c != ',' && c != '.' && c != ' ') {
      return false;
    }
  }
  return digits >= 4 && colons >= 1;
}

bool is_number(std::string_view line) {
  return !line.empty() && line.size() < 10 &&
         std::all_of(line.begin(), line.end(), is_digit);
}

struct Line {
  std::size_t begin;  // in the decoded file, trimmed
  std::size_t end;
};

std::string_view next_line(std::string_view text, std::size_t& at,
                           std::size_t& begin) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  const std::string_view line = trim(text.substr(at, end - at));
  begin =
      line.empty() ? at : static_cast<std::size_t>(line.data() - text.data());
  at = std::min(end + 1, text.size());
  return line;
}

// The lines of words of all cues, cue by cue.
std::vector<std::vector<Line>> read_cues(std::string_view text) {
  std::vector<std::vector<Line>> cues;
  std::size_t at = 0;
  bool is_in_cue = false;
  while (at < text.size()) {
    std::size_t begin = 0;
    const std::string_view line = next_line(text, at, begin);
    if (is_timing(line)) {
      cues.emplace_back();
      is_in_cue = true;
    } else if (line.empty()) {
      is_in_cue = false;
    } else if (is_in_cue) {
      // A number right before a timing belongs to the next cue, when the blank
      // line between them is missing.
      std::size_t ahead = at;
      std::size_t unused = 0;
      if (is_number(line) && is_timing(next_line(text, ahead, unused))) {
        continue;
      }
      cues.back().push_back({begin, begin + line.size()});
    }
  }
  return cues;
}

// Takes a line without its tags: "<i>", "<v Name>", "{\an8}".
void take_words(std::string_view text, const Line& line, Extractor& extractor) {
  text = text.substr(0, line.end);  // nothing is looked for behind the line
  std::size_t at = line.begin;
  while (at < line.end) {
    const std::size_t mark = std::min(text.find_first_of("<{", at), line.end);
    extractor.take(at, mark);
    if (mark == line.end) return;
    const char close = text[mark] == '<' ? '>' : '}';
    const std::size_t end = text.find(close, mark);
    const bool is_tag =
        end < line.end && mark + 1 < line.end &&
        (text[mark] == '{' ? text[mark + 1] == '\\'
                           : text[mark + 1] != ' ' && text[mark + 1] != '<');
    if (is_tag) {
      at = end + 1;
    } else {
      extractor.take(mark, mark + 1);
      at = mark + 1;
    }
  }
}

bool starts_speech(std::string_view words) {
  return words.starts_with('-') || words.starts_with("\xE2\x80\x93") ||
         words.starts_with("\xE2\x80\x94") ||  // en and em dash
         words.starts_with("\xE2\x99\xAA") ||  // eighth note
         words.starts_with('[') || words.starts_with('(');
}

bool ends_speech(std::string_view words) {
  while (!words.empty()) {
    std::size_t at = words.size();
    const char32_t c = utf8::previous(words, at);
    if (c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x061F ||
        c == 0x06D4 || c == ']' || c == ')' || c == 0x266A || c == ':') {
      return true;
    }
    const bool is_closer = c == '"' || c == '\'' || c == 0x201D ||
                           c == 0x2019 || c == 0xBB || c == '>';
    if (!is_closer) return false;
    if (c == '>') {
      const std::size_t open = words.rfind('<');
      if (open == std::string_view::npos) return false;
      at = open;
    }
    words = words.substr(0, at);
  }
  return false;
}

}  // namespace

bool is_subtitle(std::string_view decoded) {
  if (decoded.starts_with("WEBVTT")) {
    return decoded.size() == 6 || decoded[6] == ' ' || decoded[6] == '\t' ||
           decoded[6] == '\n' || decoded[6] == '\r';
  }
  std::size_t at = 0;
  std::size_t begin = 0;
  std::string_view line;
  while (at < decoded.size() && line.empty()) {
    line = next_line(decoded, at, begin);
  }
  return is_number(line) && is_timing(next_line(decoded, at, begin));
}

void extract_subtitle(Text& text) {
  const std::string decoded = std::move(text.utf8);
  const std::string_view all(decoded);
  const std::vector<std::vector<Line>> cues = read_cues(all);
  std::size_t ended = 0;
  std::size_t filled = 0;
  const auto words = [&](const Line& line) {
    return all.substr(line.begin, line.end - line.begin);
  };
  for (const std::vector<Line>& cue : cues) {
    if (cue.empty()) continue;
    ++filled;
    ended += ends_speech(words(cue.back())) ? 1 : 0;
  }
  // Subtitles without punctuation: then each cue stands alone.
  const bool is_punctuated = ended * 5 >= filled;
  Extractor extractor(all);
  std::size_t last = 0;  // end of the line before
  bool is_open = false;  // the sentence of the line before goes on
  for (const std::vector<Line>& cue : cues) {
    if (!is_punctuated) is_open = false;
    for (const Line& line : cue) {
      if (!is_open || starts_speech(words(line))) {
        extractor.start_block(SegmentKind::kSentence);
      } else {
        extractor.take_as(' ', last, line.begin);
      }
      take_words(all, line, extractor);
      last = line.end;
      is_open = !ends_speech(words(line)) || !is_punctuated;
    }
  }
  extractor.finish(text);
}

}  // namespace align
