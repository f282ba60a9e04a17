// The form in which words are compared. One pass folds code point by code
// point; where that leaves text that is not NFC (a mark dropped between two
// others), the pass is repeated, so that the result is its own key.

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "align/error.h"
#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

// Dropped: what has no meaning of its own in comparison.
bool is_dropped(char32_t c) {
  if (c < 0xAD) return false;
  if (c >= 0x0610 && c <= 0x06ED) {
    return c <= 0x061A || c == 0x061C ||  // honorifics; Arabic letter mark
           (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||  // vowel signs
           c == 0x0640 ||                                  // tatweel
           (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06DE &&
            c != 0x06E5 && c != 0x06E6 && c != 0x06E9);  // Quranic marks
  }
  if (c >= 0x08D3 && c <= 0x08FF) return c != 0x08E2;
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F);
}

char32_t fold_arabic(char32_t c) {
  switch (c) {
    case 0x0622:  // alef with madda above
    case 0x0623:  // alef with hamza above
    case 0x0625:  // alef with hamza below
    case 0x0671:  // alef wasla
    case 0x0672:
    case 0x0673:
      return 0x0627;  // alef
    case 0x0649:      // alef maksura
    case 0x06CC:      // Farsi yeh
      return 0x064A;  // yeh
    case 0x06A9:      // keheh
      return 0x0643;  // kaf
    case 0x066B:      // decimal separator
      return '.';
    case 0x066C:  // thousands separator
      return ',';
    default:
      return c;
  }
}

bool is_presentation_form(char32_t c) {
  return (c >= 0xFB00 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) ||
         (c >= 0xFF01 && c <= 0xFF5E);
}

void append_compatible(std::string& key, char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  ALIGN_ASSERT(U_SUCCESS(status), "ICU carries the NFKC data");
  icu::UnicodeString plain =
      nfkc->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  plain.toLower(icu::Locale::getRoot());
  plain.toUTF8String(key);
}

struct Folded {
  std::string key;
  bool is_settled = true;  // folding it again would change nothing
};

Folded fold_once(std::string_view text) {
  Folded folded;
  std::string& key = folded.key;
  key.reserve(text.size());
  bool after_space = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const char32_t c = utf8::next(text, at);
    if (utf8::is_space(c)) {
      if (!after_space) key += ' ';
      after_space = true;
      continue;
    }
    if (c < 0x80) {
      key += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (is_dropped(c)) {
      folded.is_settled = false;
      continue;  // the white space before it may go on behind it
    } else if (c >= 0x0600 && c < 0x0700) {
      const bool is_digit =
          (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9);
      utf8::append(key, is_digit ? U'0' + (c & 0xFU) : fold_arabic(c));
    } else if (is_presentation_form(c)) {
      append_compatible(key, c);
      folded.is_settled = false;
    } else {
      const int digit =
          u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER
              ? u_charDigitValue(static_cast<UChar32>(c))
              : -1;
      if (digit >= 0) {
        key += static_cast<char>('0' + digit);
      } else {
        utf8::append(key,
                     static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
      }
    }
    after_space = false;
  }
  return folded;
}

bool is_ascii(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) >= 0x80) return false;
  }
  return true;
}

std::string to_nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  ALIGN_ASSERT(U_SUCCESS(status), "ICU carries the NFC data");
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  if (nfc->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) {
    return std::string(text);
  }
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  status = U_ZERO_ERROR;
  nfc->normalizeUTF8(0, piece, sink, nullptr, status);
  ALIGN_ASSERT(U_SUCCESS(status), "valid UTF-8 always has an NFC");
  return result;
}

// A vowel with each of the five tones, in the order grave, acute, hook above,
// tilde, dot below.
using Toned = std::array<char32_t, 5>;
constexpr Toned kTonedA = {0xE0, 0xE1, 0x1EA3, 0xE3, 0x1EA1};
constexpr Toned kTonedE = {0xE8, 0xE9, 0x1EBB, 0x1EBD, 0x1EB9};
constexpr Toned kTonedI = {0xEC, 0xED, 0x1EC9, 0x129, 0x1ECB};
constexpr Toned kTonedO = {0xF2, 0xF3, 0x1ECF, 0xF5, 0x1ECD};
constexpr Toned kTonedU = {0xF9, 0xFA, 0x1EE7, 0x169, 0x1EE5};
constexpr Toned kTonedY = {0x1EF3, 0xFD, 0x1EF7, 0x1EF9, 0x1EF5};

std::size_t tone_of(const Toned& vowel, char32_t c) {
  std::size_t tone = 0;
  while (tone < vowel.size() && vowel[tone] != c) ++tone;
  return tone;
}

// `word` is a run of letters in lower case. Two spellings are in use for open
// syllables, the tone on the first vowel (h\u00F2a) or on the second
// (ho\u00E0); y and i are in free variation after a single consonant
// (k\u1EF9, k\u0129).
void fold_vietnamese(std::u32string& word) {
  for (char32_t& c : word) {
    // Eth and African d, typed for the letter d with stroke.
    if (c == 0xF0 || c == 0x0256) c = 0x0111;
  }
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const char32_t after = word[i + 1];
    const bool is_o = after == 'a' || after == 'e';
    if (!is_o && after != 'y') continue;
    const std::size_t tone = tone_of(is_o ? kTonedO : kTonedU, word[i]);
    if (tone == kTonedO.size()) continue;
    word[i] = is_o ? U'o' : U'u';
    word[i + 1] =
        (after == 'a' ? kTonedA : (after == 'e' ? kTonedE : kTonedY))[tone];
  }
  const bool is_single =
      word.size() == 2 &&
      std::u32string_view(U"hklmstv").find(word[0]) != std::u32string::npos;
  const bool is_qu = word.size() == 3 && word[0] == 'q' && word[1] == 'u';
  if (!is_single && !is_qu) return;
  char32_t& last = word.back();
  const std::size_t tone = tone_of(kTonedY, last);
  if (tone < kTonedY.size()) last = kTonedI[tone];
  if (last == 'y') last = 'i';
}

std::string fold_vietnamese_words(std::string_view text) {
  std::string key;
  key.reserve(text.size());
  std::u32string word;
  const auto flush = [&] {
    fold_vietnamese(word);
    for (const char32_t c : word) utf8::append(key, c);
    word.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const char32_t c = utf8::next(text, at);
    const bool is_letter = c < 0x80 ? c >= 'a' && c <= 'z'
                                    : u_isalpha(static_cast<UChar32>(c)) != 0;
    if (is_letter) {
      word += c;
    } else {
      flush();
      utf8::append(key, c);
    }
  }
  flush();
  return key;
}

}  // namespace

std::string match_key(std::string_view text, std::string_view language) {
  Folded folded = fold_once(to_nfc(text));
  // Marks dropped and forms expanded can leave pairs that compose, which can
  // fold again; each round shortens such a chain, so the loop ends.
  while (!folded.is_settled) {
    std::string before = std::move(folded.key);
    folded = fold_once(to_nfc(before));
    folded.is_settled = folded.key == before;
  }
  if (primary_language(language) == "vi") {
    return fold_vietnamese_words(folded.key);
  }
  return std::move(folded.key);
}

}  // namespace align
