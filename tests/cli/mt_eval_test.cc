// align-mt-eval as a user sees it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/run_tool.h"

namespace align::test {
namespace {

using Json = nlohmann::json;

std::string data(const std::string& name) {
  return std::string(ALIGN_SOURCE_DIR) + "/tests/data/mt_eval/" + name;
}

TEST(AlignMtEval, PrintsScoreAndSignatureOfEachMetric) {
  const ToolResult result =
      run_tool("align-mt-eval", {"--format", "json", "--sentence-level",
                                 "--quiet", data("en/ref"), data("en/a")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = Json::parse(result.out);
  // sacreBLEU 2.6.0, see tests/data/mt_eval/en/scores.tsv.
  const std::string bleu =
      "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0|libalign:";
  EXPECT_EQ(json["bleu"]["signature"].get<std::string>().substr(0, bleu.size()),
            bleu);
  EXPECT_GT(json["bleu"]["score"].get<double>(), 30);
  EXPECT_GT(json["chrf"]["score"].get<double>(), 60);
  EXPECT_LT(json["ter"]["score"].get<double>(), 60);
  ASSERT_EQ(json["sentences"].size(), 12U);
  EXPECT_TRUE(json["sentences"][0].contains("ter"));
}

TEST(AlignMtEval, ComparesSystemsWithTheFirst) {
  const ToolResult result =
      run_tool("align-mt-eval", {"--format", "json", "--quiet", "--paired-bs",
                                 "--metrics", "bleu", "--ref", data("vi/ref2"),
                                 data("vi/ref"), data("vi/a"), data("vi/c")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json json = Json::parse(result.out);
  ASSERT_EQ(json["systems"].size(), 2U);
  EXPECT_FALSE(json["systems"][0]["bleu"].contains("p_value"));
  EXPECT_NEAR(json["systems"][1]["bleu"]["p_value"].get<double>(),
              0.16683316683316685, 1e-12);
  EXPECT_NE(json["systems"][1]["bleu"]["signature"].get<std::string>().find(
                "nrefs:2|bs:1000|seed:12345|"),
            std::string::npos);
}

TEST(AlignMtEval, WritesATableOfSystemsAndMetrics) {
  const ToolResult result =
      run_tool("align-mt-eval", {"--format", "tsv", "--quiet", data("ar/ref"),
                                 data("ar/a"), data("ar/b")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], "system\tmetric\tscore\tmean\tci\tp_value\tsignature");
  EXPECT_EQ(lines[3].rfind(data("ar/a") + "\tter\t", 0), 0U);
}

TEST(AlignMtEval, WarnsOfDecomposedLinesAndNormalizesThem) {
  const TemporaryFolder folder;
  const std::string reference =
      folder.write("ref", "B\u1ED9 tr\u01B0\u1EDFng t\u1EEB ch\u1EE9c\n");
  const std::string hypothesis =
      folder.write("hyp",
                   "Bo\u0323\u0302 tru\u031Bo\u031B\u0309ng tu\u031B\u0300 "
                   "chu\u031B\u0301c\n");
  const ToolResult plain = run_tool(
      "align-mt-eval",
      {"--format", "json", "--metrics", "bleu", reference, hypothesis});
  ASSERT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_NE(plain.err.find("[decomposed]"), std::string::npos) << plain.err;
  EXPECT_LT(Json::parse(plain.out)["bleu"]["score"].get<double>(), 50);
  const ToolResult normalized =
      run_tool("align-mt-eval", {"--format", "json", "--metrics", "bleu",
                                 "--normalize", reference, hypothesis});
  const Json bleu = Json::parse(normalized.out)["bleu"];
  EXPECT_NEAR(bleu["score"].get<double>(), 100, 1e-9);
  EXPECT_NE(bleu["signature"].get<std::string>().find("|form:nfc|"),
            std::string::npos);
}

TEST(AlignMtEval, NamesTheFileWithAnotherNumberOfLines) {
  const TemporaryFolder folder;
  const std::string reference = folder.write("ref", "a\nb\n");
  const std::string hypothesis = folder.write("hyp", "a\n");
  const ToolResult result = run_tool("align-mt-eval", {reference, hypothesis});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find(hypothesis + ": 1 lines, want 2"),
            std::string::npos)
      << result.err;
}

TEST(AlignMtEval, CutsAHypothesisToTheLinesOfItsReference) {
  const TemporaryFolder folder;
  const std::string reference =
      folder.write("ref", "The dam is safe.\nFamilies left.\nIt rained.\n");
  const std::string hypothesis = folder.write(
      "hyp", "The dam was safe. Families\nhave left. Rained it.\n");
  const ToolResult lines = run_tool(
      "align-mt-eval",
      {"--resegment", reference, hypothesis, "-o", folder.path("out")});
  ASSERT_EQ(lines.exit_code, 0) << lines.err;
  EXPECT_EQ(lines.err.find("warning"), std::string::npos) << lines.err;
  EXPECT_EQ(read_file(folder.path("out")),
            "The dam was safe.\nFamilies have left.\nRained it.\n");
  const ToolResult scores =
      run_tool("align-mt-eval", {"--resegment", "--metrics", "chrf", "--format",
                                 "json", reference, hypothesis});
  ASSERT_EQ(scores.exit_code, 0) << scores.err;
  EXPECT_EQ(scores.out,
            run_tool("align-mt-eval", {"--metrics", "chrf", "--format", "json",
                                       reference, folder.path("out")})
                .out);
}

TEST(AlignMtEval, CutsDocumentByDocument) {
  const TemporaryFolder folder;
  const std::string reference =
      folder.write("ref", "One two.\nThree.\nFour five.\nSix.\n");
  const std::string ids = folder.write("ids", "a\na\nb\nb\n");
  const std::string whole =
      folder.write("whole", "One two. Three.\nFour five. Six.\n");
  const std::string expected = "One two.\nThree.\nFour five.\nSix.\n";
  EXPECT_EQ(run_tool("align-mt-eval",
                     {"--resegment", "--docids", ids, reference, whole})
                .out,
            expected);
  const std::string lines =
      folder.write("lines", "Four five.\nOne\ntwo. Three.\nSix.\n");
  const std::string line_ids = folder.write("line-ids", "b\na\na\nb\n");
  EXPECT_EQ(
      run_tool("align-mt-eval", {"--resegment", "--docids", ids, "--hyp-docids",
                                 line_ids, reference, lines})
          .out,
      expected);
  EXPECT_EQ(run_tool("align-mt-eval",
                     {"--resegment", "--docids", ids, reference, lines})
                .exit_code,
            1);
}

// Nine sentences in English and Vietnamese.
constexpr const char* kEnglish[] = {
    "The minister resigned on Tuesday after three days of protests.",
    "Rain is expected across the northern provinces until Friday.",
    "Nobody was hurt in the fire at the warehouse.",
    "Prices rose in May at the fastest pace since 2011.",
    "The two sides agreed to meet again in Geneva.",
    "Rescue teams reached the village at dawn.",
    "He scored twice in the last minute of the match.",
    "Officials said the dam was safe.",
    "Many families had already left their homes."};
constexpr const char* kVietnamese[] = {
    "Bộ trưởng đã từ chức hôm thứ Ba sau ba ngày biểu tình.",
    "Mưa dự kiến kéo dài ở các tỉnh phía Bắc đến thứ Sáu.",
    "Không ai bị thương trong vụ cháy tại nhà kho.",
    "Giá cả tăng trong tháng 5 với tốc độ nhanh nhất kể từ năm 2011.",
    "Hai bên đồng ý gặp lại nhau tại Geneva.",
    "Đội cứu hộ đã tới ngôi làng lúc bình minh.",
    "Anh ghi hai bàn ở phút cuối của trận đấu.",
    "Các quan chức nói con đập vẫn an toàn.",
    "Nhiều gia đình đã rời khỏi nhà của họ."};

TEST(AlignMtEval, ReportsOmissionsAndAdditions) {
  const TemporaryFolder folder;
  std::string source;
  std::string translation;
  for (int i = 0; i < 9; ++i) {
    if (i != 6) source += std::string(kEnglish[i]) + "\n";
    if (i != 2) translation += std::string(kVietnamese[i]) + "\n";
  }
  const ToolResult result = run_tool(
      "align-mt-eval", {"--omissions", "--pre-segmented", "--format", "json",
                        "en=" + folder.write("source", source),
                        "vi=" + folder.write("translation", translation)});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json report = Json::parse(result.out);
  ASSERT_EQ(report["documents"].size(), 1U);
  const Json& document = report["documents"][0];
  ASSERT_EQ(document["omissions"].size(), 1U) << result.out;
  EXPECT_EQ(document["omissions"][0]["segment"], 2);
  EXPECT_EQ(document["omissions"][0]["text"], kEnglish[2]);
  ASSERT_EQ(document["additions"].size(), 1U) << result.out;
  EXPECT_EQ(document["additions"][0]["segment"], 5);
  EXPECT_EQ(report["total"]["omissions"], 1);
}

TEST(AlignMtEval, CutsAHypothesisToTheLinesOfItsSource) {
  const TemporaryFolder folder;
  std::string source;
  std::string hypothesis;
  std::string expected;
  for (int i = 0; i < 9; ++i) {
    source += std::string(kEnglish[i]) + "\n";
    expected += std::string(kVietnamese[i]) + "\n";
    hypothesis += std::string(kVietnamese[i]) + (i % 3 == 2 ? "\n" : " ");
  }
  hypothesis[hypothesis.find(' ')] = '\n';
  const ToolResult result =
      run_tool("align-mt-eval", {"--resegment", "--cross-lingual",
                                 "en=" + folder.write("source", source),
                                 folder.write("hypothesis", hypothesis)});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, expected);
}

TEST(AlignMtEval, RefusesWrongOptions) {
  const std::string a = data("en/a");
  EXPECT_EQ(run_tool("align-mt-eval", {a}).exit_code, 2);
  EXPECT_EQ(run_tool("align-mt-eval", {"--metrics", "meteor", a, a}).exit_code,
            2);
  EXPECT_EQ(run_tool("align-mt-eval", {"--tokenize", "zh", a, a}).exit_code, 2);
  EXPECT_EQ(run_tool("align-mt-eval", {"--format", "tmx", a, a}).exit_code, 2);
  EXPECT_EQ(
      run_tool("align-mt-eval", {"--paired-bs", "--paired-ar", a, a}).exit_code,
      2);
  EXPECT_EQ(run_tool("align-mt-eval", {"--omissions", a}).exit_code, 2);
  EXPECT_EQ(run_tool("align-mt-eval", {"--cross-lingual", a, a}).exit_code, 2);
}

TEST(AlignMtEval, TakesEmptyFiles) {
  const TemporaryFolder folder;
  const std::string empty = folder.write("empty", "");
  const ToolResult result =
      run_tool("align-mt-eval",
               {"--format", "json", "--paired-bs", "--quiet", empty, empty});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Json::parse(result.out)["bleu"]["score"], 0);
}

}  // namespace
}  // namespace align::test
