// Small steps over UTF-8, inlined where every byte counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace align::utf8 {

[[nodiscard]] inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The code point at `at` of valid UTF-8; moves `at` behind it.
[[nodiscard]] inline char32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const char32_t lead = byte(at);
  if (lead < 0x80) {
    at += 1;
    return lead;
  }
  if (lead < 0xE0) {
    const char32_t c = ((lead & 0x1FU) << 6U) | (byte(at + 1) & 0x3FU);
    at += 2;
    return c;
  }
  if (lead < 0xF0) {
    const char32_t c = ((lead & 0x0FU) << 12U) |
                       ((byte(at + 1) & 0x3FU) << 6U) | (byte(at + 2) & 0x3FU);
    at += 3;
    return c;
  }
  const char32_t c = ((lead & 0x07U) << 18U) | ((byte(at + 1) & 0x3FU) << 12U) |
                     ((byte(at + 2) & 0x3FU) << 6U) | (byte(at + 3) & 0x3FU);
  at += 4;
  return c;
}

/// The code point before `at` of valid UTF-8; moves `at` in front of it.
[[nodiscard]] inline char32_t previous(std::string_view text, std::size_t& at) {
  --at;
  while (is_continuation(text[at])) --at;
  std::size_t copy = at;
  return next(text, copy);
}

inline void append(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0U | (c >> 6U));
    text += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0U | (c >> 12U));
    text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    text += static_cast<char>(0xF0U | (c >> 18U));
    text += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
    text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

/// The number of code points of valid UTF-8.
[[nodiscard]] inline std::size_t count(std::string_view text) {
  // Eight bytes at a time: a continuation byte has its highest bit set and the
  // next one clear; the product adds up the eight verdicts.
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  std::size_t continuations = 0;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    continuations += ((word >> 7U & ~word >> 6U & kOnes) * kOnes) >> 56U;
  }
  for (; at < text.size(); ++at) {
    continuations += is_continuation(text[at]) ? 1 : 0;
  }
  return text.size() - continuations;
}

/// White space as Unicode has it, and the four ASCII separators U+001C to
/// U+001F.
[[nodiscard]] inline bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
  if (c < 0x1680) return c == 0x85 || c == 0xA0;
  return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The length in bytes of the longest valid prefix of `text`.
[[nodiscard]] std::size_t valid_prefix(std::string_view text);

/// The bytes of `text`, which starts invalid, that one U+FFFD replaces: its
/// maximal subpart as Unicode recommends (table 3-8 of chapter 3).
[[nodiscard]] std::size_t invalid_length(std::string_view text);

}  // namespace align::utf8
