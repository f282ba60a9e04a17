#include "house/rules.h"

#include <algorithm>
#include <array>
#include <regex>

#include "house/source_text.h"

namespace align::house {

const std::vector<std::string>& rooms() {
  static const std::vector<std::string> names = {
      "text", "segment", "tokenize", "lexicon", "embed",   "score", "parallel",
      "mine", "join",    "words",    "filter",  "formats", "eval",  "train"};
  return names;
}

std::string room_of_header(std::string_view stem) {
  if (stem == "types" || stem == "error") return "";
  // What is measured without a bitext has a header of its own.
  if (stem == "mt_eval") return "eval";
  if (stem == "keep") return "join";
  // And what a build may lack.
  if (stem == "encoder") return "embed";
  if (stem == "test_set") return "filter";
  return std::string(stem);
}

namespace {

// The room that `include` belongs to; "" for types.h and error.h.
std::string room_of(std::string_view include) {
  const std::string path(include);
  const std::size_t slash = path.find('/');
  const std::string first = path.substr(0, slash);
  if (first != "align") return first;
  return room_of_header(path.substr(slash + 1, path.rfind('.') - slash - 1));
}

std::vector<std::string> matches(std::string_view source,
                                 const std::vector<std::string>& patterns) {
  const std::string bare = without_comments_and_strings(source);
  std::vector<std::string> found;
  for (const std::string& pattern : patterns) {
    // Not a member, not a part of a longer name.
    const std::regex regex("(^|[^A-Za-z0-9_.>])(" + pattern + ")");
    for (std::sregex_iterator match(bare.begin(), bare.end(), regex), end;
         match != end; ++match) {
      const auto line =
          1 + std::count(bare.begin(), bare.begin() + match->position(2), '\n');
      found.push_back("line " + std::to_string(line) + ": " +
                      (*match)[2].str());
    }
  }
  return found;
}

}  // namespace

bool may_include(std::string_view room, std::string_view include) {
  const std::string other = room_of(include);
  if (other.empty() || other == room) return true;
  if (room == "formats" || room == "eval") return false;
  const auto rank = [](std::string_view name) {
    return std::find(rooms().begin(), rooms().end(), name) - rooms().begin();
  };
  // A name that is no room ranks last and is refused.
  return rank(other) < rank(room);
}

std::vector<std::string> forbidden_calls(std::string_view source) {
  return matches(
      source,
      {R"(std::(cout|cerr|clog|wcout|wcerr|cin)\b)",
       R"((std::)?v?f?printf\s*\()", R"((std::)?f?put(s|c|char)\s*\()",
       R"((std::)?perror\s*\()", R"(syslog\s*\()",
       R"((std::|::)?(_?exit|_Exit|quick_exit|abort|terminate)\s*\()",
       R"((std::|::)?(secure_)?getenv\s*\()", R"((::)?(set|put|unset)env\s*\()",
       R"((std::|::)?(time|clock)\s*\()",
       R"((::)?(gettimeofday|clock_gettime)\s*\()",
       R"((std::chrono::)?(system|steady|high_resolution)_clock\b)",
       R"((std::)?random_device\b)", R"((std::)?s?rand\s*\()",
       R"((std::)?setlocale\s*\()", R"((std::|::)?signal\s*\()"});
}

std::vector<std::string> file_openings(std::string_view source) {
  return matches(source, {R"((std::)?[io]?fstream\b)", R"((std::)?fopen\s*\()",
                          R"(::(open|openat|creat|mmap)\s*\()",
                          R"((std::)?freopen\s*\()", R"(gzopen\s*\()",
                          R"(xml(ReaderForFile|ReadFile|ParseFile)\s*\()"});
}

bool may_open_files(std::string_view room) {
  static constexpr std::array<std::string_view, 5> kOpeners = {
      "text", "formats", "tokenize", "lexicon", "embed"};
  return std::find(kOpeners.begin(), kOpeners.end(), room) != kOpeners.end();
}

}  // namespace align::house
