#include "filter/recent_keys.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace align {
namespace {

TEST(RecentKeys, RemembersEveryKeyUpToHalfTheCapacity) {
  RecentKeys keys(20'000);
  std::mt19937_64 random(3);
  std::set<std::uint64_t> known;
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t key = random() % 8000;
    EXPECT_EQ(keys.insert(key), !known.insert(key).second);
  }
}

TEST(RecentKeys, ForgetsWhatIsLongAgo) {
  RecentKeys keys(10);
  for (std::uint64_t key = 1; key <= 100; ++key) EXPECT_FALSE(keys.insert(key));
  EXPECT_FALSE(keys.has(1));
  for (std::uint64_t key = 96; key <= 100; ++key) EXPECT_TRUE(keys.has(key));
}

TEST(RecentKeys, TakesZeroForAKeyToo) {
  RecentKeys keys(10);
  EXPECT_FALSE(keys.insert(0));
  EXPECT_TRUE(keys.insert(0));
}

}  // namespace
}  // namespace align
