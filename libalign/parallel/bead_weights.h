// What a bead is judged by, and how much each part counts.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "align/tokenize.h"

namespace align {

/// Most segments on one side of a bead, and on both together.
inline constexpr std::size_t kMostOnSide = 7;
inline constexpr std::size_t kMostInBead = 8;

/// Evidence for a bead with both sides, rescaled in each document so that a
/// stranger is about 0 and a translation about 1. Up to kLeastGain known from
/// vectors and lengths alone.
enum BeadFeature : std::size_t {
  kCosine,          ///< of the two runs
  kMargin,          ///< cosine above what the runs' segments have on average
  kCosineBySize,    ///< kCosine times the root of the shorter run's pieces
  kLengthSquared,   ///< squared length deviation
  kLengthAbsolute,  ///< its absolute value
  kLeastGain,       ///< least gain in cosine that an outer segment brings
  kForward,         ///< target pieces explained by the source run
  kBackward,        ///< source pieces explained by the target run
  kLexicalLess,     ///< the lesser of these two
  kLexicalBySize,   ///< their mean times the root of the shorter run's pieces
  kLeastPart,       ///< the segment explained least
  kNumbersShared,   ///< numbers on both sides
  kNumbersMissing,  ///< numbers on one side only
  kBeadFeatures
};
inline constexpr std::size_t kVectorFeatures = kForward;

/// What a null bead is priced by.
enum NullFeature : std::size_t {
  kNullBias,
  kNullLength,   ///< logarithm of the segment's pieces
  kNullCosine,   ///< how well the segment fits the best other one
  kNullLexical,  ///< the same by the lexicon
  kNullFeatures
};

/// Prior of the kinds of beads against 1-1.
enum TypeFeature : std::size_t {
  kType12,
  kType13,
  kType22,
  kType14,
  kType23,
  kTypeLarge,      ///< more than five segments
  kTypeLargeStep,  ///< each segment beyond six
  kTypeFeatures
};

/// A feature vector in which one of three parts is used.
inline constexpr std::size_t kNullOffset = kBeadFeatures;
inline constexpr std::size_t kTypeOffset = kNullOffset + kNullFeatures;
inline constexpr std::size_t kAllFeatures = kTypeOffset + kTypeFeatures;

/// Adds the type features of an n-m bead to `features`, kAllFeatures values.
void add_type_features(std::size_t n, std::size_t m, std::span<float> features);

/// "cosine", "null-bias", "type-1-2" ...
[[nodiscard]] std::string_view feature_name(std::size_t feature);

/// Weights of one pass.
struct PassWeights {
  std::array<float, kAllFeatures> values{};
  /// Type priors by n and m, from `values`.
  std::array<std::array<float, kMostOnSide + 1>, kMostOnSide + 1> types{};

  void update_types();
};

/// Everything fitted. The bundle's "beads" section is text, a name and a value
/// a line: `vector.cosine 0.23`, `full.cosine 0.25`, `temperature 2` ...
struct BeadWeights {
  PassWeights vector;     ///< first pass: vectors and lengths
  PassWeights full;       ///< second pass: everything
  float temperature = 1;  ///< scores are divided by it for probabilities
  /// What a document with few sure pairs is pulled to: cosine of translations
  /// and their mean logarithm of lexical evidence a piece.
  float usual_cosine = 0.6F;
  float usual_lexical = -0.3F;

  /// From the bundle's section, or the weights below for a bundle that has
  /// none. Throws ModelError.
  [[nodiscard]] static BeadWeights of(const Bundle& bundle);
  /// Fitted with the bundle that the project ships.
  [[nodiscard]] static BeadWeights standard();
  /// Throws ModelError for an unknown name or a value that is no number.
  [[nodiscard]] static BeadWeights parse(std::string_view text);
  [[nodiscard]] std::string text() const;
};

}  // namespace align
