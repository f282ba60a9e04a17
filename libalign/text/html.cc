// HTML to text. A scanner of its own rather than libxml2's parser, because
// every piece of text must keep its place in the file; libxml2 gives the named
// entities. One pass, no tree: time linear in the file, whatever it holds.

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "text/extract.h"
#include "text/utf8.h"

namespace align {
namespace {

// How far into a file its encoding is looked for, as browsers do.
constexpr std::size_t kPrescan = 1024;
constexpr std::size_t kLongestEntity = 32;
// Elements nest no deeper than this as far as skipping is concerned.
constexpr std::size_t kLeastArticle = 200;  // bytes of text

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool starts_with(std::string_view text, std::size_t at, std::string_view what) {
  if (text.size() - at < what.size()) return false;
  for (std::size_t i = 0; i < what.size(); ++i) {
    if (lower(text[at + i]) != what[i]) return false;
  }
  return true;
}

std::size_t find(std::string_view text, std::size_t at, std::string_view what) {
  while (at + what.size() <= text.size()) {
    const std::size_t next = text.find(what[0], at);
    if (next == std::string_view::npos) break;
    if (starts_with(text, next, what)) return next;
    at = next + 1;
  }
  return std::string_view::npos;
}

template <std::size_t N>
bool is_one_of(std::string_view name,
               const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Elements whose text is no running text of the page.
constexpr std::array<std::string_view, 18> kSkipped = {
    "script", "style",  "noscript", "template", "svg",    "math",
    "iframe", "object", "head",     "nav",      "footer", "aside",
    "form",   "button", "select",   "textarea", "audio",  "video"};

// Their text is no HTML: only their own end tag ends them.
constexpr std::array<std::string_view, 4> kRaw = {"script", "style", "textarea",
                                                  "title"};

constexpr std::array<std::string_view, 39> kBlocks = {
    "address", "article", "aside",    "blockquote", "body",   "br",
    "caption", "center",  "dd",       "details",    "dialog", "div",
    "dl",      "dt",      "fieldset", "figcaption", "figure", "footer",
    "form",    "h1",      "h2",       "h3",         "h4",     "h5",
    "h6",      "header",  "hr",       "li",         "main",   "nav",
    "ol",      "p",       "pre",      "section",    "table",  "td",
    "th",      "tr",      "ul"};

constexpr std::array<std::string_view, 14> kVoid = {
    "area",  "base", "br",   "col",   "embed",  "hr",    "img",
    "input", "link", "meta", "param", "source", "track", "wbr"};

SegmentKind kind_of(std::string_view name) {
  if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
    return SegmentKind::kHeading;
  }
  if (name == "li" || name == "dt" || name == "dd") {
    return SegmentKind::kListItem;
  }
  if (name == "figcaption" || name == "caption") return SegmentKind::kCaption;
  return SegmentKind::kSentence;
}

struct Tag {
  std::string name;  // lower case; empty: a comment, a declaration, no tag
  std::size_t end = 0;
  bool is_closing = false;
  bool is_empty = false;   // "<br/>"
  bool is_hidden = false;  // by an attribute
  std::string property;    // of <meta>
  std::string content;
};

// Reads the tag at `at`, where a "<" stands.
Tag read_tag(std::string_view html, std::size_t at) {
  Tag tag;
  if (starts_with(html, at, "<!--")) {
    const std::size_t end = html.find("-->", at + 4);
    tag.end = end == std::string_view::npos ? html.size() : end + 3;
    return tag;
  }
  std::size_t i = at + 1;
  tag.is_closing = i < html.size() && html[i] == '/';
  if (tag.is_closing) ++i;
  const bool is_name =
      i < html.size() && lower(html[i]) >= 'a' && lower(html[i]) <= 'z';
  if (!is_name && (i >= html.size() || (html[i] != '!' && html[i] != '?'))) {
    tag.end = at;  // a bare "<"
    return tag;
  }
  while (is_name && i < html.size() && !is_space(html[i]) && html[i] != '>' &&
         html[i] != '/') {
    tag.name += lower(html[i++]);
  }
  while (i < html.size() && html[i] != '>') {
    if (is_space(html[i]) || html[i] == '/') {
      tag.is_empty = html[i] == '/';
      ++i;
      continue;
    }
    tag.is_empty = false;
    std::string name;
    while (i < html.size() && !is_space(html[i]) && html[i] != '>' &&
           html[i] != '=' && html[i] != '/') {
      name += lower(html[i++]);
    }
    while (i < html.size() && is_space(html[i])) ++i;
    std::string value;
    if (i < html.size() && html[i] == '=') {
      ++i;
      while (i < html.size() && is_space(html[i])) ++i;
      if (i < html.size() && (html[i] == '"' || html[i] == '\'')) {
        const std::size_t end =
            std::min(html.find(html[i], i + 1), html.size());
        value = html.substr(i + 1, end - i - 1);
        i = std::min(end + 1, html.size());
      } else {
        while (i < html.size() && !is_space(html[i]) && html[i] != '>') {
          value += html[i++];
        }
      }
    }
    if (name == "hidden" || (name == "aria-hidden" && value == "true") ||
        (name == "role" &&
         (value == "navigation" || value == "search" ||
          value == "complementary" || value == "contentinfo")) ||
        (name == "style" && value.find("display:none") != std::string::npos)) {
      tag.is_hidden = true;
    }
    if (name == "property" || name == "name") tag.property = value;
    if (name == "content") tag.content = value;
  }
  tag.end = std::min(i + 1, html.size());
  return tag;
}

// The character of the entity at `at`, where a "&" stands, and its end; the
// end is `at` when it is none.
struct Entity {
  char32_t c;
  std::size_t end;
};

Entity read_entity(std::string_view html, std::size_t at) {
  std::size_t i = at + 1;
  if (i < html.size() && html[i] == '#') {
    ++i;
    const bool is_hex = i < html.size() && lower(html[i]) == 'x';
    if (is_hex) ++i;
    std::uint32_t value = 0;
    const std::size_t first = i;
    while (i < html.size() && i - first < 9) {
      const char c = lower(html[i]);
      const bool is_digit = c >= '0' && c <= '9';
      if (!is_digit && !(is_hex && c >= 'a' && c <= 'f')) break;
      value = value * (is_hex ? 16 : 10) +
              static_cast<std::uint32_t>(is_digit ? c - '0' : c - 'a' + 10);
      if (value > 0x110000) value = 0x110000;
      ++i;
    }
    if (i == first) return {0, at};
    if (i < html.size() && html[i] == ';') ++i;
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
      value = 0xFFFD;
    }
    return {value, i};
  }
  std::string name;
  while (i < html.size() && name.size() < kLongestEntity &&
         ((lower(html[i]) >= 'a' && lower(html[i]) <= 'z') ||
          (html[i] >= '0' && html[i] <= '9'))) {
    name += html[i++];
  }
  if (i >= html.size() || html[i] != ';') return {0, at};
  if (name == "apos") return {'\'', i + 1};
  const htmlEntityDesc* known =
      htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  if (known == nullptr) return {0, at};
  return {known->value, i + 1};
}

class Reader {
 public:
  explicit Reader(Text& text) : text_(text), html_(text.utf8) {}

