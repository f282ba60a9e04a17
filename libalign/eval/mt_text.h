// Characters, words and letter case as the metrics of this room see them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace align::mt {

/// White space as Python's str.split() knows it: what sacreBLEU's tokens are
/// cut at. Differs from Unicode's property by U+001C..U+001F.
[[nodiscard]] bool is_space(char32_t code_point);

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

}  // namespace align::mt
