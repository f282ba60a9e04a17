// The arithmetic of training: matrix products and exponentials whose results
// are the same to the last bit on every machine and for every number of
// threads, because each number is a sum in one fixed order.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "train/workers.h"

namespace align {

/// Row-major.
struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;

  void resize(std::size_t new_rows, std::size_t new_columns) {
    rows = new_rows;
    columns = new_columns;
    values.resize(rows * columns);
  }
  [[nodiscard]] std::span<float> row(std::size_t i) {
    return {values.data() + i * columns, columns};
  }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return {values.data() + i * columns, columns};
  }
};

/// c = a b, each element summed over the columns of `a` in ascending order.
void multiply(const Matrix& a, const Matrix& b, Matrix& c, Workers& workers);

/// Turns `a` over the diagonal.
void transpose(const Matrix& a, Matrix& turned);

/// x = e^((x - shift) * scale) for each x; to about 2e-7. Exponents below -87
/// give about 1e-38.
void exponentiate(std::span<float> values, float shift, float scale);

/// e^x the same way.
[[nodiscard]] float exponential(float x);

}  // namespace align
