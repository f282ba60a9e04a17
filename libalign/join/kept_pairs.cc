#include "join/kept_pairs.h"

#include <algorithm>
#include <string>
#include <utility>

namespace align::join {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// What a person has confirmed: as probable as anything can be.
constexpr float kCertain = 1.0F;
constexpr float kCertainScore = 14.0F;

const SegmentRange* run_in(const KeptUnit& unit, std::size_t document) {
  for (const KeptRun& run : unit.runs) {
    if (run.document == document) return &run.segments;
  }
  return nullptr;
}

Bead bead_of(const SegmentRange& source, const SegmentRange& target) {
  Bead bead;
  bead.source = source;
  bead.target = target;
  bead.score = kCertainScore;
  bead.probability = kCertain;
  return bead;
}

Link link_of(const Bead& bead) {
  Link link;
  link.source = bead.source;
  link.target = bead.target;
  link.score = bead.score;
  link.probability = bead.probability;
  return link;
}

// What is linked is not alone.
void take_from_alone(const std::vector<Link>& links, PairBeads& pair) {
  for (const Link& link : links) {
    for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
      pair.source_alone[i] = 0;
    }
    for (std::size_t j = link.target.begin; j < link.target.end; ++j) {
      pair.target_alone[j] = 0;
    }
  }
}

// Which of `beads`, ascending in the source, ascend in the target too: as many
// as possible, of equally many those that come first.
std::vector<bool> longest_ascent(const std::vector<Bead>& beads) {
  std::vector<std::size_t> last;  // by length of the ascent
  std::vector<std::size_t> before(beads.size(), kNone);
  for (std::size_t k = 0; k < beads.size(); ++k) {
    const auto place =
        std::upper_bound(last.begin(), last.end(), beads[k].target.begin,
                         [&beads](std::size_t begin, std::size_t other) {
                           return begin < beads[other].target.end;
                         });
    if (place != last.begin()) before[k] = *std::prev(place);
    if (place == last.end()) {
      last.push_back(k);
    } else if (beads[k].target.end < beads[*place].target.end) {
      *place = k;
    }
  }
  std::vector<bool> is_on(beads.size(), false);
  for (std::size_t k = last.empty() ? kNone : last.back(); k != kNone;
       k = before[k]) {
    is_on[k] = true;
  }
  return is_on;
}

}  // namespace

PairConstraints constraints_of(const std::vector<Document>& documents,
                               const JoinOptions& options, std::size_t source,
                               std::size_t target) {
  PairConstraints result;
  PathConstraints& path = result.path;
  for (const std::vector<std::size_t>& point : options.points) {
    if (point[source] != kNoPoint && point[target] != kNoPoint) {
      path.points.push_back({point[source], point[target]});
    }
  }
  if (!options.apart.empty()) {
    path.source_runs = options.apart[source];
    path.target_runs = options.apart[target];
  }
  std::vector<Bead> kept;
  for (const KeptUnit& unit : options.kept.units) {
    const SegmentRange* in_source = run_in(unit, source);
    const SegmentRange* in_target = run_in(unit, target);
    const auto is_settled = [&unit](std::size_t document) {
      return std::find(unit.settled.begin(), unit.settled.end(), document) !=
             unit.settled.end();
    };
    if (in_source != nullptr && in_target != nullptr) {
      kept.push_back(bead_of(*in_source, *in_target));
    } else if (in_source != nullptr) {
      (is_settled(target) ? path.source_alone : path.source_runs)
          .push_back(*in_source);
    } else if (in_target != nullptr) {
      (is_settled(source) ? path.target_alone : path.target_runs)
          .push_back(*in_target);
    }
  }
  for (const KeptUnit& unit : options.kept.rejected) {
    const SegmentRange* in_source = run_in(unit, source);
    const SegmentRange* in_target = run_in(unit, target);
    if (in_source != nullptr && in_target != nullptr) {
      path.forbidden.push_back(bead_of(*in_source, *in_target));
    }
  }
  std::sort(kept.begin(), kept.end(), [](const Bead& a, const Bead& b) {
    return a.source.begin < b.source.begin;
  });
  const std::vector<bool> is_in_order = longest_ascent(kept);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const Bead& bead = kept[k];
    if (is_in_order[k]) {
      path.fixed.push_back(bead);
      continue;
    }
    path.source_alone.push_back(bead.source);
    path.target_alone.push_back(bead.target);
    result.crossing.push_back(link_of(bead));
    Diagnostic diagnostic;
    diagnostic.code = "kept-link-crosses";
    diagnostic.file = documents[source].name;
    diagnostic.offset =
        documents[source].segments[bead.source.begin].bytes.begin;
    diagnostic.message = "segment " + std::to_string(bead.source.begin) +
                         " is kept with segment " +
                         std::to_string(bead.target.begin) + " of " +
                         documents[target].name + ", which crosses other links";
    diagnostic.remedy = "the link is kept; see whether it is meant";
    result.diagnostics.push_back(std::move(diagnostic));
  }
  return result;
}

void settle(const PairConstraints& constraints, PairBeads& pair) {
  pair.links.insert(pair.links.end(), constraints.crossing.begin(),
                    constraints.crossing.end());
  std::sort(pair.links.begin(), pair.links.end(),
            [](const Link& a, const Link& b) {
              return a.source.begin < b.source.begin;
            });
  take_from_alone(constraints.crossing, pair);
}

void settle_freely(const PairConstraints& constraints, PairBeads& pair) {
  const PathConstraints& path = constraints.path;
  std::vector<Link> kept = constraints.crossing;
  for (const Bead& bead : path.fixed) kept.push_back(link_of(bead));
  take_from_alone(kept, pair);
  std::vector<SegmentRange> closed_source = path.source_alone;
  std::vector<SegmentRange> closed_target = path.target_alone;
  for (const Link& link : kept) {
    closed_source.push_back(link.source);
    closed_target.push_back(link.target);
  }
  const auto meet = [](const SegmentRange& a, const SegmentRange& b) {
    return a.begin < b.end && b.begin < a.end;
  };
  const auto is_closed = [&](const Link& link) {
    const auto with = [&meet](const SegmentRange& run) {
      return
          [&meet, run](const SegmentRange& other) { return meet(run, other); };
    };
    return std::ranges::any_of(closed_source, with(link.source)) ||
           std::ranges::any_of(closed_target, with(link.target)) ||
           std::ranges::any_of(path.forbidden, [&](const Bead& bead) {
             return meet(link.source, bead.source) &&
                    meet(link.target, bead.target);
           });
  };
  std::erase_if(pair.links, is_closed);
  std::erase_if(pair.candidates, is_closed);
  pair.links.insert(pair.links.end(), kept.begin(), kept.end());
  for (const Link& link : kept) {
    for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
      for (std::size_t j = link.target.begin; j < link.target.end; ++j) {
        Link& one = pair.candidates.emplace_back(link);
        one.source = {i, i + 1};
        one.target = {j, j + 1};
      }
    }
  }
  std::ranges::sort(pair.candidates, {}, [](const Link& link) {
    return std::pair(link.source.begin, link.target.begin);
  });
}

}  // namespace align::join
