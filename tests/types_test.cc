#include "align/types.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

Unit unit_with(const std::vector<std::pair<std::string, std::size_t>>& sizes) {
  Unit unit;
  for (const auto& [language, size] : sizes) {
    Member member;
    member.language = language;
    for (std::size_t i = 0; i < size; ++i) member.segments.push_back(i);
    unit.members.push_back(member);
  }
  return unit;
}

TEST(UnitType, CountsTheSegmentsOfEachLanguageInTheBitextsOrder) {
  EXPECT_EQ(unit_type(unit_with({{"vi", 1}, {"en", 2}}), {"vi", "en"}), "1-2");
  EXPECT_EQ(unit_type(unit_with({{"en", 2}, {"ar", 1}}), {"en", "vi", "ar"}),
            "2-0-1");
}

TEST(UnitType, WritesZeroForALanguageWithoutAMember) {
  EXPECT_EQ(unit_type(unit_with({{"ar", 1}}), {"vi", "ar"}), "0-1");
}

TEST(FindMember, ReturnsNullForALanguageTheUnitLacks) {
  const Unit unit = unit_with({{"vi", 1}});
  EXPECT_NE(find_member(unit, "vi"), nullptr);
  EXPECT_EQ(find_member(unit, "ar"), nullptr);
}

Document two_segments() {
  Document document;
  document.name = "a.txt";
  document.language = "vi";
  document.segments.resize(2);
  document.segments[0].chars = {0, 4};
  document.segments[0].text = "M\u1ed9t.";
  document.segments[1].chars = {6, 10};
  document.segments[1].text = "Hai.";
  return document;
}

TEST(MakeMember, JoinsARunAndKeepsTheLimitsOfItsSegments) {
  const Member member = make_member(two_segments(), {0, 2});
  EXPECT_EQ(member.text, "M\u1ed9t. Hai.");
  EXPECT_EQ(member.chars, (CharRange{0, 10}));
  ASSERT_EQ(member.parts.size(), 2U);
  EXPECT_EQ(member.parts[1], (MemberPart{{6, 10}, "Hai."}));
}

TEST(MakeMember, NeedsNoPartsForASingleSegment) {
  EXPECT_TRUE(make_member(two_segments(), {1, 2}).parts.empty());
}

TEST(MakeMember, RefusesSegmentsTheDocumentDoesNotHave) {
  EXPECT_THROW(static_cast<void>(make_member(two_segments(), {1, 3})),
               InvalidArgument);
  EXPECT_THROW(static_cast<void>(make_member(two_segments(), {1, 1})),
               InvalidArgument);
}

TEST(PrimaryLanguage, DropsRegionAndScript) {
  EXPECT_EQ(primary_language("en-GB"), "en");
  EXPECT_EQ(primary_language("vi"), "vi");
  EXPECT_EQ(primary_language("ar_EG"), "ar");
}

TEST(Assertion, ThrowsALogicErrorThatSaysWhatMustHoldAndWhy) {
  try {
    ALIGN_ASSERT(1 > 2, "numbers are ordered");
    FAIL() << "nothing was thrown";
  } catch (const std::logic_error& error) {
    EXPECT_NE(std::string(error.what()).find("1 > 2"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("numbers are ordered"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace align
