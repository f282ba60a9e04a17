// Order-free linking: which segments of two lists say the same thing wherever
// they stand, and which documents tell of the same event.
//
// Source: Artetxe & Schwenk 2019, "Margin-based Parallel Corpus Mining with
// Multilingual Sentence Embeddings"; Conneau et al. 2018 (CSLS).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "align/score.h"
#include "align/types.h"

namespace align {

struct MineOptions {
  /// Least probability of a link that is returned, in [0, 1].
  double threshold = 0.5;
  /// Neighbours averaged in the margin (CSLS), >= 1.
  std::size_t neighbours = 4;
};

/// Links between segments, best first; no segment is in two links. Ties go to
/// the earlier source, then the earlier target.
[[nodiscard]] std::vector<Link> mine_links(const Model& model,
                                           const EncodedSegments& source,
                                           const EncodedSegments& target,
                                           const MineOptions& options = {});

/// What two documents are to each other.
enum class DocumentRelation : std::uint8_t {
  kNone,
  kSameEvent,     ///< reports of one event with little text in common
  kNearParallel,  ///< the same event told again
  kParallel,      ///< translations
};

/// "none", "same-event", "near-parallel", "parallel".
[[nodiscard]] std::string_view to_string(DocumentRelation relation);

struct DocumentPair {
  std::size_t first = 0;  ///< index into the documents, first < second
  std::size_t second = 0;
  double score = 0;        ///< log-odds
  double probability = 0;  ///< that they report the same event
  DocumentRelation relation = DocumentRelation::kNone;
};

/// Documents of one event, and what each pair among them is.
struct DocumentGroups {
  std::vector<DocumentPair> pairs;    ///< best first, kNone left out
  std::vector<std::size_t> event_of;  ///< one a document, events from 0 in
                                      ///< the order of their first document
};

/// Groups documents by event. Documents with the same non-empty `event` are one
/// group, with different ones never. `encoded` runs parallel to `documents`.
[[nodiscard]] DocumentGroups group_documents(
    const Model& model, const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded);

}  // namespace align
