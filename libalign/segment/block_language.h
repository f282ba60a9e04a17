// Paragraphs in another language than their document's: quotations, captions,
// the English part of a bilingual statement.
#pragma once

#include <string>
#include <string_view>

namespace align {

/// The language of `block` when it is clearly another than `language`, that of
/// its document; else empty. One look at the bytes decides for nearly all
/// blocks; only those whose letters do not fit `language` cost more.
[[nodiscard]] std::string block_language(std::string_view block,
                                         std::string_view language);

}  // namespace align
