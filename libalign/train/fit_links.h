// Weights of order-free links by logistic regression on synthetic comparable
// text, held near weights that trust each kind of evidence equally: what is
// made by leaving out and shuffling is easier than what people re-tell.
#pragma once

#include <cstddef>
#include <vector>

#include "align/score.h"
#include "align/train.h"
#include "mine/link_model.h"

namespace align {

struct LinkFitSettings {
  double ridge = 0.002;  ///< pull towards the prior weights, per positive cell
  std::size_t rounds = 2;   ///< support is fitted on the scores of the last one
  std::size_t sweeps = 60;  ///< over the weights, in each round
  std::size_t documents = 60;  ///< re-told pairs a text
  std::size_t pools = 4;       ///< shuffled pairs a text
};

/// A cell and whether it is a link.
struct LinkSample {
  mine::Features features{};
  bool is_link = false;
};

/// Weights that make the samples likely, close to `prior`. Evidence never
/// counts against a link: all weights but the bias are kept at 0 or above.
[[nodiscard]] mine::Features fit_logistic(
    const std::vector<LinkSample>& samples, const mine::Features& prior,
    const LinkFitSettings& settings);

/// Typical evidence of the translations in each text, and weights.
[[nodiscard]] mine::LinkModel fit_links(const Model& model,
                                        const std::vector<RunningText>& texts,
                                        const LinkFitSettings& settings,
                                        const FitOptions& options);

}  // namespace align
