// Classes of characters that segmentation asks about.
#pragma once

#include <unicode/uchar.h>

#include <cstdint>

namespace align {

/// A mark that can end a sentence by itself.
[[nodiscard]] inline bool is_final_mark(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:  // horizontal ellipsis
    case 0x061F:  // Arabic question mark
    case 0x06D4:  // Arabic full stop
    case 0x203C:  // double exclamation mark
    case 0x203D:  // interrobang
    case 0x2047:  // double question mark
    case 0x2048:  // question exclamation mark
    case 0x2049:  // exclamation question mark
    case 0x0964:  // Devanagari danda
    case 0x3002:  // ideographic full stop
    case 0xFF01:  // fullwidth exclamation mark
    case 0xFF0E:  // fullwidth full stop
    case 0xFF1F:  // fullwidth question mark
      return true;
    default:
      return false;
  }
}

/// Direction marks, joiners and their like: they belong to what they follow.
[[nodiscard]] inline bool is_format(char32_t c) {
  if (c < 0xAD) return false;
  return c == 0xAD || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

[[nodiscard]] inline bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0xBB ||
         c == 0xB4 || (c >= 0x2018 && c <= 0x201F) || c == 0x2039 ||
         c == 0x203A || c == 0x2033 || (c >= 0x300C && c <= 0x300F);
}

[[nodiscard]] inline bool is_opening_bracket(char32_t c) {
  return c == '(' || c == '[' || c == '{';
}

[[nodiscard]] inline bool is_closing_bracket(char32_t c) {
  return c == ')' || c == ']' || c == '}';
}

/// A quote that can only open.
[[nodiscard]] inline bool is_opening_quote(char32_t c) {
  return c == 0xAB || c == 0x2018 || c == 0x201A || c == 0x201B ||
         c == 0x201C || c == 0x201E || c == 0x201F || c == 0x2039 ||
         c == 0x300C || c == 0x300E;
}

[[nodiscard]] inline bool is_dash(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
         c == 0x2043 || c == 0x2E3A;
}

[[nodiscard]] inline bool is_bullet(char32_t c) {
  switch (c) {
    case 0x2022:  // bullet
    case 0x2023:  // triangular bullet
    case 0x2043:  // hyphen bullet
    case 0x2219:  // bullet operator
    case 0x25A0:  // black square
    case 0x25AA:  // black small square
    case 0x25BA:  // black right-pointing pointer
    case 0x25CB:  // white circle
    case 0x25CF:  // black circle
    case 0x25E6:  // white bullet
    case 0x2605:  // black star
    case 0x2713:  // check mark
    case 0x2794:  // arrow
    case 0x27A2:  // arrowhead
    case 0xF0B7:  // private use: bullet of the Symbol font
    case 0xB7:    // middle dot
      return true;
    default:
      return false;
  }
}

[[nodiscard]] inline bool is_mark(char32_t c) {
  if (c < 0x300) return false;
  return (U_MASK(u_charType(static_cast<UChar32>(c))) & U_GC_M_MASK) != 0;
}
[[nodiscard]] inline bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}
[[nodiscard]] inline bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return u_isupper(static_cast<UChar32>(c)) != 0 ||
         u_istitle(static_cast<UChar32>(c)) != 0;
}
[[nodiscard]] inline bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return u_islower(static_cast<UChar32>(c)) != 0;
}
[[nodiscard]] inline bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}
/// A letter of a script without capitals (Arabic and others).
[[nodiscard]] inline bool is_caseless(char32_t c) {
  return is_letter(c) && !is_upper(c) && !is_lower(c);
}

}  // namespace align
