// The documents: what they link to exists, and the map of the house has a
// paragraph for every room.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "house/rules.h"
#include "house/source_text.h"

namespace align::house {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

// The files that the Markdown text links to: no addresses, no anchors.
std::vector<std::string> linked_files(const std::string& markdown) {
  static const std::regex pattern(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
  std::vector<std::string> found;
  for (std::sregex_iterator match(markdown.begin(), markdown.end(), pattern),
       end;
       match != end; ++match) {
    const std::string target = (*match)[1];
    if (target.find("://") == std::string::npos &&
        !target.starts_with("mailto:"))
      found.push_back(target);
  }
  return found;
}

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(root()))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const char* folder : {"docs", "corpora", "models", "benchmarks"}) {
    if (!fs::exists(root() / folder)) continue;
    for (const fs::path& file : files_below(root() / folder, {".md"}))
      found.push_back(file);
  }
  return found;
}

TEST(LinkedFiles, AreThoseOfThisRepository) {
  EXPECT_THAT(linked_files("[a](b.md) [c](https://example.org) [d](#e) "
                           "[f](../g/h.cc#L1)"),
              ElementsAre("b.md", "../g/h.cc"));
}

TEST(Documents, LinkOnlyToFilesThatExist) {
  const std::vector<fs::path> files = documents();
  EXPECT_GE(files.size(), 5U);
  for (const fs::path& file : files)
    for (const std::string& target : linked_files(read_file(file)))
      EXPECT_TRUE(fs::exists(file.parent_path() / target))
          << fs::relative(file, root()).string() << " links to " << target;
}

// The code of the README is the code that tests/install builds and runs.
TEST(Readme, ShowsCodeThatIsBuiltAndRun) {
  const std::string page = read_file(root() / "README.md");
  const std::string fence = "```cpp\n";
  const std::size_t begin = page.find(fence);
  ASSERT_NE(begin, std::string::npos);
  std::istringstream code(
      page.substr(begin + fence.size(),
                  page.find("```", begin + 3) - begin - fence.size()));
  const std::string built =
      "\n" + read_file(root() / "tests/install/consumer/main.cc");
  int lines = 0;
  for (std::string line; std::getline(code, line); ++lines) {
    const std::string text =
        line.substr(std::min(line.find_first_not_of(' '), line.size()));
    EXPECT_NE(built.find(text + "\n"), std::string::npos) << line;
  }
  EXPECT_GE(lines, 5);
}

TEST(Architecture, HasAParagraphForEveryRoom) {
  const std::string page = read_file(root() / "docs/ARCHITECTURE.md");
  for (const std::string& room : rooms())
    EXPECT_NE(page.find("\n**" + room + "**"), std::string::npos) << room;
}

}  // namespace
}  // namespace align::house
