#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "align/error.h"
#include "align/eval.h"

namespace align {
namespace {

double share(const Counts& sums) { return sums[0] / sums[1]; }

// Units of ten decisions each, right with the given probability.
std::vector<Counts> units(std::size_t count, double probability,
                          unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Counts> result;
  for (std::size_t i = 0; i < count; ++i) {
    double right = 0;
    for (int k = 0; k < 10; ++k) {
      if (random() % 1000 < static_cast<unsigned>(probability * 1000)) ++right;
    }
    result.push_back({right, 10});
  }
  return result;
}

TEST(BootstrapInterval, IsAsWideAsTheNormalApproximationSays) {
  const auto interval = bootstrap_interval(units(400, 0.8, 3), share);
  ASSERT_TRUE(interval);
  // Standard error of 4000 decisions at .8: .0063; 95 %: twice 1.96 of it.
  EXPECT_NEAR(interval->high - interval->low, 2 * 1.96 * 0.0063, 0.006);
  EXPECT_LT(interval->low, 0.8);
  EXPECT_GT(interval->high, 0.8);
}

TEST(BootstrapInterval, DependsOnTheSeedOnly) {
  const auto data = units(30, 0.5, 5);
  const auto first = bootstrap_interval(data, share);
  const auto again = bootstrap_interval(data, share);
  EXPECT_EQ(first->low, again->low);
  EXPECT_EQ(first->high, again->high);
}

TEST(BootstrapInterval, NeedsTwoUnitsAndSensibleOptions) {
  EXPECT_FALSE(bootstrap_interval({{1, 2}}, share));
  EXPECT_FALSE(bootstrap_interval({}, share));
  BootstrapOptions none;
  none.samples = 0;
  EXPECT_THROW(
      static_cast<void>(bootstrap_interval({{1, 2}, {1, 2}}, share, none)),
      InvalidArgument);
  EXPECT_THROW(static_cast<void>(bootstrap_interval({{1, 2}, {1}}, share)),
               InvalidArgument);
}

TEST(ComparePaired, TellsARealDifferenceFromNone) {
  const auto good = units(200, 0.9, 1);
  const auto bad = units(200, 0.8, 2);
  const auto real = compare_paired(good, bad, share);
  ASSERT_TRUE(real);
  EXPECT_GT(real->difference, 0.05);
  EXPECT_LT(real->p_value, 0.01);
  EXPECT_GT(real->interval.low, 0);
  const auto same = compare_paired(good, good, share);
  EXPECT_EQ(same->difference, 0);
  EXPECT_EQ(same->p_value, 1);
}

TEST(ComparePaired, RefusesDifferentUnits) {
  EXPECT_THROW(static_cast<void>(
                   compare_paired(units(3, 0.5, 1), units(4, 0.5, 1), share)),
               InvalidArgument);
}

TEST(Calibrate, MeasuresTheGapBetweenClaimAndTruth) {
  std::vector<std::pair<double, bool>> judged;
  for (int i = 0; i < 100; ++i) judged.emplace_back(0.95, i < 85);
  for (int i = 0; i < 100; ++i) judged.emplace_back(0.25, i < 25);
  const Calibration calibration = calibrate(judged);
  ASSERT_EQ(calibration.bins.size(), 10U);
  EXPECT_EQ(calibration.bins[9].count, 100U);
  EXPECT_NEAR(calibration.bins[9].share_right, 0.85, 1e-12);
  EXPECT_NEAR(calibration.expected_error, 0.05, 1e-12);
}

TEST(Calibrate, PutsOneIntoTheLastStepAndStraysInside) {
  const Calibration calibration =
      calibrate({{1.0, true}, {1.5, true}, {-1, false}});
  EXPECT_EQ(calibration.bins[9].count, 2U);
  EXPECT_EQ(calibration.bins[0].count, 1U);
  EXPECT_EQ(calibration.expected_error, 0);
}

}  // namespace
}  // namespace align
