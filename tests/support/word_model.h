// A model small enough to see through: every word it knows is one piece, words
// of one meaning have the same vector and are each other's translations.
#pragma once

#include <string>
#include <vector>

namespace align::test {

/// One meaning in the three languages, e.g. {"mua", "rain", "matar"}; words
/// are in the form the tokenizer folds to (lower case).
struct Meaning {
  std::string vi;
  std::string en;
  std::string ar;
};

struct WordModelOptions {
  bool has_lexicon = true;
  bool has_vectors = true;  ///< without, all vectors are zero
};

/// Writes a bundle of `meanings` for vi, en and ar to `path`. Other characters
/// are unknown.
void write_word_model(const std::string& path,
                      const std::vector<Meaning>& meanings,
                      const WordModelOptions& options = {});

/// `count` made-up meanings, words like "vka", "eka", "aka", told apart by
/// their letters.
[[nodiscard]] std::vector<Meaning> make_meanings(std::size_t count);

}  // namespace align::test
