#include <gtest/gtest.h>

#include "align/error.h"
#include "align/score.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

class ModelFile : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return folder_.path("m.align"); }
  [[nodiscard]] Model load_with_lengths(const std::string& lengths) const {
    test::write_word_model(path(), test::make_meanings(5));
    replace_sections(path(), path(), {{"lengths", lengths}});
    return Model::load(path());
  }
  test::TemporaryFolder folder_;
};

TEST_F(ModelFile, LengthsAreKnownInBothOrdersAndWithoutRegion) {
  const Model model = load_with_lengths("ar vi -0.25 0.5\n");
  EXPECT_DOUBLE_EQ(model.lengths("ar", "vi").mean, -0.25);
  EXPECT_DOUBLE_EQ(model.lengths("vi-VN", "ar").mean, 0.25);
  EXPECT_DOUBLE_EQ(model.lengths("vi", "ar-EG").deviation, 0.5);
}

TEST_F(ModelFile, AnyOtherPairIsCentredAndWide) {
  const Model model = load_with_lengths("ar vi -0.25 0.2\n");
  EXPECT_DOUBLE_EQ(model.lengths("fr", "de").mean, 0);
  EXPECT_GT(model.lengths("fr", "de").deviation, 0.25);
  EXPECT_FALSE(model.lexicon("fr", "de").has_value());
  EXPECT_EQ(model.rare_background("fr", "de"), 0.0F);
}

TEST_F(ModelFile, LexiconRunsFromSourceToTarget) {
  test::write_word_model(path(), {{"mua", "rain", "matar"}});
  const Model model = Model::load(path());
  const auto piece = [&](const std::string& word, const std::string& language) {
    return model.tokenizer().tokenize(word, language).pieces.at(0);
  };
  const auto lexicon = model.lexicon("vi", "en");
  ASSERT_TRUE(lexicon.has_value());
  ASSERT_EQ(lexicon->forward.row(piece("mua", "vi")).size(), 1U);
  EXPECT_EQ(lexicon->forward.row(piece("mua", "vi"))[0].target,
            piece("rain", "en"));
  EXPECT_EQ(lexicon->backward.row(piece("rain", "en"))[0].target,
            piece("mua", "vi"));
  EXPECT_TRUE(lexicon->forward.row(piece("rain", "en")).empty());
}

TEST_F(ModelFile, RefusesLengthsThatAreNone) {
  for (const std::string lengths :
       {"ar vi\n", "ar vi 0 0\n", "ar vi 0 -1\n", "ar vi x 1\n"}) {
    EXPECT_THROW(static_cast<void>(load_with_lengths(lengths)), ModelError)
        << lengths;
  }
}

TEST_F(ModelFile, AMissingFileIsAnError) {
  EXPECT_THROW(static_cast<void>(Model::load(folder_.path("none"))), IoError);
}

}  // namespace
}  // namespace align
