// Puts spaces between the tokens of a line.
#pragma once

#include <string>
#include <string_view>

#include "align/mt_eval.h"

namespace align::mt {

/// `line` with white space between its tokens.
[[nodiscard]] std::string separate(std::string_view line,
                                   MtTokenizer tokenizer);

}  // namespace align::mt
