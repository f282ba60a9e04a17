#include "segment/language_rules.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>

#include "align/error.h"
#include "align/types.h"
#include "segment/characters.h"
#include "segment/embedded_rules.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr std::array<std::pair<std::string_view, WordClass>, 15> kClassNames = {
    {{"never", kNever},
     {"number-next", kNumberNext},
     {"soft", kSoft},
     {"final", kFinal},
     {"starter", kStarter},
     {"continuer", kContinuer},
     {"speech", kSpeech},
     {"label", kLabel},
     {"joiner", kJoiner},
     {"place", kPlace},
     {"credit", kCredit},
     {"picture", kPicture},
     {"agency", kAgency},
     {"byline", kByline},
     {"by-source", kBySource}}};

std::string class_names() {
  std::string names;
  for (const auto& [name, word_class] : kClassNames) {
    names += (names.empty() ? "[" : " [") + std::string(name) + "]";
  }
  return names;
}

struct Spellings {
  std::string nfc;
  std::string lower;
  std::string upper;
};

icu::UnicodeString to_nfc(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  icu::UnicodeString result = nfc->normalize(wide, status);
  ALIGN_ASSERT(U_SUCCESS(status), "ICU carries the NFC data");
  return result;
}

Spellings spellings_of(std::string_view word) {
  Spellings spellings;
  const icu::UnicodeString nfc = to_nfc(word);
  nfc.toUTF8String(spellings.nfc);
  icu::UnicodeString(nfc)
      .toLower(icu::Locale::getRoot())
      .toUTF8String(spellings.lower);
  icu::UnicodeString(nfc)
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(spellings.upper);
  return spellings;
}

}  // namespace

LanguageRules::LanguageRules(std::string_view language,
                             const std::vector<std::string>& further) {
  const std::string_view own = embedded_rules(primary_language(language));
  if (own.empty() || primary_language(language) == "en") {
    add_file(embedded_rules("en"), "models/segment/en.txt", Take::kAll);
  } else {
    add_file(embedded_rules("en"), "models/segment/en.txt",
             Take::kAbbreviationsWithCapitals);
    add_file(own, "models/segment/" + std::string(language) + ".txt",
             Take::kAll);
  }
  std::size_t number = 0;
  for (const std::string& contents : further) {
    add_file(contents, "abbreviations file " + std::to_string(++number),
             Take::kAll);
  }
}

void LanguageRules::add_file(std::string_view contents, const std::string& name,
                             Take take) {
  std::uint32_t word_class = 0;
  std::size_t number = 0;
  std::string_view rest = contents;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    line = line.substr(0, line.find('#'));
    while (!line.empty()) {
      const std::size_t from = line.find_first_not_of(" \t\r");
      if (from == std::string_view::npos) break;
      line.remove_prefix(from);
      const std::size_t length =
          std::min(line.find_first_of(" \t\r"), line.size());
      std::string_view word = line.substr(0, length);
      line.remove_prefix(length);
      if (word.front() == '[') {
        const auto* const known = std::find_if(
            kClassNames.begin(), kClassNames.end(), [&](const auto& entry) {
              return word == '[' + std::string(entry.first) + ']';
            });
        if (known == kClassNames.end()) {
          throw FormatError(name + ":" + std::to_string(number) + ": '" +
                            std::string(word) + "' is no class, want one of " +
                            class_names());
        }
        word_class = known->second;
        continue;
      }
      if (word_class == 0) {
        throw FormatError(name + ":" + std::to_string(number) + ": '" +
                          std::string(word) +
                          "' stands before the first [class] line");
      }
      if (word.size() > 1 && word.back() == '.') word.remove_suffix(1);
      if (take == Take::kAbbreviationsWithCapitals) {
        const bool is_abbreviation =
            (word_class & (kNever | kSoft | kFinal | kAgency)) != 0;
        const bool has_capital = word != spellings_of(word).lower;
        if (!is_abbreviation || !has_capital) continue;
      }
      add(word, word_class);
    }
  }
}

void LanguageRules::add(std::string_view word, std::uint32_t word_class) {
  const Spellings spellings = spellings_of(word);
  longest_ = std::max(longest_, spellings.upper.size());
  written_[spellings.nfc] |= word_class;
  if (spellings.nfc == spellings.lower) {
    any_case_[spellings.lower] |= word_class;
  } else {
    as_written_[spellings.nfc] |= word_class;
    if (spellings.upper != spellings.nfc) {
      as_written_[spellings.upper] |= word_class;
    }
  }
}

std::vector<std::string> LanguageRules::words_of(
    std::uint32_t word_class) const {
  std::vector<std::string> words;
  for (const auto& [word, classes] : written_) {
    if ((classes & word_class) != 0) words.push_back(word);
  }
  return words;
}

std::uint32_t LanguageRules::classes_of(std::string_view word) const {
  // Decomposed spellings are longer than the composed ones of the keys.
  if (word.size() > 3 * longest_) return 0;
  std::string lower;
  lower.reserve(word.size());
  bool has_capital = false;
  std::size_t i = 0;
  while (i < word.size()) {
    const char32_t c = utf8::next(word, i);
    if (c >= 0x300 && is_mark(c)) {
      const Spellings spellings = spellings_of(word);
      return find(spellings.nfc, spellings.lower);
    }
    if (is_upper(c)) {
      has_capital = true;
      utf8::append(lower, to_lower(c));
    } else {
      utf8::append(lower, c);
    }
  }
  return find(has_capital ? word : std::string_view(), lower);
}

std::uint32_t LanguageRules::find(std::string_view written,
                                  std::string_view lower) const {
  std::uint32_t classes = 0;
  if (!written.empty()) {
    if (const auto at = as_written_.find(written); at != as_written_.end()) {
      classes |= at->second;
    }
  }
  if (const auto at = any_case_.find(lower); at != any_case_.end()) {
    classes |= at->second;
  }
  return classes;
}

}  // namespace align
