#include "train/corpus.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace align {

void collect(const TrainingData& data, Corpus& corpus,
             std::vector<LanguagePair>& pairs) {
  const std::size_t languages = data.languages.size();
  std::vector<std::unordered_map<std::string_view, SentenceId>> known(
      languages);
  std::map<std::pair<std::size_t, std::size_t>, LanguagePair> by_languages;
  std::unordered_set<std::uint64_t> seen;
  for (const TrainingRow& row : data.rows) {
    std::vector<SentenceId> ids(languages);
    for (std::size_t l = 0; l < languages; ++l) {
      if (row.texts[l].empty()) continue;
      const auto [found, is_new] = known[l].try_emplace(
          row.texts[l], static_cast<SentenceId>(corpus.size()));
      if (is_new) {
        corpus.texts.push_back(row.texts[l]);
        corpus.languages.push_back(static_cast<std::uint8_t>(l));
      }
      ids[l] = found->second;
    }
    for (std::size_t a = 0; a < languages; ++a) {
      for (std::size_t b = a + 1; b < languages; ++b) {
        if (row.texts[a].empty() || row.texts[b].empty()) continue;
        const bool in_order = data.languages[a] < data.languages[b];
        const std::size_t first = in_order ? a : b;
        const std::size_t second = in_order ? b : a;
        const std::uint64_t key =
            std::uint64_t{ids[first]} << 32U | ids[second];
        if (!seen.insert(key).second) continue;
        LanguagePair& pair = by_languages[{first, second}];
        pair.first = first;
        pair.second = second;
        pair.pairs.push_back({ids[first], ids[second], row.weight});
      }
    }
  }
  for (auto& [key, pair] : by_languages) pairs.push_back(std::move(pair));
}

void cut(const TrainingData& data, const Tokenizer& tokenizer, Corpus& corpus,
         Workers& workers) {
  std::vector<Tokens> tokens(corpus.size());
  constexpr std::size_t kBlock = 1024;
  workers.run((corpus.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t end = std::min(corpus.size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) {
      tokens[i] = tokenizer.tokenize(corpus.texts[i],
                                     data.languages[corpus.languages[i]]);
    }
  });
  corpus.offsets = {0};
  for (const Tokens& sentence : tokens) {
    corpus.pieces.insert(corpus.pieces.end(), sentence.pieces.begin(),
                         sentence.pieces.end());
    corpus.offsets.push_back(corpus.pieces.size());
    corpus.lengths.push_back(sentence.length);
  }
}

}  // namespace align
