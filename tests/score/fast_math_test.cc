#include "score/fast_math.h"

#include <gtest/gtest.h>

#include <cmath>

namespace align {
namespace {

TEST(FastMath, LogarithmIsRightToSixDigits) {
  for (double x = 1e-30; x < 1e30; x *= 1.037) {
    EXPECT_NEAR(fast_log(static_cast<float>(x)), std::log(x),
                2e-6 + 1e-6 * std::abs(std::log(x)))
        << x;
  }
  EXPECT_EQ(fast_log(1.0F), 0.0F);
}

TEST(FastMath, ExponentialIsRightToSixDigits) {
  for (double x = -86; x < 87; x += 0.0137) {
    EXPECT_NEAR(fast_exp(static_cast<float>(x)) / std::exp(x), 1, 4e-6) << x;
  }
  EXPECT_EQ(fast_exp(0.0F), 1.0F);
  EXPECT_EQ(fast_exp(-200.0F), 0.0F);
  EXPECT_GT(fast_exp(1000.0F), 1e38F);
}

TEST(FastMath, LogAddIsTheLogarithmOfTheSum) {
  for (double a = -30; a < 30; a += 0.7) {
    for (double b = -30; b < 30; b += 0.9) {
      EXPECT_NEAR(log_add(static_cast<float>(a), static_cast<float>(b)),
                  std::log(std::exp(a) + std::exp(b)), 1e-5);
    }
  }
}

}  // namespace
}  // namespace align
