#include "join/evidence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

#include "align/error.h"

namespace align::join {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// What a link is worth beyond its log-odds because a decoder that kept the
// order of the whole pair chose it, what each segment costs that a decoder saw
// and left without a link inside the group, and what share of the weaker link's
// worth it costs to join two links of one pair that the decoder kept apart. In
// log-odds; the best of eleven settings on three-way noisy documents made from
// dev-align (docs/near-parallel.md).
constexpr double kChosen = 2.0;
constexpr double kNotChosen = 0.25;
constexpr double kKeptApart = 0.25;

constexpr double kLeastWorth = 0.01;

// A link of more than this log-odds is as good as certain.
constexpr double kMostLogOdds = 9.2;
// Log-odds of two segments that were not even near enough to be looked at.
constexpr double kNeverNear = -3.0;
// How much of what speaks against a candidate counts where other links hold
// its segments together: it is no evidence of its own, since a pair that is
// linked through a third language is a pair that is harder to see.
constexpr double kAgainst = 0.5;

double bead_worth(const PairBeads& pair, const Link& link) {
  const double p = std::clamp<double>(link.probability, 0.02, 0.9999);
  // A link that was chosen always counts for something.
  return std::max(kLeastWorth,
                  std::log(p / (1 - p)) +
                      (pair.kind == UnitKind::kParallel ? kChosen : 0.0));
}

double size_of(const Link& link) {
  return static_cast<double>(link.source.size() + link.target.size());
}

bool is_inside(const SegmentRange& inner, const SegmentRange& outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace

Evidence::Evidence(const std::vector<std::size_t>& sizes,
                   const std::vector<PairBeads>& pairs)
    : sizes_(sizes), pairs_(pairs) {
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const PairBeads& pair = pairs[p];
    ALIGN_ASSERT(pair.source < sizes.size() && pair.target < sizes.size() &&
                     pair.source != pair.target,
                 "a pair names two of the documents");
    const bool has_candidates = !pair.candidates.empty();
    const std::vector<Link>& links =
        has_candidates ? pair.candidates : pair.links;
    Index index;
    index.at.assign(sizes[pair.source] + (has_candidates ? 1 : 0),
                    has_candidates ? links.size() : kNone);
    const double least = std::clamp(pair.least_probability, 1e-4, 1 - 1e-4);
    index.least = std::log(least / (1 - least));
    for (std::size_t k = 0; k < links.size(); ++k) {
      const Link& link = links[k];
      ALIGN_ASSERT(link.source.end <= sizes[pair.source] &&
                       link.target.end <= sizes[pair.target],
                   "links lie inside their documents");
      double value = 0;
      if (has_candidates) {
        std::size_t& first = index.at[link.source.begin];
        first = std::min(first, k);
        if (link.probability < pair.least_probability) continue;
        value = std::min<double>(link.score, kMostLogOdds) - index.least;
      } else {
        // Links of one pair do not share segments, so one index a segment
        // does.
        for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
          index.at[i] = k;
        }
        value = bead_worth(pair, link) + kNotChosen * size_of(link);
      }
      items_.push_back({p, &link, std::max(0.0, value)});
    }
    if (has_candidates) {
      for (std::size_t i = sizes[pair.source]; i-- > 0;) {
        index.at[i] = std::min(index.at[i], index.at[i + 1]);
      }
    }
    index_.push_back(std::move(index));
  }
  std::ranges::sort(items_, {}, [](const Item& item) {
    const Link& link = *item.link;
    return std::tuple(-link.probability, -link.score, item.pair,
                      link.source.begin, link.target.begin);
  });
}

template <class Visit>
void Evidence::for_each_bead(std::size_t p, const Runs& runs,
                             const Visit& visit) const {
  const SegmentRange& source = *runs[pairs_[p].source];
  const SegmentRange& target = *runs[pairs_[p].target];
  std::size_t last = kNone;
  for (std::size_t i = source.begin; i < source.end; ++i) {
    const std::size_t k = index_[p].at[i];
    if (k == kNone || k == last) continue;
    last = k;
    const Link& link = pairs_[p].links[k];
    if (is_inside(link.source, source) && is_inside(link.target, target)) {
      visit(link);
    }
  }
}

