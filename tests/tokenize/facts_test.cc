#include "tokenize/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace align {
namespace {

// Dates and years found, e.g. "day 603 month-year 201904 year 2019".
std::string dates(std::string_view text, std::string_view language) {
  std::string found;
  for (const Fact& fact : find_facts(text, language)) {
    std::string_view name;
    switch (fact.kind) {
      case FactKind::kDay:
        name = "day ";
        break;
      case FactKind::kMonthYear:
        name = "month-year ";
        break;
      case FactKind::kMonth:
        name = "month ";
        break;
      case FactKind::kYear:
        name = "year ";
        break;
      case FactKind::kNumber:
      case FactKind::kName:
        continue;
    }
    if (!found.empty()) found += ' ';
    found += std::string(name) + std::to_string(fact.key);
  }
  return found;
}

std::size_t shared(std::string_view a, std::string_view language_a,
                   std::string_view b, std::string_view language_b) {
  const std::vector<Fact> first = find_facts(a, language_a);
  const std::vector<Fact> second = find_facts(b, language_b);
  std::vector<Fact> both;
  std::ranges::set_intersection(first, second, std::back_inserter(both));
  return both.size();
}

TEST(FindFacts, ReadsADayInEveryLanguage) {
  EXPECT_EQ(dates("a meeting with Haftar on June 3 as well", "en"), "day 603");
  EXPECT_EQ(dates("on the 3rd of June", "en"), "day 603");
  EXPECT_EQ(dates("v\u00E0o h\u00F4m 3/6 v\u00E0", "vi"), "day 603");
  EXPECT_EQ(dates("ng\u00E0y 3 th\u00E1ng 6", "vi"), "day 603");
  EXPECT_EQ(dates("ng\u00E0y 24-4 cho bi\u1EBFt", "vi"), "day 424");
  EXPECT_EQ(dates("في 3 يونيو / حزيران بين", "ar"), "day 603");
  EXPECT_EQ(dates("في ٣ يونيو", "ar"), "day 603");
}

TEST(FindFacts, ReadsAFullDateAsDayMonthAndYear) {
  const std::string full = "day 119 month-year 202001 year 2020";
  EXPECT_EQ(dates("Berlin ng\u00E0y 19/1/2020, Ngh\u1ECB", "vi"), full);
  EXPECT_EQ(dates("Berlin on January 19, 2020, and", "en"), full);
  EXPECT_EQ(dates("19 January 2020", "en"), full);
  EXPECT_EQ(dates("2020-01-19", "en"), full);
  EXPECT_EQ(dates("في 19 كانون الثاني 2020", "ar"), full);
}

TEST(FindFacts, ReadsAMonthOfAYear) {
  const std::string april = "month-year 201904 year 2019";
  EXPECT_EQ(dates("since April of 2019 on the capital", "en"), april);
  EXPECT_EQ(dates("t\u1EEB th\u00E1ng 4/2019 khi", "vi"), april);
  EXPECT_EQ(dates("th\u00E1ng 4 n\u0103m 2019", "vi"), april);
  EXPECT_EQ(dates("منذ أبريل 2019 ، حيث", "ar"), april);
}

TEST(FindFacts, TakesNoScoreOrFractionForADate) {
  EXPECT_EQ(dates("th\u1EAFng 3-1", "vi"), "");
  EXPECT_EQ(dates("1/3 d\u00E2n s\u1ED1", "vi"), "");
  EXPECT_EQ(dates("they may 5 times march on", "en"), "");
}

TEST(FindFacts, KnowsAFormatOfNumbersWithAndWithoutSpaces) {
  EXPECT_EQ(shared("h\u00ECnh th\u1EE9c 5+5", "vi", "في شكل 5 + 5 مع", "ar"),
            1U);
  EXPECT_EQ(shared("1.000 ng\u01B0\u1EDDi", "vi", "1,000 people", "en"), 1U);
  EXPECT_EQ(shared("Resolution 2510", "en", "لقرار مجلس الأمن 2510", "ar"), 1U);
}

TEST(FindFacts, KnowsANameByItsConsonants) {
  EXPECT_EQ(shared("the city of Tarhuna", "en", "ومدينة ترهونة", "ar"), 1U);
  EXPECT_EQ(shared("general Haftar", "en", "قوات حفتر", "ar"), 1U);
  EXPECT_EQ(shared("UNSMIL said", "en", "c\u1EE7a UNSMIL", "vi"), 1U);
  EXPECT_EQ(
      shared("Tripoli airport", "en", "th\u1EE7 \u0111\u00F4 Tripoli", "vi"),
      1U);
}

TEST(FindFacts, FindsTheSameInAnyNormalForm) {
  EXPECT_EQ(find_facts("th\u00E1ng 6 n\u0103m 2020", "vi"),
            find_facts("tha\u0301ng 6 na\u0306m 2020", "vi"));
}

}  // namespace
}  // namespace align
