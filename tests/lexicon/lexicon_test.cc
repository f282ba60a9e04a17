#include "align/lexicon.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

using Entry = LexiconDirection::Entry;

class LexiconFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (std::filesystem::temp_directory_path() /
             ("align-lexicon-" + std::to_string(::getpid())))
                .string();
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string path_;
};

LexiconRows arabic_to_english() {
  return {{{{1, 0.75F}, {2, 0.25F}}, {}, {{0, 1.0F}}}, {0.5F, 0.25F, 0.25F}};
}
LexiconRows english_to_arabic() {
  return {{{}, {{2, 0.0001F}}, {{0, 0.01F}}}, {0.1F, 0.2F, 0.7F}};
}

TEST_F(LexiconFile, GivesBackBothDirections) {
  write_bundle(path_, {"ar", "en"},
               {{"lexicon.ar-en", make_lexicon_section(arabic_to_english(),
                                                       english_to_arabic())}});
  const auto lexicon = load_lexicon(Bundle::open(path_), "ar", "en");
  ASSERT_TRUE(lexicon.has_value());
  ASSERT_EQ(lexicon->forward.row(0).size(), 2U);
  EXPECT_EQ(lexicon->forward.row(0)[0].target, 1U);
  EXPECT_NEAR(lexicon->forward.row(0)[0].probability, 0.75, 0.02);
  EXPECT_EQ(lexicon->forward.row(0)[1].target, 2U);
  EXPECT_NEAR(lexicon->forward.row(0)[1].probability, 0.25, 0.01);
  EXPECT_TRUE(lexicon->forward.row(1).empty());
  EXPECT_EQ(lexicon->forward.row(2)[0].probability, 1);
  EXPECT_EQ(lexicon->forward.background(1), 0.25F);
  EXPECT_NEAR(lexicon->backward.row(2)[0].probability, 0.01, 0.0003);
  // Below the smallest kept probability the smallest is taken.
  EXPECT_NEAR(lexicon->backward.row(1)[0].probability, 0.00014, 0.00002);
  EXPECT_EQ(lexicon->backward.background(2), 0.7F);
}

TEST_F(LexiconFile, TurnsRoundForTheOtherOrderAndIgnoresRegions) {
  write_bundle(path_, {"ar", "en"},
               {{"lexicon.ar-en", make_lexicon_section(arabic_to_english(),
                                                       english_to_arabic())}});
  const auto lexicon = load_lexicon(Bundle::open(path_), "en-GB", "ar-EG");
  ASSERT_TRUE(lexicon.has_value());
  EXPECT_EQ(lexicon->backward.row(0).size(), 2U);
  EXPECT_EQ(lexicon->forward.background(2), 0.7F);
}

TEST_F(LexiconFile, HasNothingForAnUnknownPair) {
  write_bundle(path_, {"ar", "en"}, {});
  EXPECT_FALSE(load_lexicon(Bundle::open(path_), "ar", "en").has_value());
}

TEST_F(LexiconFile, IsRefusedWhenItIsCut) {
  const std::string section =
      make_lexicon_section(arabic_to_english(), english_to_arabic());
  for (std::size_t size = 0; size < section.size(); size += 7) {
    write_bundle(path_, {"ar", "en"},
                 {{"lexicon.ar-en", section.substr(0, size)}});
    EXPECT_THROW((void)load_lexicon(Bundle::open(path_), "ar", "en"),
                 ModelError)
        << size;
  }
}

TEST(Lexicon, NamesAPairInEitherOrder) {
  EXPECT_EQ(lexicon_section_name("vi", "en-GB"), "lexicon.en-vi");
  EXPECT_EQ(lexicon_section_name("en", "vi"), "lexicon.en-vi");
}

TEST(Lexicon, RefusesDirectionsOverDifferentPieces) {
  LexiconRows rows = english_to_arabic();
  rows.rows.pop_back();
  EXPECT_THROW((void)make_lexicon_section(arabic_to_english(), rows),
               InvalidArgument);
}

}  // namespace
}  // namespace align
