// Bitexts to the model bundle: subword model, vectors, lexicon, calibration.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

/// Sentences that are translations of each other, one a language; a language
/// may be absent (empty).
struct TrainingRow {
  std::vector<std::string> texts;  ///< parallel to TrainingData::languages
  float weight = 1;                ///< in (0, 1], less for doubtful sources
};

struct TrainingData {
  std::vector<std::string> languages;
  std::vector<TrainingRow> rows;
};

struct TrainOptions {
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: all cores; never changes the result
  std::size_t vocabulary_size = 32000;
  std::size_t dimension = 256;
  std::size_t epochs = 8;
  /// Called with the stage's name and the share done, in [0, 1].
  std::function<void(std::string_view stage, double share)> progress;
};

/// Trains everything and writes the bundle to `path`. Deterministic in data and
/// options. Throws InvalidArgument when there is too little data.
void train_model(const TrainingData& data, const std::string& path,
                 const TrainOptions& options = {});

}  // namespace align
