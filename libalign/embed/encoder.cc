#include "align/encoder.h"

#include <cmath>

#include "align/error.h"

namespace align {

void subtract_mean(std::span<float> rows, std::size_t dimension,
                   std::size_t measured) {
  if (dimension == 0 || rows.size() % dimension != 0) {
    throw InvalidArgument(std::to_string(rows.size()) +
                          " numbers are no rows of " +
                          std::to_string(dimension));
  }
  const std::size_t size = rows.size() / dimension;
  if (measured == 0 || measured > size) measured = size;
  std::vector<double> mean(dimension);
  for (std::size_t i = 0; i < measured; ++i) {
    for (std::size_t k = 0; k < dimension; ++k) {
      mean[k] += static_cast<double>(rows[i * dimension + k]) /
                 static_cast<double>(measured);
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    const std::span<float> row = rows.subspan(i * dimension, dimension);
    double square = 0;
    for (std::size_t k = 0; k < dimension; ++k) {
      row[k] -= static_cast<float>(mean[k]);
      square += static_cast<double>(row[k]) * static_cast<double>(row[k]);
    }
    // What is left of equal rows is rounding.
    const double factor = square > 1e-10 ? 1.0 / std::sqrt(square) : 0.0;
    for (float& value : row) {
      value = static_cast<float>(static_cast<double>(value) * factor);
    }
  }
}

}  // namespace align
