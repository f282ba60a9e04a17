// Vietnamese encodings from before Unicode that ICU does not know.
#pragma once

#include <string>
#include <string_view>

#include "align/text.h"

namespace align {

/// What one step of a legacy converter reads: `width` bytes stand for `c`;
/// width 0: the bytes are not in the encoding.
struct LegacyStep {
  char32_t c = 0;
  std::size_t width = 0;
};

enum class LegacyEncoding { kNone, kTcvn3, kViscii, kVni };

/// The encoding of a name such as "TCVN3", "VISCII", "VNI"; `name` is in lower
/// case without hyphens.
[[nodiscard]] LegacyEncoding find_legacy(std::string_view name);

/// The code point at the start of `bytes`, which is not empty.
[[nodiscard]] LegacyStep read_legacy(LegacyEncoding encoding,
                                     std::string_view bytes);

/// Reports text that looks like one encoding read as another. Such text is
/// never changed.
void report_mojibake(Text& text);

}  // namespace align
