// align-eval as a user meets it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/run_tool.h"

namespace align::test {
namespace {

using Json = nlohmann::json;

Json figures(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  const ToolResult result = run_tool("align-eval", arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return Json::parse(result.out, nullptr, false);
}

TEST(Eval, GivesBeadsStrictAndLaxWithCalibrationAndTypes) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", "0:0\n1,2:1\n3:2\n4:\n");
  const std::string test =
      folder.write("test",
                   "[0]:[0]:0.1\n[1]:[1]:0.5\n[2]:[]:0.5\n[3]:[2]:0.2\n"
                   "[4]:[]:0.1\n");
  const Json result = figures({"beads", gold, test});
  EXPECT_EQ(result["P"], 60.0);
  EXPECT_EQ(result["R"], 66.67);
  EXPECT_EQ(result["laxP"], 80.0);
  EXPECT_EQ(result["types"]["2-1"]["gold"], 1);
  EXPECT_EQ(result["calibration"]["bins"].size(), 10U);
  EXPECT_EQ(result["intervals"]["F"].size(), 2U);
  EXPECT_EQ(figures({"beads", gold, test, "--nonull"})["P"], 66.67);
  const ToolResult text = run_tool("align-eval", {"beads", gold, test});
  EXPECT_NE(text.out.find("strict"), std::string::npos);
  EXPECT_NE(text.out.find("66.67"), std::string::npos);
}

TEST(Eval, TakesABitextAsTheResult) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", "0:0\n1,2:1\n3:\n");
  const std::string tsv = folder.write(
      "tsv",
      "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n"
      "1\t3.5\t1-1\ta\t0\tx\tb\t0\ty\n"
      "2\t2\t2-1\ta\t1,2\tx\tb\t1\ty\n"
      "3\t0\t1-0\ta\t3\tx\t\t\t\n");
  EXPECT_EQ(figures({"beads", gold, tsv})["F"], 100.0);
  EXPECT_EQ(figures({"links", gold, tsv})["all"]["F"], 100.0);
}

TEST(Eval, ComparesTwoResults) {
  const TemporaryFolder folder;
  std::string gold;
  std::string good;
  std::string bad;
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    gold += n + ":" + n + "\n";
    good += n + ":" + n + "\n";
    bad += i % 4 == 0 ? n + ":\n:" + n + "\n" : n + ":" + n + "\n";
  }
  const Json result =
      figures({"beads", folder.write("gold", gold), folder.write("good", good),
               "--compare", folder.write("bad", bad)});
  EXPECT_GT(result["comparison"]["F"]["difference"], 10.0);
  EXPECT_LT(result["comparison"]["F"]["p"], 0.01);
  EXPECT_EQ(result["units"]["kind"], "pieces");
}

TEST(Eval, GivesLinksWithTheBestThreshold) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", "0\t0\n1\t1\n");
  const std::string test =
      folder.write("test",
                   "score\tsource_line\ttarget_line\tsource\ttarget\n"
                   "0.9\t0\t0\ta\tb\n0.8\t1\t1\ta\tb\n0.1\t2\t2\ta\tb\n");
  const Json result = figures({"links", gold, test});
  EXPECT_EQ(result["all"]["P"], 66.67);
  EXPECT_EQ(result["best"]["F"], 100.0);
  EXPECT_EQ(result["best"]["threshold"], 0.8);
}

TEST(Eval, GivesSegments) {
  const TemporaryFolder folder;
  const std::string gold =
      folder.write("gold", R"({"id":"a","sents":[[0,3],[4,7],[8,12]]})"
                           "\n");
  const std::string test =
      folder.write("test",
                   "{\"doc\":\"a\",\"index\":0,\"start\":0,\"end\":3}\n"
                   "{\"doc\":\"a\",\"index\":1,\"start\":4,\"end\":12}\n");
  const Json result = figures({"segments", gold, test});
  EXPECT_EQ(result["P"], 100.0);
  EXPECT_EQ(result["R"], 50.0);
  EXPECT_EQ(result["span_F"], 40.0);
}

TEST(Eval, RefusesCallsThatMakeNoSense) {
  const TemporaryFolder folder;
  const std::string file = folder.write("a", "0:0\n");
  const auto code = [](const std::vector<std::string>& arguments) {
    return run_tool("align-eval", arguments).exit_code;
  };
  EXPECT_EQ(code({}), 2);
  EXPECT_EQ(code({"beads", file}), 2);
  EXPECT_EQ(code({"words", file, file}), 2);
  EXPECT_EQ(code({"beads", file, file, "--format", "tsv"}), 2);
  EXPECT_EQ(code({"beads", file, file, "--samples", "0"}), 2);
  EXPECT_EQ(code({"beads", file, file, "--compare", file, "--compare", file}),
            2);
  EXPECT_EQ(code({"beads", file, folder.path("none")}), 1);
  EXPECT_EQ(code({"beads", file, folder.write("broken", "x\n")}), 1);
}

}  // namespace
}  // namespace align::test
