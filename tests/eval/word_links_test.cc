// Word links against gold ones, and pairs of documents.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

TEST(WordLines, TellSureLinksFromPossibleOnes) {
  const auto lines = parse_word_lines("2-1 0-0 0-0 1?3\n\n4p5\n", "gold");
  ASSERT_EQ(lines.size(), 3U);
  using Pairs = std::vector<EvalWords::Pair>;
  EXPECT_EQ(lines[0].sure, (Pairs{{0, 0}, {2, 1}}));
  EXPECT_EQ(lines[0].possible, (Pairs{{0, 0}, {1, 3}, {2, 1}}));
  EXPECT_TRUE(lines[1].possible.empty());
  EXPECT_TRUE(lines[2].sure.empty());
  for (const char* wrong : {"1", "1-", "-1", "a-b", "1-2-3", "0:0"}) {
    EXPECT_THROW(parse_word_lines(wrong, "gold"), FormatError) << wrong;
  }
}

TEST(WordCounts, FollowOchAndNey) {
  const EvalWords gold = parse_word_lines("0-0 1-1 2?2\n", "gold")[0];
  const EvalWords test = parse_word_lines("0-0 2-2 3-3\n", "test")[0];
  const WordCounts counts = count_words(gold, test);
  EXPECT_DOUBLE_EQ(counts.precision(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(counts.recall(), 0.5);
  EXPECT_DOUBLE_EQ(counts.error_rate(), 1 - 3.0 / 5);
  EXPECT_DOUBLE_EQ(count_words(gold, gold).error_rate(), 0);
  EXPECT_DOUBLE_EQ(WordCounts().error_rate(), 0);
}

TEST(DocumentPairs, CountInEitherOrderAndOnce) {
  const auto gold = parse_document_pairs(
      "doc1\tdoc2\trelation\na\tb\tparallel\nc\td\tnear-parallel\n", "gold");
  const auto test = parse_document_pairs(
      "score\tdoc1\tdoc2\trelation\n0.5\tb\ta\tparallel\n0.4\ta\tb\t\n"
      "0.3\ta\tc\tparallel\n",
      "test");
  const JudgedDocuments judged = judge_documents(gold, test);
  EXPECT_EQ(judged.counts.pairs, (LinkCounts{1, 2, 2}));
  EXPECT_EQ(judged.counts.relation, (Rate{1, 1}));
  EXPECT_EQ(judged.is_right, (std::vector<bool>{true, false, false}));
  EXPECT_EQ(judged.is_found, (std::vector<bool>{true, false}));
}

TEST(DocumentPairs, ComeFromAManifestByEvent) {
  const auto pairs = parse_document_pairs(
      "path\tlang\tevent\nx/vi\tvi\tx\ny/vi\tvi\ty\nx/en\ten\tx\nx/ar\tar\tx\n"
      "z\ten\t\n",
      "manifest");
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[0].first, "x/vi");
  EXPECT_EQ(pairs[2].first, "x/en");
  EXPECT_EQ(pairs[2].second, "x/ar");
  EXPECT_THROW(parse_document_pairs("a\tb\n", "x"), FormatError);
  EXPECT_THROW(parse_document_pairs("doc1\tdoc2\na\n", "x"), FormatError);
  EXPECT_THROW(parse_document_pairs("score\tdoc1\tdoc2\nx\ta\tb\n", "x"),
               FormatError);
}

TEST(SpansByLength, CountWhatIsRightOfEachLength) {
  const auto gold =
      parse_spans("{\"id\":1,\"sents\":[[0,3],[4,7],[8,20]]}\n", "gold");
  const auto test =
      parse_spans("{\"id\":1,\"sents\":[[0,3],[4,20]]}\n", "test");
  const auto counts = count_spans_by_length(gold, test, [](std::size_t length) {
    return std::string(length < 5 ? "short" : "long");
  });
  EXPECT_EQ(counts.at("short").span_gold, 2U);
  EXPECT_EQ(counts.at("short").span_right, 1U);
  EXPECT_EQ(counts.at("long").span_found, 1U);
  EXPECT_EQ(counts.at("long").span_right, 0U);
}

}  // namespace
}  // namespace align
