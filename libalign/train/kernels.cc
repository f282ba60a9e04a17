#include "train/kernels.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

constexpr std::size_t kLanes = 16;
typedef float Lanes __attribute__((vector_size(64)));
typedef std::int32_t IntLanes __attribute__((vector_size(64)));

#define ALIGN_INLINE inline __attribute__((always_inline))

// `kRows` rows of c, one panel of kLanes columns. The panel of b is contiguous:
// depth x kLanes.
template <std::size_t kRows>
ALIGN_INLINE void multiply_rows(const float* a, std::size_t depth,
                                const float* panel, float* c,
                                std::size_t stride, std::size_t width) {
  std::array<Lanes, kRows> sums = {};
  for (std::size_t k = 0; k < depth; ++k) {
    Lanes b;
    std::memcpy(&b, panel + k * kLanes, sizeof b);
    for (std::size_t r = 0; r < kRows; ++r) sums[r] += b * a[r * depth + k];
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    std::memcpy(c + r * stride, &sums[r], width * sizeof(float));
  }
}

template <std::size_t kRows>
ALIGN_INLINE void multiply_panel_body(const float* a, std::size_t rows,
                                      std::size_t depth, const float* panel,
                                      float* c, std::size_t stride,
                                      std::size_t width) {
  std::size_t i = 0;
  for (; i + kRows <= rows; i += kRows) {
    multiply_rows<kRows>(a + i * depth, depth, panel, c + i * stride, stride,
                         width);
  }
  for (; i < rows; ++i) {
    multiply_rows<1>(a + i * depth, depth, panel, c + i * stride, stride,
                     width);
  }
}

// e^x = 2^n e^f with n the nearest integer to x / ln 2; e^f by its Taylor
// polynomial of degree 6, |f| <= ln 2 / 2.
ALIGN_INLINE void exponential_body(Lanes& x) {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;
  constexpr float kLn2Low = -2.12194440e-4F;
  constexpr float kRounder = 12582912.0F;  // 1.5 * 2^23
  const Lanes least = Lanes{} - 87.0F;
  const Lanes most = Lanes{} + 88.0F;
  x = x < least ? least : x;
  x = x > most ? most : x;
  const Lanes rounded = x * kLog2E + kRounder;
  const Lanes n = rounded - kRounder;
  const Lanes f = (x - n * kLn2High) - n * kLn2Low;
  Lanes y = f * (1.0F / 720) + 1.0F / 120;
  y = y * f + 1.0F / 24;
  y = y * f + 1.0F / 6;
  y = y * f + 0.5F;
  y = y * f + 1.0F;
  y = y * f + 1.0F;
  const IntLanes bits = (__builtin_convertvector(n, IntLanes) + 127) << 23;
  Lanes power;
  std::memcpy(&power, &bits, sizeof power);
  x = y * power;
}

ALIGN_INLINE void exponentiate_body(float* values, std::size_t count,
                                    float shift, float scale) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    Lanes x;
    std::memcpy(&x, values + i, sizeof x);
    x = (x - shift) * scale;
    exponential_body(x);
    std::memcpy(values + i, &x, sizeof x);
  }
  if (i < count) {
    Lanes x = {};
    std::memcpy(&x, values + i, (count - i) * sizeof(float));
    x = (x - shift) * scale;
    exponential_body(x);
    std::memcpy(values + i, &x, (count - i) * sizeof(float));
  }
}

using MultiplyPanel = void (*)(const float*, std::size_t, std::size_t,
                               const float*, float*, std::size_t, std::size_t);
using Exponentiate = void (*)(float*, std::size_t, float, float);

struct Kernels {
  MultiplyPanel multiply_panel;
  Exponentiate exponentiate;
};

