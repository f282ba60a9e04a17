// The gold of corpora/libya-2020 keeps its own rules and its README counts it
// rightly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpora/gold.h"

namespace align::gold {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kEarlierReport = "vi-2019-04-moscow-and-haftar.txt";

std::string report(const std::string& name) {
  return std::string(ALIGN_SOURCE_DIR) + "/corpora/libya-2020/" + name;
}

std::string data(const std::string& name) {
  return std::string(ALIGN_SOURCE_DIR) + "/tests/data/reports/" + name;
}

TEST(ReportsGold, FolderHoldsTheFiveReportsAndNothingElse) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(report(""))) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.')) names.insert(name);
  }
  std::set<std::string> in_gold;
  for (const auto& [doc, segments] :
       read_segments(data("libya-2020.segments.jsonl"))) {
    in_gold.insert(doc);
  }
  EXPECT_EQ(names.size(), 5U);
  EXPECT_EQ(names, in_gold);
}

TEST(ReportsGold, SegmentsSliceCleanlyAndCoverEveryWordOnce) {
  for (const auto& [doc, segments] :
       read_segments(data("libya-2020.segments.jsonl"))) {
    EXPECT_THAT(problems_of_segments(read_file(report(doc)), segments),
                IsEmpty());
  }
}

TEST(ReportsGold, LinksNameSegmentsThatExistAndNoneTwice) {
  EXPECT_THAT(
      problems_of_links(read_links(data("libya-2020.links.jsonl")),
                        read_segments(data("libya-2020.segments.jsonl"))),
      IsEmpty());
}

TEST(ReportsGold, LinksWithTheEarlierReportArePartial) {
  for (const GoldLink& link : read_links(data("libya-2020.links.jsonl"))) {
    const auto vietnamese = link.members.find("vi");
    const bool is_earlier = vietnamese != link.members.end() &&
                            vietnamese->second.doc == kEarlierReport;
    EXPECT_EQ(link.event, is_earlier ? "" : "libya-2020-06");
    EXPECT_TRUE(!is_earlier || link.grade == "partial");
  }
}

TEST(ReportsGold, ReadmeCountsSegmentsAndLinks) {
  const std::vector<std::string> readme = read_lines(data("README.md"));
  std::size_t all_segments = 0;
  for (const auto& [doc, segments] :
       read_segments(data("libya-2020.segments.jsonl"))) {
    all_segments += segments.size();
    EXPECT_THAT(readme, Contains("| " + doc + " | " +
                                 std::to_string(segments.size()) + " |"));
  }
  std::map<std::string, std::size_t> by_grade;
  for (const GoldLink& link : read_links(data("libya-2020.links.jsonl"))) {
    ++by_grade[link.grade];
  }
  EXPECT_THAT(readme,
              Contains("| all | " + std::to_string(by_grade["equivalent"]) +
                       " | " + std::to_string(by_grade["near"]) + " | " +
                       std::to_string(by_grade["partial"]) + " |"));
  EXPECT_THAT(readme, Contains("## Segments: " + std::to_string(all_segments)));
  EXPECT_THAT(readme, Contains(HasSubstr("## Links: " +
                                         std::to_string(by_grade["equivalent"] +
                                                        by_grade["near"] +
                                                        by_grade["partial"]))));
}

}  // namespace
}  // namespace align::gold
