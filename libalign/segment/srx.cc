#include "segment/srx.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include "align/error.h"
#include "text/utf8.h"

namespace align {
namespace {

// No expression runs over more text than so many repeats, which keeps the
// search linear.
constexpr const char* kBound = "100";
// Steps of ICU's matcher, about a millisecond each, before a rule is given up.
constexpr std::int32_t kMostSteps = 20000;
constexpr const char* kNamespace = "http://www.lisa.org/srx20";

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string text_of(const xmlChar* text) {
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(text));
}

std::string attribute(xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
  std::string text = text_of(value);
  xmlFree(value);
  return text;
}

std::string content(xmlNode* node) {
  xmlChar* value = xmlNodeGetContent(node);
  std::string text = text_of(value);
  xmlFree(value);
  return text;
}

bool is_element(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE && text_of(node->name) == name;
}

// `pattern` with each unbounded repeat bounded: "a*b+" to "a{0,100}b{1,100}".
std::string bound_repeats(std::string_view pattern) {
  std::string bounded;
  bool is_in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      bounded += c;
      bounded += pattern[++i];
    } else if (is_in_class || (c != '*' && c != '+' && c != '{')) {
      if (c == '[') is_in_class = true;
      if (c == ']') is_in_class = false;
      bounded += c;
    } else if (c == '{') {
      const std::size_t end = std::min(pattern.find('}', i), pattern.size());
      bounded += pattern.substr(i, end - i);
      if (bounded.back() == ',') bounded += kBound;
      i = end - 1;
    } else if (c == '+' && !bounded.empty() &&
               (bounded.back() == '}' || bounded.back() == '?')) {
      continue;  // a possessive repeat matches the same when bounded
    } else {
      bounded += c == '*' ? "{0," : "{1,";
      bounded += kBound;
      bounded += '}';
    }
  }
  return bounded;
}

}  // namespace

struct SrxRules::State {
  struct Rule {
    bool is_break;
    std::unique_ptr<icu::RegexPattern> pattern;
  };
  std::vector<Rule> rules;
};

