#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "align/error.h"
#include "align/train.h"

namespace align {
namespace {

TEST(Table, ReadsLanguagesFromTheHeader) {
  TrainingData data;
  add_table(data, "en\tvi\tsrc\nhouse\tnhà\tx\n", "a.tsv");
  add_table(data, "ar\ten\r\nbayt\thouse\r\n", "b.tsv");
  EXPECT_EQ(data.languages, (std::vector<std::string>{"en", "vi", "ar"}));
  ASSERT_EQ(data.rows.size(), 2U);
  EXPECT_EQ(data.rows[0].texts, (std::vector<std::string>{"house", "nhà", ""}));
  EXPECT_EQ(data.rows[1].texts,
            (std::vector<std::string>{"house", "", "bayt"}));
}

TEST(Table, WeighsSources) {
  TrainingData data;
  add_table(data, "en\tvi\tsrc\na\tb\tgood\nc\td\tloose\ne\tf\tbad\n", "a.tsv",
            {{"loose", 0.5F}, {"bad", 0}});
  ASSERT_EQ(data.rows.size(), 2U);
  EXPECT_EQ(data.rows[0].weight, 1);
  EXPECT_EQ(data.rows[1].weight, 0.5F);
}

TEST(Table, NamesALineWithOtherColumns) {
  TrainingData data;
  try {
    add_table(data, "en\tvi\na\tb\nc\n", "a.tsv");
    FAIL() << "accepted";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("a.tsv:3"));
  }
  EXPECT_THROW(add_table(data, "en\t\na\tb\n", "a.tsv"), FormatError);
}

}  // namespace
}  // namespace align
