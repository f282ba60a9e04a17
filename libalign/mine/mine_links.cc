// The decision: which candidate pairs are links, and how far they reach.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "align/error.h"
#include "align/mine.h"
#include "mine/cells.h"
#include "mine/link_model.h"
#include "mine/review.h"

namespace align {
namespace {

using mine::Cell;
using mine::Cells;
using mine::Features;
using mine::LinkModel;

// What a neighbouring segment must add to the closeness of a link to be taken
// into it: a third of what separates a translation from an average pair.
constexpr float kLeastGain = 0.12F;

// Mean evidence from which a link is the same statement, and the same core
// fact. A typical translation has 1, an average pair 0.
constexpr float kEquivalentCloseness = 0.75F;
constexpr float kNearCloseness = 0.33F;

// Length is left out: a longer sentence may hold the core fact and more.
Grade grade_of(const Features& features) {
  const float close =
      0.25F * (features[mine::kCosine] + features[mine::kMargin] +
               features[mine::kForward] + features[mine::kBackward]);
  if (close >= kEquivalentCloseness && features[mine::kAgreement] == 0) {
    return Grade::kEquivalent;
  }
  return close >= kNearCloseness ? Grade::kNear : Grade::kPartial;
}

Evidence explain(const Features& weights, const Features& features) {
  const auto part = [&](std::initializer_list<mine::Feature> names) {
    float sum = 0;
    for (const mine::Feature f : names) {
      sum += weights[f] * features[f];
    }
    return sum;
  };
  Evidence evidence;
  evidence.vector = part({mine::kCosine, mine::kMargin, mine::kCsls,
                          mine::kRowGap, mine::kColumnGap, mine::kSupport});
  evidence.lexicon = part({mine::kForward, mine::kBackward, mine::kLeast});
  evidence.length = part({mine::kLengthFit});
  evidence.numbers = part({mine::kFacts, mine::kAgreement});
  return evidence;
}

class Selection {
 public:
  Selection(const Cells& cells, const Features& weights, const Passage& source,
            const Passage& target, const MineOptions& options)
      : cells_(cells),
        weights_(weights),
        source_(source),
        target_(target),
        options_(options),
        source_taken_(source.encoded.size(), 0.0F),
        target_taken_(target.encoded.size(), 0.0F) {}

  MinedLinks run() {
    std::vector<const Cell*> order;
    for (const Cell& cell : cells_.all()) order.push_back(&cell);
    std::ranges::sort(order, [](const Cell* a, const Cell* b) {
      return std::tuple(-a->log_odds, a->source, a->target) <
             std::tuple(-b->log_odds, b->source, b->target);
    });
    MinedLinks result;
    std::vector<const Cell*> seeds;
    for (const Cell* cell : order) {
      const float probability = mine::sigmoid(cell->log_odds);
      if (probability < options_.threshold) break;
      if (source_taken_[cell->source] > 0 || target_taken_[cell->target] > 0) {
        continue;
      }
      const Link link = make_link(*cell);
      take(link);
      result.links.push_back(link);
      seeds.push_back(cell);
    }
    for (std::size_t k = 0; k < result.links.size(); ++k) {
      Link& link = result.links[k];
      Features features = seeds[k]->features;
      const float encoder = seeds[k]->encoder;
      if (options_.max_run > 1) grow(link, encoder, features);
      if (options_.max_run > 1 && options_.is_retold &&
          grade_of(features) != Grade::kEquivalent) {
        gather(link);
      }
      link.grade = grade_of(features);
      link.evidence = explain(weights_, features);
      link.evidence.vector += encoder;
    }
    fill_alone(result);
    if (options_.wants_candidates) list_candidates(result);
    return result;
  }

 private:
  void take(const Link& link) {
    for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
      source_taken_[i] = std::max(link.probability, 1e-6F);
    }
    for (std::size_t j = link.target.begin; j < link.target.end; ++j) {
      target_taken_[j] = std::max(link.probability, 1e-6F);
    }
  }

  [[nodiscard]] static bool is_free(const Passage& passage,
                                    const std::vector<float>& taken,
                                    std::size_t segment) {
    return segment < taken.size() && taken[segment] == 0 &&
           !passage.encoded.tokens[segment].pieces.empty() &&
           !passage.segments[segment].repeats.has_value();
  }

  // Takes neighbours in, one at a time, as long as the best of them brings the
  // two sides closer.
  void grow(Link& link, float encoder, Features& features) {
    while (true) {
      Link best = link;
      Features best_features = features;
      float best_gain = kLeastGain;
      const auto attempt = [&](Link candidate) {
        const Features grown =
            cells_.run_features(candidate.source, candidate.target, features);
        const float gain = mine::closeness(grown) - mine::closeness(features);
        if (gain <= best_gain) return;
        best = candidate;
        best_features = grown;
        best_gain = gain;
      };
      // Only one side of a link has several segments.
      if (link.target.size() == 1 && link.source.size() < options_.max_run) {
        if (is_free(source_, source_taken_, link.source.end)) {
          Link candidate = link;
          ++candidate.source.end;
          attempt(candidate);
        }
        if (link.source.begin > 0 &&
            is_free(source_, source_taken_, link.source.begin - 1)) {
          Link candidate = link;
          --candidate.source.begin;
          attempt(candidate);
        }
      }
      if (link.source.size() == 1 && link.target.size() < options_.max_run) {
        if (is_free(target_, target_taken_, link.target.end)) {
          Link candidate = link;
          ++candidate.target.end;
          attempt(candidate);
        }
        if (link.target.begin > 0 &&
            is_free(target_, target_taken_, link.target.begin - 1)) {
          Link candidate = link;
          --candidate.target.begin;
          attempt(candidate);
        }
      }
      if (best_gain == kLeastGain) return;
      const float log_odds = mine::log_odds(weights_, best_features) + encoder;
      if (log_odds <= link.score) return;
      best.score = log_odds;
      best.probability = mine::sigmoid(log_odds);
      link = best;
      features = best_features;
      take(link);
    }
  }

