// What is left out, put in and moved is read off an alignment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "align/mt_eval.h"

namespace align::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Bead bead(SegmentRange source, SegmentRange target) {
  Bead one;
  one.source = source;
  one.target = target;
  return one;
}

Link link(std::size_t source, std::size_t target) {
  Link one;
  one.source = {source, source + 1};
  one.target = {target, target + 1};
  return one;
}

TEST(ReportCoverage, CountsBeadsAndNamesSegmentsWithoutPartner) {
  const MtCoverage coverage = report_coverage(
      {bead({0, 1}, {0, 1}), bead({1, 3}, {1, 1}), bead({3, 4}, {1, 3}),
       bead({4, 4}, {3, 4}), bead({4, 5}, {4, 5})},
      {});
  EXPECT_THAT(coverage.omissions, ElementsAre(1, 2));
  EXPECT_THAT(coverage.additions, ElementsAre(3));
  EXPECT_THAT(coverage.moved, IsEmpty());
  EXPECT_THAT(coverage.types, ElementsAre(Pair("0-1", 1), Pair("1-1", 2),
                                          Pair("1-2", 1), Pair("2-0", 1)));
}

TEST(ReportCoverage, TakesALinkedPairForMoved) {
  const std::vector<Bead> beads = {bead({0, 1}, {0, 0}), bead({1, 2}, {0, 1}),
                                   bead({2, 2}, {1, 2})};
  const MtCoverage coverage = report_coverage(beads, {link(0, 1)});
  EXPECT_THAT(coverage.omissions, IsEmpty());
  EXPECT_THAT(coverage.additions, IsEmpty());
  ASSERT_EQ(coverage.moved.size(), 1U);
  EXPECT_EQ(coverage.moved[0].target.begin, 1U);
  // Segments that have a partner, or moved already, are no news.
  EXPECT_THAT(report_coverage(beads, {link(1, 1), link(0, 0)}).moved,
              IsEmpty());
  EXPECT_EQ(report_coverage(beads, {link(0, 1), link(0, 1)}).moved.size(), 1U);
}

TEST(ReportCoverage, TakesEmptyDocuments) {
  EXPECT_THAT(report_coverage({}, {}).types, IsEmpty());
}

}  // namespace
}  // namespace align::test
