// Text as XML 1.0 may hold it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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

}  // namespace align
