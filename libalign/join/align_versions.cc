// The whole job for versions of a single document.
#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "align/join.h"
#include "join/kept_pairs.h"
#include "join/pairwise.h"
#include "score/run_indexed.h"

namespace align {

Bitext align_versions(const Model& model,
                      const std::vector<Document>& documents,
                      const JoinOptions& options) {
  Bitext bitext;
  bitext.languages = join::languages_of(documents);
  const std::vector<EncodedSegments> encoded =
      join::encode_all(model, documents, options.threads);
  std::vector<PairBeads> pairs;
  std::vector<join::PairConstraints> known;
  std::vector<const Document*> versions;
  for (std::size_t a = 0; a < documents.size(); ++a) {
    versions.push_back(&documents[a]);
    for (std::size_t b = a + 1; b < documents.size(); ++b) {
      pairs.emplace_back();
      pairs.back().source = a;
      pairs.back().target = b;
      known.push_back(join::constraints_of(documents, options, a, b));
    }
  }
  // One pair has all the threads, several have one each.
  const unsigned threads = pairs.size() == 1 ? options.threads : 1;
  run_indexed(pairs.size(), options.threads, [&](std::size_t p) {
    ParallelOptions parallel = options.parallel;
    parallel.threads = threads;
    parallel.constraints = known[p].path;
    parallel.source_segments = documents[pairs[p].source].segments;
    parallel.target_segments = documents[pairs[p].target].segments;
    pairs[p] = join::align_in_order(model, encoded, pairs[p].source,
                                    pairs[p].target, parallel);
    join::settle(known[p], pairs[p]);
  });
  for (const join::PairConstraints& pair : known) {
    bitext.diagnostics.insert(bitext.diagnostics.end(),
                              pair.diagnostics.begin(), pair.diagnostics.end());
  }
  bitext.units = join_links(versions, pairs, options.kept.units);
  restore_kept(documents, options.kept, options.kept_units, bitext.units);
  join::number_units(bitext.units);
  if (options.progress) options.progress(1);
  return bitext;
}

}  // namespace align
