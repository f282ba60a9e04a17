// Groups to units: text, order, and the segments that stay alone.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/join.h"
#include "join/groups.h"

namespace align {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

Unit make_unit(const std::vector<const Document*>& documents,
               const join::Group& group) {
  Unit unit;
  unit.kind = group.kind;
  unit.grade = group.weakest.grade;
  unit.score = group.weakest.score;
  unit.probability = group.weakest.probability;
  unit.evidence = group.weakest.evidence;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    if (group.runs[d]) {
      unit.members.push_back(make_member(*documents[d], *group.runs[d]));
    }
  }
  return unit;
}

// Emits groups so that each document is read in order as far as the groups
// allow: before a group comes what stands before its runs. Where groups wait
// for each other the first document's goes first, so its own order is never
// broken.
class ReadingOrder {
 public:
  ReadingOrder(const std::vector<std::vector<std::size_t>>& group_of,
               const std::vector<join::Group>& groups)
      : group_of_(group_of),
        groups_(groups),
        is_emitted_(groups.size(), false),
        next_(group_of.size(), 0) {}

  std::vector<std::size_t> run() {
    std::vector<std::size_t> order;
    for (std::size_t d = 0; d < group_of_.size(); ++d) {
      while (skip(d)) {
        const std::size_t group = first_free(group_of_[d][next_[d]]);
        is_emitted_[group] = true;
        order.push_back(group);
      }
    }
    return order;
  }

 private:
  // Moves past what is emitted; false at the end of the document.
  bool skip(std::size_t d) {
    while (next_[d] < group_of_[d].size() &&
           is_emitted_[group_of_[d][next_[d]]]) {
      ++next_[d];
    }
    return next_[d] < group_of_[d].size();
  }

  // `wanted`, or what has to come before it; `wanted` again when that waits
  // for itself. Every group on the way is the next one of a document, so the
  // way has at most as many steps as there are documents.
  std::size_t first_free(std::size_t wanted) {
    std::vector<std::size_t> way = {wanted};
    while (true) {
      std::size_t before = kNone;
      for (std::size_t e = 0; e < group_of_.size() && before == kNone; ++e) {
        const auto& run = groups_[way.back()].runs[e];
        if (run && skip(e) && run->begin > next_[e]) {
          before = group_of_[e][next_[e]];
        }
      }
      if (before == kNone) return way.back();
      if (std::ranges::find(way, before) != way.end()) return wanted;
      way.push_back(before);
    }
  }

  const std::vector<std::vector<std::size_t>>& group_of_;
  const std::vector<join::Group>& groups_;
  std::vector<bool> is_emitted_;
  std::vector<std::size_t> next_;  // of each document, the next segment
};

// The probability that a segment is alone: that no pair links it.
double alone_probability(const std::vector<PairBeads>& pairs,
                         std::size_t document, std::size_t segment) {
  double least = 1;
  for (const PairBeads& pair : pairs) {
    if (pair.source == document && !pair.source_alone.empty()) {
      least = std::min<double>(least, pair.source_alone[segment]);
    }
    if (pair.target == document && !pair.target_alone.empty()) {
      least = std::min<double>(least, pair.target_alone[segment]);
    }
  }
  return least;
}

}  // namespace

std::vector<Unit> join_links(const std::vector<const Document*>& documents,
                             const std::vector<PairBeads>& pairs,
                             const std::vector<KeptUnit>& kept) {
  std::vector<std::size_t> sizes;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    sizes.push_back(documents[d]->segments.size());
    for (std::size_t e = 0; e < d; ++e) {
      if (documents[d]->language == documents[e]->language) {
        throw InvalidArgument(
            "two versions in one language (" + documents[d]->language +
            "): " + documents[e]->name + " and " + documents[d]->name +
            ", want one document a language");
      }
    }
  }
  std::vector<join::Runs> kept_runs;
  for (const KeptUnit& unit : kept) {
    join::Runs& runs = kept_runs.emplace_back(sizes.size());
    for (const KeptRun& run : unit.runs) runs[run.document] = run.segments;
  }
  std::vector<join::Group> groups = join::build_groups(sizes, pairs, kept_runs);
  std::vector<std::vector<std::size_t>> group_of;
  group_of.reserve(sizes.size());
  for (const std::size_t size : sizes) group_of.emplace_back(size, kNone);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (std::size_t d = 0; d < sizes.size(); ++d) {
      if (!groups[g].runs[d]) continue;
      for (std::size_t i = groups[g].runs[d]->begin; i < groups[g].runs[d]->end;
           ++i) {
        group_of[d][i] = g;
      }
    }
  }
  for (std::size_t d = 0; d < sizes.size(); ++d) {
    for (std::size_t i = 0; i < sizes[d]; ++i) {
      if (group_of[d][i] != kNone) continue;
      join::Group alone;
      alone.runs.resize(sizes.size());
      alone.runs[d] = SegmentRange{i, i + 1};
      group_of[d][i] = groups.size();
      groups.push_back(std::move(alone));
    }
  }

  std::vector<Unit> units;
  units.reserve(groups.size());
  for (const std::size_t g : ReadingOrder(group_of, groups).run()) {
    Unit unit = make_unit(documents, groups[g]);
    if (unit.members.size() < 2) {
      unit.kind = UnitKind::kUnlinked;
      unit.grade.reset();
      unit.evidence.reset();
      unit.score = 0;
      for (std::size_t d = 0; d < sizes.size(); ++d) {
        if (groups[g].runs[d]) {
          unit.probability =
              alone_probability(pairs, d, groups[g].runs[d]->begin);
        }
      }
    }
    units.push_back(std::move(unit));
  }
  return units;
}

}  // namespace align
