// corpora/mini is what its README says it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "corpora/gold.h"

namespace align::gold {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string mini(const std::string& name) {
  return std::string(ALIGN_SOURCE_DIR) + "/corpora/mini/" + name;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == separator) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

struct Report {
  std::string path;
  std::string language;
  std::string date;
  std::string event;
};

std::vector<Report> manifest() {
  const std::vector<std::string> lines = read_lines(mini("manifest.tsv"));
  EXPECT_EQ(lines.at(0), "path\tlang\tdate\tevent\ttitle");
  std::vector<Report> reports;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> fields = split(lines[i], '\t');
    EXPECT_EQ(fields.size(), 5U) << lines[i];
    reports.push_back({fields.at(0), fields.at(1), fields.at(2), fields.at(3)});
  }
  return reports;
}

// The rows of the table in README.md by their first cell: cells as numbers,
// 0 where a cell is no number.
std::map<std::string, std::vector<std::size_t>> readme_table() {
  std::map<std::string, std::vector<std::size_t>> rows;
  for (const std::string& line : read_lines(mini("README.md"))) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::size_t> numbers;
    std::vector<std::string> cells = split(line, '|');
    for (std::size_t i = 4; i + 1 < cells.size(); ++i) {
      std::size_t number = 0;
      std::istringstream(cells[i]) >> number;
      numbers.push_back(number);
    }
    rows[cells.at(1).substr(1, cells[1].size() - 2)] = numbers;
  }
  return rows;
}

TEST(CorpusMini, EveryEventIsToldInThreeLanguages) {
  std::map<std::string, std::set<std::string>> languages;
  for (const Report& report : manifest()) {
    languages[report.event].insert(report.language);
  }
  EXPECT_EQ(languages.size(), 8U);
  for (const auto& [event, told_in] : languages) {
    EXPECT_THAT(told_in, UnorderedElementsAre("vi", "en", "ar")) << event;
  }
}

TEST(CorpusMini, ReportsAreInNormalFormC) {
  for (const Report& report : manifest()) {
    const std::string text = read_file(mini(report.path));
    EXPECT_FALSE(text.empty()) << report.path;
    EXPECT_TRUE(is_nfc(text)) << report.path;
  }
}

TEST(CorpusMini, SegmentsSliceCleanlyAndCoverEveryWordOnce) {
  const Segments segments = read_segments(mini("gold/segments.jsonl"));
  EXPECT_EQ(segments.size(), manifest().size());
  for (const Report& report : manifest()) {
    ASSERT_TRUE(segments.contains(report.path)) << report.path;
    EXPECT_THAT(problems_of_segments(read_file(mini(report.path)),
                                     segments.at(report.path)),
                IsEmpty());
  }
}

TEST(CorpusMini, LinksNameSegmentsThatExistAndNoneTwice) {
  const Segments segments = read_segments(mini("gold/segments.jsonl"));
  EXPECT_THAT(problems_of_links(read_links(mini("gold/links.jsonl")), segments),
              IsEmpty());
  EXPECT_THAT(problems_of_links(
                  read_links(mini("gold/links-across-events.jsonl")), segments),
              IsEmpty());
}

TEST(CorpusMini, LinksStayInsideTheirEventAndLanguage) {
  std::map<std::string, Report> reports;
  for (const Report& report : manifest()) reports[report.path] = report;
  for (const GoldLink& link : read_links(mini("gold/links.jsonl"))) {
    for (const auto& [language, member] : link.members) {
      EXPECT_EQ(reports[member.doc].event, link.event);
      EXPECT_EQ(reports[member.doc].language, language);
    }
  }
}

TEST(CorpusMini, OnlyTheBestCounterpartIsMoreThanPartial) {
  std::set<std::string> counterparts;
  for (const GoldLink& link : read_links(mini("gold/links.jsonl"))) {
    if (link.grade == "partial") continue;
    for (const auto& [language, member] : link.members) {
      for (const auto& [other, partner] : link.members) {
        if (other == language) continue;
        for (const std::size_t segment : member.segments) {
          const std::string key =
              member.doc + ' ' + std::to_string(segment) + ' ' + partner.doc;
          EXPECT_TRUE(counterparts.insert(key).second) << key;
        }
      }
    }
  }
}

