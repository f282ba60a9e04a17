#include "train/model_one.h"

#include <algorithm>
#include <span>
#include <vector>

namespace align {
namespace {

using Entry = LexiconDirection::Entry;

// Where each source piece stands: the pairs it occurs in, one entry for each
// time. Working piece by piece keeps all random access inside one row of the
// size of the vocabulary, which the cache holds.
struct Postings {
  std::vector<std::size_t> offsets;
  std::vector<std::uint32_t> pairs;
};

struct Side {
  std::span<const PieceId> source;
  std::span<const PieceId> target;
  float weight = 1;
  std::size_t first = 0;  // of this pair's targets among all
};

class Trainer {
 public:
  Trainer(const Corpus& corpus, const std::vector<SentencePair>& pairs,
          bool is_forward, std::size_t vocabulary,
          const ModelOneOptions& options)
      : vocabulary_(vocabulary), options_(options) {
    for (const SentencePair& pair : pairs) {
      Side side;
      side.source = corpus.sentence(is_forward ? pair.x : pair.y);
      side.target = corpus.sentence(is_forward ? pair.y : pair.x);
      side.weight = pair.weight;
      side.first = targets_;
      if (side.source.empty() || side.target.empty() ||
          side.source.size() > options.most_pieces ||
          side.target.size() > options.most_pieces) {
        continue;
      }
      targets_ += side.target.size();
      sides_.push_back(side);
    }
    index();
  }

  LexiconRows train(const std::function<void(double)>& progress) {
    // The last row is the empty word, which every sentence has.
    rows_.resize(vocabulary_ + 1);
    dense_.assign(vocabulary_, 0);
    counts_.assign(vocabulary_, 0);
    for (std::size_t round = 0; round < options_.rounds; ++round) {
      if (round > 0) sum_probabilities();
      for (PieceId source = 0; source <= vocabulary_; ++source) {
        update_row(source, round == 0);
      }
      progress(static_cast<double>(round + 1) /
               static_cast<double>(options_.rounds));
    }
    LexiconRows result;
    result.background = background();
    rows_.pop_back();
    for (std::vector<Entry>& row : rows_) {
      prune(row);
      result.rows.push_back(std::move(row));
    }
    return result;
  }

 private:
  void index() {
    postings_.offsets.assign(vocabulary_ + 2, 0);
    for (const Side& side : sides_) {
      for (const PieceId piece : side.source) ++postings_.offsets[piece + 1];
    }
    postings_.offsets[vocabulary_ + 1] = sides_.size();
    for (std::size_t i = 1; i < postings_.offsets.size(); ++i) {
      postings_.offsets[i] += postings_.offsets[i - 1];
    }
    postings_.pairs.resize(postings_.offsets.back());
    std::vector<std::size_t> next(postings_.offsets);
    for (std::uint32_t i = 0; i < sides_.size(); ++i) {
      for (const PieceId piece : sides_[i].source) {
        postings_.pairs[next[piece]++] = i;
      }
      postings_.pairs[next[vocabulary_]++] = i;
    }
  }

  [[nodiscard]] std::span<const std::uint32_t> postings(PieceId source) const {
    const std::size_t begin = postings_.offsets[source];
    return {postings_.pairs.data() + begin,
            postings_.offsets[source + 1] - begin};
  }

  // sums_[position] = sum over the sentence's source pieces of t.
  void sum_probabilities() {
    sums_.assign(targets_, 0);
    for (PieceId source = 0; source <= vocabulary_; ++source) {
      for (const Entry& entry : rows_[source]) {
        dense_[entry.target] = entry.probability;
      }
      for (const std::uint32_t pair : postings(source)) {
        const Side& side = sides_[pair];
        float* sums = sums_.data() + side.first;
        for (std::size_t j = 0; j < side.target.size(); ++j) {
          sums[j] += dense_[side.target[j]];
        }
      }
      for (const Entry& entry : rows_[source]) dense_[entry.target] = 0;
    }
  }

  // One step of expectation and maximisation for one source piece.
  void update_row(PieceId source, bool is_first) {
    std::vector<Entry>& row = rows_[source];
    for (const Entry& entry : row) dense_[entry.target] = entry.probability;
    touched_.clear();
    for (const std::uint32_t pair : postings(source)) {
      const Side& side = sides_[pair];
      const float uniform =
          side.weight / static_cast<float>(side.source.size() + 1);
      const float* sums = is_first ? nullptr : sums_.data() + side.first;
      for (std::size_t j = 0; j < side.target.size(); ++j) {
        const PieceId target = side.target[j];
        float count = uniform;
        if (!is_first) {
          if (dense_[target] == 0) continue;
          count = side.weight * dense_[target] / sums[j];
        }
        if (counts_[target] == 0) touched_.push_back(target);
        counts_[target] += count;
      }
    }
    for (const Entry& entry : row) dense_[entry.target] = 0;
    row.clear();
    if (touched_.empty()) return;
    std::sort(touched_.begin(), touched_.end());
    double total = options_.smoothing;
    for (const PieceId target : touched_) total += counts_[target];
    for (const PieceId target : touched_) {
      const auto probability = static_cast<float>(counts_[target] / total);
      counts_[target] = 0;
      if (probability >= options_.least_while_training) {
        row.push_back({target, probability});
      }
    }
  }

  void prune(std::vector<Entry>& row) const {
    std::erase_if(row, [this](const Entry& entry) {
      return entry.probability < options_.least;
    });
    if (row.size() <= options_.most_entries) return;
    std::sort(row.begin(), row.end(), [](const Entry& a, const Entry& b) {
      return a.probability != b.probability ? a.probability > b.probability
                                            : a.target < b.target;
    });
    row.resize(options_.most_entries);
    std::sort(row.begin(), row.end(), [](const Entry& a, const Entry& b) {
      return a.target < b.target;
    });
  }

  [[nodiscard]] std::vector<float> background() const {
    std::vector<double> counts(vocabulary_, 0.5);
    double total = 0.5 * static_cast<double>(vocabulary_);
    for (const Side& side : sides_) {
      for (const PieceId piece : side.target) counts[piece] += 1;
      total += static_cast<double>(side.target.size());
    }
    std::vector<float> probabilities(vocabulary_);
    for (std::size_t i = 0; i < vocabulary_; ++i) {
      probabilities[i] = static_cast<float>(counts[i] / total);
    }
    return probabilities;
  }

  std::size_t vocabulary_;
  ModelOneOptions options_;
  std::vector<Side> sides_;
  std::size_t targets_ = 0;
  Postings postings_;
  std::vector<std::vector<Entry>> rows_;
  std::vector<float> sums_;
  std::vector<float> dense_;
  std::vector<float> counts_;
  std::vector<PieceId> touched_;
};

}  // namespace

LexiconRows train_model_one(const Corpus& corpus,
                            const std::vector<SentencePair>& pairs,
                            bool is_forward, std::size_t vocabulary,
                            const ModelOneOptions& options,
                            const std::function<void(double)>& progress) {
  return Trainer(corpus, pairs, is_forward, vocabulary, options)
      .train(progress);
}

}  // namespace align
