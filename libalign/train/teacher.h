// What a strong sentence encoder teaches the piece vectors.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "align/tokenize.h"
#include "align/train.h"
#include "train/corpus.h"
#include "train/vector_trainer.h"
#include "train/workers.h"

namespace align {

/// Asks the teacher about all sentences and pieces, and turns its answers into
/// targets and starting rows of `dimension` numbers:
///
/// - sentence vectors lose the mean of their language (of their script, for
///   pieces), which says what language it is and nothing else;
/// - the target of a sentence is the sum of its own vector and those of its
///   translations, so that all languages aim at one point, and a sentence the
///   teacher has not seen learns from its translations;
/// - where `dimension` is smaller than the teacher's, vectors are projected on
///   the first principal axes of the sentences.
[[nodiscard]] TeacherVectors ask_teacher(
    const Teacher& teacher, const Corpus& corpus,
    const std::vector<SentencePair>& pairs, const Tokenizer& tokenizer,
    std::size_t dimension, Workers& workers,
    const std::function<void(double)>& progress);

}  // namespace align
