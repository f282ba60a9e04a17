// What the whole jobs do before groups are made.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "align/join.h"

namespace align::join {

/// Aligns two of the documents in order.
[[nodiscard]] PairBeads align_in_order(
    const Model& model, const std::vector<EncodedSegments>& encoded,
    std::size_t source, std::size_t target, const ParallelOptions& options);

/// Languages in the order of their first document.
[[nodiscard]] std::vector<std::string> languages_of(
    const std::vector<Document>& documents);

[[nodiscard]] std::vector<EncodedSegments> encode_all(
    const Model& model, const std::vector<Document>& documents,
    unsigned threads);

/// Gives numbers to the units that have no id, or that of an earlier one.
void number_units(std::vector<Unit>& units);

}  // namespace align::join
