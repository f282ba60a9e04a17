#include "formats/xml_text.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "formats/plain.h"

namespace align {
namespace {

// What stands for an ASCII character, or nullptr when it stands for itself.
const char* escape_of(char c, bool is_attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '"':
      return is_attribute ? "&quot;" : nullptr;
    case '\t':
      return is_attribute ? "&#9;" : nullptr;
    case '\n':
      return is_attribute ? "&#10;" : nullptr;
    default:
      return nullptr;
  }
}

std::size_t append_escaped(std::string& out, std::string_view text,
                           bool is_attribute) {
  std::size_t dropped = 0;
  while (!text.empty()) {
    const CodePoint point = next_code_point(text);
    if (!is_xml_character(point.value)) {
      ++dropped;
    } else if (const char* escape = point.bytes == 1
                                        ? escape_of(text[0], is_attribute)
                                        : nullptr) {
      out += escape;
    } else {
      out += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  return dropped;
}

}  // namespace

bool is_xml_character(int code_point) {
  return code_point == '\t' || code_point == '\n' || code_point == '\r' ||
         (code_point >= 0x20 && code_point <= 0xD7FF) ||
         (code_point >= 0xE000 && code_point <= 0xFFFD) ||
         (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

std::size_t append_xml_text(std::string& out, std::string_view text) {
  return append_escaped(out, text, false);
}

std::size_t append_xml_attribute(std::string& out, std::string_view text) {
  return append_escaped(out, text, true);
}

std::size_t append_named_attribute(std::string& out, std::string_view name,
                                   std::string_view value) {
  out.append(" ").append(name).append("=\"");
  const std::size_t dropped = append_xml_attribute(out, value);
  out += '"';
  return dropped;
}

void ForbiddenCharacters::report(const std::string& file,
                                 std::vector<Diagnostic>& diagnostics) const {
  if (dropped_ == 0) return;
  diagnostics.push_back(
      {"xml-illegal-character", file, 0,
       std::to_string(dropped_) +
           " characters that XML 1.0 forbids were dropped from " +
           std::to_string(units_) + " units",
       "jsonl keeps them"});
}

}  // namespace align
