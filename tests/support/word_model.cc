#include "support/word_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "align/embed.h"
#include "align/lexicon.h"
#include "align/tokenize.h"

namespace align::test {
namespace {

constexpr std::size_t kDimension = 64;

std::string word_of(const Meaning& meaning, std::size_t language) {
  return language == 0 ? meaning.ar : language == 1 ? meaning.en : meaning.vi;
}

}  // namespace

void write_word_model(const std::string& path,
                      const std::vector<Meaning>& meanings,
                      const WordModelOptions& options) {
  const std::vector<std::string> languages = {"ar", "en", "vi"};
  std::vector<std::pair<std::string, float>> pieces;
  std::vector<float> vectors;
  std::vector<std::array<PieceId, 3>> ids(meanings.size());
  for (std::size_t m = 0; m < meanings.size(); ++m) {
    std::mt19937 random(static_cast<unsigned>(m) + 1);
    std::normal_distribution<float> normal;
    std::vector<float> vector(kDimension);
    for (float& value : vector) {
      value = options.has_vectors ? normal(random) : 0.0F;
    }
    for (std::size_t language = 0; language < 3; ++language) {
      ids[m][language] = static_cast<PieceId>(pieces.size());
      // U+2581 LOWER ONE EIGHTH BLOCK marks the start of a word.
      pieces.emplace_back(
          "\u2581" + word_of(meanings[m], language),
          std::log(1.0F / static_cast<float>(3 * meanings.size())));
      vectors.insert(vectors.end(), vector.begin(), vector.end());
    }
  }
  std::vector<std::pair<std::string, std::string>> sections = {
      {"subwords", make_subwords_section(pieces)},
      {"vectors", make_vectors_section(vectors, kDimension)},
      {"lengths", "ar en 0 0.25\nar vi 0 0.25\nen vi 0 0.25\n"}};
  for (std::size_t a = 0; a < 3 && options.has_lexicon; ++a) {
    for (std::size_t b = a + 1; b < 3; ++b) {
      const auto direction = [&](std::size_t from, std::size_t to) {
        LexiconRows rows;
        rows.rows.resize(pieces.size());
        // Words of the other language are frequent, all others were never met.
        rows.background.assign(pieces.size(), 1e-6F);
        for (const std::array<PieceId, 3>& id : ids) {
          rows.rows[id[from]] = {{id[to], 0.9F}};
          rows.background[id[to]] = 1.0F / static_cast<float>(ids.size());
        }
        return rows;
      };
      sections.emplace_back(
          lexicon_section_name(languages[a], languages[b]),
          make_lexicon_section(direction(a, b), direction(b, a)));
    }
  }
  write_bundle(path, languages, sections);
}

std::vector<Meaning> make_meanings(std::size_t count) {
  const auto letters = [](std::size_t number) {
    std::string text;
    for (int k = 0; k < 4; ++k) {
      text += static_cast<char>('a' + number % 26);
      number = number / 26 + number % 7;
    }
    return text;
  };
  std::vector<Meaning> meanings;
  for (std::size_t m = 0; m < count; ++m) {
    // The number in letters makes each word unlike all others.
    std::string unique;
    for (std::size_t rest = m + 1; rest > 0; rest /= 26) {
      unique += static_cast<char>('a' + rest % 26);
    }
    const std::string word = letters(m) + "x" + unique;
    meanings.push_back({"v" + word, "e" + word, "a" + word});
  }
  return meanings;
}

}  // namespace align::test
