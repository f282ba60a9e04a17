#include <cstddef>
#include <span>

#include "align/embed.h"
#include "align/error.h"
#include "embed/lanes.h"

namespace align {

float dot(std::span<const float> x, std::span<const float> y) {
  ALIGN_ASSERT(x.size() == y.size(), "vectors of one table");
  float product = 0;
  lanes::fastest().dot_rows(x.data(), y.data(), y.size(), 1, x.size(),
                            &product);
  return product;
}

void dot_rows(std::span<const float> x, std::span<const float> rows,
              std::span<float> products) {
  ALIGN_ASSERT(rows.size() == x.size() * products.size(),
               "one product a row of x's dimension");
  lanes::fastest().dot_rows(x.data(), rows.data(), x.size(), products.size(),
                            x.size(), products.data());
}

}  // namespace align
