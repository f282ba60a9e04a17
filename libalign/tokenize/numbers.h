// Numbers of a segment in one canonical form.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace align {

/// Keys of the numbers in folded text (see tokenize/fold.h), sorted, one for
/// each time a number stands there. The same number written with or without
/// grouping marks (1,000 = 1.000 = 1000) or with another decimal mark (2.5 =
/// 2,5) has the same key.
void find_numbers(std::string_view folded, std::vector<std::uint64_t>& keys);

}  // namespace align
