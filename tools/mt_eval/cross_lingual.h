// Cuts a translation into the lines of its source.
#pragma once

#include <string>

#include "align/mt_eval.h"
#include "common/cli.h"

namespace align::cli {

/// As align::resegment, with the lines of the source in place of a reference:
/// the sentences of the hypothesis are aligned with them by the model. Every
/// word of the hypothesis is kept, in order. Tags are BCP-47, empty: detected.
[[nodiscard]] MtLines resegment_to_source(Session& session,
                                          const MtLines& source,
                                          const std::string& source_language,
                                          const std::string& hypothesis);

}  // namespace align::cli
