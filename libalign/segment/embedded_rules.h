// The files models/segment/*.txt as they were at build time, so that the
// library looks up no file at run time.
#pragma once

#include <string_view>

namespace align {

/// The contents of models/segment/<language>.txt; empty when there is none.
[[nodiscard]] std::string_view embedded_rules(std::string_view language);

/// The contents of models/segment/web-text.bin.
[[nodiscard]] std::string_view embedded_web_text();

/// The contents of models/segment/en-words.txt.
[[nodiscard]] std::string_view embedded_words();

}  // namespace align
