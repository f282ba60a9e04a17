#include "train/principal_axes.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

struct Rotation {
  double cosine;
  double sine;
};

// The rotation in the plane of p and q after which element (p, q) is zero.
Rotation rotation_for(double pp, double qq, double pq) {
  const double theta = (qq - pp) / (2 * pq);
  const double t =
      (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double cosine = 1 / std::sqrt(t * t + 1);
  return {cosine, t * cosine};
}

// Rows p and q of a row-major matrix.
void rotate_rows(std::vector<double>& m, std::size_t size, std::size_t p,
                 std::size_t q, const Rotation& r) {
  double* row_p = m.data() + p * size;
  double* row_q = m.data() + q * size;
  for (std::size_t k = 0; k < size; ++k) {
    const double a = row_p[k];
    const double b = row_q[k];
    row_p[k] = r.cosine * a - r.sine * b;
    row_q[k] = r.sine * a + r.cosine * b;
  }
}

void rotate_columns(std::vector<double>& m, std::size_t size, std::size_t p,
                    std::size_t q, const Rotation& r) {
  for (std::size_t k = 0; k < size; ++k) {
    const double a = m[k * size + p];
    const double b = m[k * size + q];
    m[k * size + p] = r.cosine * a - r.sine * b;
    m[k * size + q] = r.sine * a + r.cosine * b;
  }
}

double off_diagonal(const std::vector<double>& m, std::size_t size) {
  double sum = 0;
  for (std::size_t p = 0; p < size; ++p) {
    for (std::size_t q = p + 1; q < size; ++q) {
      sum += m[p * size + q] * m[p * size + q];
    }
  }
  return sum;
}

}  // namespace

Matrix principal_axes(std::vector<double> symmetric, std::size_t size,
                      std::size_t count) {
  ALIGN_ASSERT(symmetric.size() == size * size && count <= size,
               "a square matrix has as many axes as rows");
  std::vector<double> vectors(size * size);  // one a row
  for (std::size_t i = 0; i < size; ++i) vectors[i * size + i] = 1;
  double trace = 0;
  for (std::size_t i = 0; i < size; ++i) {
    trace += symmetric[i * size + i] * symmetric[i * size + i];
  }
  constexpr int kMostSweeps = 30;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    if (off_diagonal(symmetric, size) <= 1e-20 * trace) break;
    for (std::size_t p = 0; p < size; ++p) {
      for (std::size_t q = p + 1; q < size; ++q) {
        const double pq = symmetric[p * size + q];
        if (pq == 0) continue;
        const Rotation r =
            rotation_for(symmetric[p * size + p], symmetric[q * size + q], pq);
        rotate_columns(symmetric, size, p, q, r);
        rotate_rows(symmetric, size, p, q, r);
        rotate_rows(vectors, size, p, q, r);
      }
    }
  }
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) {
                     return symmetric[a * size + a] > symmetric[b * size + b];
                   });
  Matrix axes;
  axes.resize(size, count);
  for (std::size_t c = 0; c < count; ++c) {
    const double* vector = vectors.data() + order[c] * size;
    const double greatest = *std::max_element(
        vector, vector + size,
        [](double a, double b) { return std::abs(a) < std::abs(b); });
    for (std::size_t i = 0; i < size; ++i) {
      axes.values[i * count + c] =
          static_cast<float>(greatest < 0 ? -vector[i] : vector[i]);
    }
  }
  return axes;
}

}  // namespace align
