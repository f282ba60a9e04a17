// The commands that the pages for users show are run, in the order of the page,
// in a folder that looks like a clone: what a page promises works.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align::test {
namespace {

namespace fs = std::filesystem;

// The blocks a page marks as shell commands.
std::vector<std::string> shell_blocks(const std::string& page) {
  const std::string opening = "```sh\n";
  const std::string closing = "```";
  std::vector<std::string> blocks;
  for (std::size_t at = page.find(opening); at != std::string::npos;
       at = page.find(opening, at)) {
    at += opening.size();
    const std::size_t end = page.find(closing, at);
    blocks.push_back(page.substr(at, end - at));
    at = end;
  }
  return blocks;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Runs `block` with bash in `folder`, the tools of this build first in PATH.
int run_block(const TemporaryFolder& folder, const std::string& block) {
  folder.write("block.sh", "set -eu -o pipefail\nPATH=\"" ALIGN_BIN_DIR
                           ":$PATH\"\n" +
                               block);
  const std::string command =
      "cd '" + folder.path("") + "' && bash block.sh > out.txt 2> err.txt";
  return std::system(command.c_str());
}

class Pages : public ::testing::TestWithParam<std::string> {};

TEST_P(Pages, ShowCommandsThatWork) {
  const TemporaryFolder folder;
  for (const char* name : {"corpora", "models", "tests", "CITATION.cff"}) {
    fs::create_symlink(fs::path(ALIGN_SOURCE_DIR) / name, folder.path(name));
  }
  const bool has_python =
      std::system("command -v python3 > /dev/null 2>&1") == 0;
  const std::vector<std::string> blocks = shell_blocks(
      read_file(std::string(ALIGN_SOURCE_DIR) + "/docs/" + GetParam() + ".md"));
  std::size_t ran = 0;
  for (const std::string& block : blocks) {
    // The build itself, and the way to it, are not tried here.
    if (has(block, "scripts/") || has(block, "export PATH")) continue;
    if (has(block, "python3") && !has_python) continue;
    ++ran;
    EXPECT_EQ(run_block(folder, block), 0)
        << block << read_file(folder.path("err.txt"));
  }
  EXPECT_GE(ran, 5U);
}

INSTANTIATE_TEST_SUITE_P(ForUsers, Pages,
                         ::testing::Values("for-translators", "for-linguists"),
                         [](const auto& page) {
                           return page.param == "for-linguists"
                                      ? "ForLinguists"
                                      : "ForTranslators";
                         });

}  // namespace
}  // namespace align::test
