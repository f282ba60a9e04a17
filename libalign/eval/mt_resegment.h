// The weights of the evidence that a run of words translates a line.
#pragma once

#include <string_view>

#include "align/mt_eval.h"

namespace align::mt {

struct ResegmentWeights {
  double rarity = 0.65;     ///< of a shared word, times ln of how rare it is
  double word = 0.5;        ///< of a shared word, however common
  double neighbours = 0.9;  ///< of two shared words that are neighbours
  double mark = 0.6;        ///< of a shared sentence mark
  double end_mark = 1.3;    ///< the same sentence mark at both ends
  double end_word = 0.75;   ///< the same last word
  double begin_word = 2;    ///< the same first word
  double capital = 0.2;     ///< capital or none at both beginnings
  double length = 1.8;      ///< against words too many or too few
  std::size_t reach = 12;   ///< words a cut may lie off the aligned place
};

[[nodiscard]] MtLines resegment(const MtLines& reference,
                                std::string_view hypothesis,
                                const ResegmentWeights& weights);

}  // namespace align::mt
