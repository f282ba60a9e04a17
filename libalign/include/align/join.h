// Pairwise beads and links to a bitext of two, three or more languages.
//
// No segment is in two groups; a group may lack a language.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "align/keep.h"
#include "align/mine.h"
#include "align/parallel.h"
#include "align/score.h"
#include "align/types.h"

namespace align {

/// What is known of one pair among several documents.
struct PairBeads {
  std::size_t source = 0;  ///< index of the document
  std::size_t target = 0;
  UnitKind kind = UnitKind::kParallel;
  std::vector<Link> links;
  /// Every pair of segments that was looked at, by source, then target. When
  /// given, those of `least_probability` or more are what the groups are made
  /// of and the others speak against a group; `links` then only say how far a
  /// group reaches beyond one segment.
  std::vector<Link> candidates;
  double least_probability = 0.5;
  /// How probable it is that a segment has no partner in the other document,
  /// one value a segment; empty when unknown.
  std::vector<float> source_alone;
  std::vector<float> target_alone;
};

/// Where a point says nothing about a document.
inline constexpr std::size_t kNoPoint = static_cast<std::size_t>(-1);

struct JoinOptions {
  ParallelOptions parallel;
  MineOptions mine;
  GroupOptions group;
  unsigned threads = 0;  ///< 0: all cores; never changes the result
  /// Near-parallel links of other grades are left out; empty: all are kept.
  std::vector<Grade> grades;
  /// Units of two languages only; a segment may then be in one unit a pair.
  bool is_pairs_only = false;
  /// What a person has confirmed, as find_kept() found it in the documents.
  KeptLinks kept;
  /// The bitext it was found in.
  std::vector<Unit> kept_units;
  /// align_versions() only. Points that nothing reaches across: of each
  /// document the number of segments before it, or kNoPoint. They ascend in
  /// each document.
  std::vector<std::vector<std::size_t>> points;
  /// align_versions() only. By document, runs of segments that are joined
  /// with no others of it; empty: none.
  std::vector<std::vector<SegmentRange>> apart;
  /// Called with the share of the work done, in [0, 1], from any thread but
  /// never from two at once.
  std::function<void(double share)> progress;
};

/// Groups of segments over documents of different languages. Pairwise links
/// are taken best first; one that would merge two groups is taken when what
/// speaks for the merged group outweighs the pairs in it that were seen and
/// not linked. In each document a group is one run of at most eight segments.
/// Every segment of every document is in exactly one unit, unlinked ones alone.
///
/// Units come in the reading order of the first document, as far as the others
/// allow; units without it stand where their own document has them. Ids are
/// empty. A unit is as probable as the weakest link it needs to hold together.
/// The runs of a kept unit stay one group and as they are; runs of documents
/// that it is not in may join them.
/// Throws InvalidArgument if two documents are of one language.
[[nodiscard]] std::vector<Unit> join_links(
    const std::vector<const Document*>& documents,
    const std::vector<PairBeads>& pairs,
    const std::vector<KeptUnit>& kept = {});

/// Gives units that hold what a kept one does its id, status and figures; one
/// that got further members gets its id only and is to be looked at again.
void restore_kept(const std::vector<Document>& documents, const KeptLinks& kept,
                  const std::vector<Unit>& kept_units,
                  std::vector<Unit>& units);

/// Aligns two or more versions of one document in order: one unit a group.
/// Throws InvalidArgument if two documents are of one language.
[[nodiscard]] Bitext align_versions(const Model& model,
                                    const std::vector<Document>& documents,
                                    const JoinOptions& options = {});

/// The whole job: groups reports by event, aligns pairs that are translations
/// in order and near-parallel pairs without order, joins the languages.
///
/// Events come in the order of their first document. With several documents of
/// one language in an event each combination of documents is joined; a unit
/// that another one contains is given once, and a segment is unlinked only
/// when no combination links it.
[[nodiscard]] Bitext align_reports(const Model& model,
                                   const std::vector<Document>& documents,
                                   const JoinOptions& options = {});

}  // namespace align
