// Training of the piece vectors.
//
// A sentence is the normalised sum of its pieces' vectors, each scaled by the
// piece's learned weight. Three losses, summed: the contrastive loss (InfoNCE,
// van den Oord et al. 2018) between the two sides of translation pairs in a
// batch, and, where a teacher's sentence vectors are given, the same loss
// between each side and the teacher's vector of the same sentence. Adam
// (Kingma & Ba 2015) on the touched rows only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "train/corpus.h"
#include "train/workers.h"

namespace align {

struct VectorOptions {
  std::size_t dimension = 256;
  std::size_t epochs = 8;
  std::size_t batch = 512;
  float temperature = 0.06F;
  float learning_rate = 2e-3F;
  float weight_learning_rate = 2e-2F;  ///< of the logarithms of the weights
  float dropout = 0.2F;                ///< share of pieces left out
  float teacher_weight = 2;            ///< of both teacher losses together
  std::size_t run = 1;  ///< neighbouring pairs that go to a batch together
  std::uint64_t seed = 1;
};

/// What a teacher knows; all empty without one.
struct TeacherVectors {
  /// Where training starts: a row a piece.
  std::vector<float> pieces;
  /// A row a sentence, of length 1, or 0 where there is none.
  std::vector<float> sentences;
};

/// Rows of the pieces with their weights folded in. The order of `pairs` and
/// the seed decide the result, the number of workers does not.
[[nodiscard]] std::vector<float> train_vectors(
    const Corpus& corpus, const std::vector<SentencePair>& pairs,
    std::size_t vocabulary, const TeacherVectors& teacher,
    const VectorOptions& options, Workers& workers,
    const std::function<void(double)>& progress);

}  // namespace align
