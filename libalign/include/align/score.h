// What the model says about segments of two documents: vectors, lexicon,
// lengths and numbers, as evidence that is additive over segments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/embed.h"
#include "align/lexicon.h"
#include "align/tokenize.h"
#include "align/types.h"

namespace align {

/// Mean and standard deviation of ln((source + 4) / (target + 4)), lengths in
/// code points, of translations of about 100 code points.
struct LengthModel {
  double mean = 0;
  double deviation = 0.25;
};

/// A loaded model. Cheap to copy; thread-safe.
class Model {
 public:
  /// Opens a bundle with everything in it. Throws IoError, ModelError.
  [[nodiscard]] static Model load(const std::string& path);
  /// The same from a bundle that is open.
  explicit Model(Bundle bundle);

  [[nodiscard]] const Bundle& bundle() const;
  [[nodiscard]] const Tokenizer& tokenizer() const;
  [[nodiscard]] const VectorTable& vectors() const;
  /// Nothing when the model does not know the pair.
  [[nodiscard]] std::optional<Lexicon> lexicon(std::string_view source,
                                               std::string_view target) const;
  /// Of the pair, or of no pair in particular when it is unknown. The
  /// bundle's "lengths" section is text, a pair a line:
  /// `source target mean deviation`.
  [[nodiscard]] LengthModel lengths(std::string_view source,
                                    std::string_view target) const;
  /// Background probability below which the pair's lexicon hardly saw a piece
  /// of `target`; 0 when the pair is unknown.
  [[nodiscard]] float rare_background(std::string_view source,
                                      std::string_view target) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// The segments of one document as the model sees them. The sum of a segment's
/// piece vectors is kept in fixed point (a scale and up to 12 bits a value), so
/// that dot products are exact, fast and the same on every machine.
struct EncodedSegments {
  std::string language;
  std::size_t dimension = 0;
  std::vector<Tokens> tokens;      ///< one a segment
  std::vector<std::int16_t> rows;  ///< size() x dimension, row-major
  std::vector<float> scales;       ///< value = row entry * scale of its row
  std::vector<float> norms;        ///< Euclidean norm of each sum, > 0

  [[nodiscard]] std::size_t size() const { return tokens.size(); }
  [[nodiscard]] std::span<const std::int16_t> row(std::size_t segment) const {
    return {rows.data() + segment * dimension, dimension};
  }
  /// Adds `factor` times the vector of `segment` to `sum`.
  void add_to(std::size_t segment, float factor, std::span<float> sum) const;
};

/// Encodes segments. Segments without any known piece have a zero sum and the
/// norm 1. Time linear in the text. `threads` (0: all cores) never changes the
/// result.
[[nodiscard]] EncodedSegments encode(const Model& model,
                                     std::span<const Segment> segments,
                                     std::string_view language,
                                     unsigned threads = 1);

/// Dot product of two segments' sums. The encodings have equal dimensions.
[[nodiscard]] float dot(const EncodedSegments& first, std::size_t i,
                        const EncodedSegments& second, std::size_t j);

/// Cosine of two segments, in [-1, 1] up to rounding.
[[nodiscard]] inline float cosine(const EncodedSegments& first, std::size_t i,
                                  const EncodedSegments& second,
                                  std::size_t j) {
  return dot(first, i, second, j) / (first.norms[i] * second.norms[j]);
}

/// How unusual the lengths of two runs of segments are for translations, in
/// standard deviations, clipped to [-4, 4]; positive: the source is long.
/// Short runs vary more, so they count as less unusual.
[[nodiscard]] float length_deviation(const LengthModel& model,
                                     std::size_t source_length,
                                     std::size_t target_length);

/// Numbers two runs of segments share and do not share.
struct NumberAgreement {
  std::size_t shared = 0;
  std::size_t only_source = 0;
  std::size_t only_target = 0;
};

/// Compares multisets of number keys, each ascending.
[[nodiscard]] NumberAgreement compare_numbers(
    std::span<const std::uint64_t> source,
    std::span<const std::uint64_t> target);

/// Lexical evidence of one direction between two documents: how much likelier
/// the pieces of target segments become once a run of source segments is known.
/// Only pieces that occur in the two documents are looked at, so making one is
/// linear in the documents and reading it is fast. Immutable; thread-safe.
class LexicalEvidence {
 public:
  /// Evidence from `direction`, which goes from the language of `source` to
  /// that of `target`; pieces common to both sides count as translations of
  /// themselves, and without a direction only those count. A target piece with
  /// a background probability below `rare` is no surprise when it is not
  /// explained. The documents must outlive this object.
  LexicalEvidence(const LexiconDirection* direction, float rare,
                  const EncodedSegments& source, const EncodedSegments& target);

  struct Table;

  /// Scores target segments against one run of source segments. Holds scratch
  /// space: one a thread.
  class Reader {
   public:
    explicit Reader(const LexicalEvidence& evidence);
    /// Starts an empty run of source segments.
    void clear();
    /// Adds source segment `i` to the run.
    void add(std::size_t i);
    /// Sum over the pieces of target segment `j` of the logarithm of how much
    /// likelier the run makes each, in [-3, 5] a piece; an unexplained piece
    /// that could not be expected to be known counts 0.
    [[nodiscard]] float score(std::size_t j) const;

   private:
    std::shared_ptr<const Table> table_;
    std::vector<float> mass_;  ///< translation mass of each target piece
    std::vector<std::uint32_t> touched_;
    std::size_t pieces_ = 0;
  };

 private:
  std::shared_ptr<const Table> table_;
};

/// Both directions between two documents.
struct PairLexicalEvidence {
  LexicalEvidence forward;   ///< source runs explain target segments
  LexicalEvidence backward;  ///< target runs explain source segments
};

/// Evidence of the model's lexicon for the languages of the two documents, or
/// of shared pieces only when it has none.
[[nodiscard]] PairLexicalEvidence make_lexical_evidence(
    const Model& model, const EncodedSegments& source,
    const EncodedSegments& target);

}  // namespace align
