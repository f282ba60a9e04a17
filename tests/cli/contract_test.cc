// What every tool must do, whatever it is for.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align::test {
namespace {

std::vector<std::string> built_tools() {
  std::vector<std::string> tools;
  std::error_code absent;
  for (const auto& entry :
       std::filesystem::directory_iterator(ALIGN_BIN_DIR, absent)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("align-", 0) == 0) tools.push_back(name);
  }
  std::sort(tools.begin(), tools.end());
  return tools;
}

class EveryTool : public testing::TestWithParam<std::string> {};

TEST_P(EveryTool, ExplainsItselfWithAnExample) {
  const ToolResult result = run_tool(GetParam(), {"--help"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out.rfind("Usage: " + GetParam(), 0), 0U) << result.out;
  EXPECT_NE(result.out.find("Example"), std::string::npos);
  EXPECT_EQ(result.err, "");
}

TEST_P(EveryTool, NamesItsVersionAndThoseOfItsLibraries) {
  const ToolResult result = run_tool(GetParam(), {"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(std::regex_search(
      result.out, std::regex("^" + GetParam() + " \\(libalign\\) \\d+\\.\\d+")))
      << result.out;
  EXPECT_NE(result.out.find("ICU "), std::string::npos);
  // Each further line is a library and its version.
  EXPECT_TRUE(std::regex_match(result.out,
                               std::regex("[^\n]+\n(  [^ \n]+ [^ \n]+\n)+")))
      << result.out;
}

TEST_P(EveryTool, RefusesAnUnknownOption) {
  const ToolResult result = run_tool(GetParam(), {"--no-such-option"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("no-such-option"), std::string::npos);
  EXPECT_EQ(result.out, "");
}

TEST_P(EveryTool, NeverGuessesAnOptionFromItsBeginning) {
  EXPECT_EQ(run_tool(GetParam(), {"--verb"}).exit_code, 2);
}

TEST_P(EveryTool, RefusesAValueOutsideTheChoices) {
  const ToolResult result = run_tool(GetParam(), {"--progress", "perhaps"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("perhaps"), std::string::npos);
}

TEST_P(EveryTool, RefusesWhatBoostTakesForAPlaceholder) {
  EXPECT_EQ(run_tool(GetParam(), {"--threads", "%value%"}).exit_code, 2);
  EXPECT_EQ(run_tool(GetParam(), {"--%canonical_option%"}).exit_code, 2);
}

TEST_P(EveryTool, RefusesANegativeNumberOfThreads) {
  EXPECT_EQ(run_tool(GetParam(), {"--threads", "-1"}).exit_code, 2);
}

TEST_P(EveryTool, RefusesAnUnknownKeyInAConfigurationFile) {
  const TemporaryFolder folder;
  const std::string config = folder.write("config", "no-such-key = 1\n");
  const ToolResult result = run_tool(GetParam(), {"--config", config});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("no-such-key"), std::string::npos);
}

TEST_P(EveryTool, TakesBackTheConfigurationItDumps) {
  const TemporaryFolder folder;
  const ToolResult first =
      run_tool(GetParam(), {"--threads", "3", "--quiet", "--dump-config"});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.out.find("threads = 3\n"), std::string::npos);
  EXPECT_NE(first.out.find("quiet = true\n"), std::string::npos);
  const std::string config = folder.write("config", first.out);
  const ToolResult second =
      run_tool(GetParam(), {"--config", config, "--dump-config"});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(second.out, first.out);
}

TEST_P(EveryTool, SaysWhichConfigurationFileIsMissing) {
  const ToolResult result = run_tool(GetParam(), {"--config", "/no/such"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("/no/such"), std::string::npos);
}

TEST_P(EveryTool, TellsAUserWithoutInputWhereToFindHelp) {
  const ToolResult result = run_tool(GetParam(), {});
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_NE(result.err.find("--help"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Tools, EveryTool, testing::ValuesIn(built_tools()),
                         [](const auto& tool) {
                           return std::regex_replace(tool.param,
                                                     std::regex("-"), "_");
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EveryTool);

}  // namespace
}  // namespace align::test
