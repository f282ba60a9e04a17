// The directions in which vectors differ most.
#pragma once

#include <cstddef>
#include <vector>

#include "train/kernels.h"

namespace align {

/// The first `count` eigenvectors of a symmetric matrix of `size` rows, by
/// descending eigenvalue, as columns of a size x count matrix. Each has its
/// greatest component positive. Cyclic Jacobi rotations (Jacobi 1846): slow,
/// short, and the same everywhere.
[[nodiscard]] Matrix principal_axes(std::vector<double> symmetric,
                                    std::size_t size, std::size_t count);

}  // namespace align
