#include "join/groups.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align::join {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// Totals closer than this are equal; the way that was found first stays.
constexpr double kSame = 1e-9;

// A group in the making.
struct Draft {
  Runs runs;
  std::optional<std::size_t> kept;
  double total = 0;
};

bool meet(const std::optional<SegmentRange>& run, const SegmentRange& range) {
  return run && run->begin < range.end && range.begin < run->end;
}

bool holds(const std::optional<SegmentRange>& run, const SegmentRange& range) {
  return run && run->begin <= range.begin && range.end <= run->end;
}

// What a grouping is made from.
class Merger {
 public:
  Merger(const Evidence& evidence, const std::vector<Runs>& kept)
      : evidence_(evidence), kept_(kept) {}

  [[nodiscard]] const Evidence& evidence() const { return evidence_; }
  [[nodiscard]] const PairBeads& pair_of(const Item& item) const {
    return evidence_.pairs()[item.pair];
  }

  [[nodiscard]] bool is_inside(const Item& item, const Runs& runs) const {
    return holds(runs[pair_of(item).source], item.link->source) &&
           holds(runs[pair_of(item).target], item.link->target);
  }

  // The group that a link makes of the groups it touches; none when it would
  // have a hole, be too long, or change what is kept.
  [[nodiscard]] std::optional<Draft> merge(
      const std::vector<Draft>& drafts, const std::vector<std::size_t>& touched,
      const Item& item) const {
    Draft merged;
    merged.runs.resize(evidence_.sizes().size());
    std::vector<std::vector<SegmentRange>> parts(merged.runs.size());
    parts[pair_of(item).source].push_back(item.link->source);
    parts[pair_of(item).target].push_back(item.link->target);
    for (const std::size_t g : touched) {
      if (drafts[g].kept) {
        if (merged.kept) return std::nullopt;
        merged.kept = drafts[g].kept;
      }
      for (std::size_t d = 0; d < parts.size(); ++d) {
        if (drafts[g].runs[d]) parts[d].push_back(*drafts[g].runs[d]);
      }
    }
    for (std::size_t d = 0; d < parts.size(); ++d) {
      if (parts[d].empty()) continue;
      std::ranges::sort(parts[d]);
      SegmentRange run = parts[d].front();
      for (const SegmentRange& part : parts[d]) {
        if (part.begin > run.end) return std::nullopt;
        run.end = std::max(run.end, part.end);
      }
      if (merged.kept && kept_[*merged.kept][d]) {
        if (run != *kept_[*merged.kept][d]) return std::nullopt;
      } else if (run.size() > kLongestRun) {
        return std::nullopt;
      }
      merged.runs[d] = run;
    }
    merged.total = evidence_.total(merged.runs);
    return merged;
  }

 private:
  const Evidence& evidence_;
  const std::vector<Runs>& kept_;
};

// The best way to group few links that hang together.
class Search {
 public:
  Search(const Merger& merger, std::vector<Item> items,
         std::vector<Draft> greedy)
      : merger_(merger),
        items_(std::move(items)),
        is_apart_(items_.size(), 0),
        best_(std::move(greedy)),
        best_total_(sum(best_)) {}

  // `initial` are the groups before any link was taken.
  std::vector<Draft> run(const std::vector<Draft>& initial) {
    double bound = 0;
    for (const Item& item : items_) bound += item.value;
    for (const Draft& draft : initial) bound += std::max(0.0, draft.total);
    decide(0, initial, bound);
    return std::move(best_);
  }

 private:
  static double sum(const std::vector<Draft>& drafts) {
    double total = 0;
    for (const Draft& draft : drafts) total += draft.total;
    return total;
  }

  // Each link in turn holds its segments together or keeps them apart; `bound`
  // is the most that any end of this branch can have.
  void decide(std::size_t k, const std::vector<Draft>& drafts, double bound) {
    if (bound <= best_total_ + kSame) return;
    if (k == items_.size()) {
      const double total = sum(drafts);
      if (total > best_total_ + kSame) {
        best_total_ = total;
        best_ = drafts;
      }
      return;
    }
    const Item& item = items_[k];
    const PairBeads& pair = merger_.pair_of(item);
    std::vector<std::size_t> touched;
    for (std::size_t g = 0; g < drafts.size(); ++g) {
      if (meet(drafts[g].runs[pair.source], item.link->source) ||
          meet(drafts[g].runs[pair.target], item.link->target)) {
        touched.push_back(g);
      }
    }
    if (touched.size() == 1 &&
        merger_.is_inside(item, drafts[touched[0]].runs)) {
      decide(k + 1, drafts, bound);
      return;
    }
    std::optional<Draft> merged = merger_.merge(drafts, touched, item);
    if (merged && is_allowed(k, *merged)) {
      std::vector<Draft> next = drafts;
      for (std::size_t t = touched.size(); t-- > 0;) {
        next.erase(next.begin() + static_cast<std::ptrdiff_t>(touched[t]));
      }
      next.push_back(std::move(*merged));
      decide(k + 1, next, bound);
    }
    is_apart_[k] = 1;
    decide(k + 1, drafts, bound - item.value);
    is_apart_[k] = 0;
  }

