// The inner loops over vectors, in the fixed order that makes their results
// the same to the last bit on every machine, and the choice of the fastest
// build of them for the processor at hand.
//
// Sums of products of floats keep 16 partial sums: lane l takes the dimensions
// l, l + 16, l + 32 ... in ascending order, each product rounded before it is
// added; then lanes are added by halves (l and l + 8, l and l + 4 ...). Any
// vector width gives that order.
#pragma once

#include <cstddef>
#include <cstdint>

namespace align::lanes {

/// sums[i] += row[i] * scale for i < dimension, in 32-bit integers.
using AddRow = void (*)(const std::int8_t* row, std::int32_t scale,
                        std::size_t dimension, std::int32_t* sums);

/// products[j] = x . (ys + j * stride), j < count.
using DotRows = void (*)(const float* x, const float* ys, std::size_t stride,
                         std::size_t count, std::size_t dimension,
                         float* products);

struct Kernels {
  AddRow add_row;
  DotRows dot_rows;
};

/// Loops written the plain way, one number at a time: what the others must
/// equal.
[[nodiscard]] Kernels reference();
/// The fastest for this processor.
[[nodiscard]] const Kernels& fastest();

}  // namespace align::lanes
