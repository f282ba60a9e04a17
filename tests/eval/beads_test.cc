#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

std::vector<EvalBead> beads(const std::string& text) {
  return parse_beads(text, "in");
}

TEST(ParseBeads, TakesGoldLinesAndVecalignLines) {
  const auto gold = beads("0:0\n\n2,1:1\r\n3:\n:2\n");
  ASSERT_EQ(gold.size(), 4U);
  EXPECT_EQ(gold[1].source, (std::vector<std::size_t>{1, 2}));
  EXPECT_FALSE(gold[1].probability);
  EXPECT_TRUE(gold[2].is_null());
  const auto test = beads("[0]:[0, 1]:0.25\n[]:[2]:1.5\n[3]:[]\n[]:[]\n");
  ASSERT_EQ(test.size(), 3U);
  EXPECT_EQ(bead_type(test[0]), "1-2");
  EXPECT_EQ(test[0].probability, 0.75);
  EXPECT_EQ(test[1].probability, 0);
}

TEST(ParseBeads, NamesALineWithoutAColonAndANumberTooLarge) {
  EXPECT_THROW(beads("0:0\n1\n"), FormatError);
  EXPECT_THROW(beads("99999999999999999999999:0\n"), FormatError);
}

TEST(CountBeads, CountsStrictAndLaxWithNullBeadsInPrecisionOnly) {
  // Strict: 0:0 and 4:. Lax besides: 1:1 shares a pair with 1,2:1.
  const BeadCounts counts = count_beads(beads("0:0\n1,2:1\n3:2\n4:\n"),
                                        beads("0:0\n1:1\n2:\n3:\n:2\n4:\n"));
  EXPECT_EQ(counts.strict_precision, (Rate{2, 6}));
  EXPECT_EQ(counts.lax_precision, (Rate{3, 6}));
  EXPECT_EQ(counts.strict_recall, (Rate{1, 3}));
  EXPECT_EQ(counts.lax_recall, (Rate{2, 3}));
}

TEST(CountBeads, LeavesNullBeadsOutOfPrecisionWhenAsked) {
  BeadScoring scoring;
  scoring.has_nulls = false;
  const BeadCounts counts =
      count_beads(beads("0:0\n1:\n"), beads("0:0\n1:\n"), scoring);
  EXPECT_EQ(counts.strict_precision, (Rate{1, 1}));
  EXPECT_EQ(counts.strict_recall, (Rate{1, 1}));
}

TEST(CountBeads, CountsABeadThatIsSaidTwiceOnce) {
  EXPECT_EQ(count_beads(beads("0:0\n0:0\n"), beads("0:0\n0:0\n0:0\n"))
                .strict_precision,
            (Rate{1, 1}));
}

TEST(CountBeads, OfNothingIsZero) {
  const BeadCounts counts = count_beads({}, {});
  EXPECT_EQ(counts.strict_precision.value(), 0);
  EXPECT_EQ(f1(0, 0), 0);
}

TEST(CountBeadsByType, GivesPrecisionToTheTestsTypeAndRecallToTheGolds) {
  const auto types =
      count_beads_by_type(beads("0,1:0\n2:1\n"), beads("0:0\n1:\n2:1\n"));
  EXPECT_EQ(types.at("1-1").strict_precision, (Rate{1, 2}));
  EXPECT_EQ(types.at("1-1").strict_recall, (Rate{1, 1}));
  EXPECT_EQ(types.at("2-1").strict_recall, (Rate{0, 1}));
  EXPECT_EQ(types.at("2-1").lax_recall, (Rate{1, 1}));
  EXPECT_EQ(types.at("1-0").strict_precision, (Rate{0, 1}));
}

TEST(SplitPieces, NeverPartsBeadsThatShareASegment) {
  const auto pieces = split_pieces(
      {beads("0:0\n1,2:1\n3:2\n"), beads("0:0\n1:1\n2:\n3:2,3\n")});
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces[1][0].size(), 1U);
  EXPECT_EQ(pieces[1][1].size(), 2U);
  BeadCounts sum;
  for (const auto& piece : pieces) sum += count_beads(piece[0], piece[1]);
  EXPECT_EQ(sum, count_beads(beads("0:0\n1,2:1\n3:2\n"),
                             beads("0:0\n1:1\n2:\n3:2,3\n")));
}

TEST(JudgeBeads, PairsProbabilitiesWithTheTruth) {
  const auto judged = judge_beads(beads("0:0\n1:1\n"),
                                  beads("[0]:[0]:0.25\n[1]:[2]:0.5\n[2]:[]\n"));
  EXPECT_EQ(judged,
            (std::vector<std::pair<double, bool>>{{0.75, true}, {0.5, false}}));
}

}  // namespace
}  // namespace align
