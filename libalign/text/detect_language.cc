// Which language a text is in: by script where that decides, then by letters
// only one language uses, then by the commonest short words.

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

// Enough letters to be sure; longer texts are sampled at their start.
constexpr std::size_t kMostLetters = 20000;

struct WordList {
  std::string_view tag;
  std::string_view words;  // each between spaces
};

// The commonest function words in which these languages differ. Vietnamese is
// here in the spelling without marks, which people type in haste.
constexpr std::array<WordList, 12> kWordLists = {{
    {"en",
     " the of and to in is that for on with as was by it at from are this be "
     "have has had not were which their said will who been they you we i he "
     "she his her my your our an or but if what when there can would could "
     "should how about into than then them its do did does no yes please all "
     "any some more one out up only over after also these those "},
    {"fr",
     " le les des est dans une du pour que qui sur au avec pas par plus ne se "
     "ce sont cette aux et ont ses nous vous il elle la un "},
    {"es",
     " el los las del que en una por con para es se al lo como su pero sus le "
     "ha m\u00E1s este esta y un son entre cuando muy sin sobre "},
    {"pt",
     " os das dos que em uma por com para n\u00E3o se na no ao mais como mas "
     "foi pela pelo s\u00E3o seu sua tem um e \u00E9 "},
    {"it",
     " il di che la per una con sono del della non le nel gli alla dei si da "
     "anche come pi\u00F9 ha al delle ma \u00E8 questo un lo "},
    {"de",
     " der die und das den von zu mit sich des auf f\u00FCr ist im dem nicht "
     "ein eine als auch es an werden aus er hat dass sie nach wird bei "},
    {"nl",
     " de het een van en dat op te voor met zijn er niet aan om ook als dan "
     "maar bij uit nog naar heeft hij wordt ze "},
    {"id",
     " yang dan di dengan untuk pada tidak dari dalam ini itu akan juga ke "
     "karena ada mereka oleh bisa atau telah sebagai tersebut adalah "},
    {"tr",
     " bir ve bu da de i\u00E7in ile olarak \u00E7ok gibi daha olan kadar ne "
     "var sonra ama en her o oldu\u011Funu "},
    {"pl",
     " nie na si\u0119 w z do to jest \u017Ce jak za po co od jego tak ale o "
     "oraz przez dla by\u0142 czy tym "},
    {"sv",
     " och att det som en p\u00E5 \u00E4r av f\u00F6r med till den har inte om "
     "ett var jag men sig fr\u00E5n vi kan "},
    {"vi",
     " khong nhung nguoi duoc cua cho trong mot nay cac voi khi da se cung den "
     "la va co ong ngay ve theo tai nhu sau ra "},
}};

// Letters of Vietnamese that no other language writes: o and u with horn, the
// vowels with two marks, the dots below and hooks above.
bool is_vietnamese(char32_t c) {
  return c == 0x01A0 || c == 0x01A1 || c == 0x01AF || c == 0x01B0 ||
         (c >= 0x1EA0 && c <= 0x1EF9);
}

// Letters of Arabic script that Arabic does not use.
bool is_persian(char32_t c) {
  return c == 0x067E || c == 0x0686 || c == 0x0698 || c == 0x06AF ||
         c == 0x06A9 || c == 0x06CC;
}
bool is_urdu(char32_t c) {
  return c == 0x0679 || c == 0x0688 || c == 0x0691 || c == 0x06BA ||
         c == 0x06D2 || c == 0x06C1 || c == 0x06BE;
}

struct Counts {
  std::size_t letters = 0;
  std::size_t latin = 0;
  std::size_t arabic = 0;
  std::size_t vietnamese = 0;
  std::size_t strokes = 0;  // d with stroke
  std::size_t marked = 0;   // Latin letters beyond ASCII
  std::size_t persian = 0;
  std::size_t urdu = 0;
  std::array<std::size_t, 9> others{};
  std::size_t words = 0;
  std::array<std::size_t, kWordLists.size()> hits{};
};

struct OtherScript {
  UScriptCode script;
  std::string_view tag;
};

// Han alone is taken for Chinese; kana and hangul beside it decide otherwise.
constexpr std::array<OtherScript, 9> kOtherScripts = {{
    {USCRIPT_HAN, "zh"},
    {USCRIPT_HIRAGANA, "ja"},
    {USCRIPT_KATAKANA, "ja"},
    {USCRIPT_HANGUL, "ko"},
    {USCRIPT_CYRILLIC, "ru"},
    {USCRIPT_GREEK, "el"},
    {USCRIPT_HEBREW, "he"},
    {USCRIPT_THAI, "th"},
    {USCRIPT_DEVANAGARI, "hi"},
}};

