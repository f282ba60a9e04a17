#include "tokenize/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "align/error.h"

namespace align {
namespace {

// Code points below this have their folded form in a table. It covers the
// Latin, Arabic, Greek, Cyrillic and punctuation blocks; text with others is
// normalised by ICU as a whole first.
constexpr UChar32 kTableEnd = 0x2100;

enum class Action : std::uint8_t {
  kCopy,       // write `bytes`; nothing when it is dropped
  kSpace,      // white space
  kNormalise,  // may combine with what stands before: needs ICU
};

struct Entry {
  Action action = Action::kCopy;
  std::uint8_t size = 0;
  std::array<char, 14> bytes{};
};

bool is_dropped(UChar32 c) {
  return (c >= 0x0610 && c <= 0x061A) ||  // ARABIC SIGN ... SMALL KASRA
         c == 0x0640 ||                   // ARABIC TATWEEL
         (c >= 0x064B && c <= 0x0652) ||  // ARABIC FATHATAN ... SUKUN
         (c >= 0x0656 &&
          c <= 0x065F) ||  // ARABIC SUBSCRIPT ALEF ... WAVY HAMZA
         c == 0x0670 ||    // ARABIC LETTER SUPERSCRIPT ALEF
         (c >= 0x06D6 && c <= 0x06DC) ||
         (c >= 0x06DF && c <= 0x06E4) || (c >= 0x06E7 && c <= 0x06E8) ||
         (c >= 0x06EA && c <= 0x06ED);
}

UChar32 plain_form(UChar32 c) {
  switch (c) {
    case 0x2018:  // LEFT SINGLE QUOTATION MARK
    case 0x2019:  // RIGHT SINGLE QUOTATION MARK
    case 0x02BC:  // MODIFIER LETTER APOSTROPHE
      return '\'';
    case 0x201C:  // LEFT DOUBLE QUOTATION MARK
    case 0x201D:  // RIGHT DOUBLE QUOTATION MARK
    case 0x201E:  // DOUBLE LOW-9 QUOTATION MARK
    case 0x00AB:  // LEFT-POINTING DOUBLE ANGLE QUOTATION MARK
    case 0x00BB:  // RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK
      return '"';
    case 0x2010:  // HYPHEN
    case 0x2012:  // FIGURE DASH
    case 0x2013:  // EN DASH
    case 0x2014:  // EM DASH
    case 0x2015:  // HORIZONTAL BAR
      return '-';
    default:
      break;
  }
  const int digit = u_charDigitValue(c);
  return digit >= 0 ? '0' + digit : c;
}

bool is_space(UChar32 c) {
  return u_isUWhiteSpace(c) != 0 || u_charType(c) == U_CONTROL_CHAR;
}

const icu::Normalizer2& normaliser() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance =
      icu::Normalizer2::getNFKCCasefoldInstance(status);
  ALIGN_ASSERT(U_SUCCESS(status), "NFKC case folding is part of ICU's data");
  return *instance;
}

// The folded form of one code point that stands alone.
Entry make_entry(UChar32 c) {
  Entry entry;
  if (is_dropped(c)) return entry;
  if (is_space(c)) {
    entry.action = Action::kSpace;
    return entry;
  }
  if (normaliser().hasBoundaryBefore(c) == 0) {
    entry.action = Action::kNormalise;
    return entry;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString form =
      normaliser().normalize(icu::UnicodeString(c), status);
  ALIGN_ASSERT(U_SUCCESS(status), "any code point can be normalised");
  std::string bytes;
  for (std::int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
    const UChar32 part = form.char32At(i);
    // A spacing accent such as U+00A8 becomes a space and a mark.
    if (is_dropped(part) || is_space(part)) continue;
    icu::UnicodeString(plain_form(part)).toUTF8String(bytes);
  }
  if (bytes.size() > entry.bytes.size()) {
    entry.action = Action::kNormalise;
    return entry;
  }
  entry.size = static_cast<std::uint8_t>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), entry.bytes.begin());
  return entry;
}

using Table = std::array<Entry, kTableEnd>;

const Table& table() {
  static const Table* const entries = [] {
    auto* made = new Table;  // never freed, used until the process ends
    for (UChar32 c = 0; c < kTableEnd; ++c) {
      (*made)[static_cast<std::size_t>(c)] = make_entry(c);
    }
    return made;
  }();
  return *entries;
}

std::string normalised(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  std::string result;
  const icu::UnicodeString form = normaliser().normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(
          utf8.data(), static_cast<std::int32_t>(utf8.size()))),
      status);
  ALIGN_ASSERT(U_SUCCESS(status), "any text can be normalised");
  form.toUTF8String(result);
  return result;
}

// Writes the folded form of `utf8` to `folded`. With `is_normalised` every
// code point is taken as it is but for what this room drops and replaces.
// Returns false when ICU has to normalise first.
bool fold_pass(std::string_view utf8, bool is_normalised, FoldedText& folded) {
  const Table& entries = table();
  std::string& text = folded.text;
  // The longest entry is 14 bytes for a code point of two; that is rare, so
  // room for the common case is taken once and more only when needed.
  text.clear();
  text.reserve(utf8.size() + utf8.size() / 4 + 16);
  folded.length = 0;
  bool at_word_start = true;
  std::size_t i = 0;
  const std::size_t size = utf8.size();
  const char* bytes = utf8.data();
  while (i < size) {
    UChar32 c = static_cast<unsigned char>(bytes[i]);
    const std::size_t begin = i;
    if (c < 0x80) {
      ++i;
    } else {
      U8_NEXT(bytes, i, size, c);
      if (c < 0) {
        at_word_start = true;
        continue;
      }
    }
    const char* form = bytes + begin;
    std::size_t form_size = i - begin;
    if (c < kTableEnd) {
      const Entry& entry = entries[static_cast<std::size_t>(c)];
      if (entry.action == Action::kSpace) {
        at_word_start = true;
        continue;
      }
      if (entry.action == Action::kCopy) {
        if (entry.size == 0) continue;
        form = entry.bytes.data();
        form_size = entry.size;
      } else if (!is_normalised) {
        return false;
      }
    } else if (!is_normalised) {
      return false;
    } else if (is_space(c)) {
      at_word_start = true;
      continue;
    }
    if (at_word_start) {
      if (!text.empty()) ++folded.length;
      text += kWordStart;
      at_word_start = false;
    }
    text.append(form, form_size);
    ++folded.length;
  }
  return true;
}

}  // namespace

void fold(std::string_view utf8, FoldedText& folded) {
  if (fold_pass(utf8, false, folded)) return;
  // ICU counts in 32 bits. Longer text is cut where no character is split; it
  // is normalised piece by piece, a difference nobody can meet in a segment.
  constexpr std::size_t kMost = std::size_t{1} << 28U;
  std::string form;
  while (!utf8.empty()) {
    std::size_t size = std::min(utf8.size(), kMost);
    while (size < utf8.size() && size > 0 && U8_IS_TRAIL(utf8[size])) --size;
    if (size == 0) size = std::min(utf8.size(), kMost);
    form += normalised(utf8.substr(0, size));
    utf8.remove_prefix(size);
  }
  fold_pass(form, true, folded);
}

}  // namespace align
