// Known translations: IBM model 1 over subword pieces, both directions.
//
// Source: Brown et al. 1993, "The Mathematics of Statistical Machine
// Translation", model 1. Rows are pruned; what is left is mapped from the
// bundle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/tokenize.h"

namespace align {

/// One direction: how likely each target piece is, given a source piece.
class LexiconDirection {
 public:
  struct Entry {
    PieceId target;
    float probability;  ///< t(target | source), in (0, 1]
  };
  /// Entries of `source`, ascending by target; empty when unknown. Valid as
  /// long as this object.
  [[nodiscard]] std::span<const Entry> row(PieceId source) const;
  /// Unigram probability of a target piece, > 0 for every piece.
  [[nodiscard]] float background(PieceId target) const;

  struct State;
  std::shared_ptr<const State> state;  ///< set by load_lexicon
};

/// Both directions of a pair.
struct Lexicon {
  LexiconDirection forward;   ///< source pieces to target pieces
  LexiconDirection backward;  ///< target pieces to source pieces
};

/// The lexicon of a pair in either order, nothing when the bundle has none.
/// Tags are reduced to their primary language. Throws ModelError.
[[nodiscard]] std::optional<Lexicon> load_lexicon(const Bundle& bundle,
                                                  std::string_view source,
                                                  std::string_view target);

/// One direction as it is trained, before it is packed.
struct LexiconRows {
  /// One a source piece, ascending by target.
  std::vector<std::vector<LexiconDirection::Entry>> rows;
  std::vector<float> background;  ///< one a piece, > 0
};

/// Name of the section of a pair in either order: "lexicon.ar-en".
[[nodiscard]] std::string lexicon_section_name(std::string_view source,
                                               std::string_view target);

/// Packs a pair whose languages are in alphabetical order of their tags;
/// probabilities are kept to about 2 %. Throws InvalidArgument when the sizes
/// disagree.
[[nodiscard]] std::string make_lexicon_section(const LexiconRows& forward,
                                               const LexiconRows& backward);

}  // namespace align
