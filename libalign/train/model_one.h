// IBM model 1 over pieces.
#pragma once

#include <cstddef>
#include <functional>

#include "align/lexicon.h"
#include "train/corpus.h"

namespace align {

struct ModelOneOptions {
  std::size_t rounds = 5;
  /// Sentences of more pieces are left out: model 1 spreads them too thinly.
  std::size_t most_pieces = 80;
  /// Added to a source piece's count, against rare pieces.
  float smoothing = 0.5F;
  /// Entries below are dropped: while training, and at the end.
  float least_while_training = 1e-5F;
  float least = 1e-3F;
  /// Most entries of a source piece kept.
  std::size_t most_entries = 64;
};

/// t(target piece | source piece). `is_forward`: from x to y of each pair.
/// Deterministic, one thread.
[[nodiscard]] LexiconRows train_model_one(
    const Corpus& corpus, const std::vector<SentencePair>& pairs,
    bool is_forward, std::size_t vocabulary, const ModelOneOptions& options,
    const std::function<void(double)>& progress);

}  // namespace align
