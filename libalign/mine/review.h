// Links in doubt looked at again with a strong encoder: the few best candidates
// of each segment whose decision is not clear.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "align/encoder.h"
#include "align/mine.h"
#include "mine/cells.h"

namespace align::mine {

/// The probability from which a link is in question; above 1 less it, it is
/// sure.
inline constexpr float kLeastDoubt = 0.1F;

/// What is shown to the encoder.
struct ReviewPlan {
  std::vector<std::size_t> cells;    ///< ascending
  std::vector<std::size_t> sources;  ///< segments of those cells, ascending
  std::vector<std::size_t> targets;
};

/// A segment is in doubt when its best link is neither sure nor out of the
/// question, or when another one is as good. `cells` are scored.
[[nodiscard]] ReviewPlan plan_review(const Cells& cells,
                                     float least_doubt = kLeastDoubt);

enum ReviewFeature : std::size_t {
  kReviewBias,
  kReviewModel,      ///< the log-odds so far
  kReviewCosine,     ///< 0 for strangers, 1 for typical translations
  kReviewRowGap,     ///< cosine less that of the source's best other partner
  kReviewColumnGap,  ///< and of the target's
  kReviewFeatures
};
using ReviewFeatures = std::array<float, kReviewFeatures>;

/// Features of the plan's cells from the encoder's centred unit vectors, one a
/// segment of the plan.
[[nodiscard]] std::vector<ReviewFeatures> review_features(
    const ReviewPlan& plan, const Cells& cells,
    const std::vector<float>& source_rows,
    const std::vector<float>& target_rows, std::size_t dimension);

/// Adds the encoder's evidence to the cells in doubt.
void review_cells(const Encoder& encoder, const Passage& source,
                  const Passage& target, Cells& cells);

}  // namespace align::mine
