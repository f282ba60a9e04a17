#include "parallel/bead_weights.h"

#include <gtest/gtest.h>

#include <string>

#include "align/error.h"

namespace align {
namespace {

TEST(BeadWeights, TextIsReadBackToTheLastBit) {
  BeadWeights weights = BeadWeights::standard();
  weights.temperature = 1.7F;
  weights.full.values[kMargin] = 0.1234567F;
  weights.full.update_types();
  const BeadWeights read = BeadWeights::parse(weights.text());
  EXPECT_EQ(read.vector.values, weights.vector.values);
  EXPECT_EQ(read.full.values, weights.full.values);
  EXPECT_EQ(read.full.types, weights.full.types);
  EXPECT_EQ(read.temperature, weights.temperature);
}

TEST(BeadWeights, EveryFeatureHasANameOfItsOwn) {
  for (std::size_t a = 0; a < kAllFeatures; ++a) {
    EXPECT_FALSE(feature_name(a).empty());
    for (std::size_t b = 0; b < a; ++b) {
      EXPECT_NE(feature_name(a), feature_name(b));
    }
  }
}

TEST(BeadWeights, RefusesTextThatIsNoWeights) {
  for (const std::string text :
       {"temperature", "temperature x", "temperature 1 2", "temperature 0",
        "full.shoe-size 1", "full.cosine nan", "full.cosine 1e99"}) {
    EXPECT_THROW(static_cast<void>(BeadWeights::parse(text)), ModelError)
        << text;
  }
}

TEST(BeadWeights, TypesDoNotDependOnTheSide) {
  const BeadWeights weights = BeadWeights::standard();
  for (std::size_t n = 1; n <= kMostOnSide; ++n) {
    for (std::size_t m = 1; n + m <= kMostInBead; ++m) {
      EXPECT_EQ(weights.full.types[n][m], weights.full.types[m][n]);
    }
  }
  EXPECT_EQ(weights.full.types[1][1], 0.0F);
  EXPECT_LT(weights.full.types[1][2], 0.0F);
}

}  // namespace
}  // namespace align