template <class Visit>
void Evidence::for_each_candidate(std::size_t p, const Runs& runs,
                                  const Visit& visit) const {
  const SegmentRange& source = *runs[pairs_[p].source];
  const SegmentRange& target = *runs[pairs_[p].target];
  const std::vector<Link>& candidates = pairs_[p].candidates;
  for (std::size_t i = source.begin; i < source.end; ++i) {
    for (std::size_t c = index_[p].at[i]; c < index_[p].at[i + 1]; ++c) {
      if (is_inside(candidates[c].target, target)) visit(candidates[c]);
    }
  }
}

double Evidence::bead_total(std::size_t p, const Runs& runs) const {
  double sum =
      -kNotChosen * static_cast<double>(runs[pairs_[p].source]->size() +
                                        runs[pairs_[p].target]->size());
  bool is_first = true;
  double last_worth = 0;
  for_each_bead(p, runs, [&](const Link& link) {
    const double value = bead_worth(pairs_[p], link);
    sum += value + kNotChosen * size_of(link);
    if (!is_first) {
      sum -= kKeptApart * std::max(0.0, std::min(value, last_worth));
    }
    is_first = false;
    last_worth = value;
  });
  return sum;
}

double Evidence::candidate_total(std::size_t p, const Runs& runs) const {
  const SegmentRange& source = *runs[pairs_[p].source];
  const SegmentRange& target = *runs[pairs_[p].target];
  // The best candidate of each segment, and of all. Runs have kLongestRun
  // segments at most unless a person made them.
  const double never = kNeverNear - index_[p].least;
  std::vector<double> best_of(source.size() + target.size(), never);
  double best = never;
  std::size_t best_source = 0;
  std::size_t best_target = source.size();
  for_each_candidate(p, runs, [&](const Link& link) {
    const double value =
        std::min<double>(link.score, kMostLogOdds) - index_[p].least;
    const std::size_t i = link.source.begin - source.begin;
    const std::size_t j = source.size() + link.target.begin - target.begin;
    best_of[i] = std::max(best_of[i], value);
    best_of[j] = std::max(best_of[j], value);
    if (value <= best) return;
    best = value;
    best_source = i;
    best_target = j;
  });
  double sum = best >= 0 ? best : kAgainst * best;
  // A further segment adds nothing, but what speaks against it counts.
  for (std::size_t k = 0; k < best_of.size(); ++k) {
    if (k == best_source || k == best_target) continue;
    sum += kAgainst * std::min(0.0, best_of[k]);
  }
  return sum;
}

double Evidence::total(const Runs& runs) const {
  double sum = 0;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    if (!runs[pairs_[p].source] || !runs[pairs_[p].target]) continue;
    sum += pairs_[p].candidates.empty() ? bead_total(p, runs)
                                        : candidate_total(p, runs);
  }
  return sum;
}

double Evidence::total_of(std::size_t document, std::size_t segment, Runs runs,
                          std::size_t believed, double worth) const {
  runs[document] = SegmentRange{segment, segment + 1};
  double sum = worth;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    if (p == believed ||
        (pairs_[p].source != document && pairs_[p].target != document) ||
        !runs[pairs_[p].source] || !runs[pairs_[p].target]) {
      continue;
    }
    sum += pairs_[p].candidates.empty() ? bead_total(p, runs)
                                        : candidate_total(p, runs);
  }
  return sum;
}

std::vector<Item> Evidence::links_inside(const Runs& runs) const {
  std::vector<Item> items;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    if (!runs[pairs_[p].source] || !runs[pairs_[p].target]) continue;
    const auto keep = [&](const Link& link) {
      items.push_back({p, &link, 0.0});
    };
    if (pairs_[p].candidates.empty()) {
      for_each_bead(p, runs, keep);
      continue;
    }
    for_each_candidate(p, runs, [&](const Link& link) {
      if (link.probability >= pairs_[p].least_probability) keep(link);
    });
  }
  return items;
}

}  // namespace align::join
