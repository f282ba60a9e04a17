#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

SpanCounts counts(const std::string& gold, const std::string& test) {
  SpanCounts sum;
  for (const SpanCounts& each :
       count_spans(parse_spans(gold, "gold"), parse_spans(test, "test"))) {
    sum += each;
  }
  return sum;
}

TEST(CountSpans, CountsEndsInsideParagraphsAndWholeSegments) {
  // Ends 3, 6 and 9; 6 ends a paragraph and 9 the text.
  const SpanCounts sum =
      counts(R"({"id":"a","sents":[[0,3],[3,6],[6,9]],"pars":[[0,6],[6,9]]})",
             R"({"id":"a","sents":[[0,3],[3,5],[5,9]]})");
  EXPECT_EQ(sum.boundary_right, 1U);
  EXPECT_EQ(sum.boundary_found, 2U);
  EXPECT_EQ(sum.boundary_gold, 1U);
  EXPECT_EQ(sum.span_right, 1U);
  EXPECT_EQ(sum.span_found, 3U);
  EXPECT_EQ(sum.span_gold, 3U);
  EXPECT_EQ(sum.exact, 0U);
}

TEST(CountSpans, TrimsTheTestsSpansByTheGoldsText) {
  // An ideographic space (U+3000) is white space, a letter of two bytes one
  // code point.
  const SpanCounts sum = counts(
      "{\"id\":7,\"text\":\" \xC4\x91i.\xE3\x80\x80Ok.\","
      "\"sents\":[[1,4],[5,8]]}",
      R"({"id":7,"sents":[[0,5],[4,8]]})");
  EXPECT_EQ(sum.span_right, 2U);
  EXPECT_EQ(sum.exact, 1U);
}

TEST(CountSpans, CountsATextTheTestLeavesOut) {
  const SpanCounts sum = counts(
      "{\"doc\":\"a\",\"sentences\":[{\"start\":0,\"end\":3}]}\n"
      "{\"doc\":\"b\",\"sentences\":[]}\n",
      "");
  EXPECT_EQ(sum.records, 1U);
  EXPECT_EQ(sum.missing, 1U);
  EXPECT_EQ(sum.span_gold, 1U);
}

TEST(ParseSpans, TakesOneSegmentALine) {
  const auto texts = parse_spans(
      "{\"doc\":\"a\",\"index\":0,\"start\":0,\"end\":3}\n"
      "{\"doc\":\"b\",\"index\":0,\"start\":0,\"end\":2}\n"
      "{\"doc\":\"a\",\"index\":1,\"start\":4,\"end\":9}\n",
      "in");
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].spans, (std::vector<CharRange>{{0, 3}, {4, 9}}));
}

TEST(ParseSpans, NamesABrokenLine) {
  for (const char* bad :
       {"{", "[]", "{\"sents\":[[0,1]]}", "{\"id\":\"a\",\"sents\":[[0]]}",
        "{\"id\":\"a\",\"sents\":[[0,-1]]}",
        "{\"id\":\"a\",\"sentences\":[{\"start\":0}]}"}) {
    EXPECT_THROW(static_cast<void>(parse_spans(bad, "in")), FormatError) << bad;
  }
}

}  // namespace
}  // namespace align
