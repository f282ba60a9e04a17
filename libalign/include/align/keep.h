// Links that a person has confirmed, found again in the documents at hand, so
// that they stay as they are while everything else is aligned around them.
//
// In: the units of a bitext in any format (JSONL, TMX ...) and the documents.
// Out: which runs of which documents each confirmed unit holds.
//
// What counts as confirmed: units with the status "accepted" where any unit of
// the bitext was accepted or rejected; else the whole bitext is taken for
// proofread and every unit counts. Rejected units are never made again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "align/types.h"

namespace align {

/// A run of segments of one of the documents.
struct KeptRun {
  std::size_t document = 0;  ///< index
  SegmentRange segments;     ///< never empty

  friend bool operator==(const KeptRun&, const KeptRun&) = default;
};

/// KeptUnit::unit of one that comes from no bitext.
inline constexpr std::size_t kNoKeptUnit = static_cast<std::size_t>(-1);

struct KeptUnit {
  std::size_t unit = 0;       ///< index in the bitext that was read
  std::vector<KeptRun> runs;  ///< by document; one: stays alone
  /// Documents in which the unit is settled, ascending: nothing of them is
  /// added to it or taken away. Those of its runs; in a proofread bitext all
  /// documents that the bitext is about.
  std::vector<std::size_t> settled;
};

struct KeptLinks {
  /// No segment is in two of them; in the order of the bitext.
  std::vector<KeptUnit> units;
  /// Links that a person has rejected.
  std::vector<KeptUnit> rejected;
  /// Confirmed units that could not be found, or that claim a segment twice
  /// (the first one gets it).
  std::vector<Diagnostic> diagnostics;
  /// The bitext is settled as a whole: segments that it leaves unlinked have no
  /// partner in the other documents it is about.
  bool is_complete = false;

  [[nodiscard]] bool is_empty() const {
    return units.empty() && rejected.empty();
  }
};

/// Finds the units of a bitext in the documents. A member is looked for by its
/// language and text (white space apart); its document and segment numbers,
/// where the bitext has them, and the order of the units decide between equal
/// texts. Members in other languages are left out; what then has fewer than two
/// members is not a link.
///
/// The bitext counts as complete when nothing in it is left to be judged and it
/// has unlinked units, or when it lacks a language of the documents and holds
/// at least half of the segments of those that it has: adding a language to a
/// proofread bitext makes no new links in it.
/// `file` names the bitext in diagnostics.
[[nodiscard]] KeptLinks find_kept(const std::vector<Document>& documents,
                                  const std::vector<Unit>& units,
                                  const std::string& file);

}  // namespace align
