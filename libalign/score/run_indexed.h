// Work on threads whose result does not depend on how many there are: each
// index writes to places of its own.
#pragma once

#include <cstddef>
#include <functional>

namespace align {

/// Runs work(0) .. work(count - 1) on up to `threads` threads (0: all cores).
/// The exception of the lowest index that failed is thrown again.
void run_indexed(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t)>& work);

}  // namespace align
