#include "eval/mt_text.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace align::mt {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
  });
}

// Reads the code point at `position` and moves behind it.
char32_t next(std::string_view text, std::size_t& position) {
  const auto byte = static_cast<unsigned char>(text[position]);
  if (byte < 0x80) {
    ++position;
    return byte;
  }
  auto index = static_cast<std::int64_t>(position);
  const auto length = static_cast<std::int64_t>(text.size());
  UChar32 code_point = 0;
  U8_NEXT_OR_FFFD(text.data(), index, length, code_point);
  position = static_cast<std::size_t>(index);
  return static_cast<char32_t>(code_point);
}

}  // namespace

bool is_space(char32_t code_point) {
  switch (code_point) {
    case 0x20:
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return (code_point >= 0x09 && code_point <= 0x0D) ||
             (code_point >= 0x1C && code_point <= 0x1F) ||
             (code_point >= 0x2000 && code_point <= 0x200A);
  }
}

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  visit_words(
      line, [&](std::string_view word, bool) { words.push_back(word); },
      [](char32_t) {});
  return words;
}

std::string_view trim_end(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t position = 0; position < line.size();) {
    if (!is_space(next(line, position))) end = position;
  }
  return line.substr(0, end);
}

std::size_t space_size(std::string_view line, std::size_t position,
                       char32_t& code_point) {
  const std::size_t begin = position;
  code_point = next(line, position);
  return is_space(code_point) ? position - begin : 0;
}

std::string to_lower(std::string_view line) {
  if (is_ascii(line)) {
    std::string lower(line);
    for (char& byte : lower) {
      if (byte >= 'A' && byte <= 'Z')
        byte = static_cast<char>(byte - 'A' + 'a');
    }
    return lower;
  }
  std::string lower;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(line.data(), static_cast<std::int32_t>(line.size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(lower);
  return lower;
}

std::u32string to_code_points(std::string_view line) {
  std::u32string code_points;
  code_points.reserve(line.size());
  for (std::size_t position = 0; position < line.size();) {
    code_points += next(line, position);
  }
  return code_points;
}

void append_utf8(char32_t code_point, std::string& text) {
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
    return;
  }
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(code_point));
  text.append(bytes, static_cast<std::size_t>(length));
}

}  // namespace align::mt
