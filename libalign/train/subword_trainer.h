// Training of the subword model.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "train/workers.h"

namespace align {

/// Pieces of a unigram model and their log probabilities, most probable first.
/// SentencePiece's trainer on folded text, in one fixed number of threads.
/// Throws InvalidArgument when the text is too little.
[[nodiscard]] std::vector<std::pair<std::string, float>> train_subwords(
    const std::vector<std::string>& texts, std::size_t vocabulary_size);

/// The pieces of a serialised SentencePiece unigram model that folding leaves
/// as they are, in its order. Throws InvalidArgument when it is none.
[[nodiscard]] std::vector<std::pair<std::string, float>> import_subwords(
    const std::string& serialised);

/// Leaves only pieces that the best cuts of `texts` use three times or more,
/// and single characters that occur at all.
[[nodiscard]] std::vector<std::pair<std::string, float>> keep_used(
    const std::vector<std::pair<std::string, float>>& pieces,
    const std::vector<std::string>& texts, Workers& workers);

/// The text of a piece without the mark of a word start: what a teacher is
/// asked about.
[[nodiscard]] std::string text_of_piece(std::string piece);

}  // namespace align
