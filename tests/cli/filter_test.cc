// align-filter as a user meets it.
#include <gtest/gtest.h>

#include <string>

#include "support/run_tool.h"

namespace align::test {
namespace {

constexpr char kTsv[] =
    "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n"
    "1\t3.5\t1-1\ta\t0\tThe ministers met.\tb\t0\tCác bộ trưởng gặp nhau.\n"
    "2\t3\t1-1\ta\t1\tIn 2019 they met again.\tb\t1\tNăm 2020 họ gặp lại.\n"
    "3\t0\t1-0\ta\t2\tAlone.\t\t\t\n"
    "4\t-2\t1-1\ta\t3\tThey left.\tb\t2\tHọ đã đi.\n";

TEST(Filter, KeepsTheGoodAndWritesTheRestWithRuleAndReason) {
  const TemporaryFolder folder;
  const std::string in = folder.write("in.tsv", kTsv);
  const std::string rejects = folder.path("rejects.tsv");
  const ToolResult result = run_tool(
      "align-filter", {in, "--threshold", "0.5", "--rejects", rejects});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), 2U) << result.out;
  const auto lines = lines_of(read_file(rejects));
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], "rule\treason\tid\tscore\ttext.en\ttext.vi");
  EXPECT_EQ(
      lines[1].rfind("numbers\ten and vi: '2019' against '2020'\t2\t3\t", 0),
      0U)
      << lines[1];
  EXPECT_EQ(lines[2].rfind("unlinked\tonly en\t3\t", 0), 0U);
  EXPECT_EQ(lines[3].rfind("threshold\t", 0), 0U);
  EXPECT_NE(result.last_error_line().find("1 kept, 1 unlinked, 1 threshold"),
            std::string::npos)
      << result.err;
}

TEST(Filter, TakesTheRulesAskedForAndStandardInput) {
  const ToolResult only =
      run_tool("align-filter", {"-", "--rules", "unlinked"}, kTsv);
  EXPECT_EQ(only.exit_code, 0) << only.err;
  EXPECT_EQ(lines_of(only.out).size(), 4U);
  const ToolResult without = run_tool(
      "align-filter", {"-", "--rules", "-numbers", "--format", "jsonl"}, kTsv);
  EXPECT_EQ(without.exit_code, 0) << without.err;
  EXPECT_EQ(lines_of(without.out).size(), 3U);
}

TEST(Filter, RefusesCallsThatMakeNoSense) {
  const TemporaryFolder folder;
  const std::string in = folder.write("in.tsv", kTsv);
  const auto code = [](const std::vector<std::string>& arguments) {
    return run_tool("align-filter", arguments).exit_code;
  };
  EXPECT_EQ(code({}), 2);
  EXPECT_EQ(code({in, in}), 2);
  EXPECT_EQ(code({in, "--rules", "taste"}), 2);
  EXPECT_EQ(code({in, "--rules", "length,-ratio"}), 2);
  EXPECT_EQ(code({in, "--max-ratio", "0.5"}), 2);
  EXPECT_EQ(code({in, "--threshold", "2"}), 2);
  EXPECT_EQ(code({folder.path("none")}), 1);
}

}  // namespace
}  // namespace align::test
