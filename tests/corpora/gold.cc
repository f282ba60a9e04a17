#include "corpora/gold.h"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>

namespace align::gold {
namespace {

std::u32string code_points(const std::string& utf8) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  std::u32string points;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    points.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return points;
}

bool is_space(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }

std::string describe(const GoldLink& link) {
  std::string text = link.grade;
  for (const auto& [language, member] : link.members) {
    text += ' ' + member.doc + ':';
    for (const std::size_t segment : member.segments) {
      text += std::to_string(segment) + ',';
    }
  }
  return text;
}

const std::set<std::string>& kinds() {
  static const std::set<std::string> all = {"sentence", "heading", "list-item",
                                            "caption",  "credit",  "dateline",
                                            "byline"};
  return all;
}

const std::set<std::string>& grades() {
  static const std::set<std::string> all = {"equivalent", "near", "partial"};
  return all;
}

// The number of segments a member names that do not exist or break the run.
bool is_run_of(const GoldMember& member, const Segments& segments) {
  const auto found = segments.find(member.doc);
  if (found == segments.end() || member.segments.empty()) return false;
  for (std::size_t i = 0; i < member.segments.size(); ++i) {
    if (member.segments[i] != member.segments[0] + i) return false;
  }
  return member.segments.back() < found->second.size();
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << "cannot read " << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<std::string> read_lines(const std::string& path) {
  std::istringstream text(read_file(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

Segments read_segments(const std::string& path) {
  Segments segments;
  for (const std::string& line : read_lines(path)) {
    const auto record = nlohmann::json::parse(line);
    GoldSegment segment{record.at("doc"), record.at("index"),
                        record.at("start"), record.at("end"),
                        record.at("kind")};
    segments[segment.doc].push_back(std::move(segment));
  }
  return segments;
}

std::vector<GoldLink> read_links(const std::string& path) {
  std::vector<GoldLink> links;
  for (const std::string& line : read_lines(path)) {
    const auto record = nlohmann::json::parse(line);
    GoldLink link;
    const auto& event = record.at("event");
    if (!event.is_null()) link.event = event;
    link.grade = record.at("grade");
    for (const auto& [language, member] : record.at("members").items()) {
      link.members[language] = {member.at("doc"), member.at("segments")};
    }
    links.push_back(std::move(link));
  }
  return links;
}

std::vector<std::string> problems_of_segments(
    const std::string& utf8, const std::vector<GoldSegment>& segments) {
  std::vector<std::string> problems;
  const std::u32string text = code_points(utf8);
  std::size_t covered = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const GoldSegment& segment = segments[i];
    const std::string name =
        segment.doc + " segment " + std::to_string(i) + ": ";
    if (segment.index != i) problems.push_back(name + "wrong number");
    if (!kinds().contains(segment.kind)) {
      problems.push_back(name + "unknown kind " + segment.kind);
    }
    if (segment.start >= segment.end || segment.end > text.size() ||
        segment.start < covered) {
      problems.push_back(name + "empty, outside the file or overlapping");
      return problems;
    }
    if (is_space(text[segment.start]) || is_space(text[segment.end - 1])) {
      problems.push_back(name + "white space at an end");
    }
    for (; covered < segment.start; ++covered) {
      if (is_space(text[covered])) continue;
      problems.push_back(name + "words before it belong to no segment");
      break;
    }
    covered = segment.end;
  }
  for (; covered < text.size(); ++covered) {
    if (is_space(text[covered])) continue;
    problems.emplace_back("words at the end belong to no segment");
    break;
  }
  return problems;
}

std::vector<std::string> problems_of_links(const std::vector<GoldLink>& links,
                                           const Segments& segments) {
  std::vector<std::string> problems;
  std::set<std::string> seen;
  // "doc:segment with other doc" of the equivalent links.
  std::set<std::string> taken;
  for (const GoldLink& link : links) {
    const std::string name = describe(link);
    if (!grades().contains(link.grade)) {
      problems.push_back(name + ": unknown grade");
    }
    if (link.members.size() < 2) {
      problems.push_back(name + ": fewer than two languages");
    }
    if (!seen.insert(name).second) problems.push_back(name + ": twice");
    for (const auto& [language, member] : link.members) {
      if (!is_run_of(member, segments)) {
        problems.push_back(name + ": " + member.doc + " is no run");
      }
      for (const auto& [other, partner] : link.members) {
        if (other == language || link.grade != "equivalent") continue;
        for (const std::size_t segment : member.segments) {
          std::string key = member.doc;
          key.append(":").append(std::to_string(segment));
          key.append(" with ").append(partner.doc);
          if (!taken.insert(key).second) {
            key.append(" is equivalent twice");
            problems.push_back(key);
          }
        }
      }
    }
  }
  return problems;
}

bool is_nfc(const std::string& utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  std::string again;
  text.toUTF8String(again);
  return U_SUCCESS(status) && again == utf8 &&
         nfc->isNormalized(text, status) != 0 && U_SUCCESS(status);
}

}  // namespace align::gold
