#include "parallel/band.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "score/fixed_point.h"

namespace align {
namespace {

/// Segments with random vectors; equal numbers have equal vectors.
EncodedSegments make_document(const std::vector<unsigned>& numbers) {
  EncodedSegments document;
  document.dimension = 32;
  document.tokens.resize(numbers.size());
  document.rows.resize(numbers.size() * document.dimension);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::mt19937 random(numbers[i] + 1);
    std::normal_distribution<float> normal;
    std::vector<float> vector(document.dimension);
    for (float& value : vector) value = normal(random);
    std::int16_t* row = document.rows.data() + i * document.dimension;
    document.scales.push_back(
        to_fixed_point(vector, entry_limit(document.dimension), row));
    document.norms.push_back(document.scales[i] *
                             std::sqrt(static_cast<float>(
                                 dot_entries(row, row, document.dimension))));
  }
  return document;
}

TEST(Band, ShortDocumentsAreLookedAtWhole) {
  const Band band =
      make_band(make_document({1, 2, 3}), make_document({4, 5}), 1);
  EXPECT_EQ(band.low, (std::vector<std::uint32_t>{0, 0, 0, 0}));
  EXPECT_EQ(band.high, (std::vector<std::uint32_t>{2, 2, 2, 2}));
  EXPECT_EQ(band.offsets.back(), 12U);
  EXPECT_TRUE(band.holds(1, 0, 2, 2));
  EXPECT_FALSE(band.holds(2, 0, 2, 2));
}

TEST(Band, AnEmptySideHasOneColumn) {
  const Band band = make_band(make_document({1, 2}), make_document({}), 1);
  EXPECT_EQ(band.offsets.back(), 3U);
}

/// 3,000 segments against the same with a passage moved out: the first 300 of
/// the target have no partner, every tenth line of the source is missing, and
/// 600 lines of the source in the middle are foreign.
struct LongPair {
  EncodedSegments source;
  EncodedSegments target;
  std::vector<std::pair<std::size_t, std::size_t>> links;
};

LongPair make_long_pair() {
  std::vector<unsigned> source;
  std::vector<unsigned> target;
  LongPair pair;
  for (unsigned k = 0; k < 300; ++k) target.push_back(50000 + k);
  for (unsigned k = 0; k < 3000; ++k) {
    if (k == 1500) {
      for (unsigned x = 0; x < 600; ++x) source.push_back(90000 + x);
    }
    if (k % 10 != 3) {
      pair.links.emplace_back(source.size(), target.size());
      source.push_back(k);
    }
    target.push_back(k);
  }
  pair.source = make_document(source);
  pair.target = make_document(target);
  return pair;
}

TEST(Band, FollowsLongDocumentsThroughDeletionsAndInsertions) {
  const LongPair pair = make_long_pair();
  const Band band = make_band(pair.source, pair.target, 1);
  std::size_t inside = 0;
  for (const auto& [i, j] : pair.links) inside += band.holds(i, j, 1, 1);
  EXPECT_GE(inside, pair.links.size() * 99 / 100);
  // A band, not the grid.
  EXPECT_LT(band.offsets.back(), pair.source.size() * 120);
}

TEST(Band, IsConnectedFromCornerToCorner) {
  const LongPair pair = make_long_pair();
  const Band band = make_band(pair.source, pair.target, 1);
  EXPECT_EQ(band.low.front(), 0U);
  EXPECT_EQ(band.high.back(), pair.target.size());
  for (std::size_t i = 0; i < pair.source.size(); ++i) {
    ASSERT_LE(band.low[i], band.low[i + 1]);
    ASSERT_LE(band.high[i], band.high[i + 1]);
    ASSERT_LE(band.low[i + 1], band.high[i]);
  }
}

TEST(Band, DoesNotDependOnThreads) {
  const LongPair pair = make_long_pair();
  const Band one = make_band(pair.source, pair.target, 1);
  const Band three = make_band(pair.source, pair.target, 3);
  EXPECT_EQ(one.low, three.low);
  EXPECT_EQ(one.high, three.high);
}

}  // namespace
}  // namespace align
