// The page of --html: the figures, and the errors with what the gold has on the
// left and what the result has on the right. It runs no script and loads
// nothing.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "eval/measure.h"

namespace align::cli {
namespace {

// More than anyone reads; the rest is counted.
constexpr std::size_t kMostErrors = 2000;

constexpr std::string_view kHead =
    "<!doctype html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<title>align-eval</title>\n"
    "<style>\n"
    ":root{color-scheme:light dark;--line:#c9ccd1;--faint:#5b6169;"
    "--wrong:#a3261b;--missed:#8a5a00}\n"
    "@media(prefers-color-scheme:dark){:root{--line:#444a52;--faint:#a3abb5;"
    "--wrong:#ff9d92;--missed:#f0c36d}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-inline-size:80rem;"
    "margin:0 auto;padding:1rem}\n"
    "pre{overflow-x:auto}\n"
    "table{border-collapse:collapse;inline-size:100%;table-layout:fixed}\n"
    "th,td{border-block-start:1px solid var(--line);padding:.4rem .6rem;"
    "text-align:start;vertical-align:top;overflow-wrap:anywhere}\n"
    ".place{font-size:.85rem;color:var(--faint);border-block-start-width:"
    "2px}\n"
    ".item{margin-block-end:.5rem}\n"
    ".note{font:.85rem ui-monospace,monospace;color:var(--faint)}\n"
    ".wrong>.note,.missed>.note{font-weight:700}\n"
    ".wrong>.note{color:var(--wrong)}\n"
    ".missed>.note{color:var(--missed)}\n"
    ".text{display:block}\n"
    ".nothing{color:var(--faint)}\n"
    "</style>\n"
    "</head>\n"
    "<body>\n"
    "<main>\n";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
      safe += "\xEF\xBF\xBD";  // U+FFFD: HTML forbids controls
    } else {
      safe += c;
    }
  }
  return safe;
}

void add_items(const std::vector<EvalItem>& items, std::string_view kind,
               std::string_view word, std::string& page) {
  page += "<td>";
  if (items.empty()) page += "<span class=\"nothing\">nothing</span>";
  for (const EvalItem& item : items) {
    page += "<div class=\"item";
    if (!item.is_right) page += ' ' + std::string(kind);
    page += "\"><span class=\"note\">" + escaped(item.note);
    // Colour alone says nothing to many readers.
    if (!item.is_right) page += "  " + std::string(word);
    page += "</span>";
    for (const std::string* text : {&item.source, &item.target}) {
      if (text->empty()) continue;
      page += "<span class=\"text\" dir=\"auto\">" + escaped(*text) + "</span>";
    }
    page += "</div>";
  }
  page += "</td>";
}

}  // namespace

std::string eval_page(const EvalResult& result) {
  std::string page(kHead);
  const auto measure = result.figures["measure"].get<std::string>();
  page += "<h1>" + escaped(measure) + " against the gold</h1>\n<pre>" +
          escaped(eval_text(result.figures)) + "</pre>\n";
  page += "<h2>" + std::to_string(result.errors.size()) +
          (result.errors.size() == 1 ? " difference" : " differences");
  if (result.errors.size() > kMostErrors) {
    page += ", the first " + std::to_string(kMostErrors) + " shown";
  }
  page +=
      "</h2>\n<table>\n<thead><tr><th scope=\"col\">gold</th>"
      "<th scope=\"col\">result</th></tr></thead>\n<tbody>\n";
  std::string place;
  for (std::size_t i = 0; i < std::min(result.errors.size(), kMostErrors);
       ++i) {
    const EvalError& error = result.errors[i];
    if (error.place != place) {
      page += "<tr><th class=\"place\" colspan=\"2\"><bdi>" +
              escaped(error.place) + "</bdi></th></tr>\n";
      place = error.place;
    }
    page += "<tr>";
    add_items(error.gold, "missed", "missed", page);
    add_items(error.test, "wrong", "wrong", page);
    page += "</tr>\n";
  }
  return page + "</tbody>\n</table>\n</main>\n</body>\n</html>\n";
}

}  // namespace align::cli
