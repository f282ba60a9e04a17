#include "filter/features.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/hash.h"

namespace align {
namespace {

// FNV-1a over code points, then mixed.
constexpr std::uint64_t kStart = 0xcbf29ce484222325U;

void mix_in(std::uint64_t& key, char32_t c) {
  key = (key ^ c) * 0x100000001b3U;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(text.data(), at, text.size(), c);
  return static_cast<char32_t>(c);
}

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Marks above and below letters, and the tatweel: parts of a word that do not
// count as letters of their own.
bool is_mark(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x064B && c <= 0x065F) ||
         c == 0x0640 || c == 0x0670;
}

// What the second byte of a two-byte UTF-8 sequence looks like when it is read
// as Windows-1252: a C1 control, a sign of Latin-1, or one of the signs that
// Windows put in place of the controls.
bool is_trailing_byte(char32_t c) {
  constexpr std::u32string_view kWindows =
      U"\u20AC\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039"
      U"\u0152\u017D\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122"
      U"\u0161\u203A\u0153\u017E\u0178";
  return (c >= 0x80 && c <= 0xBF) ||
         (c > 0xFF && kWindows.find(c) != std::u32string_view::npos);
}

// Lead bytes of UTF-8 read as Latin-1 before a trailing byte: C3 and C4 of
// Latin letters, C6 of Vietnamese horns, D8 and D9 of Arabic, E1 and E2 of the
// other Vietnamese letters and of punctuation.
bool is_damaged_pair(char32_t first, char32_t second) {
  return (first == 0xC3 || first == 0xC4 || first == 0xC6 || first == 0xD8 ||
          first == 0xD9 || first == 0xE1 || first == 0xE2) &&
         is_trailing_byte(second);
}

// Letters of Vietnamese that no other language writes.
bool is_vietnamese(char32_t c) {
  return c == 0x01A0 || c == 0x01A1 || c == 0x01AF || c == 0x01B0 ||
         (c >= 0x1EA0 && c <= 0x1EF9);
}

// Letters of Arabic script that Persian and Urdu have and Arabic has not.
bool is_not_arabic(char32_t c) {
  constexpr std::u32string_view kLetters =
      U"\u067E\u0686\u0698\u06AF\u06A9\u06CC\u0679\u0688\u0691\u06BA"
      U"\u06D2\u06C1\u06BE";
  return c >= 0x0679 && c <= 0x06D2 &&
         kLetters.find(c) != std::u32string_view::npos;
}

// The end of the address or mark-up that starts at `at`, or `at`.
std::size_t address_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("http://") || rest.starts_with("https://") ||
      rest.starts_with("www.")) {
    return std::min(text.size(), text.find_first_of(" \t\r\n<>\"", at));
  }
  if (rest.size() > 2 && rest[0] == '<' &&
      (is_ascii_letter(static_cast<unsigned char>(rest[1])) ||
       rest[1] == '/')) {
    const std::size_t end = rest.find('>');
    if (end != std::string_view::npos) return at + end + 1;
  }
  return at;
}

bool has_copyright(std::string_view text) {
  // COPYRIGHT SIGN, and the phrase in the three languages.
  constexpr std::array<std::string_view, 5> kSigns = {
      "\xC2\xA9", "All rights reserved", "all rights reserved",
      "B\u1EA3o l\u01B0u m\u1ECDi quy\u1EC1n",
      "\u062C\u0645\u064A\u0639 \u0627\u0644\u062D\u0642\u0648\u0642 "
      "\u0645\u062D\u0641\u0648\u0638\u0629"};
  return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) {
    return text.find(sign) != std::string_view::npos;
  });
}

// Numbers as runs of digits. Marks of grouping and decimals between digits are
// left out, so that 1,000 = 1.000 = 1'000 = 1000 and 2.5 = 2,5, and so are
// decimals that are all zero, so that 10.00 = 10.
class NumberFinder {
 public:
  void add_digit(int value) {
    if (is_after_mark_) {
      ++marks_;
      since_mark_ = 0;
      is_after_mark_ = false;
    }
    digits_ += static_cast<char>('0' + value);
    ++since_mark_;
  }
  void add_other(char32_t c) {
    // ARABIC DECIMAL SEPARATOR and ARABIC THOUSANDS SEPARATOR; apostrophes
    // group digits in Switzerland.
    const bool is_mark = c == '.' || c == ',' || c == 0x066B || c == 0x066C ||
                         c == '\'' || c == 0x2019;
    if (is_mark && !digits_.empty() && !is_after_mark_) {
      is_after_mark_ = true;
    } else {
      end();
    }
  }
  void end() {
    const bool has_decimals =
        (marks_ == 1 && since_mark_ == 1) || (marks_ > 0 && since_mark_ == 2);
    if (has_decimals && digits_.ends_with(std::string(since_mark_, '0'))) {
      digits_.resize(digits_.size() - since_mark_);
    }
    digits_.erase(0, digits_.find_first_not_of('0'));
    if (!digits_.empty()) numbers.push_back(digits_);
    digits_.clear();
    marks_ = 0;
    since_mark_ = 0;
    is_after_mark_ = false;
  }

