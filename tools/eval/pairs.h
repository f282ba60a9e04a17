// Gold, result and the result compared with, as beads of pairs of documents.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "align/eval.h"
#include "eval/measure.h"

namespace align::cli {

/// Texts of the segments of a document, as far as they are known.
using SegmentTexts = std::map<std::size_t, std::string>;

/// One pair of documents, or of files that do not name any. A segment alone
/// stands in a pair whose other document is "".
struct EvalPair {
  std::string place;      ///< of the documents, or the name of the gold
  std::string languages;  ///< "vi-en", or empty
  std::vector<EvalBead> gold;
  std::vector<EvalBead> test;
  std::vector<EvalBead> other;
  std::array<SegmentTexts, 2> texts;  ///< of source and target

  /// The texts of a bead's side, joined by spaces.
  [[nodiscard]] std::string text_of(
      std::size_t side, const std::vector<std::size_t>& segments) const;
  /// Step of the length of the source, of the target where there is none;
  /// empty when a text is not known.
  [[nodiscard]] std::string step_of(const EvalBead& bead) const;
};

/// How the lines of a file that is no bitext are read.
using ParseBeads = std::vector<EvalBead> (*)(std::string_view bytes,
                                             const std::string& name);

/// The pairs of documents of one GOLD. Where both bitexts name several
/// documents, segments belong to theirs; else the numbers alone count. Throws
/// FormatError when the two name no document in common.
[[nodiscard]] std::vector<EvalPair> read_eval_pairs(const EvalFiles& files,
                                                    ParseBeads parse);

/// "3,4:5".
[[nodiscard]] std::string numbers_text(const EvalBead& bead);
/// An item for the page.
[[nodiscard]] EvalItem item_of(const EvalPair& pair, const EvalBead& bead,
                               bool is_right);

}  // namespace align::cli
