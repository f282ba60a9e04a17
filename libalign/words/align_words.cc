#include <algorithm>
#include <array>
#include <cmath>

#include "align/words.h"

namespace align {
namespace {

constexpr std::size_t kMostWords = 2000;
/// A cosine of 1 counts as much as a piece that is e^2 times likelier.
constexpr float kCosineWeight = 2.0F;
/// Price of standing at the other end of the sentence: as much as one
/// unexplained piece, so that order settles ties and no more.
constexpr float kDistance = 3.0F;

EncodedSegments encode_words(const Model& model, std::string_view text,
                             std::string_view language) {
  std::vector<std::string_view> words = split_words(text);
  words.resize(std::min(words.size(), kMostWords));
  std::vector<Segment> segments(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) segments[i].text = words[i];
  return encode(model, segments, language);
}

/// Scores of all pairs of words, row-major.
class Scores {
 public:
  Scores(const Model& model, const EncodedSegments& source,
         const EncodedSegments& target)
      : columns_(target.size()), values_(source.size() * target.size()) {
    const PairLexicalEvidence evidence =
        make_lexical_evidence(model, source, target);
    LexicalEvidence::Reader forward(evidence.forward);
    LexicalEvidence::Reader backward(evidence.backward);
    const auto pieces_of = [](const EncodedSegments& words, std::size_t i) {
      return static_cast<float>(
          std::max<std::size_t>(1, words.tokens[i].pieces.size()));
    };
    for (std::size_t i = 0; i < source.size(); ++i) {
      forward.clear();
      forward.add(i);
      for (std::size_t j = 0; j < columns_; ++j) {
        const float place =
            (static_cast<float>(i) + 0.5F) / static_cast<float>(source.size()) -
            (static_cast<float>(j) + 0.5F) / static_cast<float>(columns_);
        at(i, j) = 0.5F * forward.score(j) / pieces_of(target, j) +
                   kCosineWeight * cosine(source, i, target, j) -
                   kDistance * std::abs(place);
      }
    }
    for (std::size_t j = 0; j < columns_; ++j) {
      backward.clear();
      backward.add(j);
      for (std::size_t i = 0; i < source.size(); ++i) {
        at(i, j) += 0.5F * backward.score(i) / pieces_of(source, i);
      }
    }
  }

  float& at(std::size_t i, std::size_t j) { return values_[i * columns_ + j]; }

 private:
  std::size_t columns_;
  std::vector<float> values_;
};

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n\v\f\r";
  std::vector<std::string_view> words;
  std::size_t begin = text.find_first_not_of(kSpaces);
  while (begin != std::string_view::npos) {
    const std::size_t end =
        std::min(text.find_first_of(kSpaces, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpaces, end);
  }
  return words;
}

std::vector<WordLink> align_words(const Model& model, std::string_view source,
                                  std::string_view source_language,
                                  std::string_view target,
                                  std::string_view target_language) {
  const EncodedSegments rows = encode_words(model, source, source_language);
  const EncodedSegments columns = encode_words(model, target, target_language);
  if (rows.size() == 0 || columns.size() == 0) return {};
  Scores scores(model, rows, columns);

  std::vector<std::size_t> best_column(rows.size());
  std::vector<std::size_t> best_row(columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      if (scores.at(i, j) > scores.at(i, best_column[i])) best_column[i] = j;
      if (scores.at(i, j) > scores.at(best_row[j], j)) best_row[j] = i;
    }
  }
  std::vector<WordLink> links;
  std::vector<bool> row_linked(rows.size());
  std::vector<bool> column_linked(columns.size());
  const auto add = [&](std::size_t i, std::size_t j) {
    links.push_back({i, j, scores.at(i, j)});
    row_linked[i] = true;
    column_linked[j] = true;
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t j = best_column[i];
    if (best_row[j] == i && scores.at(i, j) > 0) add(i, j);
  }
  // Grow: a word without a link joins the link of a neighbour on its own side
  // when it fits the same word, e.g. the syllables of a Vietnamese word.
  for (std::size_t k = 0; k < links.size(); ++k) {
    const WordLink link = links[k];
    for (const std::size_t step : {std::size_t{1}, std::size_t(-1)}) {
      const std::size_t i = link.source + step;
      if (i < rows.size() && !row_linked[i] && scores.at(i, link.target) > 0) {
        add(i, link.target);
      }
      const std::size_t j = link.target + step;
      if (j < columns.size() && !column_linked[j] &&
          scores.at(link.source, j) > 0) {
        add(link.source, j);
      }
    }
  }
  std::sort(
      links.begin(), links.end(), [](const WordLink& a, const WordLink& b) {
        return std::array{a.source, a.target} < std::array{b.source, b.target};
      });
  return links;
}

void link_words(const Model& model, Unit& unit) {
  if (!unit.words.empty()) return;
  for (std::size_t i = 0; i < unit.members.size(); ++i) {
    for (std::size_t j = i + 1; j < unit.members.size(); ++j) {
      const Member& source = unit.members[i];
      const Member& target = unit.members[j];
      WordLinks words{source.language, target.language, {}};
      for (const WordLink& link :
           align_words(model, source.text, source.language, target.text,
                       target.language)) {
        words.pairs.emplace_back(link.source, link.target);
      }
      if (!words.pairs.empty()) unit.words.push_back(std::move(words));
    }
  }
}

}  // namespace align
