#include <gtest/gtest.h>

#include <cmath>

#include "align/score.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

class Encode : public testing::Test {
 protected:
  Encode() {
    const std::string path = folder_.path("m.align");
    meanings_ = test::make_meanings(40);
    test::write_word_model(path, meanings_);
    model_ = std::make_unique<Model>(Model::load(path));
  }
  [[nodiscard]] EncodedSegments encode_texts(
      const std::vector<std::string>& texts, const std::string& language,
      unsigned threads = 1) const {
    std::vector<Segment> segments(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) segments[i].text = texts[i];
    return encode(*model_, segments, language, threads);
  }
  test::TemporaryFolder folder_;
  std::vector<test::Meaning> meanings_;
  std::unique_ptr<Model> model_;
};

TEST_F(Encode, TranslationsAreCloseAndStrangersAreNot) {
  const EncodedSegments vi = encode_texts(
      {meanings_[0].vi + " " + meanings_[1].vi, meanings_[2].vi}, "vi");
  const EncodedSegments en = encode_texts(
      {meanings_[1].en + " " + meanings_[0].en, meanings_[3].en}, "en");
  EXPECT_NEAR(cosine(vi, 0, en, 0), 1, 0.01);
  EXPECT_LT(std::abs(cosine(vi, 0, en, 1)), 0.5F);
  EXPECT_LT(std::abs(cosine(vi, 1, en, 0)), 0.5F);
  EXPECT_NEAR(cosine(vi, 1, vi, 1), 1, 1e-5);
}

TEST_F(Encode, SumsAreAdditive) {
  const std::string a = meanings_[4].en + " " + meanings_[5].en;
  const std::string b = meanings_[6].en;
  const EncodedSegments parts = encode_texts({a, b}, "en");
  const EncodedSegments whole = encode_texts({a + " " + b}, "en");
  std::vector<float> sum(parts.dimension);
  parts.add_to(0, 1, sum);
  parts.add_to(1, 1, sum);
  whole.add_to(0, -1, sum);
  for (const float rest : sum) {
    EXPECT_NEAR(rest, 0, 0.005F * whole.norms[0]);
  }
}

TEST_F(Encode, ASegmentWithoutKnownPiecesHasAZeroSumAndNormOne) {
  const EncodedSegments none = encode_texts({"", "\u4E2D"}, "en");
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(none.norms[i], 1.0F);
    EXPECT_EQ(dot(none, i, none, i), 0.0F);
  }
}

TEST_F(Encode, DoesNotDependOnThreads) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 1000; ++i) {
    texts.push_back(meanings_[i % 40].en + " " + meanings_[i * 7 % 40].en);
  }
  const EncodedSegments one = encode_texts(texts, "en", 1);
  const EncodedSegments three = encode_texts(texts, "en", 3);
  EXPECT_EQ(one.rows, three.rows);
  EXPECT_EQ(one.scales, three.scales);
  EXPECT_EQ(one.norms, three.norms);
}

TEST(LengthDeviation, IsZeroForTheUsualRatioAndSignedOtherwise) {
  const LengthModel model{0.2, 0.25};
  EXPECT_NEAR(length_deviation(model, 118, 96),
              std::log(122.0 / 100) / 0.25 - 0.2 / 0.25, 0.05);
  EXPECT_GT(length_deviation(model, 300, 100), 2.5F);
  EXPECT_LT(length_deviation(model, 100, 300), -2.5F);
  EXPECT_EQ(length_deviation(model, 100000, 1), 4.0F);
  EXPECT_EQ(length_deviation(model, 0, 100000), -4.0F);
}

TEST(LengthDeviation, ForgivesShortSegmentsMore) {
  const LengthModel model{0, 0.25};
  EXPECT_LT(length_deviation(model, 8, 2), length_deviation(model, 804, 402));
}

TEST(CompareNumbers, CountsEachNumberAsOftenAsItStands) {
  const std::vector<std::uint64_t> source = {3, 5, 5, 9};
  const std::vector<std::uint64_t> target = {1, 5, 9, 9};
  const NumberAgreement agreement = compare_numbers(source, target);
  EXPECT_EQ(agreement.shared, 2U);
  EXPECT_EQ(agreement.only_source, 2U);
  EXPECT_EQ(agreement.only_target, 2U);
  EXPECT_EQ(compare_numbers({}, target).only_target, 4U);
}

}  // namespace
}  // namespace align
