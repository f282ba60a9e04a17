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

// A bitext of two events; `swap` links the second event's segments wrongly.
std::string bitext(const std::string& folder, bool swap) {
  std::string tsv =
      "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n";
  int id = 0;
  for (const char* event : {"flood", "bank"}) {
    for (int i = 0; i < 2; ++i) {
      const int other = swap && std::string(event) == "bank" ? 1 - i : i;
      tsv += std::to_string(++id) + "\t3\t1-1\t" + folder + event + "/en\t" +
             std::to_string(i) + "\tline <" + std::to_string(i) + ">\t" +
             folder + event + "/vi\t" + std::to_string(other) + "\tdòng " +
             std::to_string(other) + "\n";
    }
  }
  return tsv;
}

TEST(Eval, KeepsTheSegmentsOfDifferentDocumentsApart) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", bitext("", false));
  const std::string test = folder.write("test", bitext("out/", true));
  for (const char* measure : {"links", "beads"}) {
    const Json result = figures({measure, gold, test});
    const Json& all = result.contains("all") ? result["all"] : result;
    EXPECT_EQ(all["P"], 50.0) << measure;
    EXPECT_EQ(all["F"], 50.0) << measure;
    EXPECT_EQ(result["documents"], 2);
    EXPECT_EQ(result["languages"]["en-vi"]["gold"], 4);
    EXPECT_EQ(result["lengths"]["1-40"]["test"], 4);
  }
  const std::string stranger = folder.write(
      "stranger",
      "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n"
      "1\t3\t1-1\ta\t0\tx\tb\t0\ty\n2\t3\t1-1\tc\t0\tx\td\t0\ty\n");
  EXPECT_EQ(run_tool("align-eval", {"links", gold, stranger}).exit_code, 1);
}

TEST(Eval, WritesAPageWithTheDifferencesSideBySide) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", bitext("", false));
  const std::string test = folder.write("test", bitext("", true));
  const std::string page = folder.path("page.html");
  ASSERT_EQ(
      run_tool("align-eval", {"beads", gold, test, "--html", page}).exit_code,
      0);
  const std::string html = read_file(page);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(html.find("line &lt;1&gt;"), std::string::npos);
  EXPECT_EQ(html.find("line <"), std::string::npos);
  EXPECT_NE(html.find("dòng 0"), std::string::npos);
  EXPECT_NE(html.find("missed"), std::string::npos);
  EXPECT_EQ(html.find("flood"), std::string::npos);
  const std::string lines = folder.write("lines", "first\nsecond\n");
  ASSERT_EQ(
      run_tool("align-eval", {"links", folder.write("g", "0:0\n1:1\n"),
                              folder.write("t", "0:0\n"), "--source-text",
                              lines, "--target-text", lines, "--html", page})
          .exit_code,
      0);
  EXPECT_NE(read_file(page).find("second"), std::string::npos);
}

TEST(Eval, GivesTheErrorRateOfWords) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", "0-0 1?1 2-2\n0-0\n");
  const std::string test = folder.write("test", "0-0 1-1 2-3\n\n");
  const Json result =
      figures({"words", gold, test, "--compare", folder.write("o", "0-0\n\n")});
  EXPECT_EQ(result["P"], 66.67);
  EXPECT_EQ(result["R"], 33.33);
  EXPECT_EQ(result["AER"], 50.0);
  EXPECT_EQ(result["lengths"]["1-10"]["gold"], 3);
  EXPECT_EQ(result["units"]["count"], 2);
  EXPECT_TRUE(result["comparison"].contains("AER"));
  const ToolResult text = run_tool("align-eval", {"words", gold, test});
  EXPECT_NE(text.out.find("alignment error rate 50.00"), std::string::npos);
  EXPECT_EQ(run_tool("align-eval", {"words", gold, folder.write("s", "0-0\n")})
                .exit_code,
            1);
}

