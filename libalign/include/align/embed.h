// Vectors of segments as weighted sums of the vectors of their pieces.
//
// A sum is additive: the vector of any run of segments is the sum of theirs,
// so all n-m beads are scored without embedding anything twice.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "align/tokenize.h"

namespace align {

/// The table of piece vectors, int8 rows with a scale each, mapped from the
/// bundle. The learned weight of a piece is part of its scale.
class VectorTable {
 public:
  /// From the bundle's "vectors" section. Throws ModelError.
  explicit VectorTable(const Bundle& bundle);
  [[nodiscard]] std::size_t dimension() const;
  [[nodiscard]] std::size_t size() const;
  /// Adds the vectors of `pieces` to `sum`, which has dimension() values. The
  /// order of pieces does not matter to the last bit.
  void add(std::span<const PieceId> pieces, std::span<float> sum) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace align
