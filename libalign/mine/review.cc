#include "mine/review.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>

#include "align/embed.h"

namespace align::mine {
namespace {

/// Candidates of a segment that are looked at.
constexpr std::size_t kLookedAt = 4;
/// Centred cosine of translations.
constexpr float kUsualCosine = 0.75F;

/// Of the log-odds a link gets in place of its old ones; fitted by logistic
/// regression on shuffled and re-told news and health text, made the same for
/// both directions.
constexpr ReviewFeatures kWeights = {-2.0F, 0.8F, 3.0F, 1.3F, 1.3F};

/// The segments that `side` gives of the cells, each once.
template <class Side>
std::vector<std::size_t> segments_of(const std::vector<std::size_t>& cells,
                                     const Side& side) {
  std::vector<std::size_t> segments;
  segments.reserve(cells.size());
  for (const std::size_t c : cells) segments.push_back(side(c));
  std::ranges::sort(segments);
  segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
  return segments;
}

std::size_t place_of(const std::vector<std::size_t>& sorted,
                     std::size_t value) {
  return static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) -
                                  sorted.begin());
}

}  // namespace

ReviewPlan plan_review(const Cells& cells, float least_doubt) {
  const std::vector<Cell>& all = cells.all();
  std::vector<bool> is_chosen(all.size());
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  const auto choose = [&](const auto& line_of) {
    std::ranges::sort(order, {}, [&](std::size_t c) {
      return std::tuple(line_of(c), -all[c].log_odds, c);
    });
    for (std::size_t begin = 0; begin < order.size();) {
      std::size_t end = begin;
      while (end < order.size() && line_of(order[end]) == line_of(order[begin]))
        ++end;
      const float best = sigmoid(all[order[begin]].log_odds);
      const float second =
          end - begin > 1 ? sigmoid(all[order[begin + 1]].log_odds) : 0.0F;
      if (best >= least_doubt &&
          (best <= 1 - least_doubt || second >= least_doubt)) {
        for (std::size_t k = begin; k < std::min(end, begin + kLookedAt); ++k) {
          is_chosen[order[k]] = true;
        }
      }
      begin = end;
    }
  };
  const auto source_of = [&](std::size_t c) -> std::size_t {
    return all[c].source;
  };
  const auto target_of = [&](std::size_t c) -> std::size_t {
    return all[c].target;
  };
  choose(source_of);
  choose(target_of);
  ReviewPlan plan;
  for (std::size_t c = 0; c < all.size(); ++c) {
    if (is_chosen[c]) plan.cells.push_back(c);
  }
  plan.sources = segments_of(plan.cells, source_of);
  plan.targets = segments_of(plan.cells, target_of);
  return plan;
}

std::vector<ReviewFeatures> review_features(
    const ReviewPlan& plan, const Cells& cells,
    const std::vector<float>& source_rows,
    const std::vector<float>& target_rows, std::size_t dimension) {
  std::vector<ReviewFeatures> features(plan.cells.size());
  // Best and second best of each line; strangers are at 0.
  struct Top {
    float best = 0;
    float second = 0;
    void offer(float value) {
      second = std::max(second, std::min(best, value));
      best = std::max(best, value);
    }
    [[nodiscard]] float other_than(float value) const {
      return value >= best ? second : best;
    }
  };
  std::vector<Top> rows(plan.sources.size());
  std::vector<Top> columns(plan.targets.size());
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t k = 0; k < plan.cells.size(); ++k) {
    const Cell& cell = cells.all()[plan.cells[k]];
    const std::size_t i = place_of(plan.sources, cell.source);
    const std::size_t j = place_of(plan.targets, cell.target);
    places.emplace_back(i, j);
    const float cosine =
        dot(std::span(source_rows).subspan(i * dimension, dimension),
            std::span(target_rows).subspan(j * dimension, dimension)) /
        kUsualCosine;
    features[k][kReviewBias] = 1;
    features[k][kReviewModel] = cell.log_odds;
    features[k][kReviewCosine] = cosine;
    rows[i].offer(cosine);
    columns[j].offer(cosine);
  }
  for (std::size_t k = 0; k < features.size(); ++k) {
    const float cosine = features[k][kReviewCosine];
    features[k][kReviewRowGap] =
        cosine - rows[places[k].first].other_than(cosine);
    features[k][kReviewColumnGap] =
        cosine - columns[places[k].second].other_than(cosine);
  }
  return features;
}

void review_cells(const Encoder& encoder, const Passage& source,
                  const Passage& target, Cells& cells) {
  const ReviewPlan plan = plan_review(cells);
  if (plan.cells.empty()) return;
  std::vector<std::string_view> texts;
  for (const std::size_t i : plan.sources) {
    texts.emplace_back(source.segments[i].text);
  }
  for (const std::size_t j : plan.targets) {
    texts.emplace_back(target.segments[j].text);
  }
  std::vector<float> source_rows = encoder.encode(texts);
  const auto limit =
      source_rows.begin() +
      static_cast<std::ptrdiff_t>(plan.sources.size() * encoder.dimension());
  std::vector<float> target_rows(limit, source_rows.end());
  source_rows.erase(limit, source_rows.end());
  subtract_mean(source_rows, encoder.dimension());
  subtract_mean(target_rows, encoder.dimension());
  const std::vector<ReviewFeatures> features = review_features(
      plan, cells, source_rows, target_rows, encoder.dimension());
  for (std::size_t k = 0; k < features.size(); ++k) {
    float log_odds = 0;
    for (std::size_t f = 0; f < kReviewFeatures; ++f) {
      log_odds += kWeights[f] * features[k][f];
    }
    cells.add_encoder_evidence(plan.cells[k],
                               log_odds - features[k][kReviewModel]);
  }
}

}  // namespace align::mine
