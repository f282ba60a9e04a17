#include "text/legacy.h"

#include <array>
#include <cstdint>

namespace align {
namespace {

// TCVN 5712:1993, VN3 ("TCVN3", "ABC" fonts): bytes A1 to FE, 0 unassigned.
constexpr std::array<char16_t, 94> kTcvn3 = {
    0x0102, 0x00C2, 0x00CA, 0x00D4, 0x01A0, 0x01AF, 0x0110, 0x0103,  // A1
    0x00E2, 0x00EA, 0x00F4, 0x01A1, 0x01B0, 0x0111, 0,      0,       // A9
    0,      0,      0,      0,      0x00E0, 0x1EA3, 0x00E3, 0x00E1,  // B1
    0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,       // B9
    0,      0,      0,      0,      0,      0x1EB7, 0x1EA7, 0x1EA9,  // C1
    0x1EAB, 0x1EA5, 0x1EAD, 0x00E8, 0,      0x1EBB, 0x1EBD, 0x00E9,  // C9
    0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0x00EC, 0x1EC9,  // D1
    0,      0,      0,      0x0129, 0x00ED, 0x1ECB, 0x00F2, 0,       // D9
    0x1ECF, 0x00F5, 0x00F3, 0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1,  // E1
    0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0x00F9, 0,       // E9
    0x1EE7, 0x0169, 0x00FA, 0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9,  // F1
    0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0x00FD, 0x1EF5};                 // F9

// RFC 1456: bytes 80 to FF.
constexpr std::array<char16_t, 128> kViscii = {
    0x1EA0, 0x1EAE, 0x1EB0, 0x1EB6, 0x1EA4, 0x1EA6, 0x1EA8, 0x1EAC,   // 80
    0x1EBC, 0x1EB8, 0x1EBE, 0x1EC0, 0x1EC2, 0x1EC4, 0x1EC6, 0x1ED0,   // 88
    0x1ED2, 0x1ED4, 0x1ED6, 0x1ED8, 0x1EE2, 0x1EDA, 0x1EDC, 0x1EDE,   // 90
    0x1ECA, 0x1ECE, 0x1ECC, 0x1EC8, 0x1EE6, 0x0168, 0x1EE4, 0x1EF2,   // 98
    0x00D5, 0x1EAF, 0x1EB1, 0x1EB7, 0x1EA5, 0x1EA7, 0x1EA9, 0x1EAD,   // A0
    0x1EBD, 0x1EB9, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7, 0x1ED1,   // A8
    0x1ED3, 0x1ED5, 0x1ED7, 0x1EE0, 0x01A0, 0x1ED9, 0x1EDD, 0x1EDF,   // B0
    0x1ECB, 0x1EF0, 0x1EE8, 0x1EEA, 0x1EEC, 0x01A1, 0x1EDB, 0x01AF,   // B8
    0x00C0, 0x00C1, 0x00C2, 0x00C3, 0x1EA2, 0x0102, 0x1EB3, 0x1EB5,   // C0
    0x00C8, 0x00C9, 0x00CA, 0x1EBA, 0x00CC, 0x00CD, 0x0128, 0x1EF3,   // C8
    0x0110, 0x1EE9, 0x00D2, 0x00D3, 0x00D4, 0x1EA1, 0x1EF7, 0x1EEB,   // D0
    0x1EED, 0x00D9, 0x00DA, 0x1EF9, 0x1EF5, 0x00DD, 0x1EE1, 0x01B0,   // D8
    0x00E0, 0x00E1, 0x00E2, 0x00E3, 0x1EA3, 0x0103, 0x1EEF, 0x1EAB,   // E0
    0x00E8, 0x00E9, 0x00EA, 0x1EBB, 0x00EC, 0x00ED, 0x0129, 0x1EC9,   // E8
    0x0111, 0x1EF1, 0x00F2, 0x00F3, 0x00F4, 0x00F5, 0x1ECF, 0x1ECD,   // F0
    0x1EE5, 0x00F9, 0x00FA, 0x0169, 0x1EE7, 0x00FD, 0x1EE3, 0x1EEE};  // F8

struct Pair {
  std::uint8_t key;
  char16_t value;
};

// Control codes that VISCII gives to letters.
constexpr std::array<Pair, 6> kVisciiControls = {{{0x02, 0x1EB2},
                                                  {0x05, 0x1EB4},
                                                  {0x06, 0x1EAA},
                                                  {0x14, 0x1EF6},
                                                  {0x19, 0x1EF8},
                                                  {0x1E, 0x1EF4}}};

// VNI for Windows: a base letter, then a byte for its marks. Bytes of small
// letters; those of capitals are 0x20 lower. The order of the tones is acute,
// grave, hook above, tilde, dot below.
constexpr std::array<std::uint8_t, 5> kVniTones = {0xF9, 0xF8, 0xFB, 0xF5,
                                                   0xEF};
// Plain, circumflex and breve (of a) with no tone, then with the five.
constexpr std::array<std::uint8_t, 6> kVniCircumflex = {0xE2, 0xE1, 0xE0,
                                                        0xE5, 0xE3, 0xE4};
constexpr std::array<std::uint8_t, 6> kVniBreve = {0xEA, 0xE9, 0xE8,
                                                   0xFA, 0xFC, 0xEB};
using Toned = std::array<char16_t, 5>;
using Marked = std::array<char16_t, 6>;
struct VniBase {
  std::uint8_t byte;
  char16_t plain;
  Toned toned;
};
constexpr std::array<VniBase, 7> kVniBases = {{
    {'a', 'a', {0xE1, 0xE0, 0x1EA3, 0xE3, 0x1EA1}},
    {'e', 'e', {0xE9, 0xE8, 0x1EBB, 0x1EBD, 0x1EB9}},
    {'o', 'o', {0xF3, 0xF2, 0x1ECF, 0xF5, 0x1ECD}},
    {'u', 'u', {0xFA, 0xF9, 0x1EE7, 0x169, 0x1EE5}},
    {'y', 'y', {0xFD, 0x1EF3, 0x1EF7, 0x1EF9, 0}},
    {0xF4, 0x1A1, {0x1EDB, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EE3}},  // o with horn
    {0xF6, 0x1B0, {0x1EE9, 0x1EEB, 0x1EED, 0x1EEF, 0x1EF1}},  // u with horn
}};
constexpr Marked kVniA = {0xE2, 0x1EA5, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EAD};
constexpr Marked kVniABreve = {0x103, 0x1EAF, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EB7};
constexpr Marked kVniE = {0xEA, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7};
constexpr Marked kVniO = {0xF4, 0x1ED1, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED9};
// Letters of one byte.
constexpr std::array<Pair, 7> kVniSingles = {{{0xF1, 0x0111},
                                              {0xED, 0x00ED},
                                              {0xEC, 0x00EC},
                                              {0xE6, 0x1EC9},
                                              {0xF3, 0x0129},
                                              {0xF2, 0x1ECB},
                                              {0xEE, 0x1EF5}}};

// The capital of a Vietnamese letter.
char32_t capital(char32_t c) {
  if (c < 0x80 || (c >= 0xE0 && c <= 0xFD)) return c - 0x20;
  if (c == 0x01B0) return 0x01AF;
  if (c == 0x01A1) return 0x01A0;
  return c - 1;  // pairs of Latin Extended: the capital stands first
}

template <std::size_t N>
char16_t marked(const std::array<std::uint8_t, N>& bytes,
                const std::array<char16_t, N>& letters, std::uint8_t mark) {
  for (std::size_t i = 0; i < N; ++i) {
    if (bytes[i] == mark) return letters[i];
  }
  return 0;
}

// The letter of a base and a mark, both in the bytes of small letters.
char16_t vni_pair(const VniBase& base, std::uint8_t mark) {
  if (const char16_t c = marked(kVniTones, base.toned, mark)) return c;
  switch (base.byte) {
    case 'a': {
      const char16_t c = marked(kVniCircumflex, kVniA, mark);
      return c != 0 ? c : marked(kVniBreve, kVniABreve, mark);
    }
    case 'e':
      return marked(kVniCircumflex, kVniE, mark);
    case 'o':
      return marked(kVniCircumflex, kVniO, mark);
    default:
      return 0;
  }
}

LegacyStep read_vni(std::string_view bytes) {
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const bool is_capital =
      (first >= 'A' && first <= 'Z') || (first >= 0xC0 && first <= 0xDE);
  const std::uint8_t small = is_capital ? first + 0x20 : first;
  const auto written = [&](char32_t c) { return is_capital ? capital(c) : c; };
  for (const VniBase& base : kVniBases) {
    if (base.byte != small) continue;
    if (bytes.size() > 1) {
      auto mark = static_cast<std::uint8_t>(bytes[1]);
      if (mark >= 0xC0 && mark <= 0xDE) mark += 0x20;
      if (const char16_t c = vni_pair(base, mark)) return {written(c), 2};
    }
    return {written(base.plain), 1};
  }
  if (first < 0x80) return {first, 1};
  for (const Pair& single : kVniSingles) {
    if (single.key == small) return {written(single.value), 1};
  }
  if (first == 0xA0) return {0xA0, 1};
  return {};
}

}  // namespace

LegacyEncoding find_legacy(std::string_view name) {
  if (name == "tcvn3" || name == "tcvn" || name == "abc" ||
      name == "tcvn5712") {
    return LegacyEncoding::kTcvn3;
  }
  if (name == "viscii") return LegacyEncoding::kViscii;
  if (name == "vni" || name == "vniwin" || name == "vniwindows") {
    return LegacyEncoding::kVni;
  }
  return LegacyEncoding::kNone;
}

LegacyStep read_legacy(LegacyEncoding encoding, std::string_view bytes) {
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  switch (encoding) {
    case LegacyEncoding::kTcvn3:
      if (first < 0x80 || first == 0xA0) return {first, 1};
      if (first < 0xA1 || first == 0xFF || kTcvn3[first - 0xA1U] == 0) break;
      return {kTcvn3[first - 0xA1U], 1};
    case LegacyEncoding::kViscii:
      if (first >= 0x80) return {kViscii[first - 0x80U], 1};
      for (const Pair& control : kVisciiControls) {
        if (control.key == first) return {control.value, 1};
      }
      return {first, 1};
    case LegacyEncoding::kVni:
      return read_vni(bytes);
    case LegacyEncoding::kNone:
      break;
  }
  return {};
}

}  // namespace align