  // A heading beside a lead, or two sentences that a third sums up: a
  // neighbour that would be a link by itself, were its partner not taken.
  void gather(Link& link) {
    const auto says_it_too = [&](std::size_t source, std::size_t target) {
      const Cell* cell = cells_.find(source, target);
      return cell != nullptr &&
             mine::sigmoid(cell->log_odds) >= options_.threshold;
    };
    const auto widen = [&](SegmentRange& run, const Passage& passage,
                           const std::vector<float>& taken,
                           const auto& is_wanted) {
      while (run.size() < options_.max_run) {
        if (is_free(passage, taken, run.end) && is_wanted(run.end)) {
          ++run.end;
        } else if (run.begin > 0 && is_free(passage, taken, run.begin - 1) &&
                   is_wanted(run.begin - 1)) {
          --run.begin;
        } else {
          break;
        }
      }
    };
    if (link.target.size() == 1) {
      widen(link.source, source_, source_taken_,
            [&](std::size_t i) { return says_it_too(i, link.target.begin); });
    }
    if (link.source.size() == 1) {
      widen(link.target, target_, target_taken_,
            [&](std::size_t j) { return says_it_too(link.source.begin, j); });
    }
    take(link);
  }

  void list_candidates(MinedLinks& result) const {
    for (const Cell& cell : cells_.all()) {
      result.candidates.push_back(make_link(cell));
      Link& link = result.candidates.back();
      link.grade = grade_of(cell.features);
      link.evidence = explain(weights_, cell.features);
      link.evidence.vector += cell.encoder;
    }
  }

  [[nodiscard]] static Link make_link(const Cell& cell) {
    Link link;
    link.source = {cell.source, cell.source + std::size_t{1}};
    link.target = {cell.target, cell.target + std::size_t{1}};
    link.score = cell.log_odds;
    link.probability = mine::sigmoid(cell.log_odds);
    return link;
  }

  // A segment without a link is alone unless its best partner is both right
  // and wrongly given to another.
  void fill_alone(MinedLinks& result) const {
    result.source_alone.assign(source_taken_.size(), 1.0F);
    result.target_alone.assign(target_taken_.size(), 1.0F);
    for (const Cell& cell : cells_.all()) {
      const float probability = mine::sigmoid(cell.log_odds);
      float& source = result.source_alone[cell.source];
      float& target = result.target_alone[cell.target];
      source =
          std::min(source, 1 - probability * (1 - target_taken_[cell.target]));
      target =
          std::min(target, 1 - probability * (1 - source_taken_[cell.source]));
    }
    for (const Link& link : result.links) {
      for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
        result.source_alone[i] = 1 - link.probability;
      }
      for (std::size_t j = link.target.begin; j < link.target.end; ++j) {
        result.target_alone[j] = 1 - link.probability;
      }
    }
  }

  const Cells& cells_;
  const Features& weights_;
  const Passage& source_;
  const Passage& target_;
  const MineOptions& options_;
  std::vector<float> source_taken_;  // probability of the link, 0 when free
  std::vector<float> target_taken_;
};

}  // namespace

MinedLinks mine_links(const Model& model, const Passage& source,
                      const Passage& target, const MineOptions& options) {
  ALIGN_ASSERT(source.segments.size() == source.encoded.size() &&
                   target.segments.size() == target.encoded.size(),
               "a passage's encoding runs parallel to its segments");
  if (!(options.threshold >= 0 && options.threshold <= 1)) {
    throw InvalidArgument("threshold " + std::to_string(options.threshold) +
                          ", want a probability in [0, 1]");
  }
  if (options.neighbours == 0 || options.max_run == 0 ||
      options.candidates == 0) {
    throw InvalidArgument(
        "neighbours, max_run and candidates: want at least 1 each");
  }
  const LinkModel links = mine::load_link_model(model);
  Cells cells(model, links, source, target, options);
  const Features& weights =
      options.is_retold ? links.retold_weights : links.weights;
  cells.score(weights);
  if (options.encoder != nullptr) {
    mine::review_cells(*options.encoder, source, target, cells);
  }
  MinedLinks result = Selection(cells, weights, source, target, options).run();
  std::ranges::sort(result.links, [](const Link& a, const Link& b) {
    return std::tuple(-a.score, a.source.begin, a.target.begin) <
           std::tuple(-b.score, b.source.begin, b.target.begin);
  });
  if (options.progress) options.progress(1);
  return result;
}

}  // namespace align