  // Whether a group keeps apart what was decided to be apart.
  [[nodiscard]] bool is_allowed(std::size_t decided, const Draft& draft) const {
    for (std::size_t e = 0; e < decided; ++e) {
      if (is_apart_[e] != 0 && merger_.is_inside(items_[e], draft.runs)) {
        return false;
      }
    }
    return true;
  }

  const Merger& merger_;
  std::vector<Item> items_;
  std::vector<char> is_apart_;
  std::vector<Draft> best_;
  double best_total_;
};

class Builder {
 public:
  Builder(const std::vector<std::size_t>& sizes,
          const std::vector<PairBeads>& pairs, const std::vector<Runs>& kept)
      : evidence_(sizes, pairs), kept_(kept), merger_(evidence_, kept_) {
    for (const std::size_t size : sizes) {
      first_.push_back(root_.size());
      group_of_.emplace_back(size, kNone);
      for (std::size_t i = 0; i < size; ++i) root_.push_back(root_.size());
    }
    for (std::size_t k = 0; k < kept_.size(); ++k) {
      put({kept_[k], k, evidence_.total(kept_[k])});
    }
  }

  std::vector<Group> build() {
    const std::vector<Draft> initial = drafts_;
    for (const Item& item : evidence_.items()) take(item);
    std::vector<Group> groups;
    for (const Draft& draft : search_small(initial)) {
      groups.push_back(finish(draft));
    }
    reach_out(groups);
    return groups;
  }

 private:
  [[nodiscard]] const PairBeads& pair_of(const Item& item) const {
    return merger_.pair_of(item);
  }

  void put(Draft draft) {
    for (std::size_t d = 0; d < draft.runs.size(); ++d) {
      if (!draft.runs[d]) continue;
      for (std::size_t i = draft.runs[d]->begin; i < draft.runs[d]->end; ++i) {
        ALIGN_ASSERT(i < group_of_[d].size(), "runs lie in their documents");
        group_of_[d][i] = drafts_.size();
      }
    }
    drafts_.push_back(std::move(draft));
  }

  // Takes a link when what speaks for the group it makes outweighs the groups
  // it touches.
  void take(const Item& item) {
    std::vector<std::size_t> touched;
    const auto touch = [&](std::size_t document, const SegmentRange& range) {
      for (std::size_t i = range.begin; i < range.end; ++i) {
        const std::size_t group = group_of_[document][i];
        if (group != kNone) touched.push_back(group);
      }
    };
    touch(pair_of(item).source, item.link->source);
    touch(pair_of(item).target, item.link->target);
    std::ranges::sort(touched);
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    std::optional<Draft> merged = merger_.merge(drafts_, touched, item);
    if (!merged) return;
    double before = 0;
    for (const std::size_t g : touched) before += drafts_[g].total;
    if (!touched.empty() && merged->total <= before) return;
    for (const std::size_t g : touched) drafts_[g] = {};
    put(std::move(*merged));
  }

  // Groups in the order of their best link; those of few links searched for
  // the best of all ways.
  std::vector<Draft> search_small(const std::vector<Draft>& initial) {
    for (const Item& item : evidence_.items()) {
      unite(pair_of(item).source, item.link->source, pair_of(item).target,
            item.link->target);
    }
    for (const Draft& draft : initial) unite(draft.runs);
    struct Component {
      std::vector<Item> items;
      std::vector<Draft> initial;
      std::vector<Draft> greedy;
    };
    std::vector<std::size_t> number(root_.size(), kNone);
    std::vector<Component> components;
    const auto component_of = [&](std::size_t document,
                                  std::size_t segment) -> Component& {
      std::size_t& component = number[find(first_[document] + segment)];
      if (component == kNone) {
        component = components.size();
        components.emplace_back();
      }
      return components[component];
    };
    const auto component_with = [&](const Runs& runs) -> Component& {
      std::size_t d = 0;
      while (!runs[d]) ++d;
      return component_of(d, runs[d]->begin);
    };
    for (const Item& item : evidence_.items()) {
      component_of(pair_of(item).source, item.link->source.begin)
          .items.push_back(item);
    }
    for (const Draft& draft : initial) {
      component_with(draft.runs).initial.push_back(draft);
    }
    for (const Draft& draft : drafts_) {
      if (draft.runs.empty()) continue;
      component_with(draft.runs).greedy.push_back(draft);
    }
    std::vector<Draft> result;
    for (Component& component : components) {
      std::vector<Draft> best = std::move(component.greedy);
      if (component.items.size() > 1 &&
          component.items.size() <= kMostSearched) {
        best = Search(merger_, std::move(component.items), std::move(best))
                   .run(component.initial);
      }
      for (Draft& draft : best) result.push_back(std::move(draft));
    }
    return result;
  }