  // Takes what is inside <article> or <main> only, where there is enough.
  bool read(Extractor& extractor, bool is_article_only) {
    std::size_t at = 0;
    std::size_t in_article = 0;
    std::size_t skipping = 0;  // depth of the skipped element
    std::string skipped;
    std::size_t article_bytes = 0;
    while (at < html_.size()) {
      const std::size_t mark =
          std::min(html_.find_first_of("<&", at), html_.size());
      const bool is_taken =
          skipping == 0 && (!is_article_only || in_article > 0);
      if (is_taken) extractor.take(at, mark);
      if (skipping == 0 && in_article > 0) article_bytes += mark - at;
      at = mark;
      if (at == html_.size()) break;
      if (html_[at] == '&') {
        const Entity entity = read_entity(html_, at);
        if (is_taken && entity.end != at) {
          extractor.take_as(entity.c, at, entity.end);
        } else if (is_taken) {
          extractor.take(at, at + 1);
        }
        at = std::max(entity.end, at + 1);
        continue;
      }
      const Tag tag = read_tag(html_, at);
      if (tag.end == at) {
        if (is_taken) extractor.take(at, at + 1);
        ++at;
        continue;
      }
      const std::size_t begin = at;
      at = tag.end;
      if (tag.name.empty()) continue;
      if (tag.name == "title" && !tag.is_closing && text_.title.empty()) {
        read_title(at);
      }
      if (tag.name == "meta") read_meta(tag);
      if (!tag.is_closing && !tag.is_empty && is_one_of(tag.name, kRaw)) {
        const std::size_t end = find(html_, at, "</" + tag.name);
        at = std::min(end, html_.size());
        continue;
      }
      if (skipping > 0) {
        if (tag.name == skipped && !tag.is_empty) {
          if (tag.is_closing) {
            --skipping;
          } else {
            ++skipping;
          }
        }
        // A page whose head is never closed has its body all the same.
        if (skipped == "head" && tag.name == "body") skipping = 0;
        if (skipping > 0) continue;
      }
      if (tag.name == "article" || tag.name == "main") {
        in_article += tag.is_closing ? 0 : 1;
        if (tag.is_closing && in_article > 0) --in_article;
      }
      if (is_one_of(tag.name, kBlocks)) {
        extractor.start_block(tag.is_closing ? SegmentKind::kSentence
                                             : kind_of(tag.name));
      }
      const bool is_skipped = is_one_of(tag.name, kSkipped) ||
                              (tag.is_hidden && !is_one_of(tag.name, kVoid));
      if (is_skipped && !tag.is_closing && !tag.is_empty) {
        skipping = 1;
        skipped = tag.name;
      }
      (void)begin;
    }
    return article_bytes >= kLeastArticle;
  }

