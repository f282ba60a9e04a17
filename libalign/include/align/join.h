// Pairwise beads and links to a bitext of two, three or more languages.
//
// No segment is in two groups; a group may lack a language.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "align/mine.h"
#include "align/parallel.h"
#include "align/score.h"
#include "align/types.h"

namespace align {

/// Beads of one pair among several documents.
struct PairBeads {
  std::size_t source = 0;  ///< index of the document
  std::size_t target = 0;
  UnitKind kind = UnitKind::kParallel;
  std::vector<Link> links;
};

struct JoinOptions {
  ParallelOptions parallel;
  MineOptions mine;
  unsigned threads = 0;  ///< 0: all cores; never changes the result
};

/// Groups of segments over several versions of one document: pairwise links
/// are taken best first as long as groups stay consistent. Every segment of
/// every document is in exactly one unit, unlinked ones alone.
[[nodiscard]] std::vector<Unit> join_links(
    const std::vector<const Document*>& documents,
    const std::vector<PairBeads>& pairs);

/// Aligns two or more versions of one document in order: one unit a group.
[[nodiscard]] Bitext align_versions(const Model& model,
                                    const std::vector<Document>& documents,
                                    const JoinOptions& options = {});

/// The whole job: groups reports by event, aligns pairs that are translations
/// in order and near-parallel pairs without order, joins the languages.
[[nodiscard]] Bitext align_reports(const Model& model,
                                   const std::vector<Document>& documents,
                                   const JoinOptions& options = {});

}  // namespace align