  std::size_t find(std::size_t node) {
    while (root_[node] != node) {
      root_[node] = root_[root_[node]];
      node = root_[node];
    }
    return node;
  }

  void unite(std::size_t source, const SegmentRange& source_range,
             std::size_t target, const SegmentRange& target_range) {
    const std::size_t root = find(first_[source] + source_range.begin);
    for (std::size_t i = source_range.begin; i < source_range.end; ++i) {
      root_[find(first_[source] + i)] = root;
    }
    for (std::size_t j = target_range.begin; j < target_range.end; ++j) {
      root_[find(first_[target] + j)] = root;
    }
  }

  void unite(const Runs& runs) {
    std::optional<std::size_t> first;
    for (std::size_t d = 0; d < runs.size(); ++d) {
      if (!runs[d]) continue;
      if (!first) first = d;
      unite(*first, *runs[*first], d, *runs[d]);
    }
  }

  // The links are an (almost) complete graph over the documents; the weakest
  // edge of its maximum spanning tree is what the group hangs on.
  [[nodiscard]] Group finish(const Draft& draft) const {
    std::vector<Item> edges = evidence_.links_inside(draft.runs);
    std::ranges::stable_sort(edges, [](const Item& a, const Item& b) {
      return a.link->probability > b.link->probability;
    });
    std::vector<std::size_t> root(draft.runs.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find_root = [&root](std::size_t d) {
      while (root[d] != d) d = root[d];
      return d;
    };
    Group group;
    group.runs = draft.runs;
    group.kept = draft.kept;
    bool is_near = false;
    bool is_first = true;
    Grade worst = Grade::kEquivalent;
    for (const Item& edge : edges) {
      const std::size_t a = find_root(pair_of(edge).source);
      const std::size_t b = find_root(pair_of(edge).target);
      if (a == b) continue;
      root[a] = b;
      is_near |= pair_of(edge).kind == UnitKind::kNearParallel;
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

  // Takes neighbouring segments into groups as far as a link of candidates
  // reaches and nothing else has use for them.
  void reach_out(std::vector<Group>& groups) const {
    std::vector<std::vector<std::size_t>> group_of;
    for (const std::size_t size : evidence_.sizes()) {
      group_of.emplace_back(size, kNone);
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (std::size_t d = 0; d < group_of.size(); ++d) {
        if (!groups[g].runs[d]) continue;
        for (std::size_t i = groups[g].runs[d]->begin;
             i < groups[g].runs[d]->end; ++i) {
          group_of[d][i] = g;
        }
      }
    }
    const auto widen = [&](std::size_t p, const Link& link, std::size_t g,
                           std::size_t d, const SegmentRange& range) {
      const std::optional<std::size_t> kept = groups[g].kept;
      SegmentRange& run = *groups[g].runs[d];
      if ((kept && kept_[*kept][d]) || !meet(run, range)) return;
      const auto is_wanted = [&](std::size_t segment) {
        return run.size() < kLongestRun && group_of[d][segment] == kNone &&
               evidence_.total_of(d, segment, groups[g].runs, p,
                                  std::max(0.0F, link.score)) > 0;
      };
      while (run.begin > range.begin && is_wanted(run.begin - 1)) {
        group_of[d][--run.begin] = g;
      }
      while (run.end < range.end && is_wanted(run.end)) {
        group_of[d][run.end++] = g;
      }
    };
    for (std::size_t p = 0; p < evidence_.pairs().size(); ++p) {
      const PairBeads& pair = evidence_.pairs()[p];
      if (pair.candidates.empty()) continue;
      for (const Link& link : pair.links) {
        for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
          const std::size_t g = group_of[pair.source][i];
          if (g == kNone || !meet(groups[g].runs[pair.target], link.target)) {
            continue;
          }
          widen(p, link, g, pair.source, link.source);
          widen(p, link, g, pair.target, link.target);
          break;
        }
      }
    }
  }

  Evidence evidence_;
  const std::vector<Runs>& kept_;
  Merger merger_;
  std::vector<Draft> drafts_;  // without runs: merged into another
  std::vector<std::vector<std::size_t>> group_of_;  // [document][segment]
  std::vector<std::size_t> first_;  // node of each document's first segment
  std::vector<std::size_t> root_;   // union-find over all segments
};

}  // namespace

std::vector<Group> build_groups(const std::vector<std::size_t>& sizes,
                                const std::vector<PairBeads>& pairs,
                                const std::vector<Runs>& kept) {
  return Builder(sizes, pairs, kept).build();
}

}  // namespace align::join
