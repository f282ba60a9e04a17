// The form of text that pieces are cut from.
//
// NFKC with case folding; Arabic vowel marks and tatweel, and characters that
// cannot be seen, are dropped; digits of any script become 0-9; curly quotes
// and dashes take their plain form; each run of white space becomes U+2581, one
// more stands at the start. Two texts that differ in Unicode normal form only
// have the same fold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace align {

struct FoldedText {
  std::string text;          ///< empty when the input is white space only
  std::uint32_t length = 0;  ///< code points of the input, trimmed, a run of
                             ///< white space counted once, dropped ones not
};

/// Invalid UTF-8 sequences are treated as white space. Idempotent but for the
/// length and the U+2581 at word starts.
void fold(std::string_view utf8, FoldedText& folded);

/// The word-start mark, U+2581 LOWER ONE EIGHTH BLOCK, in UTF-8.
inline constexpr std::string_view kWordStart = "\xE2\x96\x81";

}  // namespace align
