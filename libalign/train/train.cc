#include "align/train.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/embed.h"
#include "align/error.h"
#include "align/lexicon.h"
#include "align/tokenize.h"
#include "train/compose.h"
#include "train/corpus.h"
#include "train/lengths.h"
#include "train/model_one.h"
#include "train/stages.h"
#include "train/subword_trainer.h"
#include "train/teacher.h"
#include "train/vector_trainer.h"
#include "train/workers.h"

namespace align {
namespace {

constexpr std::size_t kFewestPairs = 8;

void check(const TrainingData& data, const TrainOptions& options) {
  if (data.languages.size() < 2) {
    throw InvalidArgument("training needs two languages or more, not " +
                          std::to_string(data.languages.size()));
  }
  for (const TrainingRow& row : data.rows) {
    if (row.texts.size() != data.languages.size()) {
      throw InvalidArgument("a training row of " +
                            std::to_string(row.texts.size()) +
                            " texts, want one a language");
    }
  }
  if (options.vocabulary_size < 16 || options.dimension == 0 ||
      options.epochs == 0) {
    throw InvalidArgument(
        "training needs a vocabulary of at least 16 pieces, a dimension and "
        "an epoch");
  }
}

// Model 1 in both directions of each pair of languages, side by side.
Sections train_lexicons(const TrainingData& data, const Corpus& corpus,
                        const std::vector<LanguagePair>& pairs,
                        std::size_t vocabulary, bool is_composed,
                        Workers& workers,
                        const std::function<void(double)>& progress) {
  std::vector<LexiconRows> directions(2 * pairs.size());
  std::vector<double> done(directions.size());
  std::mutex mutex;
  workers.run(directions.size(), [&](std::size_t i) {
    directions[i] =
        train_model_one(corpus, pairs[i / 2].pairs, i % 2 == 0, vocabulary, {},
                        [&](double share) {
                          const std::lock_guard lock(mutex);
                          done[i] = share;
                          double sum = 0;
                          for (const double value : done) sum += value;
                          progress(sum / static_cast<double>(done.size()));
                        });
  });
  if (is_composed) {
    compose_through_third(pairs, directions, corpus, vocabulary);
  }
  Sections sections;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    sections.emplace_back(
        lexicon_section_name(data.languages[pairs[p].first],
                             data.languages[pairs[p].second]),
        make_lexicon_section(directions[2 * p], directions[2 * p + 1]));
  }
  return sections;
}

bool has(const TrainOptions& options, Ingredient ingredient) {
  return std::find(options.without.begin(), options.without.end(),
                   ingredient) == options.without.end();
}

// Changed by whatever changes what is trained on.
StageKey key_of(const TrainingData& data) {
  StageKey key;
  for (const auto& [library, version] : library_versions()) {
    key.add(library).add(version);
  }
  for (const std::string& language : data.languages) key.add(language);
  for (const TrainingRow& row : data.rows) {
    for (const std::string& text : row.texts) key.add(text);
    key.add(std::bit_cast<std::uint32_t>(row.weight));
  }
  return key;
}

std::string_view bytes_of(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()),
          values.size() * sizeof(float)};
}

VectorOptions vector_options(const TrainOptions& options) {
  VectorOptions result;
  result.dimension = options.dimension;
  result.epochs = options.epochs;
  result.seed = options.seed;
  if (options.hard_negatives) result.run = 4;
  if (!has(options, Ingredient::kDropout)) result.dropout = 0;
  if (!has(options, Ingredient::kPieceWeights)) {
    result.weight_learning_rate = 0;
  }
  return result;
}

void append(Sections& to, Sections from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

using Pieces = std::vector<std::pair<std::string, float>>;

Pieces choose_pieces(const Corpus& corpus, const TrainOptions& options,
                     Workers& workers) {
  return options.subwords.empty()
             ? train_subwords(corpus.texts, options.vocabulary_size)
             : keep_used(import_subwords(options.subwords), corpus.texts,
                         workers);
}

}  // namespace

