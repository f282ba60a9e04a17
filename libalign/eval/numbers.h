// Lines and whole numbers of the files that hold gold results.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "align/error.h"

namespace align {

/// Every run of digits in `text`, whatever stands between. Throws FormatError
/// for a number beyond the range, with `where` in front.
inline std::vector<std::size_t> all_numbers(std::string_view text,
                                            const std::string& where) {
  constexpr std::string_view kDigits = "0123456789";
  std::vector<std::size_t> numbers;
  std::size_t begin = text.find_first_of(kDigits);
  while (begin != std::string_view::npos) {
    std::size_t value = 0;
    const std::from_chars_result result =
        std::from_chars(text.data() + begin, text.data() + text.size(), value);
    if (result.ec != std::errc()) {
      throw FormatError(where + "a segment number is too large");
    }
    numbers.push_back(value);
    begin = text.find_first_of(
        kDigits, static_cast<std::size_t>(result.ptr - text.data()));
  }
  return numbers;
}

/// A whole text as one number, or nothing.
template <class Number>
std::optional<Number> as_number(std::string_view text) {
  Number value{};
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// Calls `use(line, "name:7: ")` for every line, without its end.
template <class Use>
void for_each_line(std::string_view text, const std::string& name, Use use) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    use(line, name + ":" + std::to_string(number) + ": ");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

}  // namespace align
