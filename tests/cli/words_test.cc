// align-words as a user calls it.
#include <gtest/gtest.h>

#include <string>

#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

class AlignWordsTool : public testing::Test {
 protected:
  AlignWordsTool() : model_(folder_.path("m.align")) {
    write_word_model(model_, {{"mua", "rain", "matar"},
                              {"nha", "house", "bayt"},
                              {"cho", "dog", "kalb"}});
    bitext_ = folder_.write(
        "story.tsv",
        "id\tscore\ttype\tdoc.vi\tsegs.vi\ttext.vi\tdoc.en\tsegs.en\ttext.en\n"
        "1\t3\t1-1\ta.vi\t0\tmua nha\ta.en\t0\thouse rain\n"
        "2\t0\t1-0\ta.vi\t1\tcho\t\t\t\n");
  }
  TemporaryFolder folder_;
  std::string model_;
  std::string bitext_;
};

TEST_F(AlignWordsTool, WritesALineAUnit) {
  const ToolResult result =
      run_tool("align-words", {"--model", model_, bitext_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "0-1 1-0\n\n");
}

TEST_F(AlignWordsTool, ThePairMayBeTurned) {
  const ToolResult result = run_tool(
      "align-words",
      {"--model", model_, "--pair", "en-vi", "--format", "jsonl", bitext_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::string line = lines_of(result.out).at(0);
  EXPECT_NE(line.find("\"source_words\":[\"house\",\"rain\"]"),
            std::string::npos)
      << line;
  EXPECT_NE(line.find("\"links\":[[0,1,"), std::string::npos) << line;
}

TEST_F(AlignWordsTool, RefusesWhatMakesNoSense) {
  const std::vector<std::vector<std::string>> calls = {
      {},
      {bitext_, bitext_},
      {"--pair", "vi", bitext_},
      {"--pair", "vi-", bitext_},
      {"--format", "tmx", bitext_}};
  for (std::vector<std::string> call : calls) {
    call.insert(call.begin(), {"--model", model_});
    EXPECT_EQ(run_tool("align-words", call).exit_code, 2);
  }
  EXPECT_EQ(run_tool("align-words", {"--model", model_, "none.tsv"}).exit_code,
            1);
}

}  // namespace
}  // namespace align::test
