// Weights of order-keeping alignment by conditional likelihood: the beads of
// noisy documents should be as probable as they can be made by small weights
// that no evidence counts against.
#pragma once

#include <vector>

#include "align/score.h"
#include "align/train.h"
#include "parallel/bead_weights.h"
#include "train/noise.h"

namespace align {

/// One noisy document pair and the text it was made from.
struct FitDocument {
  NoisyPair pair;
  std::size_t text = 0;
};

/// Cuts the texts into documents of 10 to 60 lines and makes each noisy,
/// several times with other cuts and noise.
[[nodiscard]] std::vector<FitDocument> make_fit_documents(
    const std::vector<RunningText>& texts, std::uint64_t seed);

/// How the fit goes; the values are those that did best on a text that was
/// left out of it.
struct FitSettings {
  double ridge = 0.004;         ///< of evidence, per bead
  double prior_ridge = 0.0003;  ///< of null and type priors, per bead
  std::size_t steps = 120;
};

/// Fits on `documents`; `left_out` is the number of a text that is not used,
/// or any larger number.
[[nodiscard]] BeadWeights fit_beads(const Model& model,
                                    const std::vector<RunningText>& texts,
                                    const std::vector<FitDocument>& documents,
                                    std::size_t left_out,
                                    const FitSettings& settings,
                                    const FitOptions& options);

/// The temperature at which the beads of the text `judged` are most probable
/// under `weights`.
[[nodiscard]] float best_temperature(const Model& model,
                                     const std::vector<RunningText>& texts,
                                     const std::vector<FitDocument>& documents,
                                     std::size_t judged,
                                     const BeadWeights& weights,
                                     const FitOptions& options);

}  // namespace align