  std::vector<std::string> numbers;

 private:
  std::string digits_;
  std::size_t marks_ = 0;       // between digits of the number
  std::size_t since_mark_ = 0;  // digits
  bool is_after_mark_ = false;
};

}  // namespace

ExpectedScript::ExpectedScript(std::string_view language) {
  std::array<UScriptCode, 8> codes{};
  UErrorCode status = U_ZERO_ERROR;
  const int count = uscript_getCode(std::string(language).c_str(), codes.data(),
                                    static_cast<int>(codes.size()), &status);
  if (U_FAILURE(status) != 0) return;
  for (int i = 0; i < count; ++i) scripts_.push_back(codes[i]);
}

bool ExpectedScript::has(int script) const {
  return std::find(scripts_.begin(), scripts_.end(), script) != scripts_.end();
}

bool ExpectedScript::is_latin() const {
  return std::find(scripts_.begin(), scripts_.end(), USCRIPT_LATIN) !=
         scripts_.end();
}

TextFeatures find_features(std::string_view text,
                           const ExpectedScript& script) {
  TextFeatures features;
  features.has_copyright = has_copyright(text);
  const bool is_latin_expected = script.is_latin();
  NumberFinder numbers;
  std::uint64_t exact = kStart;
  std::uint64_t near = kStart;
  std::uint64_t word = kStart;
  bool in_word = false;
  const auto end_word = [&] {
    if (in_word) features.words.push_back(mixed(word));
    word = kStart;
    in_word = false;
  };
  std::size_t address = 0;  // where the address we are in ends
  char32_t last = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (at >= address &&
        (text[at] == 'h' || text[at] == 'w' || text[at] == '<')) {
      address = address_end(text, at);
    }
    const bool is_addressed = at < address;
    const char32_t c = next_code_point(text, at);
    ++features.length;
    if (c == 0xFFFD || (c >= 0x80 && c < 0xA0) || is_damaged_pair(last, c)) {
      ++features.damaged;
    }
    last = c;
    char32_t folded = c;
    bool is_letter = false;
    if (c < 0x80) {
      is_letter = is_ascii_letter(c);
      if (is_letter) {
        folded = c | 0x20U;
        ++features.latin;
        if (is_latin_expected) ++features.expected;
      }
    } else if (u_isalpha(static_cast<UChar32>(c)) != 0) {
      is_letter = !is_mark(c);
      if (is_letter) {
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode code =
            uscript_getScript(static_cast<UChar32>(c), &status);
        if (code == USCRIPT_LATIN) ++features.latin;
        if (script.has(code)) ++features.expected;
        if (is_vietnamese(c)) ++features.vietnamese;
        if (is_not_arabic(c)) ++features.not_arabic;
        folded = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
      }
    }
    if (is_letter) {
      ++features.letters;
      if (is_addressed) ++features.addressed;
      mix_in(exact, folded);
      mix_in(near, folded);
      mix_in(word, folded);
      in_word = true;
      numbers.end();
      continue;
    }
    if (is_mark(c)) continue;
    const int digit =
        c < 0x80 ? (c >= '0' && c <= '9' ? static_cast<int>(c) - '0' : -1)
                 : u_charDigitValue(static_cast<UChar32>(c));
    if (digit >= 0) {
      mix_in(exact, static_cast<char32_t>('0' + digit));
      numbers.add_digit(digit);
      continue;
    }
    numbers.add_other(c);
    end_word();
  }
  numbers.end();
  end_word();
  std::sort(features.words.begin(), features.words.end());
  std::sort(numbers.numbers.begin(), numbers.numbers.end());
  features.numbers = std::move(numbers.numbers);
  features.exact_key = mixed(exact);
  features.near_key = mixed(near);
  return features;
}

}  // namespace align