void multiply_panel_any(const float* a, std::size_t rows, std::size_t depth,
                        const float* panel, float* c, std::size_t stride,
                        std::size_t width) {
  multiply_panel_body<3>(a, rows, depth, panel, c, stride, width);
}
void exponentiate_any(float* values, std::size_t count, float shift,
                      float scale) {
  exponentiate_body(values, count, shift, scale);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void multiply_panel_avx2(
    const float* a, std::size_t rows, std::size_t depth, const float* panel,
    float* c, std::size_t stride, std::size_t width) {
  multiply_panel_body<6>(a, rows, depth, panel, c, stride, width);
}
__attribute__((target("avx2"))) void exponentiate_avx2(float* values,
                                                       std::size_t count,
                                                       float shift,
                                                       float scale) {
  exponentiate_body(values, count, shift, scale);
}
__attribute__((target("avx512f,avx512dq"))) void multiply_panel_avx512(
    const float* a, std::size_t rows, std::size_t depth, const float* panel,
    float* c, std::size_t stride, std::size_t width) {
  multiply_panel_body<16>(a, rows, depth, panel, c, stride, width);
}
__attribute__((target("avx512f,avx512dq"))) void exponentiate_avx512(
    float* values, std::size_t count, float shift, float scale) {
  exponentiate_body(values, count, shift, scale);
}
#endif

const Kernels& kernels() {
  static const Kernels chosen = [] {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512dq")) {
      return Kernels{multiply_panel_avx512, exponentiate_avx512};
    }
    if (__builtin_cpu_supports("avx2")) {
      return Kernels{multiply_panel_avx2, exponentiate_avx2};
    }
#endif
    return Kernels{multiply_panel_any, exponentiate_any};
  }();
  return chosen;
}

}  // namespace

void multiply(const Matrix& a, const Matrix& b, Matrix& c, Workers& workers) {
  ALIGN_ASSERT(a.columns == b.rows, "sizes of a matrix product agree");
  c.resize(a.rows, b.columns);
  const MultiplyPanel multiply_panel = kernels().multiply_panel;
  // A few panels a task: enough tasks to share out, few enough to wake for.
  constexpr std::size_t kPanels = 4;
  const std::size_t panels = (b.columns + kLanes - 1) / kLanes;
  workers.run((panels + kPanels - 1) / kPanels, [&](std::size_t task) {
    thread_local std::vector<float> panel;
    panel.resize(b.rows * kLanes);
    const std::size_t end = std::min(panels, (task + 1) * kPanels);
    for (std::size_t p = task * kPanels; p < end; ++p) {
      const std::size_t first = p * kLanes;
      const std::size_t width = std::min(kLanes, b.columns - first);
      for (std::size_t k = 0; k < b.rows; ++k) {
        const float* from = b.values.data() + k * b.columns + first;
        float* to = panel.data() + k * kLanes;
        std::copy(from, from + width, to);
        std::fill(to + width, to + kLanes, 0.0F);
      }
      multiply_panel(a.values.data(), a.rows, a.columns, panel.data(),
                     c.values.data() + first, c.columns, width);
    }
  });
}

void transpose(const Matrix& a, Matrix& turned) {
  turned.resize(a.columns, a.rows);
  constexpr std::size_t kBlock = 16;  // both sides of a block stay in cache
  for (std::size_t i0 = 0; i0 < a.rows; i0 += kBlock) {
    for (std::size_t j0 = 0; j0 < a.columns; j0 += kBlock) {
      const std::size_t i1 = std::min(a.rows, i0 + kBlock);
      const std::size_t j1 = std::min(a.columns, j0 + kBlock);
      for (std::size_t i = i0; i < i1; ++i) {
        for (std::size_t j = j0; j < j1; ++j) {
          turned.values[j * a.rows + i] = a.values[i * a.columns + j];
        }
      }
    }
  }
}

void exponentiate(std::span<float> values, float shift, float scale) {
  kernels().exponentiate(values.data(), values.size(), shift, scale);
}

float exponential(float x) {
  exponentiate({&x, 1}, 0, 1);
  return x;
}

}  // namespace align
