// The figures of align-eval as a table to read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace align {

/// Figures in the order in which they are printed.
using EvalJson = nlohmann::ordered_json;

[[nodiscard]] std::string eval_text(const EvalJson& result);

}  // namespace align
