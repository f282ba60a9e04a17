#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "align/words.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

using testing::ElementsAre;

class AlignWords : public testing::Test {
 protected:
  AlignWords() {
    const std::string path = folder_.path("m.align");
    test::write_word_model(path, {{"mua", "rain", "matar"},
                                  {"nha", "house", "bayt"},
                                  {"cho", "dog", "kalb"},
                                  {"song", "river", "nahr"},
                                  {"lua", "fire", "nar"},
                                  {"cau", "bridge", "jisr"}});
    model_ = std::make_unique<Model>(Model::load(path));
  }
  /// "0-1 1-0", as Pharaoh writes it.
  [[nodiscard]] std::string links(const std::string& vi,
                                  const std::string& en) const {
    std::string text;
    for (const WordLink& link : align_words(*model_, vi, "vi", en, "en")) {
      if (!text.empty()) text += ' ';
      text += std::to_string(link.source) + '-' + std::to_string(link.target);
      EXPECT_GT(link.score, 0);
    }
    return text;
  }
  test::TemporaryFolder folder_;
  std::unique_ptr<Model> model_;
};

TEST_F(AlignWords, LinksTranslationsWhereverTheyStand) {
  EXPECT_EQ(links("mua nha cho", "rain house dog"), "0-0 1-1 2-2");
  EXPECT_EQ(links("mua nha cho song", "river dog house rain"),
            "0-3 1-2 2-1 3-0");
}

TEST_F(AlignWords, LeavesStrangersAlone) {
  EXPECT_EQ(links("mua lua", "rain house"), "0-0");
  EXPECT_EQ(links("mua", "house"), "");
}

TEST_F(AlignWords, OfTwoEqualWordsTheNearerPlaceWins) {
  EXPECT_EQ(links("mua nha cho mua", "rain house dog rain"), "0-0 1-1 2-2 3-3");
}

TEST_F(AlignWords, ANeighbourThatFitsTheSameWordJoins) {
  EXPECT_EQ(links("nha mua mua cho", "house rain dog"), "0-0 1-1 2-1 3-2");
}

TEST_F(AlignWords, EmptyTextHasNoLinks) {
  EXPECT_EQ(links("", "rain"), "");
  EXPECT_EQ(links("mua", " \t"), "");
}

TEST(SplitWords, CutsAtWhiteSpaceOnly) {
  EXPECT_THAT(split_words("  Mua,  nha.\tcho\n"),
              ElementsAre("Mua,", "nha.", "cho"));
  EXPECT_TRUE(split_words("").empty());
}

}  // namespace
}  // namespace align
