#include "segment/block_language.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/segment.h"
#include "align/text.h"

namespace align {
namespace {

const std::string kEnglish =
    "The delegation led by Gen. Lee met the minister in the capital on Monday "
    "and left for the coast in the evening.";
const std::string kVietnamese =
    "Ông cho biết PGS.TS. Trần Văn Bình và đoàn công tác đã họp tại TP. Hồ Chí "
    "Minh vào sáng thứ hai.";
const std::string kArabic =
    "قال المتحدث باسم الوزارة إن الوفد غادر العاصمة مساء يوم الإثنين بعد لقاء "
    "الوزير.";

TEST(BlockLanguage, IsEmptyWhereItIsTheDocuments) {
  EXPECT_EQ(block_language(kEnglish, "en"), "");
  EXPECT_EQ(block_language(kEnglish, "en-GB"), "");
  EXPECT_EQ(block_language(kVietnamese, "vi"), "");
  EXPECT_EQ(block_language(kArabic, "ar"), "");
}

TEST(BlockLanguage, IsNamedWhereItIsAnother) {
  EXPECT_EQ(block_language(kEnglish, "ar"), "en");
  EXPECT_EQ(block_language(kEnglish, "vi"), "en");
  EXPECT_EQ(block_language(kVietnamese, "en"), "vi");
  EXPECT_EQ(block_language(kVietnamese, "ar"), "vi");
  EXPECT_EQ(block_language(kArabic, "en"), "ar");
  EXPECT_EQ(block_language("Делегация во главе с генералом встретилась с "
                           "министром в столице.",
                           "en"),
            "ru");
}

TEST(BlockLanguage, LeavesNamesAndShortBlocksToTheDocument) {
  EXPECT_EQ(block_language("Reuters, Associated Press", "ar"), "");
  EXPECT_EQ(block_language("Mustafa Abdul Jalil, Muammar Gaddafi, Khalifa "
                           "Haftar, Fayez al-Sarraj, Aguila Saleh",
                           "vi"),
            "");
  EXPECT_EQ(block_language("In Hanoi, Nguyễn Văn Bình and Trần Thị Hoa met "
                           "the delegation from the south on Monday.",
                           "en"),
            "");
  EXPECT_EQ(block_language("", "en"), "");
}

TEST(BlockLanguage, DoesNotDependOnTheNormalForm) {
  // The same in NFD: o with circumflex, and others, in pieces.
  EXPECT_EQ(block_language("O\u0302ng \u0111a\u0303 ho\u0323p v\u01A1\u0301i "
                           "\u0111oa\u0300n co\u0302ng ta\u0301c "
                           "ta\u0323i tru\u0323 s\u01A1\u0309 "
                           "va\u0300o s\u01B0\u0301ng th\u01B0\u0301 hai",
                           "en"),
            "vi");
}

TEST(BlockLanguage, DecidesTheRulesOfItsBlock) {
  Text text = decode(kEnglish + "\n\n" + kVietnamese + "\n\n" + kEnglish + "\n",
                     "a.txt");
  text.language = "en";
  const Document document = segment(text);
  ASSERT_EQ(document.segments.size(), 3U);
  EXPECT_EQ(document.segments[0].language, "");
  EXPECT_EQ(document.segments[1].language, "vi");
  // In English text "PGS.TS." would be followed by a name as well, but "TP."
  // is no abbreviation there.
  EXPECT_EQ(document.segments[1].text, kVietnamese);
  EXPECT_EQ(document.segments[2].language, "");
}

}  // namespace
}  // namespace align
