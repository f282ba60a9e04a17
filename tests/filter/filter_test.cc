#include "align/filter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

Unit unit_of(const std::vector<std::pair<std::string, std::string>>& texts) {
  Unit unit;
  unit.id = "1";
  unit.probability = 0.9;
  for (const auto& [language, text] : texts) {
    Member member;
    member.language = language;
    member.segments = {0};
    member.text = text;
    unit.members.push_back(std::move(member));
  }
  return unit;
}

// The rule that a single unit breaks, "" when it is kept.
std::string rule_of(
    const std::vector<std::pair<std::string, std::string>>& texts) {
  BitextFilter filter;
  const auto reject = filter.judge(unit_of(texts));
  return reject ? std::string(to_string(reject->rule)) : std::string();
}

const char* const kEnglish = "The two ministers met in Tripoli on Monday.";
const char* const kVietnamese =
    "Hai bộ trưởng đã gặp nhau ở Tripoli hôm thứ Hai.";
const char* const kArabic = "التقى الوزيران في طرابلس يوم الاثنين.";

TEST(BitextFilter, KeepsGoodUnitsOfTwoAndThreeLanguages) {
  EXPECT_EQ(rule_of({{"en", kEnglish}, {"vi", kVietnamese}}), "");
  EXPECT_EQ(rule_of({{"en", kEnglish}, {"ar", kArabic}}), "");
  EXPECT_EQ(rule_of({{"vi", kVietnamese}, {"en", kEnglish}, {"ar", kArabic}}),
            "");
  EXPECT_EQ(rule_of({{"en", "Vladimir Putin"}, {"vi", "Vladimir Putin"}}), "");
}

struct Case {
  std::string rule;
  std::vector<std::pair<std::string, std::string>> texts;
};

TEST(BitextFilter, NamesTheRuleThatIsBroken) {
  const std::string long_text(2100, 'a');
  const std::vector<Case> cases = {
      {"unlinked", {{"en", kEnglish}}},
      {"length", {{"en", "123 ..."}, {"vi", "123 ..."}}},
      {"length", {{"en", long_text}, {"vi", long_text}}},
      {"mojibake",
       {{"en", kEnglish}, {"vi", "Hai bá»™ trÆ°á»Ÿng gáº·p nhau."}}},
      {"mojibake", {{"en", kEnglish}, {"ar", "Ø§Ù„ØªÙ‚Ù‰ Ø§Ù„ÙˆØ²ÙŠØ±Ø§Ù†"}}},
      {"mojibake",
       {{"en", "The mi\xEF\xBF\xBDnister met."}, {"vi", kVietnamese}}},
      {"script", {{"en", kEnglish}, {"ar", "Open the Settings window"}}},
      {"script", {{"en", kArabic}, {"vi", kVietnamese}}},
      {"language",
       {{"en", kEnglish},
        {"vi",
         "The government of the country said that it will not be in the "
         "talks that are to be held in the capital."}}},
      {"untranslated",
       {{"en", "Open Control Panel Network Settings now"},
        {"vi", "Open Control Panel Network Settings"}}},
      {"ratio", {{"en", kEnglish}, {"vi", "Gặp."}}},
      {"numbers",
       {{"en", "On 12 June 2019 the ministers met."},
        {"vi", "Ngày 12 tháng 6 năm 2020 hai bộ trưởng gặp nhau."}}},
      {"numbers",
       {{"en", "The council adopted resolution 2510 on Libya."},
        {"ar", "اعتمد المجلس القرار بشأن ليبيا."}}},
      {"boilerplate",
       {{"en", "© 2020 Example News Agency"},
        {"vi", "© 2020 Thông tấn xã Ví Dụ"}}},
      {"boilerplate",
       {{"en", "https://news.example.org/a/long/address/of/a/page see"},
        {"ar", "انظر https://news.example.org/a/long/address"}}},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(rule_of(each.texts), each.rule) << each.texts[0].second;
  }
}

