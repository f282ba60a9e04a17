#include "house/source_text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

namespace align::house {

namespace fs = std::filesystem;

fs::path root() { return ALIGN_SOURCE_DIR; }

std::vector<fs::path> files_below(const fs::path& folder,
                                  const std::vector<std::string>& endings) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    if (std::any_of(
            endings.begin(), endings.end(),
            [&](const std::string& ending) { return name.ends_with(ending); }))
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

namespace {

// The end of the raw string literal whose R stands at `begin`, or npos.
std::size_t raw_string_end(std::string_view source, std::size_t begin) {
  const std::size_t open = source.find('(', begin);
  if (open == std::string_view::npos) return open;
  std::string closing = ")";
  closing += source.substr(begin + 2, open - begin - 2);
  closing += '"';
  const std::size_t close = source.find(closing, open);
  return close == std::string_view::npos ? close : close + closing.size();
}

// The end of the quoted literal that begins at `begin`.
std::size_t quoted_end(std::string_view source, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < source.size() && source[end] != source[begin])
    end += source[end] == '\\' ? 2 : 1;
  return end + 1;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::string without_comments_and_strings(std::string_view source) {
  std::string bare;
  std::size_t at = 0;
  while (at < source.size()) {
    const std::string_view rest = source.substr(at);
    const bool follows_word = at > 0 && is_word(source[at - 1]);
    std::size_t end = std::string_view::npos;
    char mark = ' ';
    if (rest.starts_with("//")) {
      end = source.find('\n', at);
    } else if (rest.starts_with("/*")) {
      end = source.find("*/", at + 2);
      if (end != std::string_view::npos) end += 2;
    } else if (rest.starts_with("R\"") && !follows_word) {
      end = raw_string_end(source, at);
      mark = '"';
    } else if (rest[0] == '"' || (rest[0] == '\'' && !follows_word)) {
      end = quoted_end(source, at);
      mark = rest[0];
    } else {
      bare += source[at++];
      continue;
    }
    end = std::min(end, source.size());
    bare += mark;
    bare.append(static_cast<std::size_t>(std::count(
                    source.begin() + at, source.begin() + end, '\n')),
                '\n');
    bare += mark;
    at = end;
  }
  return bare;
}

std::vector<std::string> quoted_includes(std::string_view source) {
  static const std::regex pattern(
      R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*"([^"\n]+)")re");
  const std::string text(source);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end;
       match != end; ++match)
    found.push_back((*match)[1]);
  return found;
}

}  // namespace align::house
