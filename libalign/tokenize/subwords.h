// A unigram subword model: pieces with log probabilities, and the most
// probable cut of a word into them.
//
// Source: Kudo 2018, "Subword Regularization: Improving Neural Network
// Translation Models with Multiple Subword Candidates". The cut is the one
// SentencePiece gives (tested); the trie is ready to use in the mapped file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/tokenize.h"

namespace align {

class Subwords {
 public:
  /// A view of a section made by make_subwords_section(), which outlives it.
  /// Throws ModelError when it is not one.
  explicit Subwords(std::span<const std::byte> section);

  /// Appends the pieces of folded text (tokenize/fold.h), unknown characters
  /// left out. Linear in the text.
  void cut(std::string_view folded, std::vector<PieceId>& pieces) const;

  [[nodiscard]] std::size_t size() const { return scores_.size(); }
  [[nodiscard]] std::string_view piece(PieceId id) const;

 private:
  void cut_word(std::string_view word, std::vector<PieceId>& pieces) const;

  std::span<const float> scores_;           // log probability of each piece
  std::span<const std::uint32_t> offsets_;  // of pieces in text_, one more
  std::span<const std::uint32_t> units_;    // see subwords.cc
  std::string_view text_;
  float unknown_score_ = 0;
};

}  // namespace align
