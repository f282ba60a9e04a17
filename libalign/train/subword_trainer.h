// Training of the subword model.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace align {

/// Pieces of a unigram model and their log probabilities, most probable first.
/// SentencePiece's trainer on folded text, in one fixed number of threads.
/// Throws InvalidArgument when the text is too little.
[[nodiscard]] std::vector<std::pair<std::string, float>> train_subwords(
    const std::vector<std::string>& texts, std::size_t vocabulary_size);

}  // namespace align
