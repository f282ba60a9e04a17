// Order-free linking: which segments of two lists say the same thing wherever
// they stand, and which documents tell of the same event.
//
// Each candidate pair of segments gets a handful of features (vectors, lexicon
// both ways, length, shared numbers and dates, margin over its neighbours, gap
// to the best competitor, support by the segments around it) and a logistic
// model turns them into a probability.
// Source: Artetxe & Schwenk 2019, "Margin-based Parallel Corpus Mining with
// Multilingual Sentence Embeddings"; Conneau et al. 2018, "Word Translation
// Without Parallel Data" (CSLS).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/encoder.h"
#include "align/score.h"
#include "align/types.h"

namespace align {

struct MineOptions {
  /// Least probability of a link that is returned, in [0, 1].
  double threshold = 0.5;
  /// Neighbours averaged in the margin (CSLS), >= 1.
  std::size_t neighbours = 4;
  /// Most segments on one side of a link, >= 1. Only neighbours in reading
  /// order are joined; 1 for lists whose order means nothing.
  std::size_t max_run = 1;
  /// Partners looked at closely for each segment, >= 1, those with the nearest
  /// vectors.
  std::size_t candidates = 16;
  /// The lists are reports of one event in different words: shared dates and
  /// numbers count more, competing partners less, lengths nothing.
  bool is_retold = false;
  /// Fill MinedLinks::candidates.
  bool wants_candidates = false;
  /// Looks again at links in doubt; null: nothing does.
  const Encoder* encoder = nullptr;
  unsigned threads = 1;  ///< 0: all cores; never changes the result
  /// Called with the share of the work done, in [0, 1].
  std::function<void(double share)> progress;
};

/// One list of segments: `encoded` runs parallel to `segments`. Both outlive
/// the call they are given to.
struct Passage {
  std::span<const Segment> segments;
  const EncodedSegments& encoded;
};

struct MinedLinks {
  /// Best first; no segment is in two links. Ties go to the earlier source,
  /// then the earlier target.
  std::vector<Link> links;
  /// The probability that a segment has no partner on the other side.
  std::vector<float> source_alone;
  std::vector<float> target_alone;
  /// Every pair of segments that was looked at, one segment a side, whatever
  /// its probability and whether or not it was chosen; by source, then target.
  /// Empty unless asked for.
  std::vector<Link> candidates;
};

/// Links between two lists. Segments that repeat an earlier one of their own
/// document are not linked. Exact search in blocks: time grows with the product
/// of the lists, memory with their sum.
/// Throws InvalidArgument for an option outside its range.
[[nodiscard]] MinedLinks mine_links(const Model& model, const Passage& source,
                                    const Passage& target,
                                    const MineOptions& options = {});

/// What two documents are to each other.
enum class DocumentRelation : std::uint8_t {
  kNone,
  kSameEvent,     ///< reports of one event with little text in common, or the
                  ///< same background told of events at different times
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
  /// Both carry dates and share none, so that what they share is background.
  bool has_date_clash = false;
};

/// Documents of one event, and what each pair among them is.
struct DocumentGroups {
  std::vector<DocumentPair> pairs;    ///< best first, kNone left out
  std::vector<std::size_t> event_of;  ///< one a document, events from 0 in
                                      ///< the order of their first document
};

struct GroupOptions {
  unsigned threads = 1;  ///< 0: all cores; never changes the result
  /// Documents with dates further apart than this many days are of different
  /// events; 0: dates of documents are not compared.
  std::size_t date_window_days = 0;
  /// Pairs of documents that are known to report one event. What is known of
  /// their dates and events does not keep them apart.
  std::vector<std::pair<std::size_t, std::size_t>> together;
  /// Called with the share of the work done, in [0, 1].
  std::function<void(double share)> progress;
};

/// Groups documents by event. Documents with the same non-empty `event` are one
/// group, with different ones never.
[[nodiscard]] DocumentGroups group_documents(
    const Model& model, const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded,
    const GroupOptions& options = {});

}  // namespace align
