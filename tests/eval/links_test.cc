#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

std::vector<EvalLink> links(const std::string& text) {
  return parse_links(text, "in");
}

TEST(ParseLinks, TakesColonsTabsScoresAndHeaders) {
  const auto parsed = links(
      "score\tsource_line\ttarget_line\n# note\n0:1\n2\t3\n0.5\t4\t5\ttext\n"
      "1,2:3\n\n");
  ASSERT_EQ(parsed.size(), 5U);
  EXPECT_EQ(parsed[1].source, 2U);
  EXPECT_FALSE(parsed[1].score);
  EXPECT_EQ(parsed[2].score, 0.5);
  EXPECT_EQ(parsed[4].source, 2U);
  EXPECT_EQ(parsed[4].target, 3U);
}

TEST(ParseLinks, NamesABrokenLine) {
  EXPECT_THROW(links("0:0\n17\n"), FormatError);
  EXPECT_THROW(links("0:0\n?\t1\t2\n"), FormatError);
}

TEST(JudgeLinks, CountsALinkThatIsSaidTwiceOnce) {
  const JudgedLinks judged =
      judge_links(links("0:0\n1:1\n1:1\n"), links("0:0\n0:0\n2:2\n"));
  EXPECT_EQ(judged.counts, (LinkCounts{1, 2, 2}));
  EXPECT_EQ(judged.counts.precision(), 0.5);
  EXPECT_EQ(judged.counts.recall(), 0.5);
}

TEST(BestThreshold, IsWhereF1IsGreatest) {
  const JudgedLinks judged =
      judge_links(links("0:0\n1:1\n2:2\n"),
                  links("0.9\t0\t0\n0.8\t1\t1\n0.7\t5\t5\n0.6\t6\t6\n"));
  const auto best = best_threshold({judged});
  ASSERT_TRUE(best);
  EXPECT_EQ(best->threshold, 0.8);
  EXPECT_EQ(best->counts, (LinkCounts{2, 2, 3}));
}

TEST(BestThreshold, NeedsAScoreOnEachLinkAndOneThatIsRight) {
  EXPECT_FALSE(best_threshold({judge_links(links("0:0\n"), links("0:0\n"))}));
  EXPECT_FALSE(
      best_threshold({judge_links(links("0:0\n"), links("1\t1\t1\n"))}));
}

}  // namespace
}  // namespace align
