// Words that a space breaks ("respo nd"), as PDF converters leave them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace align {

struct BrokenWord {
  std::size_t begin = 0;  ///< in bytes of the text
  std::size_t end = 0;
};

/// The broken words of an English text, ascending: two runs of small letters
/// with one space between, of which one at least is no word and which together
/// are one.
[[nodiscard]] std::vector<BrokenWord> find_broken_words(std::string_view text);

}  // namespace align
