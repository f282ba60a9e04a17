// Lexica of pairs with little text of their own, through a third language.
#pragma once

#include <cstddef>
#include <vector>

#include "align/lexicon.h"
#include "train/corpus.h"

namespace align {

/// Mixes into each direction a -> c of a pair the composition
/// sum over b of t(b | a) t(c | b) through every other language b that has
/// more text with a and with c than they have together: the less often a piece
/// was seen in text of its own pair, the more. `directions` holds two
/// directions a pair: first to second language, and back.
void compose_through_third(const std::vector<LanguagePair>& pairs,
                           std::vector<LexiconRows>& directions,
                           const Corpus& corpus, std::size_t vocabulary);

}  // namespace align
