// What the model says about segments of two documents: vectors, lexicon,
// lengths and numbers, as evidence that is additive over segments.
#pragma once

#include <cstddef>
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

  [[nodiscard]] const Bundle& bundle() const;
  [[nodiscard]] const Tokenizer& tokenizer() const;
  [[nodiscard]] const VectorTable& vectors() const;
  /// Nothing when the model does not know the pair.
  [[nodiscard]] std::optional<Lexicon> lexicon(std::string_view source,
                                               std::string_view target) const;
  /// Of the pair, or of no pair in particular when it is unknown.
  [[nodiscard]] LengthModel lengths(std::string_view source,
                                    std::string_view target) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// The segments of one document as the model sees them.
struct EncodedSegments {
  std::string language;
  std::size_t dimension = 0;
  std::vector<Tokens> tokens;  ///< one a segment
  std::vector<float> sums;     ///< size() x dimension, row-major, raw sums
  std::vector<float> norms;    ///< Euclidean norm of each row, > 0

  [[nodiscard]] std::size_t size() const { return tokens.size(); }
  [[nodiscard]] std::span<const float> sum(std::size_t segment) const {
    return {sums.data() + segment * dimension, dimension};
  }
};

/// Encodes segments. Segments without any known piece have a zero sum and the
/// norm 1. Time linear in the text.
[[nodiscard]] EncodedSegments encode(const Model& model,
                                     std::span<const Segment> segments,
                                     std::string_view language);

}  // namespace align
