#include "tokenize/numbers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tokenize/fold.h"

namespace align {
namespace {

std::vector<std::uint64_t> numbers(const std::string& text) {
  FoldedText folded;
  fold(text, folded);
  std::vector<std::uint64_t> keys;
  find_numbers(folded.text, keys);
  return keys;
}

TEST(Numbers, AreTheSameInAnyScript) {
  EXPECT_EQ(numbers("in 2020"), numbers("\u0662\u0660\u0662\u0660"));
  EXPECT_NE(numbers("2020"), numbers("2021"));
}

TEST(Numbers, AreTheSameWithAnyGroupingMark) {
  EXPECT_EQ(numbers("1,234,567 people"), numbers("1.234.567"));
  EXPECT_EQ(numbers("1,234,567 people"), numbers("1234567"));
  EXPECT_EQ(numbers("1\u066C234"), numbers("1,234"));
  EXPECT_NE(numbers("1,234"), numbers("1,23"));
}

TEST(Numbers, AreTheSameWithAnyDecimalMark) {
  EXPECT_EQ(numbers("2.5 %"), numbers("2,5 %"));
  EXPECT_EQ(numbers("2\u066B5"), numbers("2.50"));
  EXPECT_EQ(numbers("1,234.5"), numbers("1.234,5"));
  EXPECT_NE(numbers("2.5"), numbers("25"));
}

TEST(Numbers, LoseLeadingZeros) { EXPECT_EQ(numbers("07"), numbers("7")); }

TEST(Numbers, OfADateStandForThemselves) {
  EXPECT_EQ(numbers("10.06.2020"), numbers("2020 6 10"));
}

TEST(Numbers, AreSortedAndCounted) {
  EXPECT_EQ(numbers("5+5").size(), 2U);
  EXPECT_EQ(numbers("5+5"), numbers("5 and 5"));
  EXPECT_TRUE(numbers("none").empty());
  EXPECT_EQ(numbers("at 10."), numbers("10"));
}

}  // namespace
}  // namespace align
