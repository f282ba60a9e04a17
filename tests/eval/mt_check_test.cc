// What spoils a score is found and named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/mt_eval.h"

namespace align::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> codes(const std::string& reference,
                               const std::string& hypothesis) {
  std::vector<std::string> names;
  for (const Diagnostic& each :
       check_mt_texts({{"ref", reference}}, {{"hyp", hypothesis}})) {
    names.push_back(each.file + ":" + each.code);
  }
  return names;
}

TEST(CheckMtTexts, FindsNothingInCleanText) {
  EXPECT_THAT(codes("Hòa bình.\n", "Hòa ước.\n"), IsEmpty());
  EXPECT_THAT(codes("Peace, a caf\u00E9.\n", "Peace.\n"), IsEmpty());
  EXPECT_THAT(codes("سلام.\n", "السلام.\n"), IsEmpty());
}

TEST(CheckMtTexts, NamesDecomposedAndMixedForms) {
  EXPECT_THAT(codes("h\u00F2a\n", "ho\u0300a\n"),
              ElementsAre("hyp:decomposed"));
  EXPECT_THAT(codes("h\u00F2a\n", "h\u00F2a\nho\u0300a\n"),
              ElementsAre("hyp:mixed-normal-forms", "hyp:line-counts"));
}

TEST(CheckMtTexts, SaysWhereTheFirstIs) {
  const auto found =
      check_mt_texts({{"ref", "a\nb\n"}}, {{"hyp", "a\ne\u0301\n"}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].offset, 2U);
  EXPECT_NE(found[0].message.find("line 2"), std::string::npos);
}

TEST(CheckMtTexts, NamesArabicMarksOnOneSideOnly) {
  const std::string bare = "\u0643\u062A\u0628\n";
  const std::string marked = "\u0643\u064E\u062A\u064E\u0628\u064E\n";
  EXPECT_THAT(codes(bare, marked), ElementsAre("hyp:vowel-marks"));
  EXPECT_THAT(codes(marked, bare), ElementsAre("hyp:vowel-marks"));
  EXPECT_THAT(codes(marked, marked), IsEmpty());
  EXPECT_THAT(codes(bare, "\u0643\u0640\u0640\u062A\u0628\n"),
              ElementsAre("hyp:tatweel"));
  EXPECT_THAT(codes(bare, "\uFEDB\uFE98\uFE90\n"),
              ElementsAre("hyp:presentation-forms"));
}

TEST(CheckMtTexts, NamesToneMarksOfTheOtherStyle) {
  EXPECT_THAT(codes("hòa thúy\n", "hoà thuý\n"), ElementsAre("hyp:tone-marks"));
  EXPECT_THAT(codes("hòa khỏe\n", "hòa khoẻ hóa\n"),
              ElementsAre("hyp:tone-marks"));
  // Where there is one way only.
  EXPECT_THAT(codes("hòa quý\n", "hòa hoàng quý\n"), IsEmpty());
}

TEST(CheckMtTexts, NamesCarriageReturnsEmptyReferencesAndLineCounts) {
  EXPECT_THAT(codes("a\n\n", "a\r\nb\r\n"),
              ElementsAre("ref:empty-references", "hyp:carriage-returns"));
  EXPECT_THAT(codes("a\nb\n", "a\n"), ElementsAre("hyp:line-counts"));
  EXPECT_THAT(codes("a\n", "a\u200F\n"), ElementsAre("hyp:invisible-controls"));
  EXPECT_THAT(codes("a\n", "\uFFFD\n"),
              ElementsAre("hyp:replacement-characters"));
}

TEST(SplitMtLines, KeepsEmptyLinesAndDropsTheLastLineEnd) {
  EXPECT_THAT(split_mt_lines("a\r\n\nb"), ElementsAre("a", "", "b"));
  EXPECT_THAT(split_mt_lines("a\n"), ElementsAre("a"));
  EXPECT_THAT(split_mt_lines(""), IsEmpty());
}

TEST(ToNfc, Composes) { EXPECT_EQ(to_nfc("ho\u0300a"), "h\u00F2a"); }

}  // namespace
}  // namespace align::test
