// The scores of align-mt-eval as text, JSON or TSV.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "align/mt_eval.h"

namespace align::cli {

/// One metric of one system.
struct MtScore {
  std::string key;   ///< "bleu", "chrf", "ter"
  std::string name;  ///< "BLEU", "chrF2++"
  std::string signature;
  double score = 0;
  std::optional<double> p_value;   ///< when tested; not of the baseline
  std::optional<double> mean;      ///< of the bootstrap
  std::optional<double> interval;  ///< half of the 95 % interval
  std::vector<double> sentences;   ///< empty unless asked for
};

struct MtSystem {
  std::string name;
  std::vector<MtScore> scores;
};

/// `test`: what was tested, in words, empty when nothing was.
[[nodiscard]] std::string to_text(const std::vector<MtSystem>& systems,
                                  const std::string& test);
[[nodiscard]] std::string to_json(const std::vector<MtSystem>& systems);
[[nodiscard]] std::string to_tsv(const std::vector<MtSystem>& systems);

}  // namespace align::cli
