// One self-contained page: the units are rows that can be read without any
// script; the script that comes with them adds search, plots and editing.

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/view_assets.h"

namespace align {
namespace {

// Text and attribute values alike, so that nothing in a document can leave its
// place. Carriage returns are written as a reference, a parser would turn them
// into line feeds; a zero byte has no form at all in HTML.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\0':
        out += "\xEF\xBF\xBD";  // replacement character
        break;
      default:
        out += c;
    }
  }
}

void append_attribute(std::string& out, std::string_view name,
                      std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_escaped(out, value);
  out += '"';
}

void append_attribute(std::string& out, std::string_view name,
                      std::size_t value) {
  append_attribute(out, name, std::to_string(value));
}

std::string number_text(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

// "vi en 0-0 1-2;vi ar 0-1": languages and word numbers.
std::string words_text(const std::vector<WordLinks>& all) {
  std::string text;
  for (const WordLinks& words : all) {
    if (!text.empty()) text += ';';
    text += words.source + ' ' + words.target;
    for (const auto& [source, target] : words.pairs) {
      text += ' ' + std::to_string(source) + '-' + std::to_string(target);
    }
  }
  return text;
}

bool is_right_to_left(std::string_view language) {
  constexpr std::array<std::string_view, 8> kLanguages = {
      "ar", "fa", "he", "ur", "ps", "sd", "ug", "yi"};
  for (const std::string_view each : kLanguages) {
    if (primary_language(language) == each) return true;
  }
  return false;
}

// The same limits as the page's script.
std::string_view confidence_class(const Unit& unit) {
  if (unit.members.size() < 2) return "none";
  if (unit.probability >= 0.9) return "high";
  return unit.probability >= 0.7 ? "middle" : "low";
}

void append_part(std::string& out, CharRange chars, std::string_view text) {
  out += "<span class=\"part\"";
  append_attribute(out, "data-start", chars.begin);
  append_attribute(out, "data-end", chars.end);
  out += '>';
  append_escaped(out, text);
  out += "</span>";
}

void append_member(std::string& out, const Member& member) {
  out += "<p";
  append_attribute(out, "lang", member.language);
  append_attribute(out, "dir",
                   is_right_to_left(member.language) ? "rtl" : "ltr");
  append_attribute(out, "data-doc", member.document);
  std::string segments;
  for (const std::size_t segment : member.segments) {
    if (!segments.empty()) segments += ' ';
    segments += std::to_string(segment);
  }
  append_attribute(out, "data-segments", segments);
  append_attribute(out, "data-start", member.chars.begin);
  append_attribute(out, "data-end", member.chars.end);
  out += '>';
  if (member.parts.empty()) {
    append_part(out, member.chars, member.text);
  } else {
    bool is_first = true;
    for (const MemberPart& part : member.parts) {
      if (!is_first) out += ' ';
      is_first = false;
      append_part(out, part.chars, part.text);
    }
  }
  out += "</p>";
}

void append_why(std::string& out, const Unit& unit,
                const std::vector<std::string>& languages) {
  out += "<div class=\"why\"><span class=\"chip ";
  out += confidence_class(unit);
  out += "\">";
  if (unit.members.size() < 2) {
    out += "\xE2\x80\x93";  // en dash
  } else {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%.2f", unit.probability);
    out += digits.data();
  }
  out += "</span><span>" + unit_type(unit, languages) + "</span>";
  if (unit.grade) {
    out += "<span>";
    out += to_string(*unit.grade);
    out += "</span>";
  }
  out += "</div>";
}

class HtmlWriter final : public BitextWriter {
 public:
  HtmlWriter(std::vector<std::string> languages, OutputFile& output,
             const WriteOptions& options)
      : languages_(std::move(languages)), output_(output) {
    write_head(options);
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    row_ = "<li class=\"unit";
    if (unit.members.size() < 2) row_ += " unlinked";
    if (unit.status != UnitStatus::kProposed) {
      row_ += ' ';
      row_ += to_string(unit.status);
    }
    row_ += "\" tabindex=\"-1\"";
    append_attribute(row_, "data-id", unit.id);
    append_attribute(row_, "data-kind", to_string(unit.kind));
    append_attribute(row_, "data-status", to_string(unit.status));
    append_attribute(row_, "data-grade",
                     unit.grade ? to_string(*unit.grade) : std::string_view());
    append_attribute(row_, "data-score", number_text(unit.score));
    append_attribute(row_, "data-probability", number_text(unit.probability));
    if (unit.evidence) {
      const Evidence& evidence = *unit.evidence;
      append_attribute(row_, "data-evidence",
                       number_text(evidence.vector) + ' ' +
                           number_text(evidence.lexicon) + ' ' +
                           number_text(evidence.length) + ' ' +
                           number_text(evidence.numbers));
    }
    if (!unit.words.empty()) {
      append_attribute(row_, "data-words", words_text(unit.words));
    }
    row_ += '>';
    append_why(row_, unit, languages_);
    for (const std::string& language : languages_) {
      const Member* member = find_member(unit, language);
      if (member == nullptr) {
        row_ += "<p></p>";
      } else {
        append_member(row_, *member);
      }
    }
    row_ += "</li>\n";
    output_.write(row_);
  }

  void finish() override {
    output_.write("</ol>\n");
    output_.write(kViewFoot);
    output_.write("<script>");
    output_.write(kViewScript);
    output_.write("</script>\n</body>\n</html>\n");
  }

  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return {}; }

 private:
  void write_head(const WriteOptions& options) {
    std::string names;
    for (const std::string& language : languages_) {
      if (!names.empty()) names += ' ';
      names += language;
    }
    std::string head =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\""
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        "style-src 'sha256-";
    head += kViewStyleHash;
    head += "'; script-src 'sha256-";
    head += kViewScriptHash;
    head +=
        "'\">\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>Aligned passages</title>\n<style>";
    head += kViewStyle;
    head += "</style>\n</head>\n<body";
    append_attribute(head, "data-languages", names);
    append_attribute(head, "data-version", options.tool_version);
    head += ">\n";
    head += kViewBody;
    head += "<ol class=\"units\"";
    append_attribute(head, "data-columns", languages_.size());
    head += ">\n";
    output_.write(head);
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string row_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_html_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options) {
  return std::make_unique<HtmlWriter>(languages, output, options);
}

}  // namespace align
