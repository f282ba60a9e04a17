// A linked pair of segments to links between their words.
//
// The evidence is that of whole segments, with words in their place: known
// translations both ways and vectors, and a mild preference for words that
// stand at the same place of their sentence. Links of both directions that
// agree are taken first and grown to their neighbours.
// Source: Och & Ney 2003, "A Systematic Comparison of Various Statistical
// Alignment Models", refined symmetrisation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "align/score.h"
#include "align/types.h"

namespace align {

/// Words of a text: what stands between white space, with the punctuation
/// round it. Views into `text`.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text);

/// Words that say the same thing, counted from 0.
struct WordLink {
  std::size_t source = 0;
  std::size_t target = 0;
  float score = 0;  ///< above 0; about the log-odds against strangers

  friend bool operator==(const WordLink&, const WordLink&) = default;
};

/// Links between the words of two segments in order of source, then target.
/// Time and memory in the product of the numbers of words, of which no more
/// than the first 2,000 a side are looked at.
[[nodiscard]] std::vector<WordLink> align_words(
    const Model& model, std::string_view source,
    std::string_view source_language, std::string_view target,
    std::string_view target_language);

/// Puts links between the words of every two members into `unit`, unless it
/// has some already.
void link_words(const Model& model, Unit& unit);

}  // namespace align
