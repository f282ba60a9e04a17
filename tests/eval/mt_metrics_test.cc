// The rules of the metrics that no table of scores makes plain.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/mt_eval.h"
#include "eval/mt_random.h"

namespace align::test {
namespace {

// The tokens of a line between bars.
std::string tokens(const std::string& line, const std::string& tokenizer) {
  std::string text;
  for (const std::string& token :
       mt_tokenize(line, parse_mt_tokenizer(tokenizer))) {
    text += (text.empty() ? "" : "|") + token;
  }
  return text;
}

double sentence(const MtMetricOptions& options,
                const std::vector<std::string>& references,
                const std::string& hypothesis) {
  std::vector<MtLines> texts;
  for (const std::string& reference : references) texts.push_back({reference});
  const MtMetric metric(options, texts);
  return metric.sentence_score(metric.count({hypothesis}).row(0));
}

TEST(MtTokenize, LeavesArabicPunctuationGluedIn13a) {
  EXPECT_EQ(tokens("Who came, then?", "13a"), "Who|came|,|then|?");
  EXPECT_EQ(tokens("Ai đến, hả?", "13a"), "Ai|đến|,|hả|?");
  EXPECT_EQ(tokens("نعم، من؟", "13a"), "نعم،|من؟");
  EXPECT_EQ(tokens("نعم، من؟", "intl"), "نعم|،|من|؟");
}

TEST(MtTokenize, KeepsNumbersTogether) {
  EXPECT_EQ(tokens("1,250.5 and 3-4.", "13a"), "1,250.5|and|3|-|4|.");
  EXPECT_EQ(tokens("1.250,5 mm", "intl"), "1.250,5|mm");
  EXPECT_EQ(tokens("\u0663\u066B\u0665\u066A", "intl"),
            "\u0663\u066B\u0665\u066A");
}

TEST(MtTokenize, UndoesEntitiesIn13aOnly) {
  EXPECT_EQ(tokens("A &amp; B", "13a"), "A|&|B");
  EXPECT_EQ(tokens("A &amp; B", "none"), "A|&amp;|B");
}

TEST(MtTokenize, CutsAtSpacesOfUnicode) {
  EXPECT_EQ(tokens("a\u00A0b\u3000c\u200Bd ", "none"), "a|b|c\u200Bd");
}

TEST(MtTokenize, TakesCharactersByCodePoint) {
  EXPECT_EQ(tokens("hò ạ", "char"), "h|ò|ạ");
  EXPECT_EQ(tokens("o\u0300", "char"), "o|\u0300");
  EXPECT_EQ(tokens("لا", "char"), "ل|ا");
}

TEST(MtTokenize, RefusesAnUnknownName) {
  EXPECT_THROW(tokens("a", "zh"), InvalidArgument);
}

TEST(MtMetric, CountsAShiftedPhraseAsOneEdit) {
  // Of six words; without shifts it would be four.
  EXPECT_NEAR(sentence(TerOptions(), {"on monday they left the city"},
                       "they left the city on monday"),
              100.0 / 6, 1e-9);
  EXPECT_NEAR(sentence(TerOptions(), {"غادروا المدينة يوم الاثنين"},
                       "يوم الاثنين غادروا المدينة"),
              100.0 / 4, 1e-9);
}

TEST(MtMetric, TakesTheClosestReferenceLengthAndTheShorterOfTwo) {
  const MtMetric metric(BleuOptions(), {{"a b c d"}, {"a b"}});
  EXPECT_EQ(metric.count({"a b c"}).row(0)[1], 2);
  EXPECT_EQ(metric.count({"a b c d"}).row(0)[1], 4);
}

TEST(MtMetric, ScoresADecomposedHypothesisFarLower) {
  const std::string composed = "Bộ trưởng đã từ chức hôm nay";
  const std::string decomposed =
      "Bo\u0323\u0302 tru\u031Bo\u031B\u0309ng \u0111a\u0303 tu\u031B\u0300 "
      "chu\u031B\u0301c h\u00F4m nay";
  EXPECT_NEAR(sentence(BleuOptions(), {composed}, composed), 100, 1e-9);
  EXPECT_LT(sentence(BleuOptions(), {composed}, decomposed), 30);
}

TEST(MtMetric, IgnoresCaseOnlyWhereAsked) {
  BleuOptions lowercase;
  lowercase.lowercase = true;
  EXPECT_NEAR(sentence(lowercase, {"ĐỘI cứu hộ đến nơi"}, "đội CỨU HỘ đến nơi"),
              100, 1e-9);
  EXPECT_LT(
      sentence(BleuOptions(), {"ĐỘI cứu hộ đến nơi"}, "đội CỨU HỘ đến nơi"),
      50);
}

TEST(MtMetric, TakesEmptyTextsAndLines) {
  const MtMetric nothing(BleuOptions(), {{}});
  EXPECT_EQ(nothing.corpus_score(nothing.count({})), 0);
  EXPECT_EQ(sentence(BleuOptions(), {""}, ""), 0);
  EXPECT_EQ(sentence(ChrfOptions(), {"a"}, ""), 0);
  EXPECT_EQ(sentence(TerOptions(), {""}, ""), 0);
  EXPECT_EQ(sentence(TerOptions(), {""}, "a b"), 100);
  EXPECT_EQ(sentence(TerOptions(), {"a b"}, ""), 100);
}

TEST(MtMetric, TakesLinesOfVeryUnequalLength) {
  std::string words;
  for (int i = 0; i < 400; ++i) words += "w" + std::to_string(i) + " ";
  EXPECT_NEAR(sentence(TerOptions(), {words}, "w7 w3"), 100.0 * 399 / 400,
              0.26);
  EXPECT_NEAR(sentence(TerOptions(), {"w7 w3"}, words), 100.0 * 398 / 2, 51);
}

TEST(MtMetric, GivesTheSameWhateverTheThreads) {
  MtLines reference;
  MtLines hypothesis;
  for (int i = 0; i < 50; ++i) {
    reference.push_back("line " + std::to_string(i % 7) + " of the text");
    hypothesis.push_back("the text of line " + std::to_string(i % 5));
  }
  for (const MtMetricOptions& options :
       {MtMetricOptions(BleuOptions()), MtMetricOptions(ChrfOptions()),
        MtMetricOptions(TerOptions())}) {
    const MtMetric metric(options, {reference});
    const MtStatistics one = metric.count(hypothesis, 1);
    const MtStatistics many = metric.count(hypothesis, 7);
    EXPECT_EQ(one.values, many.values);
    const auto alone = compare_systems(metric, {one, many}, {}, 1);
    const auto together = compare_systems(metric, {one, many}, {}, 5);
    EXPECT_EQ(alone[1].mean, together[1].mean);
    EXPECT_EQ(alone[1].p_value, together[1].p_value);
  }
}

TEST(MtMetric, RefusesTextsOfUnequalLength) {
  EXPECT_THROW(MtMetric(BleuOptions(), {}), InvalidArgument);
  EXPECT_THROW(MtMetric(BleuOptions(), {{"a"}, {}}), InvalidArgument);
  const MtMetric metric(BleuOptions(), {{"a", "b"}});
  EXPECT_THROW(static_cast<void>(metric.count({"a"})), InvalidArgument);
  ChrfOptions options;
  options.char_order = 0;
  EXPECT_THROW(MtMetric(options, {{"a"}}), InvalidArgument);
}

// numpy.random.default_rng(12345).integers(0, 1000, 8) and, after seeding
// anew, .integers(2, size=12, dtype=bool).
TEST(NumpyRandom, DrawsWhatNumpyDraws) {
  mt::NumpyRandom random(12345);
  std::vector<std::uint32_t> drawn(8);
  random.fill_integers(1000, drawn);
  EXPECT_EQ(drawn, (std::vector<std::uint32_t>{699, 227, 788, 316, 204, 797,
                                               642, 676}));
  mt::NumpyRandom again(12345);
  mt::NumpyRandom::Coins coins(again);
  std::string tosses;
  for (int i = 0; i < 12; ++i) tosses += coins.toss() ? '1' : '0';
  EXPECT_EQ(tosses, "101110011000");
}

}  // namespace
}  // namespace align::test
