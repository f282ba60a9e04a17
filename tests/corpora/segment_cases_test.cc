// The examples of tests/data/segment are sound: clean ranges, NFC, and enough
// of them in each language and register.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "corpora/gold.h"

namespace align::gold {
namespace {

using ::testing::Each;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class SegmentCases : public ::testing::TestWithParam<std::string> {
 protected:
  static std::vector<nlohmann::json> cases() {
    std::vector<nlohmann::json> all;
    for (const std::string& line :
         read_lines(std::string(ALIGN_SOURCE_DIR) + "/tests/data/segment/" +
                    GetParam() + ".jsonl")) {
      all.push_back(nlohmann::json::parse(line));
    }
    return all;
  }
};

TEST_P(SegmentCases, RangesAreTrimmedAndHoldEveryWord) {
  for (const auto& example : cases()) {
    std::vector<GoldSegment> segments;
    for (const auto& range : example.at("sents")) {
      segments.push_back({example.at("id"), segments.size(), range.at(0),
                          range.at(1), "sentence"});
    }
    const std::string text = example.at("text");
    EXPECT_THAT(problems_of_segments(text, segments), IsEmpty());
    EXPECT_TRUE(is_nfc(text)) << example.at("id");
    EXPECT_EQ(example.at("lang"), GetParam());
  }
}

TEST_P(SegmentCases, ThereAreSixtyInFourRegistersAndNoneTwice) {
  std::set<std::string> texts;
  std::set<std::string> ids;
  std::map<std::string, std::size_t> registers;
  for (const auto& example : cases()) {
    texts.insert(example.at("text"));
    ids.insert(example.at("id"));
    ++registers[example.at("register")];
  }
  EXPECT_GE(texts.size(), 60U);
  EXPECT_EQ(texts.size(), cases().size());
  EXPECT_EQ(ids.size(), cases().size());
  EXPECT_THAT(registers, SizeIs(4));
  EXPECT_THAT(registers, Each(Pair(::testing::_, Ge(9U))));
}

INSTANTIATE_TEST_SUITE_P(Languages, SegmentCases,
                         ::testing::Values("vi", "en", "ar"),
                         [](const auto& language) { return language.param; });

}  // namespace
}  // namespace align::gold
