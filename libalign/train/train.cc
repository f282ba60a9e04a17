#include "align/train.h"

#include <algorithm>
#include <mutex>
#include <string>
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
#include "train/subword_trainer.h"
#include "train/teacher.h"
#include "train/vector_trainer.h"
#include "train/workers.h"

namespace align {
namespace {

using Sections = std::vector<std::pair<std::string, std::string>>;

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
                        std::size_t vocabulary, Workers& workers,
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
  compose_through_third(pairs, directions, corpus, vocabulary);
  Sections sections;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    sections.emplace_back(
        lexicon_section_name(data.languages[pairs[p].first],
                             data.languages[pairs[p].second]),
        make_lexicon_section(directions[2 * p], directions[2 * p + 1]));
  }
  return sections;
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

  Sections sections;
  stage("subwords")(0);
  sections.emplace_back("subwords", make_subwords_section(choose_pieces(
                                        corpus, options, workers)));
  const Tokenizer tokenizer(sections.back().second);
  cut(data, tokenizer, corpus, workers);
  stage("subwords")(1);

  const std::size_t vocabulary = tokenizer.vocabulary_size();
  VectorOptions vector_options;
  vector_options.dimension = options.dimension;
  vector_options.epochs = options.epochs;
  vector_options.seed = options.seed;
  TeacherVectors teacher;
  if (options.teacher.encode) {
    teacher = ask_teacher(options.teacher, corpus, all, tokenizer,
                          options.dimension, workers, stage("teacher"));
  }
  sections.emplace_back(
      "vectors", make_vectors_section(
                     train_vectors(corpus, all, vocabulary, teacher,
                                   vector_options, workers, stage("vectors")),
                     options.dimension));

  Sections lexicons = train_lexicons(data, corpus, pairs, vocabulary, workers,
                                     stage("lexicon"));
  std::move(lexicons.begin(), lexicons.end(), std::back_inserter(sections));
  sections.emplace_back("lengths", measure_lengths(data, corpus, pairs));

  std::vector<std::string> languages(data.languages);
  std::sort(languages.begin(), languages.end());
  write_bundle(path, languages, sections);
}

}  // namespace align
