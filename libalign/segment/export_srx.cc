// Our rules as SRX 2.0, as far as two regular expressions can say them: word
// classes, initials, capitals. Brackets, quotations and the block layer have
// no place in SRX.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/segment.h"
#include "segment/characters.h"
#include "segment/language_rules.h"
#include "text/utf8.h"

namespace align {
namespace {

// Alternatives of one expression; longer lists are cut into several rules.
constexpr std::size_t kMostWords = 60;
constexpr std::string_view kClosers = "[\"'\u2019\u201D\u00BB\\)\\]\\p{Cf}]*";
constexpr std::string_view kMarks = "[.!?\u2026\u061F\u06D4]";
constexpr std::string_view kWordBegin = "(?<![\\p{L}\\p{M}\\p{Nd}])";

std::string escape_xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string escape_regex(std::string_view word) {
  std::string escaped;
  for (const char c : word) {
    if (c == '.' || c == '!') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void add_rule(std::string& xml, bool is_break, std::string_view before,
              std::string_view after) {
  xml +=
      std::string("      <rule break=\"") + (is_break ? "yes" : "no") + "\">\n";
  xml += "        <beforebreak>" + escape_xml(before) + "</beforebreak>\n";
  xml += "        <afterbreak>" + escape_xml(after) + "</afterbreak>\n";
  xml += "      </rule>\n";
}

bool has_capital(std::string_view word) {
  std::size_t i = 0;
  while (i < word.size()) {
    if (is_upper(utf8::next(word, i))) return true;
  }
  return false;
}

// No-break rules for the words of a class, each for kMostWords of them. Words
// in small letters stand for every case.
void add_class(std::string& xml, const std::vector<std::string>& words,
               std::string_view after) {
  for (const bool is_exact : {true, false}) {
    std::string before;
    std::size_t count = 0;
    const auto flush = [&] {
      if (count == 0) return;
      add_rule(
          xml, false,
          std::string(kWordBegin) + (is_exact ? "(?:" : "(?i:") + before + ")",
          after);
      before.clear();
      count = 0;
    };
    for (const std::string& word : words) {
      if (has_capital(word) != is_exact) continue;
      if (count > 0) before += '|';
      before += escape_regex(word);
      // A name that holds its mark ends with it, others with a full stop.
      if (!word.ends_with('!')) before += "\\.";
      if (++count == kMostWords) flush();
    }
    flush();
  }
}

std::string capitalised(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) {
    if (!list.empty()) list += '|';
    list += word;
  }
  return list;
}

void add_language(std::string& xml, const std::string& name,
                  std::string_view language) {
  const LanguageRules rules(language, {});
  xml += "    <languagerule languagerulename=\"" + name + "\">\n";
  add_class(xml, rules.words_of(kNever), "\\s");
  add_class(xml, rules.words_of(kNumberNext),
            "\\s+(?:\\p{Nd}|[IVXLC]+\\b|\\p{Lu}\\b)");
  const std::string starter =
      "\\s+(?!(?i:" + capitalised(rules.words_of(kStarter)) +
      ")(?![\\p{L}\\p{M}]))";
  std::vector<std::string> soft = rules.words_of(kSoft);
  for (std::string& word : rules.words_of(kPlace)) {
    soft.push_back(std::move(word));
  }
  add_class(xml, soft, starter);
  // Acronyms and initials end a sentence only before a starter.
  add_rule(xml, false,
           std::string(kWordBegin) + "(?:[\\p{L}]{1,2}\\.)+[\\p{L}]{1,2}\\.",
           starter);
  add_rule(xml, false, std::string(kWordBegin) + "[\\p{L}]\\.", starter);
  // Numbers of items at the start of a line.
  add_rule(xml, false, "(?:^|\\n)\\s*\\(?[\\p{Nd}]{1,3}[.)]", "\\s");
  // An ellipsis, or a mark inside a sentence.
  add_rule(xml, false, "(?:\\.\\.|\u2026)" + std::string(kClosers),
           "\\s+[^\\p{Lu}]");
  add_rule(xml, false, std::string(kMarks) + std::string(kClosers),
           "\\s+(?:[-\u2013\u2014]+\\s+)?[\\p{Ll},;:]");
  add_rule(xml, true, std::string(kMarks) + std::string(kClosers), "\\s");
  // A full stop glued to the next sentence.
  add_rule(xml, true, "\\p{Ll}{3}[.!?\u2026]", "\\p{Lu}\\p{Ll}");
  add_rule(xml, true, "\\n\\s*", "\\n");
  xml += "    </languagerule>\n";
}

}  // namespace

std::string export_srx() {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!-- Made from models/segment/*.txt by align-segment. -->\n"
      "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n"
      "  <header segmentsubflows=\"yes\" cascade=\"no\">\n"
      "    <formathandle type=\"start\" include=\"no\"/>\n"
      "    <formathandle type=\"end\" include=\"yes\"/>\n"
      "    <formathandle type=\"isolated\" include=\"no\"/>\n"
      "  </header>\n"
      "  <body>\n"
      "  <languagerules>\n";
  add_language(xml, "Vietnamese", "vi");
  add_language(xml, "Arabic", "ar");
  add_language(xml, "English", "en");
  xml +=
      "  </languagerules>\n"
      "  <maprules>\n"
      "    <languagemap languagepattern=\"[Vv][Ii]([-_].*)?\" "
      "languagerulename=\"Vietnamese\"/>\n"
      "    <languagemap languagepattern=\"[Aa][Rr]([-_].*)?\" "
      "languagerulename=\"Arabic\"/>\n"
      "    <languagemap languagepattern=\".*\" "
      "languagerulename=\"English\"/>\n"
      "  </maprules>\n"
      "  </body>\n"
      "</srx>\n";
  return xml;
}

}  // namespace align
