// Characters, words and letter case as the metrics of this room see them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace align::mt {

/// White space as Python's str.split() knows it: what sacreBLEU's tokens are
/// cut at. Differs from Unicode's property by U+001C..U+001F.
[[nodiscard]] bool is_space(char32_t code_point);

/// Calls `on_word(word, is_ascii)` for each piece of `line` between white space
/// and `on_space(c)` for each white space outside ASCII.
template <class OnWord, class OnSpace>
void visit_words(std::string_view line, const OnWord& on_word,
                 const OnSpace& on_space);

/// Pieces between white space, none empty.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view line);

/// `line` without white space at its end.
[[nodiscard]] std::string_view trim_end(std::string_view line);

/// Lower case by Unicode's rules of no language in particular, final sigma
/// included.
[[nodiscard]] std::string to_lower(std::string_view line);

/// The code points; a damaged byte is U+FFFD.
[[nodiscard]] std::u32string to_code_points(std::string_view line);

/// Appends `code_point` as UTF-8.
void append_utf8(char32_t code_point, std::string& text);

/// How many bytes of UTF-8 the white space at `position` has, 0 when there is
/// none; what it is goes to `code_point`.
[[nodiscard]] std::size_t space_size(std::string_view line,
                                     std::size_t position,
                                     char32_t& code_point);

template <class OnWord, class OnSpace>
void visit_words(std::string_view line, const OnWord& on_word,
                 const OnSpace& on_space) {
  std::size_t begin = 0;
  bool is_ascii = true;
  for (std::size_t position = 0; position < line.size();) {
    const auto byte = static_cast<unsigned char>(line[position]);
    // Nearly all bytes: letters, marks and the inside of longer sequences.
    if (byte > 0x20 && byte < 0x80) {
      ++position;
      continue;
    }
    char32_t space = 0;
    std::size_t size = 1;
    if (byte >= 0x80) {
      // All other white space begins with one of these.
      const bool is_candidate =
          byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3;
      size = is_candidate ? space_size(line, position, space) : 0;
      if (size == 0) {
        is_ascii = false;
        ++position;
        continue;
      }
    } else if (!is_space(byte)) {
      ++position;
      continue;
    }
    if (position > begin) {
      on_word(line.substr(begin, position - begin), is_ascii);
    }
    if (size > 1) on_space(space);
    position += size;
    begin = position;
    is_ascii = true;
  }
  if (begin < line.size()) on_word(line.substr(begin), is_ascii);
}

}  // namespace align::mt
