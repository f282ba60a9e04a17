#include "mine/nearest.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "score/run_indexed.h"

namespace align::mine {
namespace {

// Rows of a block share each row of the other side while it is in the cache.
constexpr std::size_t kBlockRows = 16;

bool is_nearer(const Neighbour& a, const Neighbour& b) {
  return a.cosine != b.cosine ? a.cosine > b.cosine : a.index < b.index;
}

}  // namespace

std::vector<std::vector<Neighbour>> nearest(
    const EncodedSegments& from, const EncodedSegments& to,
    const std::vector<char>& from_used, const std::vector<char>& to_used,
    std::size_t count, unsigned threads,
    const std::function<void(std::size_t)>& advance) {
  std::vector<std::vector<Neighbour>> result(from.size());
  const std::size_t blocks = (from.size() + kBlockRows - 1) / kBlockRows;
  run_indexed(blocks, threads, [&](std::size_t block) {
    const std::size_t begin = block * kBlockRows;
    const std::size_t end = std::min(from.size(), begin + kBlockRows);
    for (std::size_t j = 0; j < to.size(); ++j) {
      if (to_used[j] == 0) continue;
      for (std::size_t i = begin; i < end; ++i) {
        if (from_used[i] == 0) continue;
        std::vector<Neighbour>& heap = result[i];
        const Neighbour candidate{static_cast<std::uint32_t>(j),
                                  cosine(from, i, to, j)};
        // The heap's front is the farthest of those kept.
        if (heap.size() == count) {
          if (!is_nearer(candidate, heap.front())) continue;
          std::pop_heap(heap.begin(), heap.end(), is_nearer);
          heap.back() = candidate;
        } else {
          heap.push_back(candidate);
        }
        std::push_heap(heap.begin(), heap.end(), is_nearer);
      }
    }
    for (std::size_t i = begin; i < end; ++i) {
      std::sort(result[i].begin(), result[i].end(), is_nearer);
    }
    if (advance) advance(end - begin);
  });
  return result;
}

}  // namespace align::mine
