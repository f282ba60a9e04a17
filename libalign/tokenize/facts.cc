#include "tokenize/facts.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>
#include <xxhash.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/types.h"
#include "tokenize/numbers.h"

namespace align {
namespace {

struct MonthName {
  std::string_view language;
  std::string_view first;   // lower case, alef without hamza
  std::string_view second;  // next word of a name of two words, else empty
  int month;
};

// Arabic months have an Egyptian, a Levantine and a Maghrebi name.
constexpr MonthName kMonthNames[] = {
    {"en", "january", "", 1},
    {"en", "february", "", 2},
    {"en", "march", "", 3},
    {"en", "april", "", 4},
    {"en", "may", "", 5},
    {"en", "june", "", 6},
    {"en", "july", "", 7},
    {"en", "august", "", 8},
    {"en", "september", "", 9},
    {"en", "october", "", 10},
    {"en", "november", "", 11},
    {"en", "december", "", 12},
    {"en", "jan", "", 1},
    {"en", "feb", "", 2},
    {"en", "mar", "", 3},
    {"en", "apr", "", 4},
    {"en", "jun", "", 6},
    {"en", "jul", "", 7},
    {"en", "aug", "", 8},
    {"en", "sep", "", 9},
    {"en", "sept", "", 9},
    {"en", "oct", "", 10},
    {"en", "nov", "", 11},
    {"en", "dec", "", 12},
    {"ar", "\u064A\u0646\u0627\u064A\u0631", "", 1},
    {"ar", "\u0641\u0628\u0631\u0627\u064A\u0631", "", 2},
    {"ar", "\u0634\u0628\u0627\u0637", "", 2},
    {"ar", "\u0645\u0627\u0631\u0633", "", 3},
    {"ar", "\u0627\u0630\u0627\u0631", "", 3},
    {"ar", "\u0627\u0628\u0631\u064A\u0644", "", 4},
    {"ar", "\u0646\u064A\u0633\u0627\u0646", "", 4},
    {"ar", "\u0645\u0627\u064A\u0648", "", 5},
    {"ar", "\u0627\u064A\u0627\u0631", "", 5},
    {"ar", "\u064A\u0648\u0646\u064A\u0648", "", 6},
    {"ar", "\u064A\u0648\u0646\u064A\u0647", "", 6},
    {"ar", "\u062D\u0632\u064A\u0631\u0627\u0646", "", 6},
    {"ar", "\u064A\u0648\u0644\u064A\u0648", "", 7},
    {"ar", "\u064A\u0648\u0644\u064A\u0647", "", 7},
    {"ar", "\u062A\u0645\u0648\u0632", "", 7},
    {"ar", "\u0627\u063A\u0633\u0637\u0633", "", 8},
    {"ar", "\u0627\u0628", "", 8},
    {"ar", "\u0633\u0628\u062A\u0645\u0628\u0631", "", 9},
    {"ar", "\u0627\u064A\u0644\u0648\u0644", "", 9},
    {"ar", "\u0627\u0643\u062A\u0648\u0628\u0631", "", 10},
    {"ar", "\u0646\u0648\u0641\u0645\u0628\u0631", "", 11},
    {"ar", "\u062F\u064A\u0633\u0645\u0628\u0631", "", 12},
    {"ar", "\u062C\u0627\u0646\u0641\u064A", "", 1},
    {"ar", "\u0641\u064A\u0641\u0631\u064A", "", 2},
    {"ar", "\u0627\u0641\u0631\u064A\u0644", "", 4},
    {"ar", "\u062C\u0648\u0627\u0646", "", 6},
    {"ar", "\u062C\u0648\u064A\u0644\u064A\u0629", "", 7},
    {"ar", "\u0627\u0648\u062A", "", 8},
    {"ar", "\u0643\u0627\u0646\u0648\u0646",
     "\u0627\u0644\u062B\u0627\u0646\u064A", 1},
    {"ar", "\u0643\u0627\u0646\u0648\u0646", "\u0627\u0644\u0627\u0648\u0644",
     12},
    {"ar", "\u062A\u0634\u0631\u064A\u0646", "\u0627\u0644\u0627\u0648\u0644",
     10},
    {"ar", "\u062A\u0634\u0631\u064A\u0646",
     "\u0627\u0644\u062B\u0627\u0646\u064A", 11},
};

// Words before `3/6` or `24-4` that make it a day and a month in Vietnamese:
// day, on, morning, noon, afternoon, evening, night, the (day), from, to, and.
constexpr std::string_view kVietnameseDayCues[] = {
    "ng\u00E0y",  "h\u00F4m",      "s\u00E1ng",     "tr\u01B0a",
    "chi\u1EC1u", "t\u1ED1i",      "\u0111\u00EAm", "m\u00F9ng",
    "t\u1EEB",    "\u0111\u1EBFn", "v\u00E0"};
constexpr std::string_view kVietnameseMonth = "th\u00E1ng";
constexpr std::string_view kVietnameseYear = "n\u0103m";

// Words that may stand between a month and its year: of, year.
constexpr std::string_view kBeforeYear[] = {"of",
                                            ",",
                                            "\u060C",
                                            "\u0639\u0627\u0645",
                                            "\u0633\u0646\u0629",
                                            "\u0627\u0644\u0639\u0627\u0645"};

enum class TokenKind { kWord, kNumber, kMark };

struct Token {
  TokenKind kind = TokenKind::kMark;
  std::string text;          // lower case, NFC, alef plain, Arabic marks off
  int value = -1;            // of a run of one to four digits
  std::size_t capitals = 0;  // upper case letters
  std::size_t letters = 0;
  bool is_initial_capital = false;
  bool has_space_before = true;
};

bool is_arabic_mark(UChar32 c) {
  return c == 0x0640 || (c >= 0x064B && c <= 0x0652) || c == 0x0670;
}

UChar32 plain_alef(UChar32 c) {
  return c == 0x0622 || c == 0x0623 || c == 0x0625 ? 0x0627 : c;
}

// Asked for once: ICU hands it over to other threads in a way that the thread
// sanitizer cannot see.
const icu::Normalizer2& nfc() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(status);
    ALIGN_ASSERT(U_SUCCESS(status), "NFC is part of ICU's data");
    return found;
  }();
  return *instance;
}

