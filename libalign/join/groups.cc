#include "join/groups.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align::join {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A group never holds more segments of one document than a bead can.
constexpr std::size_t kLongestRun = 8;

// What a link is worth beyond its log-odds because a decoder that kept the
// order of the whole pair chose it, and what each segment costs that a decoder
// saw and left without a link inside the group. Both in log-odds; one bit of
// doubt each.
constexpr double kChosen = 1.0;
constexpr double kNotChosen = 1.0;
// Two links of one pair inside a group: the decoder kept apart what the group
// joins. It costs this share of the weaker link's worth.
constexpr double kKeptApart = 0.75;

double worth(const PairBeads& pair, const Link& link) {
  const double p = std::clamp<double>(link.probability, 0.02, 0.9999);
  return std::log(p / (1 - p)) +
         (pair.kind == UnitKind::kParallel ? kChosen : 0.0);
}

bool is_inside(const SegmentRange& inner, const SegmentRange& outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

class Builder {
 public:
  Builder(const std::vector<std::size_t>& sizes,
          const std::vector<PairBeads>& pairs, const std::vector<Runs>& kept)
      : sizes_(sizes), pairs_(pairs), kept_(kept) {
    for (const std::size_t size : sizes) group_of_.emplace_back(size, kNone);
    for (std::size_t k = 0; k < kept.size(); ++k) put(kept[k], k);
    for (const PairBeads& pair : pairs) {
      ALIGN_ASSERT(pair.source < sizes.size() && pair.target < sizes.size() &&
                       pair.source != pair.target,
                   "a pair names two of the documents");
      // Links of one pair do not share segments, so one index a segment does.
      std::vector<std::size_t> at(sizes[pair.source], kNone);
      for (std::size_t k = 0; k < pair.links.size(); ++k) {
        const Link& link = pair.links[k];
        ALIGN_ASSERT(link.source.end <= sizes[pair.source] &&
                         link.target.end <= sizes[pair.target],
                     "links lie inside their documents");
        for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
          at[i] = k;
        }
      }
      link_at_.push_back(std::move(at));
    }
  }

  std::vector<Group> build() {
    struct Candidate {
      std::size_t pair;
      std::size_t link;
    };
    std::vector<Candidate> order;
    for (std::size_t p = 0; p < pairs_.size(); ++p) {
      for (std::size_t k = 0; k < pairs_[p].links.size(); ++k) {
        order.push_back({p, k});
      }
    }
    const auto key = [this](const Candidate& c) {
      const Link& link = pairs_[c.pair].links[c.link];
      return std::tuple(-link.probability, -link.score, c.pair,
                        link.source.begin, link.target.begin);
    };
    std::sort(order.begin(), order.end(),
              [&key](const Candidate& a, const Candidate& b) {
                return key(a) < key(b);
              });
    for (const Candidate& c : order) {
      take(pairs_[c.pair], pairs_[c.pair].links[c.link]);
    }
    std::vector<Group> result;
    for (const Runs& runs : groups_) {
      if (!runs.empty()) result.push_back(finish(runs));
    }
    return result;
  }

 private:
  void put(Runs runs, std::size_t kept) {
    for (std::size_t d = 0; d < sizes_.size(); ++d) {
      if (!runs[d]) continue;
      for (std::size_t i = runs[d]->begin; i < runs[d]->end; ++i) {
        group_of_[d][i] = groups_.size();
      }
    }
    groups_.push_back(std::move(runs));
    kept_in_.push_back(kept);
  }

  void take(const PairBeads& pair, const Link& link) {
    std::vector<std::size_t> touched;
    const auto touch = [&](std::size_t document, const SegmentRange& range) {
      for (std::size_t i = range.begin; i < range.end; ++i) {
        const std::size_t group = group_of_[document][i];
        if (group != kNone) touched.push_back(group);
      }
    };
    touch(pair.source, link.source);
    touch(pair.target, link.target);
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());

    Runs merged(sizes_.size());
    std::vector<std::vector<SegmentRange>> parts(sizes_.size());
    parts[pair.source].push_back(link.source);
    parts[pair.target].push_back(link.target);
    double before = 0;
    std::size_t kept = kNone;
    for (const std::size_t group : touched) {
      before += total(groups_[group]);
      if (kept_in_[group] != kNone) {
        if (kept != kNone) return;  // each stays a group of its own
        kept = kept_in_[group];
      }
      for (std::size_t d = 0; d < sizes_.size(); ++d) {
        if (groups_[group][d]) parts[d].push_back(*groups_[group][d]);
      }
    }
    for (std::size_t d = 0; d < sizes_.size(); ++d) {
      if (parts[d].empty()) continue;
      std::sort(parts[d].begin(), parts[d].end());
      SegmentRange run = parts[d].front();
      for (const SegmentRange& part : parts[d]) {
        if (part.begin > run.end) return;  // would leave a hole
        run.end = std::max(run.end, part.end);
      }
      if (kept != kNone && kept_[kept][d]) {
        if (run != *kept_[kept][d]) return;
      } else if (run.size() > kLongestRun) {
        return;
      }
      merged[d] = run;
    }
    if (!touched.empty() && total(merged) <= before) return;

    for (const std::size_t group : touched) groups_[group].clear();
    put(std::move(merged), kept);
  }

  // Calls visit(pair, link) for each link between two runs of a group.
  template <class Visit>
  void for_each_link(const Runs& runs, const Visit& visit) const {
    for (std::size_t p = 0; p < pairs_.size(); ++p) {
      const auto& source = runs[pairs_[p].source];
      const auto& target = runs[pairs_[p].target];
      if (!source || !target) continue;
      std::size_t last = kNone;
      for (std::size_t i = source->begin; i < source->end; ++i) {
        const std::size_t k = link_at_[p][i];
        if (k == kNone || k == last) continue;
        last = k;
        const Link& link = pairs_[p].links[k];
        if (is_inside(link.source, *source) &&
            is_inside(link.target, *target)) {
          visit(pairs_[p], link);
        }
      }
    }
  }

  // What speaks for a group: its links, less the segments that were compared
  // with another run of the group and not linked to it, less the links that
  // hold apart what the group joins.
  [[nodiscard]] double total(const Runs& runs) const {
    double sum = 0;
    for (const PairBeads& pair : pairs_) {
      if (runs[pair.source] && runs[pair.target]) {
        sum -= kNotChosen * static_cast<double>(runs[pair.source]->size() +
                                                runs[pair.target]->size());
      }
    }
    const PairBeads* last_pair = nullptr;
    double last_worth = 0;
    for_each_link(runs, [&](const PairBeads& pair, const Link& link) {
      const double value = worth(pair, link);
      sum += value + kNotChosen * static_cast<double>(link.source.size() +
                                                      link.target.size());
      if (&pair == last_pair) {
        sum -= kKeptApart * std::max(0.0, std::min(value, last_worth));
      }
      last_pair = &pair;
      last_worth = value;
    });
    return sum;
  }

  // The links are an (almost) complete graph over the documents; the weakest
  // edge of its maximum spanning tree is what the group hangs on.
  [[nodiscard]] Group finish(const Runs& runs) const {
    struct Edge {
      const PairBeads* pair;
      const Link* link;
    };
    std::vector<Edge> edges;
    for_each_link(runs, [&](const PairBeads& pair, const Link& link) {
      edges.push_back({&pair, &link});
    });
    std::stable_sort(edges.begin(), edges.end(),
                     [](const Edge& a, const Edge& b) {
                       return a.link->probability > b.link->probability;
                     });
    std::vector<std::size_t> root(sizes_.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&root](std::size_t d) {
      while (root[d] != d) d = root[d];
      return d;
    };
    Group group;
    group.runs = runs;
    bool is_near = false;
    bool is_first = true;
    Grade worst = Grade::kEquivalent;
    for (const Edge& edge : edges) {
      const std::size_t a = find(edge.pair->source);
      const std::size_t b = find(edge.pair->target);
      if (a == b) continue;
      root[a] = b;
      is_near |= edge.pair->kind == UnitKind::kNearParallel;
      worst = std::max(worst, edge.link->grade);
      if (is_first || edge.link->probability < group.weakest.probability) {
        group.weakest = *edge.link;
      }
      is_first = false;
    }
    group.weakest.grade = worst;
    group.kind = is_near ? UnitKind::kNearParallel : UnitKind::kParallel;
    return group;
  }

  const std::vector<std::size_t>& sizes_;
  const std::vector<PairBeads>& pairs_;
  const std::vector<Runs>& kept_;
  std::vector<std::vector<std::size_t>> link_at_;   // [pair][source segment]
  std::vector<std::vector<std::size_t>> group_of_;  // [document][segment]
  std::vector<Runs> groups_;                        // empty: merged away
  std::vector<std::size_t> kept_in_;  // of each group the kept one it holds
};

}  // namespace

std::vector<Group> build_groups(const std::vector<std::size_t>& sizes,
                                const std::vector<PairBeads>& pairs,
                                const std::vector<Runs>& kept) {
  return Builder(sizes, pairs, kept).build();
}

}  // namespace align::join
