// Classes of characters that segmentation asks about.
#pragma once

#include <unicode/uchar.h>

#include <array>
#include <cstddef>
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

/// Properties of a code point as ICU has them, a set of bits.
enum CharacterBit : std::uint8_t {
  kMarkBit = 1U << 0U,  ///< combining mark
  kDigitBit = 1U << 1U,
  kUpperBit = 1U << 2U,  ///< upper or title case
  kLowerBit = 1U << 3U,
  kLetterBit = 1U << 4U,
};

[[nodiscard]] inline std::uint8_t look_up_bits(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  std::uint8_t bits = 0;
  if ((U_MASK(u_charType(point)) & U_GC_M_MASK) != 0) bits |= kMarkBit;
  if (u_isdigit(point) != 0) bits |= kDigitBit;
  if (u_isupper(point) != 0 || u_istitle(point) != 0) bits |= kUpperBit;
  if (u_islower(point) != 0) bits |= kLowerBit;
  if (u_isalpha(point) != 0) bits |= kLetterBit;
  return bits;
}

/// Latin, Greek, Cyrillic, Arabic and more: what most text is made of.
inline constexpr std::size_t kTableSize = 0x2000;
inline const std::array<std::uint8_t, kTableSize> kCharacterBits = [] {
  std::array<std::uint8_t, kTableSize> bits{};
  for (std::size_t c = 0; c < kTableSize; ++c) {
    bits[c] = look_up_bits(static_cast<char32_t>(c));
  }
  return bits;
}();

inline const std::array<char16_t, kTableSize> kLowerCase = [] {
  std::array<char16_t, kTableSize> lower{};
  for (std::size_t c = 0; c < kTableSize; ++c) {
    lower[c] = static_cast<char16_t>(u_tolower(static_cast<UChar32>(c)));
  }
  return lower;
}();

[[nodiscard]] inline char32_t to_lower(char32_t c) {
  return c < kTableSize
             ? kLowerCase[c]
             : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

[[nodiscard]] inline std::uint8_t bits_of(char32_t c) {
  return c < kTableSize ? kCharacterBits[c] : look_up_bits(c);
}

[[nodiscard]] inline bool is_mark(char32_t c) {
  return (bits_of(c) & kMarkBit) != 0;
}
[[nodiscard]] inline bool is_digit(char32_t c) {
  return (bits_of(c) & kDigitBit) != 0;
}
[[nodiscard]] inline bool is_upper(char32_t c) {
  return (bits_of(c) & kUpperBit) != 0;
}
[[nodiscard]] inline bool is_lower(char32_t c) {
  return (bits_of(c) & kLowerBit) != 0;
}
[[nodiscard]] inline bool is_letter(char32_t c) {
  return (bits_of(c) & kLetterBit) != 0;
}
/// A letter of a script without capitals (Arabic and others).
[[nodiscard]] inline bool is_caseless(char32_t c) {
  return (bits_of(c) & (kLetterBit | kUpperBit | kLowerBit)) == kLetterBit;
}

}  // namespace align