icu::UnicodeString normalised(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text =
      nfc().normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                          utf8.data(), static_cast<std::int32_t>(utf8.size()))),
                      status);
  ALIGN_ASSERT(U_SUCCESS(status), "any text can be normalised");
  return text;
}

std::vector<Token> cut(std::string_view utf8) {
  const icu::UnicodeString text = normalised(utf8);
  std::vector<Token> tokens;
  bool is_after_space = true;
  const auto append = [](std::string& to, UChar32 c) {
    icu::UnicodeString(c).toUTF8String(to);
  };
  for (std::int32_t i = 0; i < text.length();) {
    const UChar32 c = text.char32At(i);
    if (u_isUWhiteSpace(c) != 0) {
      is_after_space = true;
      i = text.moveIndex32(i, 1);
      continue;
    }
    Token token;
    token.has_space_before = is_after_space;
    is_after_space = false;
    if (u_charDigitValue(c) >= 0) {
      token.kind = TokenKind::kNumber;
      long value = 0;
      while (i < text.length()) {
        const int digit = u_charDigitValue(text.char32At(i));
        if (digit < 0) break;
        token.text += static_cast<char>('0' + digit);
        value = std::min(value * 10 + digit, 100000L);
        i = text.moveIndex32(i, 1);
      }
      if (token.text.size() <= 4) token.value = static_cast<int>(value);
    } else if (u_isalpha(c) != 0) {
      token.kind = TokenKind::kWord;
      token.is_initial_capital = u_isupper(c) != 0;
      while (i < text.length()) {
        const UChar32 letter = text.char32At(i);
        if (u_isalpha(letter) == 0 && !is_arabic_mark(letter)) break;
        i = text.moveIndex32(i, 1);
        if (is_arabic_mark(letter)) continue;
        token.capitals += u_isupper(letter) != 0 ? 1 : 0;
        ++token.letters;
        append(token.text, plain_alef(u_tolower(letter)));
      }
    } else {
      append(token.text, c);
      i = text.moveIndex32(i, 1);
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

bool is_year(const Token& token) {
  return token.text.size() == 4 && token.value >= 1500 && token.value <= 2100;
}
bool is_day(const Token& token) {
  return token.text.size() <= 2 && token.value >= 1 && token.value <= 31;
}
bool is_month(const Token& token) {
  return token.text.size() <= 2 && token.value >= 1 && token.value <= 12;
}

// The consonants of a name, written alike for Latin and Arabic letters: what
// is left of Haftar and of its Arabic spelling is `hftr`.
std::string skeleton(std::string_view word) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  ALIGN_ASSERT(U_SUCCESS(status), "NFD is part of ICU's data");
  const icu::UnicodeString parts = nfd->normalize(text, status);
  std::string result;
  const auto add = [&result](char c) {
    if (result.empty() || result.back() != c) result += c;
  };
  for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 c = parts.char32At(i);
    const UChar32 next =
        i + 1 < parts.length() ? parts.char32At(i + 1) : UChar32{0};
    switch (c) {
      case 'b':
      case 'p':
      case 0x0628:  // ARABIC LETTER BEH
        add('b');
        break;
      case 't':
      case 0x062A:  // ARABIC LETTER TEH
      case 0x0637:  // ARABIC LETTER TAH
      case 0x062B:  // ARABIC LETTER THEH
        add('t');
        break;
      case 'd':
      case 0x0111:  // LATIN SMALL LETTER D WITH STROKE
      case 0x062F:  // ARABIC LETTER DAL
      case 0x0630:  // ARABIC LETTER THAL
      case 0x0636:  // ARABIC LETTER DAD
        add('d');
        break;
      case 'j':
      case 0x062C:  // ARABIC LETTER JEEM
        add('j');
        break;
      case 'c':
      case 'q':
      case 'k':
      case 0x0642:  // ARABIC LETTER QAF
      case 0x0643:  // ARABIC LETTER KAF
      case 0x062E:  // ARABIC LETTER KHAH
        if (c == 'c' && next == 'h') {
          add('x');
        } else {
          add('k');
        }
        break;
      case 'g':
      case 0x063A:  // ARABIC LETTER GHAIN
        add('g');
        break;
      case 's':
      case 0x0633:  // ARABIC LETTER SEEN
      case 0x0635:  // ARABIC LETTER SAD
        if (c == 's' && next == 'h') {
          add('x');
        } else {
          add('s');
        }
        break;
      case 0x0634:  // ARABIC LETTER SHEEN
        add('x');
        break;
      case 'z':
      case 0x0632:  // ARABIC LETTER ZAIN
      case 0x0638:  // ARABIC LETTER ZAH
        add('z');
        break;
      case 'f':
      case 'v':
      case 0x0641:  // ARABIC LETTER FEH
        add('f');
        break;
      case 'h':
      case 0x0647:  // ARABIC LETTER HEH
      case 0x062D:  // ARABIC LETTER HAH
        // The second letter of ch, sh, kh, th, gh, ph, dh is no sound of its
        // own.
        if (c != 'h' || i == 0 ||
            std::u16string_view(u"csktgpd").find(parts.charAt(i - 1)) ==
                std::u16string_view::npos) {
          add('h');
        }
        break;
      case 'm':
      case 0x0645:  // ARABIC LETTER MEEM
        add('m');
        break;
      case 'n':
      case 0x0646:  // ARABIC LETTER NOON
        add('n');
        break;
      case 'l':
      case 0x0644:  // ARABIC LETTER LAM
        add('l');
        break;
      case 'r':
      case 0x0631:  // ARABIC LETTER REH
        add('r');
        break;
      default:
        break;  // vowels, half vowels, ain, hamza, teh marbuta
    }
  }
  return result;
}

class Finder {
 public:
  Finder(std::string_view text, std::string_view language)
      : language_(primary_language(language)), tokens_(cut(text)) {}

  std::vector<Fact> find() {
    for (std::size_t i = 0; i < tokens_.size();) {
      std::size_t used = 0;
      if (used == 0) used = vietnamese_date(i);
      if (used == 0) used = named_month(i);
      if (used == 0) used = iso_date(i);
      if (used == 0) used = number(i);
      if (used == 0) {
        name(i);
        used = 1;
      }
      i += used;
    }
    std::sort(facts_.begin(), facts_.end());
    facts_.erase(std::unique(facts_.begin(), facts_.end()), facts_.end());
    return std::move(facts_);
  }

 private:
  [[nodiscard]] const Token& at(std::size_t i) const {
    static const Token end;
    return i < tokens_.size() ? tokens_[i] : end;
  }

  void add(FactKind kind, std::uint64_t key) { facts_.push_back({kind, key}); }

  // Adds what is known of a date; 0 for an unknown part.
  void add_date(int day, int month, int year) {
    const auto u = [](int value) { return static_cast<std::uint64_t>(value); };
    if (day > 0) add(FactKind::kDay, u(month) * 100 + u(day));
    if (month > 0 && year > 0) {
      add(FactKind::kMonthYear, u(year) * 100 + u(month));
    }
    if (month > 0 && day == 0 && year == 0) add(FactKind::kMonth, u(month));
    if (year > 0) add(FactKind::kYear, u(year));
  }

  // 3/6, 24-4, 19/1/2020 after a word that says so; 3 thang 6 nam 2020;
  // thang 4/2019; 4/2019. Returns the number of tokens used, 0 for none.
  std::size_t vietnamese_date(std::size_t i) {
    if (language_ != "vi") return 0;
    const auto is_joint = [this](std::size_t k) {
      return at(k).text == "/" || at(k).text == "-" || at(k).text == ".";
    };
    const auto is_word = [this](std::size_t k, std::string_view word) {
      return at(k).kind == TokenKind::kWord && at(k).text == word;
    };
    if (is_word(i, kVietnameseMonth) && is_month(at(i + 1))) {
      if (is_joint(i + 2) && is_year(at(i + 3))) {
        add_date(0, at(i + 1).value, at(i + 3).value);
        return 4;
      }
      if (is_word(i + 2, kVietnameseYear) && is_year(at(i + 3))) {
        add_date(0, at(i + 1).value, at(i + 3).value);
        return 4;
      }
      add_date(0, at(i + 1).value, 0);
      return 2;
    }
    if (is_day(at(i)) && is_word(i + 1, kVietnameseMonth) &&
        is_month(at(i + 2))) {
      if (is_word(i + 3, kVietnameseYear) && is_year(at(i + 4))) {
        add_date(at(i).value, at(i + 2).value, at(i + 4).value);
        return 5;
      }
      add_date(at(i).value, at(i + 2).value, 0);
      return 3;
    }
    if (is_month(at(i)) && at(i + 1).text == "/" && is_year(at(i + 2))) {
      add_date(0, at(i).value, at(i + 2).value);
      return 3;
    }
    if (!is_day(at(i)) || !is_joint(i + 1) || !is_month(at(i + 2))) return 0;
    if (is_joint(i + 3) && at(i + 3).text == at(i + 1).text &&
        is_year(at(i + 4))) {
      add_date(at(i).value, at(i + 2).value, at(i + 4).value);
      return 5;
    }
    const bool is_cued =
        i > 0 && (at(i - 1).text == "(" ||
                  std::ranges::find(kVietnameseDayCues, at(i - 1).text) !=
                      std::end(kVietnameseDayCues));
    if (!is_cued || at(i + 1).text == ".") return 0;
    add_date(at(i).value, at(i + 2).value, 0);
    return 3;
  }

  // The month a name at `i` stands for and how many tokens it takes.
  [[nodiscard]] std::pair<int, std::size_t> month_at(std::size_t i) const {
    if (at(i).kind != TokenKind::kWord) return {0, 0};
    for (const MonthName& name : kMonthNames) {
      if (name.language != language_ || name.first != at(i).text) continue;
      if (!name.second.empty() && name.second != at(i + 1).text) continue;
      // "may" and "march" are words as well.
      if (language_ == "en" && !at(i).is_initial_capital) continue;
      return {name.month, name.second.empty() ? 1 : 2};
    }
    return {0, 0};
  }

  // June 3, 2020; 3 June 2020; April of 2019; in Arabic also two names of one
  // month with a stroke between.
  std::size_t named_month(std::size_t i) {
    std::size_t k = i;
    int day = 0;
    if (is_day(at(k)) && at(k).kind == TokenKind::kNumber) {
      day = at(k).value;
      ++k;
      if (at(k).text == "st" || at(k).text == "nd" || at(k).text == "rd" ||
          at(k).text == "th") {
        ++k;
      }
      if (at(k).text == "of") ++k;
    }
    const auto [month, length] = month_at(k);
    if (month == 0) return 0;
    k += length;
    if (at(k).text == "/") {
      const auto [other, other_length] = month_at(k + 1);
      if (other == month) k += 1 + other_length;
    }
    if (day == 0 && language_ == "en" && is_day(at(k))) {
      day = at(k).value;
      ++k;
      if (!at(k).has_space_before &&
          (at(k).text == "st" || at(k).text == "nd" || at(k).text == "rd" ||
           at(k).text == "th")) {
        ++k;
      }
    }
    std::size_t before_year = k;
    if (std::ranges::find(kBeforeYear, at(k).text) != std::end(kBeforeYear)) {
      ++before_year;
    }
    int year = 0;
    if (is_year(at(before_year))) {
      year = at(before_year).value;
      k = before_year + 1;
    }
    add_date(day, month, year);
    return k - i;
  }

  // 2020-06-03
  std::size_t iso_date(std::size_t i) {
    if (!is_year(at(i)) || at(i + 1).text != "-" ||
        at(i + 2).text.size() != 2 || !is_month(at(i + 2)) ||
        at(i + 3).text != "-" || at(i + 4).text.size() != 2 ||
        !is_day(at(i + 4))) {
      return 0;
    }
    add_date(at(i + 4).value, at(i + 2).value, at(i).value);
    return 5;
  }

  std::size_t number(std::size_t i) {
    if (at(i).kind != TokenKind::kNumber) return 0;
    if (at(i + 1).text == "+" && at(i + 2).kind == TokenKind::kNumber) {
      const std::string sum = at(i).text + '+' + at(i + 2).text;
      add(FactKind::kNumber, XXH3_64bits(sum.data(), sum.size()));
      return 3;
    }
    std::string text = at(i).text;
    std::size_t k = i + 1;
    while ((at(k).text == "." || at(k).text == "," || at(k).text == "\u066B" ||
            at(k).text == "\u066C") &&
           !at(k).has_space_before && at(k + 1).kind == TokenKind::kNumber &&
           !at(k + 1).has_space_before) {
      text += at(k).text + at(k + 1).text;
      k += 2;
    }
    if (k == i + 1 && is_year(at(i))) {
      add_date(0, 0, at(i).value);
      return 1;
    }
    std::vector<std::uint64_t> keys;
    find_numbers(text, keys);
    for (const std::uint64_t key : keys) add(FactKind::kNumber, key);
    return k - i;
  }

  void name(std::size_t i) {
    const Token& token = at(i);
    if (token.kind != TokenKind::kWord || token.letters < 3) return;
    if (token.capitals == token.letters) {  // UNSMIL, GNA
      add(FactKind::kName, XXH3_64bits(token.text.data(), token.text.size()));
      return;
    }
    std::string_view word = token.text;
    if (language_ == "ar") {
      // The article, with or without a one-letter word before it.
      constexpr std::string_view kArticle = "\u0627\u0644";
      if (word.size() > 8 && word.substr(2).starts_with(kArticle)) {
        word.remove_prefix(2 + kArticle.size());
      } else if (word.starts_with(kArticle)) {
        word.remove_prefix(kArticle.size());
      }
    } else if (!token.is_initial_capital) {
      return;
    }
    const std::string bones = skeleton(word);
    if (bones.size() < 3) return;
    add(FactKind::kName, XXH3_64bits_withSeed(bones.data(), bones.size(), 1));
  }

  std::string_view language_;
  std::vector<Token> tokens_;
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> find_facts(std::string_view text, std::string_view language) {
  return Finder(text, language).find();
}

}  // namespace align
