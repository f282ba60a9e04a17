#include "score/run_indexed.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace align {
namespace {

TEST(RunIndexed, DoesEveryIndexOnce) {
  for (const unsigned threads : {0U, 1U, 3U, 50U}) {
    std::vector<int> done(20);
    run_indexed(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    EXPECT_EQ(done, std::vector<int>(20, 1)) << threads;
  }
  run_indexed(0, 2, [](std::size_t) { FAIL(); });
}

TEST(RunIndexed, ThrowsTheErrorOfTheFirstIndexThatFailed) {
  for (const unsigned threads : {1U, 4U}) {
    try {
      run_indexed(4, threads, [](std::size_t i) {
        throw std::runtime_error(std::to_string(i));
      });
      FAIL();
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(error.what(), std::string("0"));
    }
  }
}

}  // namespace
}  // namespace align