namespace {

class Parser {
 public:
  Parser(std::string_view xml, std::string name)
      : name_(std::move(name)),
        document_(xmlReadMemory(
            xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {
    if (!document_) fail("it is no well-formed XML");
    xmlNode* root = xmlDocGetRootElement(document_.get());
    if (root == nullptr || !is_element(root, "srx") ||
        attribute(root, "version") != "2.0") {
      fail("it is no SRX 2.0, want <srx version=\"2.0\" xmlns=\"" +
           std::string(kNamespace) + "\">");
    }
    read(root);
  }

  // The names of the rules for `language`, in order.
  [[nodiscard]] std::vector<std::string> rules_for(
      std::string_view language) const {
    std::vector<std::string> names;
    for (const auto& [pattern, rule] : maps_) {
      UErrorCode status = U_ZERO_ERROR;
      const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(pattern);
      icu::RegexMatcher matcher(wide, UREGEX_CASE_INSENSITIVE, status);
      if (U_FAILURE(status))
        fail("languagepattern '" + pattern + "' is broken");
      const icu::UnicodeString tag =
          icu::UnicodeString::fromUTF8(icu::StringPiece(
              language.data(), static_cast<std::int32_t>(language.size())));
      matcher.reset(tag);
      if (matcher.matches(status) == 0) continue;
      names.push_back(rule);
      if (!is_cascade_) break;
    }
    return names;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(name_ + ": " + what);
  }

  struct Rule {
    bool is_break;
    std::string before;
    std::string after;
    long line;
  };
  [[nodiscard]] const std::vector<Rule>& rules(const std::string& name) const {
    const auto found = languages_.find(name);
    if (found == languages_.end()) {
      fail("there is no languagerule '" + name + "' that a languagemap names");
    }
    return found->second;
  }

 private:
  void read(xmlNode* node) {
    for (xmlNode* child = node->children; child != nullptr;
         child = child->next) {
      if (is_element(child, "header")) {
        is_cascade_ = attribute(child, "cascade") == "yes";
      } else if (is_element(child, "languagerule")) {
        read_rules(child);
      } else if (is_element(child, "languagemap")) {
        maps_.emplace_back(attribute(child, "languagepattern"),
                           attribute(child, "languagerulename"));
      } else if (is_element(child, "body") ||
                 is_element(child, "languagerules") ||
                 is_element(child, "maprules")) {
        read(child);
      }
    }
  }

  void read_rules(xmlNode* node) {
    std::vector<Rule>& rules = languages_[attribute(node, "languagerulename")];
    for (xmlNode* child = node->children; child != nullptr;
         child = child->next) {
      if (!is_element(child, "rule")) continue;
      Rule rule{attribute(child, "break") != "no", {}, {}, xmlGetLineNo(child)};
      for (xmlNode* part = child->children; part != nullptr;
           part = part->next) {
        if (is_element(part, "beforebreak")) rule.before = content(part);
        if (is_element(part, "afterbreak")) rule.after = content(part);
      }
      rules.push_back(std::move(rule));
    }
  }

  std::string name_;
  std::unique_ptr<xmlDoc, FreeDocument> document_;
  bool is_cascade_ = false;
  std::map<std::string, std::vector<Rule>> languages_;
  std::vector<std::pair<std::string, std::string>> maps_;
};

}  // namespace

SrxRules::SrxRules(std::string_view xml, const std::string& name,
                   std::string_view language)
    : state_(std::make_unique<State>()) {
  if (xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw FormatError(name + ": too large for an SRX file");
  }
  const Parser parser(xml, name);
  const std::vector<std::string> names = parser.rules_for(language);
  if (names.empty()) {
    parser.fail("it has no rules for language '" + std::string(language) + "'");
  }
  for (const std::string& rule_name : names) {
    for (const Parser::Rule& rule : parser.rules(rule_name)) {
      std::string pattern;
      if (!rule.before.empty()) {
        pattern += "(?:" + bound_repeats(rule.before) + ")";
      }
      if (!rule.after.empty()) pattern += "(?=" + rule.after + ")";
      UErrorCode status = U_ZERO_ERROR;
      UParseError error;
      std::unique_ptr<icu::RegexPattern> compiled(icu::RegexPattern::compile(
          icu::UnicodeString::fromUTF8(pattern), 0, error, status));
      if (U_FAILURE(status)) {
        parser.fail("line " + std::to_string(rule.line) + ": the expression '" +
                    rule.before + "' before '" + rule.after +
                    "' is none ICU reads: " + u_errorName(status));
      }
      state_->rules.push_back({rule.is_break, std::move(compiled)});
    }
  }
}

SrxRules::~SrxRules() = default;

std::vector<std::size_t> SrxRules::ends(std::string_view block) const {
  // The line breaks of a block are spaces.
  std::string flat(block);
  for (char& c : flat) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(flat);
  enum Verdict : std::uint8_t { kOpen, kBreak, kNoBreak };
  std::vector<Verdict> verdicts(static_cast<std::size_t>(wide.length()) + 1,
                                kOpen);
  for (const State::Rule& rule : state_->rules) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(
        rule.pattern->matcher(wide, status));
    matcher->setTimeLimit(kMostSteps, status);
    // The first rule that matches at a place decides it. Matches may overlap,
    // so the search goes on right behind where the last one began: what stands
    // before a break is thus found without looking back from each character.
    std::int32_t from = 0;
    while (from <= wide.length() && matcher->find(from, status) != 0 &&
           U_SUCCESS(status)) {
      Verdict& verdict =
          verdicts[static_cast<std::size_t>(matcher->end(status))];
      if (verdict == kOpen) verdict = rule.is_break ? kBreak : kNoBreak;
      from = wide.moveIndex32(matcher->start(status), 1);
      if (matcher->start(status) == wide.length()) break;
    }
    if (U_FAILURE(status)) {
      throw InvalidArgument(
          std::string("an SRX rule takes too long on this text: ") +
          u_errorName(status));
    }
  }
  std::vector<std::size_t> ends;
  std::size_t at = 0;
  std::size_t unit = 0;
  std::size_t last_word = 0;  // end of the last character but white space
  bool has_word = false;      // since the last end
  while (at < block.size()) {
    const char32_t c = utf8::next(block, at);
    unit += c > 0xFFFF ? 2 : 1;
    if (!utf8::is_space(c)) {
      last_word = at;
      has_word = true;
    }
    if (verdicts[unit] == kBreak && has_word && at < block.size()) {
      ends.push_back(last_word);
      has_word = false;
    }
  }
  if (has_word) ends.push_back(last_word);
  return ends;
}

}  // namespace align
