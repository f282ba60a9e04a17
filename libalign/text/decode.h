// Bytes in some encoding to UTF-8, each code point's place remembered.
#pragma once

#include <string>

#include "align/text.h"

namespace align {

/// Decodes `bytes`, which are not gzip, as plain text. Takes the string so
/// that valid UTF-8 is not copied.
[[nodiscard]] Text decode_plain(std::string bytes, std::string name,
                                const DecodeOptions& options);

/// `encoding` when decode_plain() knows it, else "".
[[nodiscard]] std::string known_encoding(const std::string& encoding);

}  // namespace align
