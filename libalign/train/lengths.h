// How the lengths of translations compare.
#pragma once

#include <string>
#include <vector>

#include "align/train.h"
#include "train/corpus.h"

namespace align {

/// The "lengths" section: a line `source target mean deviation` for each pair
/// of languages, see LengthModel in align/score.h.
[[nodiscard]] std::string measure_lengths(
    const TrainingData& data, const Corpus& corpus,
    const std::vector<LanguagePair>& pairs);

}  // namespace align
