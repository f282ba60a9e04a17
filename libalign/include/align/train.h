// Bitexts to the model bundle: subword model, vectors, lexicon, calibration.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// Place of a language in data.languages; added, with empty texts in all rows,
/// when it is new.
std::size_t language_index(TrainingData& data, std::string_view language);

/// Adds the rows of a table: a header of language tags, tab-separated, a row a
/// line. A column `src` names the source of a row; `source_weights` gives rows
/// of some sources a weight other than 1, and leaves out those of weight 0.
/// Throws FormatError naming `name` and the line.
void add_table(TrainingData& data, std::string_view tsv,
               const std::string& name,
               const std::map<std::string, float>& source_weights = {});

/// A strong sentence encoder to learn from.
struct Teacher {
  std::size_t dimension = 0;
  /// Writes a row of `dimension` numbers for each text; zeros for a text it
  /// knows nothing of.
  std::function<void(std::span<const std::string> texts, std::span<float> rows)>
      encode;
};

/// What of training can be left out, to measure what it brings.
enum class Ingredient {
  kTeacherStart,  ///< vectors start at the teacher's vectors of the pieces
  kDistillation,  ///< sentences follow the teacher's vectors
  kCrossTargets,  ///< ... which are summed over the sides of a translation
  kDropout,       ///< pieces are dropped at random
  kPieceWeights,  ///< the weights of pieces are learned
  kComposition,   ///< lexica of poor pairs are composed through a rich one
};

/// All, with their names: start distillation cross-targets dropout weights
/// composition.
[[nodiscard]] const std::vector<std::pair<std::string_view, Ingredient>>&
ingredients();

struct TrainOptions {
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: all cores; never changes the result
  std::size_t vocabulary_size = 32000;
  std::size_t dimension = 256;
  std::size_t epochs = 8;
  /// A serialised SentencePiece unigram model whose pieces are used instead of
  /// training some; those the data does not need are left out, and
  /// `vocabulary_size` does not count.
  std::string subwords;
  Teacher teacher;  ///< without `encode`: none
  std::vector<Ingredient> without;
  /// Batches are made of runs of four neighbouring rows, so that sentences of
  /// one document have to be told apart.
  bool hard_negatives = false;
  /// A folder, made when missing, in which finished stages are kept: a run that
  /// was broken off goes on from there, one with other data or options does
  /// not take them up. Empty: nothing is kept.
  std::string stages;
  /// Called with the stage's name and the share done, in [0, 1].
  std::function<void(std::string_view stage, double share)> progress;
};

/// The texts of the pieces that train_model() would use with the same data and
/// options, without the mark of a word start: what a teacher has to know beside
/// the sentences. Throws InvalidArgument.
[[nodiscard]] std::vector<std::string> subword_pieces(
    const TrainingData& data, const TrainOptions& options);

/// Trains everything and writes the bundle to `path`. Deterministic in data and
/// options. Throws InvalidArgument when there is too little data.
void train_model(const TrainingData& data, const std::string& path,
                 const TrainOptions& options = {});

/// Parallel text in reading order: line k of one side translates line k of the
/// other.
struct RunningText {
  std::string source_language;
  std::string target_language;
  std::vector<std::string> source;
  std::vector<std::string> target;
};

struct FitOptions {
  std::uint64_t seed = 1;
  unsigned threads = 0;  ///< 0: all cores; never changes the result
  std::function<void(std::string_view stage, double share)> progress;
};

/// Fits the weights of order-keeping alignment with the model in `path`, and
/// puts them into it as its "beads" section. The texts are cut into documents
/// and made noisy; they should not be among the rows the rest of the model was
/// trained on, or the lexicon looks better than it is. Deterministic. Throws
/// InvalidArgument when there is too little text.
void fit_bead_weights(const std::string& path,
                      const std::vector<RunningText>& texts,
                      const FitOptions& options = {});

/// Fits the weights of order-free links with the model in `path`, and puts
/// them into it as its "links" section. Re-told and shuffled text is made of
/// the texts, each of 100 lines or more; the rest is as for bead weights.
void fit_link_weights(const std::string& path,
                      const std::vector<RunningText>& texts,
                      const FitOptions& options = {});

}  // namespace align