TEST(Eval, TakesWordLinksOfABitext) {
  const TemporaryFolder folder;
  const std::string gold = folder.write("gold", "0-0 1-1\n");
  const std::string test = folder.write(
      "test",
      R"({"id":"1","type":"1-1","members":{"en":{"segments":[0],"text":"a b"},)"
      R"("vi":{"segments":[0],"text":"c d"}},"words":[{"source":"en",)"
      R"("target":"vi","links":[[0,0]]}]})"
      "\n");
  const Json result = figures({"words", gold, test});
  EXPECT_EQ(result["R"], 50.0);
  EXPECT_EQ(result["languages"]["en-vi"]["test"], 1);
}

TEST(Eval, GivesPairsOfDocuments) {
  const TemporaryFolder folder;
  const std::string gold =
      folder.write("gold",
                   "doc1\tdoc2\trelation\tevent\na/vi\ta/en\tparallel\ta\n"
                   "b/vi\tb/en\tnear-parallel\tb\nc/vi\tc/en\tparallel\tc\n");
  const std::string test = folder.write("test",
                                        "score\tdoc1\tdoc2\trelation\tevent\n"
                                        "0.9\tx/a/en\tx/a/vi\tparallel\t1\n"
                                        "0.8\tx/b/vi\tx/b/en\tparallel\t2\n"
                                        "0.4\tx/a/vi\tx/c/en\tparallel\t3\n");
  const Json result = figures({"documents", gold, test});
  EXPECT_EQ(result["P"], 66.67);
  EXPECT_EQ(result["R"], 66.67);
  EXPECT_EQ(result["relation"], 50.0);
  EXPECT_EQ(result["relations"]["near-parallel"]["R"], 100.0);
  EXPECT_EQ(result["calibration"]["bins"].size(), 10U);
  EXPECT_EQ(result["units"]["kind"], "events");
  const std::string manifest =
      folder.write("manifest",
                   "path\tlang\tevent\na/vi\tvi\ta\na/en\ten\ta\n"
                   "b/vi\tvi\tb\nb/en\ten\tb\n");
  EXPECT_EQ(figures({"documents", manifest, test})["R"], 100.0);
}

TEST(Eval, ShowsSegmentsByLanguageAndLength) {
  const TemporaryFolder folder;
  const std::string gold = folder.write(
      "gold",
      R"({"id":"a","lang":"vi","text":"Một. Hai.","sents":[[0,4],[5,9]]})"
      "\n");
  const std::string test =
      folder.write("test", "{\"doc\":\"a\",\"start\":0,\"end\":9}\n");
  const std::string page = folder.path("page.html");
  const Json result = figures({"segments", gold, test, "--html", page});
  EXPECT_EQ(result["languages"]["vi"]["gold"], 2);
  EXPECT_EQ(result["lengths"]["1-40"]["R"], 0.0);
  EXPECT_NE(read_file(page).find("Một. Hai."), std::string::npos);
}

TEST(Eval, RefusesCallsThatMakeNoSense) {
  const TemporaryFolder folder;
  const std::string file = folder.write("a", "0:0\n");
  const auto code = [](const std::vector<std::string>& arguments) {
    return run_tool("align-eval", arguments).exit_code;
  };
  EXPECT_EQ(code({}), 2);
  EXPECT_EQ(code({"beads", file}), 2);
  EXPECT_EQ(code({"verses", file, file}), 2);
  EXPECT_EQ(code({"words", file, file}), 1);
  EXPECT_EQ(code({"documents", file, file}), 1);
  EXPECT_EQ(code({"beads", file, file, "--format", "tsv"}), 2);
  EXPECT_EQ(code({"beads", file, file, "--samples", "0"}), 2);
  EXPECT_EQ(code({"beads", file, file, "--compare", file, "--compare", file}),
            2);
  EXPECT_EQ(code({"beads", file, folder.path("none")}), 1);
  EXPECT_EQ(code({"beads", file, folder.write("broken", "x\n")}), 1);
}

}  // namespace
}  // namespace align::test
