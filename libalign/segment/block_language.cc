#include "segment/block_language.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "align/text.h"
#include "align/types.h"

namespace align {
namespace {

// What the first byte of a character says of its script.
enum Lead : std::uint8_t {
  kNone,
  kLatin,
  kArabic,
  kVietnamese,
  kOther,
  kLeads
};

constexpr std::array<Lead, 256> kLeadOf = [] {
  std::array<Lead, 256> leads{};
  for (unsigned c = 'a'; c <= 'z'; ++c) leads[c] = kLatin;
  for (unsigned c = 'A'; c <= 'Z'; ++c) leads[c] = kLatin;
  for (unsigned c = 0xC3; c <= 0xC9; ++c) leads[c] = kLatin;
  leads[0xC6] = kVietnamese;  // o and u with horn among few others
  leads[0xCC] = kVietnamese;  // combining marks
  for (unsigned c = 0xD8; c <= 0xDB; ++c) leads[c] = kArabic;
  leads[0xE1] = kVietnamese;  // letters with two marks among few others
  for (unsigned c = 0xCE; c <= 0xD7; ++c) leads[c] = kOther;
  for (unsigned c = 0xE3; c <= 0xED; ++c) leads[c] = kOther;
  leads[0xE0] = kOther;
  leads[0xEF] = kArabic;  // presentation forms
  return leads;
}();

struct Letters {
  std::array<std::size_t, kLeads> counts{};
  [[nodiscard]] std::size_t latin() const {
    return counts[kLatin] + counts[kVietnamese];
  }
  [[nodiscard]] std::size_t all() const {
    return latin() + counts[kArabic] + counts[kOther];
  }
};

Letters count_letters(std::string_view block) {
  Letters letters;
  for (const char c : block) {
    ++letters.counts[kLeadOf[static_cast<unsigned char>(c)]];
  }
  return letters;
}

// Whether text of `language` looks like that. In Vietnamese every fourth
// letter or so is its own, in English and others that use plain letters none.
bool fits(const Letters& letters, std::string_view language) {
  const std::size_t all = letters.all();
  if (language == "ar") return letters.counts[kArabic] * 2 >= all;
  if (letters.latin() * 2 < all) return language != "en" && language != "vi";
  const std::size_t own = letters.counts[kVietnamese];
  if (language == "vi") return own * 20 >= letters.latin();
  return language == "en" ? own * 20 < letters.latin() : true;
}

}  // namespace

std::string block_language(std::string_view block, std::string_view language) {
  // Below, names and terms decide more than the language does.
  constexpr std::size_t kFewestLetters = 40;
  constexpr double kSure = 0.8;
  const Letters letters = count_letters(block);
  const std::string_view primary = primary_language(language);
  if (letters.all() < kFewestLetters || fits(letters, primary)) return {};
  const DetectedLanguage found = detect_language(block);
  if (found.confidence < kSure || found.tag == "und" || found.tag == primary) {
    return {};
  }
  return found.tag;
}

}  // namespace align