void count_word(const std::string& word, Counts& counts) {
  if (word.empty()) return;
  ++counts.words;
  if (word.size() > 12) return;
  const std::string padded = ' ' + word + ' ';
  for (std::size_t i = 0; i < kWordLists.size(); ++i) {
    if (kWordLists[i].words.find(padded) != std::string_view::npos) {
      ++counts.hits[i];
    }
  }
}

void count_other(char32_t c, Counts& counts) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script =
      uscript_getScript(static_cast<UChar32>(c), &status);
  for (std::size_t i = 0; i < kOtherScripts.size(); ++i) {
    if (script == kOtherScripts[i].script) ++counts.others[i];
  }
}

Counts count(std::string_view text) {
  Counts counts;
  std::string word;
  std::size_t at = 0;
  while (at < text.size() && counts.letters < kMostLetters) {
    const char32_t c = utf8::next(text, at);
    const bool is_letter =
        c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                 : u_isalpha(static_cast<UChar32>(c)) != 0;
    if (!is_letter) {
      // Combining marks belong to the word they stand in.
      if (c >= 0x0300 && c <= 0x036F) {
        utf8::append(word, c);
        counts.vietnamese += c == 0x031B || c == 0x0309 || c == 0x0323 ? 1 : 0;
        continue;
      }
      if (c >= 0x064B && c <= 0x065F) continue;
      count_word(word, counts);
      word.clear();
      continue;
    }
    ++counts.letters;
    if (c < 0x80) {
      ++counts.latin;
      word += static_cast<char>(c | 0x20U);
    } else if (c < 0x0250 || (c >= 0x1E00 && c < 0x1F00)) {
      ++counts.latin;
      ++counts.marked;
      counts.vietnamese += is_vietnamese(c) ? 1 : 0;
      counts.strokes += c == 0x0110 || c == 0x0111 ? 1 : 0;
      utf8::append(word,
                   static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    } else if ((c >= 0x0600 && c < 0x0780) || (c >= 0xFB50 && c <= 0xFEFC)) {
      ++counts.arabic;
      counts.persian += is_persian(c) ? 1 : 0;
      counts.urdu += is_urdu(c) ? 1 : 0;
    } else {
      count_other(c, counts);
    }
  }
  count_word(word, counts);
  return counts;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0
                    : static_cast<double>(part) / static_cast<double>(whole);
}

DetectedLanguage detect_arabic(const Counts& counts) {
  const double sure = share(counts.arabic, counts.letters);
  // Urdu has about one in ten of its own letters, Persian one in seven; in
  // Arabic they stand in a few names and in text typed on a Persian keyboard.
  if (share(counts.urdu, counts.arabic) > 0.03) return {"ur", sure * 0.9};
  if (share(counts.persian, counts.arabic) > 0.06) return {"fa", sure * 0.9};
  return {"ar", sure};
}

DetectedLanguage detect_latin(const Counts& counts) {
  const double sure = share(counts.latin, counts.letters);
  // Every fourth letter or so of Vietnamese is its own; even in a list of
  // foreign names every 20th is. The d with stroke alone may be Croatian.
  const std::size_t own = counts.vietnamese * 2 + counts.strokes;
  if (counts.vietnamese > 0 &&
      (share(own, counts.latin) > 0.04 || counts.latin < 30)) {
    return {"vi", sure};
  }
  const auto best = static_cast<std::size_t>(
      std::max_element(counts.hits.begin(), counts.hits.end()) -
      counts.hits.begin());
  // Among 20 words of running text six or more are function words.
  const double rate = share(counts.hits[best], counts.words);
  if (counts.hits[best] >= 2 || rate > 0.2) {
    return {std::string(kWordLists[best].tag), sure * std::min(1.0, rate * 4)};
  }
  // Headings and names: unmarked Latin letters are English more often than
  // anything else we read.
  if (counts.latin > 1 && counts.marked == 0) return {"en", 0.3 * sure};
  return {"und", 0};
}

}  // namespace

DetectedLanguage detect_language(std::string_view text) {
  const Counts counts = count(text);
  if (counts.letters == 0) return {"und", 0};
  const auto other = static_cast<std::size_t>(
      std::max_element(counts.others.begin(), counts.others.end()) -
      counts.others.begin());
  if (counts.arabic >= counts.latin && counts.arabic >= counts.others[other]) {
    return detect_arabic(counts);
  }
  if (counts.latin >= counts.others[other]) return detect_latin(counts);
  const double sure = share(counts.others[other], counts.letters);
  if (kOtherScripts[other].script == USCRIPT_HAN &&
      counts.others[1] + counts.others[2] > counts.others[0] / 20) {
    return {"ja", sure};
  }
  return {std::string(kOtherScripts[other].tag), sure};
}

}  // namespace align
