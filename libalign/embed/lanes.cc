#include "embed/lanes.h"

#include <array>
#include <cstring>

namespace align::lanes {
namespace {

constexpr std::size_t kLanes = 16;

// Vectors of 16 numbers, lowered by the compiler to whatever registers the
// target has.
typedef float FloatLanes __attribute__((vector_size(64)));
typedef std::int32_t IntLanes __attribute__((vector_size(64)));
typedef std::int8_t ByteLanes __attribute__((vector_size(16)));

#define ALIGN_INLINE inline __attribute__((always_inline))

template <class Lanes, class T>
ALIGN_INLINE void load(const T* from, Lanes& to) {
  std::memcpy(&to, from, sizeof to);
}

ALIGN_INLINE float sum_of(const FloatLanes& lanes) {
  std::array<float, kLanes> values;
  std::memcpy(values.data(), &lanes, sizeof lanes);
  for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
    for (std::size_t l = 0; l < half; ++l) values[l] += values[l + half];
  }
  return values[0];
}

ALIGN_INLINE void add_row_body(const std::int8_t* row, std::int32_t scale,
                               std::size_t dimension, std::int32_t* sums) {
  std::size_t i = 0;
  for (; i + kLanes <= dimension; i += kLanes) {
    ByteLanes bytes;
    IntLanes lanes;
    load(row + i, bytes);
    load(sums + i, lanes);
    lanes += __builtin_convertvector(bytes, IntLanes) * scale;
    std::memcpy(sums + i, &lanes, sizeof lanes);
  }
  for (; i < dimension; ++i) sums[i] += row[i] * scale;
}

// `kRows` dot products at a time, so that x is read once for all of them.
template <std::size_t kRows>
ALIGN_INLINE void dot_block(const float* x, const float* ys, std::size_t stride,
                            std::size_t dimension, float* products) {
  std::array<FloatLanes, kRows> lanes = {};
  std::size_t i = 0;
  for (; i + kLanes <= dimension; i += kLanes) {
    FloatLanes xs;
    load(x + i, xs);
    for (std::size_t r = 0; r < kRows; ++r) {
      FloatLanes y;
      load(ys + r * stride + i, y);
      lanes[r] += xs * y;
    }
  }
  for (std::size_t l = 0; i + l < dimension; ++l) {
    for (std::size_t r = 0; r < kRows; ++r) {
      lanes[r][l] += x[i + l] * ys[r * stride + i + l];
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) products[r] = sum_of(lanes[r]);
}

ALIGN_INLINE void dot_rows_body(const float* x, const float* ys,
                                std::size_t stride, std::size_t count,
                                std::size_t dimension, float* products) {
  constexpr std::size_t kBlock = 4;
  std::size_t j = 0;
  for (; j + kBlock <= count; j += kBlock) {
    dot_block<kBlock>(x, ys + j * stride, stride, dimension, products + j);
  }
  for (; j < count; ++j) {
    dot_block<1>(x, ys + j * stride, stride, dimension, products + j);
  }
}

void add_row_plain(const std::int8_t* row, std::int32_t scale,
                   std::size_t dimension, std::int32_t* sums) {
  for (std::size_t i = 0; i < dimension; ++i) sums[i] += row[i] * scale;
}

void dot_rows_plain(const float* x, const float* ys, std::size_t stride,
                    std::size_t count, std::size_t dimension, float* products) {
  for (std::size_t j = 0; j < count; ++j) {
    std::array<float, kLanes> lanes = {};
    for (std::size_t i = 0; i < dimension; ++i) {
      lanes[i % kLanes] += x[i] * ys[j * stride + i];
    }
    for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
      for (std::size_t l = 0; l < half; ++l) lanes[l] += lanes[l + half];
    }
    products[j] = lanes[0];
  }
}

void add_row_any(const std::int8_t* row, std::int32_t scale,
                 std::size_t dimension, std::int32_t* sums) {
  add_row_body(row, scale, dimension, sums);
}

void dot_rows_any(const float* x, const float* ys, std::size_t stride,
                  std::size_t count, std::size_t dimension, float* products) {
  dot_rows_body(x, ys, stride, count, dimension, products);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void add_row_avx2(const std::int8_t* row,
                                                  std::int32_t scale,
                                                  std::size_t dimension,
                                                  std::int32_t* sums) {
  add_row_body(row, scale, dimension, sums);
}

__attribute__((target("avx2"))) void dot_rows_avx2(
    const float* x, const float* ys, std::size_t stride, std::size_t count,
    std::size_t dimension, float* products) {
  dot_rows_body(x, ys, stride, count, dimension, products);
}
#endif

Kernels choose() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return {add_row_avx2, dot_rows_avx2};
#endif
  return {add_row_any, dot_rows_any};
}

}  // namespace

Kernels reference() { return {add_row_plain, dot_rows_plain}; }

const Kernels& fastest() {
  static const Kernels kernels = choose();
  return kernels;
}

}  // namespace align::lanes
