// Vectors in fixed point: a scale and entries of up to 12 bits. Dot products of
// entries are exact in 32 bits, so no machine rounds them differently.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace align {

/// The largest entry for which a dot product of two vectors cannot leave 32
/// bits: limit^2 * dimension < 2^31, and no more than 11 bits and a sign, which
/// is finer than the int8 vectors that segments are sums of.
[[nodiscard]] inline int entry_limit(std::size_t dimension) {
  int limit = 2047;
  while (static_cast<std::int64_t>(limit) * limit *
             static_cast<std::int64_t>(dimension) >=
         (std::int64_t{1} << 31)) {
    limit /= 2;
  }
  return limit;
}

[[nodiscard]] inline std::int32_t dot_entries(const std::int16_t* a,
                                              const std::int16_t* b,
                                              std::size_t dimension) {
  std::int32_t sum = 0;
  for (std::size_t k = 0; k < dimension; ++k) {
    sum += static_cast<std::int32_t>(a[k]) * static_cast<std::int32_t>(b[k]);
  }
  return sum;
}

/// Writes `values` to `entries`; returns the scale, 0 when all are 0.
[[nodiscard]] inline float to_fixed_point(std::span<const float> values,
                                          int limit, std::int16_t* entries) {
  float largest = 0;
  for (const float value : values) {
    largest = std::max(largest, std::abs(value));
  }
  if (!(largest > 0)) {
    std::fill_n(entries, values.size(), std::int16_t{0});
    return 0.0F;
  }
  const float inverse = static_cast<float>(limit) / largest;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const float value = values[k] * inverse;
    const auto rounded =
        static_cast<std::int32_t>(value + (value < 0 ? -0.5F : 0.5F));
    entries[k] = static_cast<std::int16_t>(std::clamp(rounded, -limit, limit));
  }
  return largest / static_cast<float>(limit);
}

}  // namespace align
