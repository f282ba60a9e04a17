// Vectors of segments as weighted sums of the vectors of their pieces.
//
// A sum is additive: the vector of any run of segments is the sum of theirs,
// so all n-m beads are scored without embedding anything twice.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "align/tokenize.h"

namespace align {

/// The table of piece vectors, int8 rows with a scale each, mapped from the
/// bundle. The learned weight of a piece is part of its scale.
class VectorTable {
 public:
  /// From the bundle's "vectors" section. Throws ModelError.
  explicit VectorTable(const Bundle& bundle);
  /// From the bytes of such a section.
  explicit VectorTable(std::string section);
  [[nodiscard]] std::size_t dimension() const;
  [[nodiscard]] std::size_t size() const;
  /// Adds the vectors of `pieces` to `sum`, which has dimension() values. The
  /// order of pieces does not matter to the last bit. Thread-safe.
  void add(std::span<const PieceId> pieces, std::span<float> sum) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// x . y, in an order of additions that is the same on every machine.
[[nodiscard]] float dot(std::span<const float> x, std::span<const float> y);

/// products[j] = x . row j of `rows` (row-major, x.size() columns), each the
/// same to the last bit as dot(). Several times faster than one by one.
void dot_rows(std::span<const float> x, std::span<const float> rows,
              std::span<float> products);

/// The "vectors" section of row-major `rows`, one a piece. Throws
/// InvalidArgument when the dimension does not divide their number.
[[nodiscard]] std::string make_vectors_section(std::span<const float> rows,
                                               std::size_t dimension);

}  // namespace align
