// Logarithm and exponential in single precision from nothing but additions and
// multiplications: the C library picks other instructions on other machines,
// and the same bytes must come out everywhere. Several times faster, too.
#pragma once

#include <bit>
#include <cstdint>

namespace align {

/// Natural logarithm of a positive normal number, absolute error under 1e-6
/// times its exponent's share.
[[nodiscard]] inline float fast_log(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  // Mantissa in [sqrt(1/2), sqrt(2)), so that log is small around 1.
  const std::uint32_t shifted = bits - 0x3F3504F3U;
  const auto exponent = static_cast<std::int32_t>(shifted) >> 23;
  const auto mantissa =
      std::bit_cast<float>((shifted & 0x007FFFFFU) + 0x3F3504F3U);
  // log(m) = 2 artanh(z), z = (m - 1) / (m + 1), |z| <= 0.1716: the series is
  // cut where its next term is below 2^-24.
  const float z = (mantissa - 1.0F) / (mantissa + 1.0F);
  const float z2 = z * z;
  const float series =
      2.0F +
      z2 * (0.66666667F + z2 * (0.4F + z2 * (0.28571429F + z2 * 0.22222222F)));
  return z * series + static_cast<float>(exponent) * 0.69314718F;
}

/// e to the power of x, relative error under 1e-6; 0 below -87.
[[nodiscard]] inline float fast_exp(float x) {
  if (x < -87.0F) return 0.0F;
  if (x > 88.0F) x = 88.0F;
  const float scaled = x * 1.44269504F;
  const auto power =
      static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F));
  // Two parts of ln 2: the first has few bits, so the product is exact.
  const float rest = (x - static_cast<float>(power) * 0.693359375F) +
                     static_cast<float>(power) * 2.12194440e-4F;
  const float series =
      1.0F +
      rest * (1.0F +
              rest * (0.5F + rest * (0.16666667F +
                                     rest * (0.041666667F +
                                             rest * (0.0083333333F +
                                                     rest * 0.0013888889F)))));
  return series *
         std::bit_cast<float>(static_cast<std::uint32_t>(power + 127) << 23);
}

/// log(e^a + e^b).
[[nodiscard]] inline float log_add(float a, float b) {
  if (a < b) {
    const float swap = a;
    a = b;
    b = swap;
  }
  // Beyond 17 the smaller one is less than half a unit in the last place.
  if (a - b > 17.0F) return a;
  return a + fast_log(1.0F + fast_exp(b - a));
}

}  // namespace align