const std::vector<std::pair<std::string_view, Ingredient>>& ingredients() {
  static const std::vector<std::pair<std::string_view, Ingredient>> kAll = {
      {"start", Ingredient::kTeacherStart},
      {"distillation", Ingredient::kDistillation},
      {"cross-targets", Ingredient::kCrossTargets},
      {"dropout", Ingredient::kDropout},
      {"weights", Ingredient::kPieceWeights},
      {"composition", Ingredient::kComposition}};
  return kAll;
}

std::vector<std::string> subword_pieces(const TrainingData& data,
                                        const TrainOptions& options) {
  check(data, options);
  Workers workers(options.threads);
  Corpus corpus;
  std::vector<LanguagePair> pairs;
  collect(data, corpus, pairs);
  std::vector<std::string> texts;
  for (const auto& [piece, score] : choose_pieces(corpus, options, workers)) {
    texts.push_back(text_of_piece(piece));
  }
  return texts;
}

void train_model(const TrainingData& data, const std::string& path,
                 const TrainOptions& options) {
  check(data, options);
  const auto stage = [&](std::string_view name) {
    return [&options, name](double share) {
      if (options.progress) options.progress(name, share);
    };
  };
  Workers workers(options.threads);
  Corpus corpus;
  std::vector<LanguagePair> pairs;
  collect(data, corpus, pairs);
  std::vector<SentencePair> all;
  for (const LanguagePair& pair : pairs) {
    all.insert(all.end(), pair.pairs.begin(), pair.pairs.end());
  }
  if (all.size() < kFewestPairs) {
    throw InvalidArgument("only " + std::to_string(all.size()) +
                          " different pairs to train on, want at least " +
                          std::to_string(kFewestPairs));
  }

  const Stages stages(options.stages);
  StageKey key = key_of(data);
  stage("subwords")(0);
  const StageKey subwords_key =
      StageKey(key).add(options.vocabulary_size).add(options.subwords);
  Sections sections = stages.get("subwords", subwords_key, [&] {
    return Sections{{"subwords", make_subwords_section(
                                     choose_pieces(corpus, options, workers))}};
  });
  const std::string& subwords = sections.front().second;
  key.add(subwords);
  const Tokenizer tokenizer(subwords);
  cut(data, tokenizer, corpus, workers);
  stage("subwords")(1);

  const std::size_t vocabulary = tokenizer.vocabulary_size();
  TeacherVectors teacher;
  if (options.teacher.encode) {
    const bool is_crossed = has(options, Ingredient::kCrossTargets);
    teacher = ask_teacher(
        options.teacher, corpus, is_crossed ? all : std::vector<SentencePair>(),
        tokenizer, options.dimension, workers, stage("teacher"));
    if (!has(options, Ingredient::kTeacherStart)) teacher.pieces.clear();
    if (!has(options, Ingredient::kDistillation)) teacher.sentences.clear();
  }
  StageKey vectors_key = key;
  vectors_key.add(options.dimension).add(options.epochs).add(options.seed);
  vectors_key.add(static_cast<std::uint64_t>(options.hard_negatives));
  for (const Ingredient ingredient : options.without) {
    vectors_key.add(static_cast<std::uint64_t>(ingredient));
  }
  vectors_key.add(bytes_of(teacher.pieces)).add(bytes_of(teacher.sentences));
  append(sections, stages.get("vectors", vectors_key, [&] {
    return Sections{
        {"vectors",
         make_vectors_section(
             train_vectors(corpus, all, vocabulary, teacher,
                           vector_options(options), workers, stage("vectors")),
             options.dimension)}};
  }));
  stage("vectors")(1);

  const bool is_composed = has(options, Ingredient::kComposition);
  const StageKey lexicon_key =
      StageKey(key).add(static_cast<std::uint64_t>(is_composed));
  append(sections, stages.get("lexicon", lexicon_key, [&] {
    return train_lexicons(data, corpus, pairs, vocabulary, is_composed, workers,
                          stage("lexicon"));
  }));
  stage("lexicon")(1);
  sections.emplace_back("lengths", measure_lengths(data, corpus, pairs));

  std::vector<std::string> languages(data.languages);
  std::sort(languages.begin(), languages.end());
  write_bundle(path, languages, sections);
}

}  // namespace align
