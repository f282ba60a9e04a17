#include "train/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace align {
namespace {

TEST(Workers, DoEachItemOnce) {
  Workers workers(3);
  for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
    std::vector<std::atomic<int>> done(count);
    workers.run(count, [&](std::size_t i) { ++done[i]; });
    for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
  }
}

TEST(Workers, ThrowWhatAnItemThrew) {
  Workers workers(2);
  EXPECT_THROW(workers.run(10,
                           [](std::size_t i) {
                             if (i == 7) throw std::runtime_error("seven");
                           }),
               std::runtime_error);
  // And can be used again.
  std::atomic<int> done = 0;
  workers.run(10, [&](std::size_t) { ++done; });
  EXPECT_EQ(done, 10);
}

}  // namespace
}  // namespace align
