// Text that was decoded in the wrong encoding before it reached us. Three
// kinds are common in files of our languages; each shows in pairs of letters
// that no language writes.

#include <algorithm>
#include <string>
#include <string_view>

#include "text/legacy.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr std::size_t kSample = 1U << 16U;  // bytes looked at
// Fewer pairs may be names or symbols; real damage is in every line.
constexpr std::size_t kLeastPairs = 4;
constexpr std::size_t kPairsPerThousand = 15;

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A lead byte of UTF-8 read as Latin-1, of the scripts we meet: Latin, Arabic,
// Vietnamese and punctuation.
bool is_lead(char32_t c) {
  return (c >= 0xC2 && c <= 0xC6) || (c >= 0xD8 && c <= 0xDB) || c == 0xE1 ||
         c == 0xE2;
}

// A byte 80 to BF read as Latin-1 or windows-1252.
bool is_trail(char32_t c) {
  return (c >= 0x80 && c <= 0xBF) || c == 0x20AC || c == 0x0192 ||
         c == 0x02C6 || c == 0x02DC || c == 0x0152 || c == 0x0153 ||
         c == 0x0160 || c == 0x0161 || c == 0x0178 || c == 0x017D ||
         c == 0x017E || (c >= 0x2013 && c <= 0x203A) || c == 0x2122;
}

// Signs of Latin-1 that are letters of TCVN3: inside words nobody writes them.
bool is_tcvn3_sign(char32_t c) {
  return c == 0xB5 || c == 0xB6 || c == 0xB7 || c == 0xB8 || c == 0xB9 ||
         c == 0xBB || c == 0xBC || c == 0xBD || c == 0xBE || c == 0xAE ||
         c == 0xAD || c == 0xA8 || c == 0xA9 || c == 0xAA || c == 0xAB ||
         c == 0xAC || c == 0xD7 || c == 0xF7 || c == 0xDF;
}

bool is_vni_vowel(char32_t c) {
  constexpr std::string_view kVowels = "aeouyAEOUY";
  return c < 0x80 && kVowels.find(static_cast<char>(c)) != std::string::npos;
}

// Bytes of VNI for marks, without those that follow a vowel in French or
// Portuguese.
bool is_vni_mark(char32_t c) {
  constexpr std::u32string_view kMarks =
      U"\u00F9\u00F8\u00FB\u00F5\u00E2\u00E5\u00E4\u00D9\u00D8\u00DB\u00D5"
      U"\u00C2\u00C5\u00C4";
  return kMarks.find(c) != std::u32string_view::npos;
}

}  // namespace

void report_mojibake(Text& text) {
  const std::string_view sample =
      std::string_view(text.utf8).substr(0, kSample);
  std::size_t letters = 0;
  std::size_t twice = 0;
  std::size_t tcvn3 = 0;
  std::size_t vni = 0;
  std::size_t at = 0;
  char32_t before = 0;
  // Stop before a sequence the sample cuts.
  const std::size_t end =
      sample.size() < text.utf8.size()
          ? sample.size() - std::min<std::size_t>(sample.size(), 4)
          : sample.size();
  while (at < end) {
    const char32_t c = utf8::next(sample, at);
    letters += is_ascii_letter(c) || (c >= 0xC0 && c < 0x250) ? 1 : 0;
    twice += is_lead(before) && is_trail(c) ? 1 : 0;
    tcvn3 += is_ascii_letter(before) && is_tcvn3_sign(c) ? 1 : 0;
    vni += is_vni_vowel(before) && is_vni_mark(c) ? 1 : 0;
    before = c;
  }
  const auto is_much = [&](std::size_t pairs) {
    return pairs >= kLeastPairs && pairs * 1000 >= letters * kPairsPerThousand;
  };
  const auto report = [&](const std::string& what, const std::string& remedy) {
    text.diagnostics.push_back({"mojibake", text.name, 0, what, remedy});
  };
  if (is_much(twice) && twice >= tcvn3 && twice >= vni) {
    report("looks like UTF-8 that was read as Latin-1 and saved again",
           "save the original again as UTF-8; nothing was changed");
  } else if (is_much(tcvn3) && tcvn3 >= vni) {
    report("looks like TCVN3 (ABC fonts) read as Latin-1",
           "read the original file with --encoding TCVN3; nothing was changed");
  } else if (is_much(vni)) {
    report("looks like VNI read as Latin-1",
           "read the original file with --encoding VNI; nothing was changed");
  }
}

}  // namespace align
