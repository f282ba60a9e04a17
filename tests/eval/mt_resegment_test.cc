// A hypothesis with any line breaks is cut to the lines of its reference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "align/mt_eval.h"
#include "support/run_tool.h"

namespace align::test {
namespace {

using testing::ElementsAre;

std::string joined(const MtLines& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    if (!text.empty()) text += ' ';
    text += line;
  }
  return text;
}

TEST(Resegment, CutsWhereTheReferenceDoes) {
  EXPECT_THAT(
      resegment(
          {"The dam is safe.", "Families left their homes.", "It rained."},
          "The dam was\nsafe. Families had left homes. It\nrained."),
      ElementsAre("The dam was safe.", "Families had left homes.",
                  "It rained."));
  EXPECT_THAT(resegment({"Mưa suốt đêm.", "Trường học đóng cửa."},
                        "Trời mưa suốt đêm. Trường\nđóng cửa."),
              ElementsAre("Trời mưa suốt đêm.", "Trường đóng cửa."));
  EXPECT_THAT(resegment({"استقال الوزير.", "أغلقت المدارس."},
                        "الوزير\nاستقال. المدارس أغلقت."),
              ElementsAre("الوزير استقال.", "المدارس أغلقت."));
}

TEST(Resegment, LooksAtTheWordsOfALineInAnyOrder) {
  // An aligner that keeps the order of words leaves "Geneva" with the first.
  EXPECT_THAT(resegment({"They met again in June", "Talks in Geneva failed",
                         "Prices rose"},
                        "In June they met again Geneva talks failed prices "
                        "rose"),
              ElementsAre("In June they met again", "Geneva talks failed",
                          "prices rose"));
}

TEST(Resegment, LeavesALineEmptyThatWasNotTranslated) {
  EXPECT_THAT(
      resegment({"The minister resigned on Tuesday.",
                 "Nobody was hurt in the fire.", "Two boats came home late."},
                "The minister resigned on Tuesday. Two boats came home "
                "late."),
      ElementsAre("The minister resigned on Tuesday.", "",
                  "Two boats came home late."));
}

TEST(Resegment, TakesEmptyTexts) {
  EXPECT_THAT(resegment({}, ""), ElementsAre());
  EXPECT_THAT(resegment({"a", "b"}, " \n"), ElementsAre("", ""));
  EXPECT_EQ(joined(resegment({"", ""}, "a b")), "a b");
}

TEST(Resegment, KeepsSpacingAndEveryWord) {
  EXPECT_THAT(resegment({"a  b", "c"}, "a  b\u00A0x\r\nc"),
              ElementsAre("a  b\u00A0x", "c"));
  EXPECT_THAT(resegment({"a b c"}, "a \n b\tc"), ElementsAre("a b\tc"));
}

// Words dropped, replaced and moved, in lines of 20 to 40 words from anywhere.
TEST(Resegment, RecoversNineLinesInTenOfDamagedText) {
  for (const char* language : {"vi", "en", "ar"}) {
    std::mt19937 random(4);
    const std::string bytes =
        read_file(std::string(ALIGN_SOURCE_DIR) + "/tests/data/mt_eval/" +
                  language + "/ref");
    std::vector<std::string> vocabulary;
    {
      std::istringstream words(bytes);
      for (std::string word; words >> word;) vocabulary.push_back(word);
    }
    MtLines reference;
    MtLines gold;
    for (int i = 0; i < 400; ++i) {
      std::string line;
      std::string damaged;
      const std::size_t length = random() % 14 + 6;
      for (std::size_t k = 0; k < length; ++k) {
        const std::string& word = vocabulary[random() % vocabulary.size()];
        line += (k > 0 ? " " : "") + word;
        if (random() % 10 == 0) continue;
        damaged += (damaged.empty() ? "" : " ") + word;
      }
      reference.push_back(line);
      gold.push_back(damaged);
    }
    std::string hypothesis = joined(gold);
    for (char& byte : hypothesis) {
      if (byte == ' ' && random() % 20 == 0) byte = '\n';
    }
    const MtLines lines = resegment(reference, hypothesis);
    ASSERT_EQ(lines.size(), reference.size());
    EXPECT_EQ(joined(lines), joined(gold));
    std::size_t right = 0;
    for (std::size_t i = 0; i < gold.size(); ++i) right += lines[i] == gold[i];
    EXPECT_GE(right, 360U) << language;
  }
}

TEST(Resegment, SurvivesTextsWithNothingInCommon) {
  MtLines reference;
  std::string hypothesis;
  for (int i = 0; i < 300; ++i) {
    reference.push_back("a b c d e " + std::to_string(i));
    hypothesis += "x y z w" + std::string(i % 3 == 0 ? "\n" : " ");
  }
  const MtLines lines = resegment(reference, hypothesis);
  EXPECT_EQ(lines.size(), 300U);
  std::string words = joined(lines);
  EXPECT_EQ(words.size(), 300 * 8 - 1U);
}

}  // namespace
}  // namespace align::test
