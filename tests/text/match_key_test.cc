#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/text.h"

namespace align {
namespace {

struct SameWord {
  std::string language;
  std::string a;
  std::string b;
};

TEST(MatchKey, IsOneForSpellingsOfOneWord) {
  const std::vector<SameWord> cases = {
      {"en", "Naïve", "nai\u0308ve"},
      {"en", "cease\u00ADfire", "ceasefire"},
      {"en", "a\u00A0 b", "A b"},
      {"vi", "Hòa bình", "hoà bình"},
      {"vi", "KHỎE", "khoẻ"},
      {"vi", "thúy", "thuý"},
      {"vi", "sỹ quan", "sĩ quan"},
      {"vi", "Quý", "quí"},
      {"vi", "\u00D0\u00E0 N\u1EB5ng", "Đà Nẵng"},
      {"vi", "tie\u0302\u0301ng Vie\u0323\u0302t", "tiếng Việt"},
      {"ar", "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F",
       "\u0645\u062D\u0645\u062F"},
      {"ar", "\u0625\u0633\u0644\u0627\u0645",
       "\u0627\u0633\u0644\u0627\u0645"},
      {"ar", "\u0627\u0653\u0646", "\u0622\u0646"},
      {"ar", "\u0645\u0635\u0637\u0641\u0649",
       "\u0645\u0635\u0637\u0641\u064A"},
      {"ar", "\u0645\u0640\u0640\u0635\u0631", "\u0645\u0635\u0631"},
      {"ar", "\uFEFB", "\u0644\u0627"},
      {"ar", "\u0663\u066B\u0665", "3.5"},
      {"ar", "\u200F\u0644\u064A\u0628\u064A\u0627\u200E",
       "\u0644\u064A\u0628\u064A\u0627"},
  };
  for (const SameWord& same : cases) {
    EXPECT_EQ(match_key(same.a, same.language),
              match_key(same.b, same.language));
  }
}

TEST(MatchKey, KeepsDifferentWordsApart) {
  const std::vector<SameWord> cases = {
      {"vi", "múa", "mùa"},
      {"vi", "ma", "mà"},
      {"vi", "đa", "da"},
      {"vi", "hoa", "hòa"},
      {"vi", "thuỷ", "thuý"},
      {"vi", "y tế", "i tế"},
      {"en", "resume", "résumé"},
      {"en", "my", "mi"},
      {"ar", "\u0639\u0644\u0645", "\u0639\u0645\u0644"},
  };
  for (const SameWord& different : cases) {
    EXPECT_NE(match_key(different.a, different.language),
              match_key(different.b, different.language));
  }
}

TEST(MatchKey, IsItsOwnKey) {
  const std::vector<std::string> texts = {
      "U.N. says  Talks\tResume",
      "H\u00F2a b\u00ECnh QU\u00DD s\u1EF9",
      "e\u200D\u0301 a\u00AD\u030A",
      "\u0627\u0640\u0654\u064B \uFDFA \uFE8E\u0653",
      "o\u064B\u031B\u0301",
      "\u0130stanbul \uFF21\u0301 \uFB01",
  };
  for (const std::string& text : texts) {
    for (const std::string language : {"vi", "en", "ar"}) {
      const std::string key = match_key(text, language);
      EXPECT_EQ(match_key(key, language), key);
    }
  }
}

TEST(MatchKey, LeavesNothingOfInvisibleText) {
  EXPECT_EQ(match_key("\u200B\u200F\u00AD", "ar"), "");
  EXPECT_EQ(match_key("", "vi"), "");
}

}  // namespace
}  // namespace align
