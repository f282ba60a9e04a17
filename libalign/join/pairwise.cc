#include "join/pairwise.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "score/run_indexed.h"

namespace align::join {

PairBeads align_in_order(const Model& model,
                         const std::vector<EncodedSegments>& encoded,
                         std::size_t source, std::size_t target,
                         const ParallelOptions& options) {
  PairBeads pair;
  pair.source = source;
  pair.target = target;
  pair.kind = UnitKind::kParallel;
  pair.source_alone.resize(encoded[source].size(), 0.0F);
  pair.target_alone.resize(encoded[target].size(), 0.0F);
  for (const Bead& bead :
       align_beads(model, encoded[source], encoded[target], options)) {
    const bool is_null = bead.source.is_empty() || bead.target.is_empty();
    const float alone = is_null ? bead.probability : 1 - bead.probability;
    for (std::size_t i = bead.source.begin; i < bead.source.end; ++i) {
      pair.source_alone[i] = alone;
    }
    for (std::size_t j = bead.target.begin; j < bead.target.end; ++j) {
      pair.target_alone[j] = alone;
    }
    if (is_null) continue;
    Link link;
    link.source = bead.source;
    link.target = bead.target;
    link.score = bead.score;
    link.probability = bead.probability;
    // A bead that is more likely wrong than right joins what little there is.
    link.grade = bead.probability >= 0.5F ? Grade::kEquivalent : Grade::kNear;
    pair.links.push_back(link);
  }
  return pair;
}

// Languages in the order of their first document.
std::vector<std::string> languages_of(const std::vector<Document>& documents) {
  std::vector<std::string> languages;
  for (const Document& document : documents) {
    if (std::ranges::find(languages, document.language) == languages.end()) {
      languages.push_back(document.language);
    }
  }
  return languages;
}

void number_units(std::vector<Unit>& units) {
  std::set<std::string> used;
  for (Unit& unit : units) {
    if (!unit.id.empty() && !used.insert(unit.id).second) unit.id.clear();
  }
  std::size_t number = 0;
  for (Unit& unit : units) {
    ++number;
    if (!unit.id.empty()) continue;
    // The unit's place in the list, as long as nothing else is called so.
    while (!used.insert(std::to_string(number)).second) ++number;
    unit.id = std::to_string(number);
  }
}

std::vector<EncodedSegments> encode_all(const Model& model,
                                        const std::vector<Document>& documents,
                                        unsigned threads) {
  std::vector<EncodedSegments> encoded(documents.size());
  run_indexed(documents.size(), threads, [&](std::size_t d) {
    encoded[d] = encode(model, documents[d].segments, documents[d].language);
  });
  return encoded;
}

}  // namespace align::join
