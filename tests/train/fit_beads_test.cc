#include "train/fit_beads.h"

#include <gtest/gtest.h>

#include <string>

#include "align/error.h"
#include "align/parallel.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

class FitBeads : public testing::Test {
 protected:
  FitBeads()
      : path_(folder_.path("m.align")), meanings_(test::make_meanings(500)) {
    test::write_word_model(path_, meanings_);
  }
  [[nodiscard]] RunningText make_text(std::size_t size, unsigned seed) const {
    NoiseSource random(seed);
    RunningText text;
    text.source_language = "vi";
    text.target_language = "en";
    for (std::size_t k = 0; k < size; ++k) {
      std::string vi;
      std::string en;
      for (std::size_t w = 0; w < 4 + random.below(6); ++w) {
        const test::Meaning& meaning = meanings_[random.below(500)];
        vi += meaning.vi + ' ';
        en += meaning.en + ' ';
      }
      text.source.push_back(vi);
      text.target.push_back(en);
    }
    return text;
  }
  test::TemporaryFolder folder_;
  std::string path_;
  std::vector<test::Meaning> meanings_;
};

TEST_F(FitBeads, WritesWeightsThatKeepTheirSigns) {
  FitOptions options;
  options.threads = 1;
  fit_bead_weights(path_, {make_text(60, 1), make_text(60, 2)}, options);
  const Model model = Model::load(path_);
  ASSERT_TRUE(model.bundle().has_section("beads"));
  const BeadWeights weights = BeadWeights::of(model.bundle());
  EXPECT_GT(weights.full.values[kForward] + weights.full.values[kCosine], 0.1F);
  for (std::size_t k = kCosine; k <= kCosineBySize; ++k) {
    EXPECT_GE(weights.full.values[k], 0.0F);
  }
  EXPECT_LE(weights.full.values[kLengthSquared], 0.0F);
  EXPECT_LE(weights.vector.values[kNullOffset + kNullCosine], 0.0F);
  EXPECT_GT(weights.temperature, 0.0F);
}

TEST_F(FitBeads, DoesNotDependOnThreads) {
  const std::string other = folder_.path("other.align");
  replace_sections(path_, other, {});
  FitOptions options;
  options.threads = 1;
  fit_bead_weights(path_, {make_text(110, 1)}, options);
  options.threads = 3;
  fit_bead_weights(other, {make_text(110, 1)}, options);
  EXPECT_EQ(test::read_file(path_), test::read_file(other));
}

TEST_F(FitBeads, RefusesTooLittleOrUnevenText) {
  EXPECT_THROW(fit_bead_weights(path_, {make_text(20, 1)}), InvalidArgument);
  RunningText uneven = make_text(200, 1);
  uneven.target.pop_back();
  EXPECT_THROW(fit_bead_weights(path_, {uneven}), InvalidArgument);
}

}  // namespace
}  // namespace align
