#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "align/embed.h"
#include "align/error.h"
#include "embed/lanes.h"

namespace align {
namespace {

std::vector<float> random_values(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(random() % 20001) / 10000 - 1;
  }
  return values;
}

std::vector<float> sum_of(const VectorTable& table,
                          const std::vector<PieceId>& pieces) {
  std::vector<float> sum(table.dimension());
  table.add(pieces, sum);
  return sum;
}

TEST(VectorTable, KeepsRowsToWithinAPerCent) {
  std::vector<float> rows = random_values(3 * 40, 1);
  for (std::size_t i = 40; i < 80; ++i) rows[i] *= 0.01F;  // a light piece
  const VectorTable table(make_vectors_section(rows, 40));
  EXPECT_EQ(table.size(), 3U);
  EXPECT_EQ(table.dimension(), 40U);
  for (std::size_t r = 0; r < 3; ++r) {
    const std::vector<float> row = sum_of(table, {static_cast<PieceId>(r)});
    const float most = r == 1 ? 0.01F : 1;
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_NEAR(row[i], rows[r * 40 + i], most * 0.006F);
    }
  }
}

TEST(VectorTable, KeepsRowsOfZeros) {
  const VectorTable table(make_vectors_section(std::vector<float>(20), 10));
  EXPECT_EQ(sum_of(table, {0, 1}), std::vector<float>(10));
}

TEST(VectorTable, SumsDoNotDependOnTheOrderOfPieces) {
  const VectorTable table(make_vectors_section(random_values(100 * 37, 2), 37));
  std::mt19937 random(3);
  for (const std::size_t count : {2U, 60U, 512U, 513U, 3000U}) {
    std::vector<PieceId> pieces(count);
    for (PieceId& piece : pieces) piece = random() % 100;
    const std::vector<float> sum = sum_of(table, pieces);
    std::reverse(pieces.begin(), pieces.end());
    EXPECT_EQ(sum_of(table, pieces), sum);
    std::shuffle(pieces.begin(), pieces.end(), random);
    EXPECT_EQ(sum_of(table, pieces), sum);
  }
}

TEST(VectorTable, AddsToWhatIsThere) {
  const std::vector<float> rows = {1, 2, 3, 4};
  const VectorTable table(make_vectors_section(rows, 2));
  std::vector<float> sum = {10, 20};
  table.add(std::vector<PieceId>{}, sum);
  EXPECT_EQ(sum, (std::vector<float>{10, 20}));
  table.add(std::vector<PieceId>{1}, sum);
  EXPECT_NEAR(sum[1], 24, 0.001);
}

TEST(VectorTable, IsRefusedWhenItIsCut) {
  const std::string section = make_vectors_section(random_values(30, 4), 10);
  for (std::size_t size = 0; size < section.size(); ++size) {
    EXPECT_THROW(VectorTable{section.substr(0, size)}, ModelError) << size;
  }
  EXPECT_THROW((void)make_vectors_section(random_values(31, 4), 10),
               InvalidArgument);
}

// The fast loops give the same bits as the plain ones.
TEST(Lanes, EqualTheReference) {
  const lanes::Kernels plain = lanes::reference();
  const lanes::Kernels fast = lanes::fastest();
  for (const std::size_t dimension : {1U, 15U, 16U, 17U, 256U, 384U, 391U}) {
    const std::vector<float> x = random_values(dimension, 5);
    const std::vector<float> rows = random_values(dimension * 11, 6);
    std::vector<float> want(11);
    std::vector<float> got(11);
    plain.dot_rows(x.data(), rows.data(), dimension, 11, dimension,
                   want.data());
    fast.dot_rows(x.data(), rows.data(), dimension, 11, dimension, got.data());
    EXPECT_EQ(got, want) << dimension;

    std::vector<std::int8_t> row(dimension);
    for (std::size_t i = 0; i < dimension; ++i) {
      row[i] = static_cast<std::int8_t>(x[i] * 127);
    }
    std::vector<std::int32_t> want_sums(dimension, 5);
    std::vector<std::int32_t> got_sums(dimension, 5);
    plain.add_row(row.data(), -32767, dimension, want_sums.data());
    fast.add_row(row.data(), -32767, dimension, got_sums.data());
    EXPECT_EQ(got_sums, want_sums) << dimension;
  }
}

TEST(DotRows, AreTheSameAsOneByOne) {
  const std::vector<float> x = random_values(50, 7);
  const std::vector<float> rows = random_values(50 * 9, 8);
  std::vector<float> products(9);
  dot_rows(x, rows, products);
  for (std::size_t j = 0; j < 9; ++j) {
    EXPECT_EQ(products[j], dot(x, std::span(rows).subspan(j * 50, 50)));
  }
}

}  // namespace
}  // namespace align
