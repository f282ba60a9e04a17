// The nearest segments by cosine, exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "align/score.h"

namespace align::mine {

struct Neighbour {
  std::uint32_t index;
  float cosine;
};

/// For each segment of `from` its `count` nearest segments of `to`, nearest
/// first, ties to the lower index; fewer when `to` is smaller. Segments whose
/// flag in `from_used` or `to_used` is 0 have no neighbours and are none.
/// `advance` is called after each block of rows with the rows done, on any
/// thread.
[[nodiscard]] std::vector<std::vector<Neighbour>> nearest(
    const EncodedSegments& from, const EncodedSegments& to,
    const std::vector<char>& from_used, const std::vector<char>& to_used,
    std::size_t count, unsigned threads,
    const std::function<void(std::size_t)>& advance);

}  // namespace align::mine
