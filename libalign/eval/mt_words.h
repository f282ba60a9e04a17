// A running text as words to be compared and cut between.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "eval/mt_symbols.h"

namespace align::mt {

/// A run without white space.
struct Word {
  std::size_t begin = 0;  ///< bytes in the text
  std::size_t end = 0;
  Symbol key = 0;   ///< of the letters: case, edge marks and vowel marks aside
  Symbol mark = 0;  ///< of a sentence mark at its end, or kNoMark
  bool is_capital = false;  ///< begins with an upper-case letter
};

inline constexpr Symbol kNoMark = kUnknownSymbol;

/// The words of `text`. Keys are taken from `vocabulary`, and added to it.
[[nodiscard]] std::vector<Word> find_words(std::string_view text,
                                           Vocabulary& vocabulary);

}  // namespace align::mt
