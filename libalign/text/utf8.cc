#include "text/utf8.h"

#include <cstring>

namespace align::utf8 {
namespace {

// How many bytes of a well-formed sequence `text` starts with, and whether it
// is whole (Unicode, table 3-7).
struct Sequence {
  std::size_t length;
  bool is_whole;
};

Sequence sequence_at(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {1, true};
  unsigned low = 0x80;
  unsigned high = 0xBF;
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

// The length of a whole sequence that nearly all letters beyond ASCII are: two
// bytes, or three whose first leaves the second free; 0 for anything else.
std::size_t common_length(std::string_view text, std::size_t at) {
  if (at + 2 < text.size() && is_continuation(text[at + 1])) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE1 && lead <= 0xEC && is_continuation(text[at + 2])) return 3;
  }
  return 0;
}

}  // namespace

std::size_t valid_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    // Eight ASCII bytes at a time.
    while (at + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & 0x8080808080808080ULL) != 0) break;
      at += 8;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
      if (const std::size_t length = common_length(text, at); length != 0) {
        at += length;
        continue;
      }
      const Sequence sequence = sequence_at(text.substr(at));
      if (!sequence.is_whole) return at;
      at += sequence.length;
    }
  }
  return at;
}

std::size_t invalid_length(std::string_view text) {
  return sequence_at(text).length;
}

}  // namespace align::utf8
