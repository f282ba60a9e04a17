// Pairs of documents that may report one event, and what speaks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "align/mine.h"
#include "align/score.h"
#include "align/types.h"

namespace align::mine {

/// What is known of two documents.
struct EventEvidence {
  float cosine = 0;       ///< of the document vectors, centred by language
  float coverage = 0;     ///< share of the text that has a link, both sides
  float least = 0;        ///< the lesser of the two sides' shares
  float equivalent = 0;   ///< share of the linked text whose links are such
  float in_order = 0;     ///< share of the links that keep their order
  float facts = 0;        ///< rarity of shared dates, numbers and names
  bool is_clash = false;  ///< both carry dates and share none of them
};

/// Pairs worth comparing, first < second, ascending: all of them up to a few
/// dozen documents, above that each document's nearest in each language.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> candidate_pairs(
    const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded, unsigned threads);

/// Evidence of each of `pairs`. `advance` is called once a pair, on any thread.
[[nodiscard]] std::vector<EventEvidence> compare_documents(
    const Model& model, const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded,
    const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
    unsigned threads, const std::function<void()>& advance);

/// Log-odds that two documents report one event.
[[nodiscard]] double event_log_odds(const EventEvidence& evidence);

/// What two documents of one event are to each other.
[[nodiscard]] DocumentRelation relation_of(const EventEvidence& evidence);

}  // namespace align::mine
