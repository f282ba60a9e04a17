#include "train/compose.h"

#include <algorithm>
#include <span>
#include <vector>

namespace align {
namespace {

using Entry = LexiconDirection::Entry;
using Rows = std::vector<std::vector<Entry>>;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// How many times a piece has to be seen in text of its own pair for that to
// count as much as the composition.
constexpr float kEqualWeight = 10;
constexpr float kLeast = 1e-3F;
constexpr std::size_t kMostEntries = 64;

// The direction from one language to another, kNone when there is none.
std::size_t find_direction(const std::vector<LanguagePair>& pairs,
                           std::size_t from, std::size_t to) {
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    if (pairs[p].first == from && pairs[p].second == to) return 2 * p;
    if (pairs[p].second == from && pairs[p].first == to) return 2 * p + 1;
  }
  return kNone;
}

std::vector<float> occurrences(const LanguagePair& pair, bool is_forward,
                               const Corpus& corpus, std::size_t vocabulary) {
  std::vector<float> counts(vocabulary);
  for (const SentencePair& p : pair.pairs) {
    for (const PieceId piece : corpus.sentence(is_forward ? p.x : p.y)) {
      counts[piece] += p.weight;
    }
  }
  return counts;
}

// The rows of `own`, each mixed with the one composed of `first` and `second`.
Rows mix(const Rows& own, const Rows& first, const Rows& second,
         const std::vector<float>& counts) {
  Rows mixed(own.size());
  std::vector<float> dense(own.size());
  std::vector<PieceId> touched;
  const auto add = [&](PieceId target, float probability) {
    if (dense[target] == 0) touched.push_back(target);
    dense[target] += probability;
  };
  for (std::size_t a = 0; a < own.size(); ++a) {
    touched.clear();
    float mass = 0;
    for (const Entry& b : first[a]) {
      for (const Entry& c : second[b.target]) {
        const float probability = b.probability * c.probability;
        add(c.target, probability);
        mass += probability;
      }
    }
    // Where nothing leads through the third language, only its own text counts.
    const float share =
        mass == 0
            ? 1
            : (own[a].empty() ? 0 : counts[a] / (counts[a] + kEqualWeight));
    for (const PieceId target : touched) dense[target] *= 1 - share;
    for (const Entry& c : own[a]) add(c.target, share * c.probability);
    std::sort(touched.begin(), touched.end());
    for (const PieceId target : touched) {
      if (dense[target] >= kLeast) {
        mixed[a].push_back({target, dense[target]});
      }
      dense[target] = 0;
    }
    if (mixed[a].size() > kMostEntries) {
      std::sort(mixed[a].begin(), mixed[a].end(),
                [](const Entry& x, const Entry& y) {
                  return x.probability != y.probability
                             ? x.probability > y.probability
                             : x.target < y.target;
                });
      mixed[a].resize(kMostEntries);
      std::sort(
          mixed[a].begin(), mixed[a].end(),
          [](const Entry& x, const Entry& y) { return x.target < y.target; });
    }
  }
  return mixed;
}

}  // namespace

void compose_through_third(const std::vector<LanguagePair>& pairs,
                           std::vector<LexiconRows>& directions,
                           const Corpus& corpus, std::size_t vocabulary) {
  std::size_t languages = 0;
  for (const LanguagePair& pair : pairs) {
    languages = std::max({languages, pair.first + 1, pair.second + 1});
  }
  std::vector<LexiconRows> result(directions);
  for (std::size_t d = 0; d < directions.size(); ++d) {
    const LanguagePair& pair = pairs[d / 2];
    const bool is_forward = d % 2 == 0;
    const std::size_t from = is_forward ? pair.first : pair.second;
    const std::size_t to = is_forward ? pair.second : pair.first;
    for (std::size_t third = 0; third < languages; ++third) {
      if (third == from || third == to) continue;
      const std::size_t in = find_direction(pairs, from, third);
      const std::size_t out = find_direction(pairs, third, to);
      if (in == kNone || out == kNone ||
          std::min(pairs[in / 2].pairs.size(), pairs[out / 2].pairs.size()) <=
              pair.pairs.size()) {
        continue;
      }
      result[d].rows =
          mix(result[d].rows, directions[in].rows, directions[out].rows,
              occurrences(pair, is_forward, corpus, vocabulary));
    }
  }
  directions = std::move(result);
}

}  // namespace align
