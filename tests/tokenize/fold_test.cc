#include "tokenize/fold.h"

#include <gtest/gtest.h>

#include <string>

namespace align {
namespace {

// The folded text with word starts written as '_'.
std::string folded(const std::string& text) {
  FoldedText result;
  fold(text, result);
  std::string shown;
  for (std::size_t i = 0; i < result.text.size();) {
    if (result.text.compare(i, kWordStart.size(), kWordStart) == 0) {
      shown += '_';
      i += kWordStart.size();
    } else {
      shown += result.text[i++];
    }
  }
  return shown;
}

std::uint32_t length(const std::string& text) {
  FoldedText result;
  fold(text, result);
  return result.length;
}

TEST(Fold, LowersCaseAndMarksWordStarts) {
  EXPECT_EQ(folded("Hello  World\t!"), "_hello_world_!");
  EXPECT_EQ(folded("ĐÀ NẴNG"), "_đà_nẵng");
  EXPECT_EQ(folded("  "), "");
  EXPECT_EQ(folded(""), "");
}

TEST(Fold, DoesNotDependOnTheNormalForm) {
  // The second spelling is decomposed.
  EXPECT_EQ(folded("Việt"), folded("Vie\u0323\u0302t"));
  EXPECT_EQ(folded("Việt"), folded("Vi\u1EB9\u0302t"));
  EXPECT_EQ(folded("\u0623"), folded("\u0627\u0654"));  // alef, hamza above
}

TEST(Fold, DropsArabicMarksAndTatweel) {
  EXPECT_EQ(folded("\u0643\u064E\u062A\u064E\u0628\u064E"),  // kataba
            folded("\u0643\u062A\u0628"));
  EXPECT_EQ(folded("\u0643\u0640\u0640\u062A\u0628"),
            folded("\u0643\u062A\u0628"));
  // A vowel mark between alef and its hamza does not part them.
  EXPECT_EQ(folded("\u0627\u064E\u0654"), folded("\u0623"));
}

TEST(Fold, TakesPresentationFormsApart) {
  EXPECT_EQ(folded("\uFEFB"), folded("\u0644\u0627"));  // lam with alef
  EXPECT_EQ(folded("\uFF21\uFF22"), "_ab");             // full width
}

TEST(Fold, MakesDigitsOfAnyScriptPlain) {
  EXPECT_EQ(folded("\u0661\u0669\u06F5"), "_195");
}

TEST(Fold, MakesQuotesAndDashesPlain) {
  EXPECT_EQ(folded("\u201CIt\u2019s\u201D \u2013 \u00ABoui\u00BB"),
            "_\"it's\"_-_\"oui\"");
  EXPECT_EQ(folded("wait\u2026"), "_wait...");
}

TEST(Fold, DropsWhatCannotBeSeen) {
  EXPECT_EQ(folded("a\u200Fb\u200Dc\u00ADd\uFEFF"), "_abcd");
}

TEST(Fold, TreatsInvalidBytesAsWhiteSpace) {
  EXPECT_EQ(folded("a\xFF\xC3 b"), "_a_b");
  EXPECT_EQ(folded(std::string("a\0b", 3)), "_a_b");
}

TEST(Fold, KeepsOtherScripts) {
  EXPECT_EQ(folded("東京 Москва"), "_東京_москва");
}

TEST(Fold, CountsWhatAReaderSees) {
  EXPECT_EQ(length("ab  cd "), 5U);
  EXPECT_EQ(length("\u0643\u064E\u062A\u064E\u0628"), 3U);
  EXPECT_EQ(length("Việt Nam"), 8U);
  EXPECT_EQ(length(""), 0U);
}

}  // namespace
}  // namespace align
