// The logistic model of a link: its features, its weights, their text form.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "align/score.h"

namespace align::mine {

/// Features of a pair of segments. Evidence is scaled so that an average pair
/// of the two lists is at 0 and a typical translation at 1.
enum Feature : std::size_t {
  kBias,
  kCosine,     ///< of the two vectors
  kMargin,     ///< the same, less what each has in common with everything
  kForward,    ///< how well the source explains the target's words
  kBackward,   ///< and the target the source's
  kLeast,      ///< the lesser of the two
  kLengthFit,  ///< minus the squared length deviation, over 4
  kCsls,       ///< evidence less the mean evidence of the nearest competitors
  kRowGap,     ///< evidence less that of the source's best other partner
  kColumnGap,  ///< and of the target's
  kSupport,    ///< probability that segments around them are linked
  kFacts,      ///< rarity of the numbers, dates and names they share
  kAgreement,  ///< minus 1 when both give numbers or dates and share none
  kFeatureCount,
};

/// The names weights have in a bundle, in the order of Feature.
inline constexpr std::array<std::string_view, kFeatureCount> kFeatureNames = {
    "bias",    "cosine", "margin",   "forward", "backward",
    "least",   "length", "csls",     "row_gap", "column_gap",
    "support", "facts",  "agreement"};

using Features = std::array<float, kFeatureCount>;

/// Evidence of typical translations, before scaling.
struct Typical {
  float cosine = 0.6F;
  float forward = 0.2F;  ///< log-likelihood ratio a piece
  float backward = 0.2F;
};

struct LinkModel {
  /// For lists of translations among other lines.
  Features weights{};
  /// For reports of one event that are told anew: shared dates and numbers
  /// count more, competitors less.
  Features retold_weights{};
  /// By languages, in alphabetical order.
  std::map<std::pair<std::string, std::string>, Typical> typical;

  /// Of a pair in either order, or the mean of those that are known.
  [[nodiscard]] Typical typical_of(std::string_view source,
                                   std::string_view target) const;
};

[[nodiscard]] float log_odds(const Features& weights, const Features& features);

/// Weights for a model that has none of its own: those of a fit on news and
/// health, drawn a little towards equal trust in each kind of evidence. Fitting
/// shrinks towards them.
[[nodiscard]] LinkModel prior_link_model();

/// The "links" section of a bundle: a line `weight NAME VALUE` and a line
/// `retold NAME VALUE` a feature and a line `typical SOURCE TARGET COSINE
/// FORWARD BACKWARD` a pair.
[[nodiscard]] std::string to_text(const LinkModel& model);
/// Throws ModelError for an unknown name, a missing weight or a bad number.
[[nodiscard]] LinkModel parse_link_model(std::string_view text);
/// From the model's bundle; the prior when that has no such section.
[[nodiscard]] LinkModel load_link_model(const Model& model);

}  // namespace align::mine