 private:
  void read_title(std::size_t at) {
    const std::size_t end = std::min(find(html_, at, "</title"), html_.size());
    std::string title;
    bool is_after_space = true;
    while (at < end) {
      const std::size_t from = at;
      char32_t c = utf8::next(html_, at);
      if (c == '&') {
        const Entity entity = read_entity(html_, from);
        if (entity.end != from) {
          c = entity.c;
          at = entity.end;
        }
      }
      const bool is_blank = utf8::is_space(c);
      if (!is_blank) {
        utf8::append(title, c);
      } else if (!is_after_space) {
        title += ' ';
      }
      is_after_space = is_blank;
    }
    while (title.ends_with(' ')) title.pop_back();
    text_.title = title;
  }

  // The day of publication, from the property most sites state it in.
  void read_meta(const Tag& tag) {
    if (tag.property != "article:published_time" && tag.property != "date" &&
        tag.property != "pubdate") {
      return;
    }
    const std::string_view day = std::string_view(tag.content).substr(0, 10);
    constexpr std::string_view kForm = "dddd-dd-dd";
    if (day.size() != kForm.size() || !text_.date.empty()) return;
    for (std::size_t i = 0; i < day.size(); ++i) {
      const bool is_digit = day[i] >= '0' && day[i] <= '9';
      if (kForm[i] == 'd' ? !is_digit : day[i] != kForm[i]) return;
    }
    text_.date = day;
  }

  Text& text_;
  std::string_view html_;
};

}  // namespace

bool is_html(std::string_view decoded) {
  std::size_t at = 0;
  while (at < decoded.size() && is_space(decoded[at])) ++at;
  if (starts_with(decoded, at, "<?xml")) {
    const std::size_t end = decoded.find("?>", at);
    if (end == std::string_view::npos) return false;
    at = end + 2;
  }
  // Comments may stand first.
  while (true) {
    while (at < decoded.size() && is_space(decoded[at])) ++at;
    if (!starts_with(decoded, at, "<!--")) break;
    const std::size_t end = decoded.find("-->", at);
    if (end == std::string_view::npos) return false;
    at = end + 3;
  }
  return starts_with(decoded, at, "<!doctype html") ||
         starts_with(decoded, at, "<html");
}

void extract_html(Text& text) {
  const std::string decoded = std::move(text.utf8);
  text.utf8.clear();
  Text page;
  page.utf8 = decoded;
  Extractor all(decoded);
  if (Reader(page).read(all, false)) {
    Extractor article(decoded);
    Reader(page).read(article, true);
    article.finish(text);
  } else {
    all.finish(text);
  }
  text.title = page.title;
  text.date = page.date;
}

std::string declared_html_encoding(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, kPrescan);
  if (!is_html(start)) return {};
  std::size_t at = find(start, 0, "charset=");
  if (at == std::string_view::npos) return {};
  at += 8;
  if (at < start.size() && (start[at] == '"' || start[at] == '\'')) ++at;
  std::string name;
  while (at < start.size() && name.size() < 40 &&
         (lower(start[at]) >= 'a'
              ? lower(start[at]) <= 'z'
              : (start[at] >= '0' && start[at] <= '9') || start[at] == '-' ||
                    start[at] == '_' || start[at] == ':')) {
    name += lower(start[at++]);
  }
  return name;
}

}  // namespace align
