// Training data as the trainers see it: each sentence once, in pieces, and the
// pairs of sentences that are translations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "align/tokenize.h"
#include "align/train.h"
#include "train/workers.h"

namespace align {

using SentenceId = std::uint32_t;

struct Corpus {
  std::vector<std::string> texts;          ///< one a sentence
  std::vector<std::uint8_t> languages;     ///< index into TrainingData's
  std::vector<std::uint32_t> lengths;      ///< Tokens::length
  std::vector<std::size_t> offsets = {0};  ///< into `pieces`, one more
  std::vector<PieceId> pieces;

  [[nodiscard]] std::size_t size() const { return texts.size(); }
  [[nodiscard]] std::span<const PieceId> sentence(SentenceId id) const {
    return {pieces.data() + offsets[id], offsets[id + 1] - offsets[id]};
  }
};

struct SentencePair {
  SentenceId x = 0;
  SentenceId y = 0;
  float weight = 1;
};

/// Pairs of two languages, x in the first; each pair of sentences once.
struct LanguagePair {
  std::size_t first = 0;  ///< indices of the languages, by alphabetical tags
  std::size_t second = 0;
  std::vector<SentencePair> pairs;
};

/// The sentences in the order in which they first occur, not yet in pieces,
/// and the pairs of each two languages that have any.
void collect(const TrainingData& data, Corpus& corpus,
             std::vector<LanguagePair>& pairs);

/// Cuts the sentences into pieces.
void cut(const TrainingData& data, const Tokenizer& tokenizer, Corpus& corpus,
         Workers& workers);

}  // namespace align
