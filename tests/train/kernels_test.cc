#include "train/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace align {
namespace {

Matrix random_matrix(std::size_t rows, std::size_t columns,
                     std::uint32_t seed) {
  std::mt19937 random(seed);
  Matrix matrix;
  matrix.resize(rows, columns);
  for (float& value : matrix.values) {
    value = static_cast<float>(random() % 2001) / 1000 - 1;
  }
  return matrix;
}

// Any build of the loops sums in the order of the plain one.
TEST(Multiply, EqualsThePlainLoopToTheLastBit) {
  for (const std::size_t rows : {1U, 5U, 16U, 33U}) {
    for (const std::size_t columns : {1U, 15U, 16U, 70U}) {
      const Matrix a = random_matrix(rows, 37, 1);
      const Matrix b = random_matrix(37, columns, 2);
      Matrix want;
      want.resize(rows, columns);
      for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
          float sum = 0;
          for (std::size_t k = 0; k < 37; ++k) {
            sum += b.values[k * columns + j] * a.values[i * 37 + k];
          }
          want.values[i * columns + j] = sum;
        }
      }
      for (const unsigned threads : {1U, 3U}) {
        Workers workers(threads);
        Matrix c;
        multiply(a, b, c, workers);
        EXPECT_EQ(c.values, want.values) << rows << " x " << columns;
      }
    }
  }
}

TEST(Transpose, TurnsOverTheDiagonal) {
  const Matrix a = random_matrix(19, 40, 3);
  Matrix turned;
  transpose(a, turned);
  ASSERT_EQ(turned.rows, 40U);
  ASSERT_EQ(turned.columns, 19U);
  for (std::size_t i = 0; i < 19; ++i) {
    for (std::size_t j = 0; j < 40; ++j) {
      EXPECT_EQ(turned.row(j)[i], a.row(i)[j]);
    }
  }
}

TEST(Exponentiate, IsCloseToTheTrueValue) {
  std::vector<float> values;
  for (int i = -850; i <= 100; ++i) {
    values.push_back(static_cast<float>(i) / 10);
  }
  std::vector<float> got(values);
  exponentiate(got, 1, 0.5F);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double want = std::exp((static_cast<double>(values[i]) - 1) * 0.5);
    EXPECT_NEAR(got[i] / want, 1, 5e-6) << values[i];
    // In a row or alone, the value is the same.
    EXPECT_EQ(got[i], exponential((values[i] - 1) * 0.5F)) << values[i];
  }
  EXPECT_EQ(exponential(0), 1);
  EXPECT_LT(exponential(-1000), 1e-37F);
}

}  // namespace
}  // namespace align
