// Gzip streams in memory.
#pragma once

#include <string>
#include <string_view>

namespace align {

[[nodiscard]] inline bool is_gzip(std::string_view bytes) {
  return bytes.size() >= 3 && bytes[0] == '\x1F' && bytes[1] == '\x8B' &&
         bytes[2] == '\x08';
}

/// Unpacks all members. Throws FormatError naming `name` when the stream is
/// damaged or cut short.
[[nodiscard]] std::string gunzip(std::string_view bytes,
                                 const std::string& name);

}  // namespace align
