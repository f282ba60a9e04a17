// Running text to sentences: candidates are runs of final marks; each is
// decided by the token before it, the token after it, brackets and quotes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "segment/language_rules.h"

namespace align {

/// Ends of the sentences of `block`, in bytes, ascending; the last is where
/// the block's text ends (white space trimmed). Empty for white space only.
/// One pass; time linear in the block whatever it holds.
[[nodiscard]] std::vector<std::size_t> sentence_ends(
    std::string_view block, const LanguageRules& rules);

/// Whether `text` (trimmed) ends like a finished sentence: with a final mark
/// and closers behind it.
[[nodiscard]] bool ends_with_mark(std::string_view text);

}  // namespace align
