// align-train --refit as a user calls it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

TEST(AlignTrainRefit, PutsFittedWeightsIntoACopyOfTheModel) {
  const TemporaryFolder folder;
  const std::string model = folder.path("m.align");
  const std::vector<Meaning> meanings = make_meanings(300);
  write_word_model(model, meanings);
  std::string table = "vi\ten\n";
  for (std::size_t k = 0; k < 120; ++k) {
    std::string vi;
    std::string en;
    for (std::size_t w = 0; w < 4 + k % 5; ++w) {
      const Meaning& meaning = meanings[(k * 31 + w * 7) % meanings.size()];
      vi += (vi.empty() ? "" : " ") + meaning.vi;
      en += (en.empty() ? "" : " ") + meaning.en;
    }
    table += vi + "\t" + en + "\n";
  }
  const std::string text = folder.write("text.tsv", table);
  const std::string output = folder.path("refitted.align");
  const std::string before = read_file(model);
  const ToolResult result = run_tool(
      "align-train", {"--refit", "--running-text", text, "-o", output, model});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(read_file(model), before);
  EXPECT_NE(read_file(output).find("full.cosine "), std::string::npos);
  EXPECT_EQ(run_tool("align-train", {"--refit", "-o", output, model}).exit_code,
            2);
}

}  // namespace
}  // namespace align::test