TEST(BitextFilter, TakesNumbersForTheSameWhateverDigitsAndMarks) {
  EXPECT_EQ(rule_of({{"en", "Some 1,250 people and 3.5 million dollars."},
                     {"ar", "نحو ١٢٥٠ شخصا و٣٫٥ مليون دولار أمريكي."}}),
            "");
  EXPECT_EQ(rule_of({{"en", "Twelve people were hurt in the attack there."},
                     {"vi", "12 người bị thương trong vụ tấn công ở đó."}}),
            "");
  EXPECT_EQ(
      rule_of({{"en", "The fee was 10,000.00, due on 6 August 21."},
               {"vi", "Phí là 10.000, trả vào ngày 6 tháng 8 năm 2021."}}),
      "");
}

TEST(BitextFilter, DropsBelowTheThresholdOnly) {
  FilterOptions options;
  options.min_probability = 0.9;
  BitextFilter filter(options);
  Unit unit = unit_of({{"en", kEnglish}, {"vi", kVietnamese}});
  EXPECT_FALSE(filter.judge(unit));
  unit.probability = 0.89;
  const auto reject = filter.judge(unit);
  ASSERT_TRUE(reject);
  EXPECT_EQ(reject->rule, FilterRule::kThreshold);
  EXPECT_EQ(reject->reason, "probability 0.890");
}

TEST(BitextFilter, DropsRepeatedUnitsAndThoseThatDifferInDigitsOnly) {
  BitextFilter filter;
  const auto judge = [&](const std::string& en, const std::string& vi) {
    const auto reject = filter.judge(unit_of({{"en", en}, {"vi", vi}}));
    return reject ? std::string(to_string(reject->rule)) : std::string();
  };
  EXPECT_EQ(judge("See page 3 of the report.", "Xem trang 3 của báo cáo."), "");
  EXPECT_EQ(judge("SEE page 3 of the report", "Xem trang 3 của báo cáo!"),
            "repeated");
  EXPECT_EQ(judge("See page 4 of the report.", "Xem trang 4 của báo cáo."),
            "near-duplicate");
  EXPECT_EQ(judge("See page 3 of the report.", "Xin xem trang 3 của báo cáo."),
            "");
}

TEST(BitextFilter, FollowsWhatAPersonSaid) {
  BitextFilter filter;
  Unit unit = unit_of({{"en", "123"}, {"vi", "456"}});
  unit.status = UnitStatus::kAccepted;
  EXPECT_FALSE(filter.judge(unit));
  unit = unit_of({{"en", kEnglish}, {"vi", kVietnamese}});
  unit.status = UnitStatus::kRejected;
  EXPECT_EQ(filter.judge(unit)->rule, FilterRule::kRejected);
}

TEST(BitextFilter, AppliesOnlyTheRulesInForce) {
  FilterOptions options;
  options.rules = {FilterRule::kRatio};
  BitextFilter filter(options);
  EXPECT_FALSE(filter.judge(unit_of({{"en", "123"}, {"vi", "456"}})));
  EXPECT_EQ(filter.judge(unit_of({{"en", kEnglish}, {"vi", "Hai."}}))->rule,
            FilterRule::kRatio);
}

TEST(BitextFilter, LeavesPluralPatternsTheirLengths) {
  FilterOptions options;
  options.rules = {FilterRule::kRatio};
  BitextFilter filter(options);
  const std::string vi = "{count, plural, other{Đã xoá # mục}}";
  const std::string ar =
      "{count, plural, zero{a a a a a a a a a a a a a a a a a a a a a a a a a "
      "a a a a} one{b b b b b b b b b b b b b b b b b b b b b b b b b b b b} "
      "other{c c c c c c c c c c c c c c c c c c c c c c c c c c c c}}";
  EXPECT_FALSE(filter.judge(unit_of({{"vi", vi}, {"ar", ar}})));
  EXPECT_TRUE(filter.judge(unit_of({{"vi", "Đã xoá # mục"}, {"ar", ar}})));
}

TEST(BitextFilter, RefusesOptionsOutsideTheirRange) {
  FilterOptions options;
  options.max_ratio = 1;
  EXPECT_THROW(BitextFilter{options}, InvalidArgument);
  options = {};
  options.min_probability = 1.5;
  EXPECT_THROW(BitextFilter{options}, InvalidArgument);
}

TEST(FilterRules, HaveNamesThatAreReadBack) {
  for (const FilterRule rule : filter_rules()) {
    EXPECT_EQ(parse_filter_rule(to_string(rule)), rule);
  }
  EXPECT_THROW(static_cast<void>(parse_filter_rule("taste")), InvalidArgument);
}

}  // namespace
}  // namespace align