TEST(CorpusMini, LinksAcrossEventsArePartialAndLeaveTheirEvent) {
  std::map<std::string, Report> reports;
  for (const Report& report : manifest()) reports[report.path] = report;
  const std::vector<GoldLink> links =
      read_links(mini("gold/links-across-events.jsonl"));
  EXPECT_FALSE(links.empty());
  for (const GoldLink& link : links) {
    std::set<std::string> events;
    for (const auto& [language, member] : link.members) {
      events.insert(reports[member.doc].event);
    }
    EXPECT_EQ(link.grade, "partial");
    EXPECT_THAT(events, UnorderedElementsAre("ferry-strike", "ferry-launch"));
  }
}

TEST(CorpusMini, TranslatedEventsLinkEverySegment) {
  const Segments segments = read_segments(mini("gold/segments.jsonl"));
  std::set<std::pair<std::string, std::size_t>> linked;
  for (const GoldLink& link : read_links(mini("gold/links.jsonl"))) {
    for (const auto& [language, member] : link.members) {
      for (const std::size_t segment : member.segments) {
        linked.insert({member.doc, segment});
      }
    }
  }
  for (const Report& report : manifest()) {
    if (report.event != "flood" && report.event != "bank" &&
        report.event != "festival") {
      continue;
    }
    for (const GoldSegment& segment : segments.at(report.path)) {
      EXPECT_TRUE(linked.contains({report.path, segment.index}))
          << report.path << " segment " << segment.index;
    }
  }
}

TEST(CorpusMini, DocumentPairsAreAllPairsOfTwoLanguagesInAnEvent) {
  std::set<std::string> expected;
  const std::vector<Report> reports = manifest();
  for (std::size_t a = 0; a < reports.size(); ++a) {
    for (std::size_t b = a + 1; b < reports.size(); ++b) {
      if (reports[a].event == reports[b].event &&
          reports[a].language != reports[b].language) {
        expected.insert(reports[a].path + ' ' + reports[b].path + ' ' +
                        reports[a].event);
      }
    }
  }
  std::set<std::string> listed;
  const std::vector<std::string> lines = read_lines(mini("gold/documents.tsv"));
  EXPECT_EQ(lines.at(0), "doc1\tdoc2\trelation\tevent");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> fields = split(lines[i], '\t');
    EXPECT_TRUE(fields.at(2) == "parallel" || fields[2] == "near-parallel");
    listed.insert(fields[0] + ' ' + fields[1] + ' ' + fields.at(3));
  }
  EXPECT_EQ(listed, expected);
}

TEST(CorpusMini, ReadmeCountsFilesSegmentsAndLinks) {
  // Columns: files, vi, en, ar, equivalent, near, partial.
  const std::vector<std::string> columns = {
      "files", "vi", "en", "ar", "equivalent", "near", "partial"};
  std::map<std::string, std::map<std::string, std::size_t>> counts;
  const Segments segments = read_segments(mini("gold/segments.jsonl"));
  for (const Report& report : manifest()) {
    for (const std::string& row : {report.event, std::string("all")}) {
      ++counts[row]["files"];
      counts[row][report.language] += segments.at(report.path).size();
    }
  }
  for (const GoldLink& link : read_links(mini("gold/links.jsonl"))) {
    ++counts[link.event][link.grade];
    ++counts["all"][link.grade];
  }
  const auto table = readme_table();
  for (auto& [row, count] : counts) {
    ASSERT_TRUE(table.contains(row)) << row;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      EXPECT_EQ(table.at(row).at(i), count[columns[i]])
          << row << ' ' << columns[i];
    }
  }
}

}  // namespace
}  // namespace align::gold
