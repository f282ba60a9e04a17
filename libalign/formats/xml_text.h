// Text as XML 1.0 may hold it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

/// Whether XML 1.0 allows the code point in a document, even as a reference:
/// all but most C0 controls, surrogates, U+FFFE and U+FFFF.
[[nodiscard]] bool is_xml_character(int code_point);

/// Appends `text` escaped for the content of an element. Characters XML forbids
/// and invalid bytes are dropped one by one; returns how many. A carriage
/// return becomes a reference, since a bare one is read as a line feed.
std::size_t append_xml_text(std::string& out, std::string_view text);

/// The same for the value of an attribute in double quotes; tabs and line ends
/// become references, since bare ones are read as spaces.
std::size_t append_xml_attribute(std::string& out, std::string_view text);

/// Appends ` name="value"`, the value escaped so; returns how many characters
/// were dropped.
std::size_t append_named_attribute(std::string& out, std::string_view name,
                                   std::string_view value);

/// Counts the characters that XML forbids over the units of a file.
class ForbiddenCharacters {
 public:
  void begin_unit() { here_ = 0; }
  void add(std::size_t dropped) { here_ += dropped; }
  void end_unit() {
    units_ += here_ > 0 ? 1 : 0;
    dropped_ += here_;
  }
  /// Says in `diagnostics` what was dropped from `file`, if anything was.
  void report(const std::string& file,
              std::vector<Diagnostic>& diagnostics) const;

 private:
  std::size_t here_ = 0;
  std::size_t dropped_ = 0;
  std::size_t units_ = 0;
};

}  // namespace align
