#include "parallel/band.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "score/fixed_point.h"
#include "score/run_indexed.h"

namespace align {
namespace {

/// Up to this many cells everything is looked at.
constexpr std::size_t kFullCells = 40000;
/// Cells of the full grid of blocks at the top.
constexpr std::size_t kTopCells = 250000;
/// Nodes kept on each side of the path of the level above.
constexpr std::size_t kHalfWidth = 20;
/// Price of a block without partner; similarities of centred block vectors are
/// about 0 for strangers.
constexpr float kSkip = -0.05F;

/// Blocks of 2^level segments of one stretch as centred unit vectors.
struct Blocks {
  std::size_t count = 0;
  std::size_t dimension = 0;
  std::vector<std::int16_t> rows;
  std::vector<float> scales;
};

Blocks make_blocks(const EncodedSegments& document, SegmentRange stretch,
                   unsigned level, unsigned threads) {
  Blocks blocks;
  const std::size_t width = std::size_t{1} << level;
  blocks.count = (stretch.size() + width - 1) / width;
  blocks.dimension = document.dimension;
  blocks.rows.resize(blocks.count * blocks.dimension);
  blocks.scales.resize(blocks.count);
  const int limit = entry_limit(blocks.dimension);

  const auto sum_block = [&](std::size_t block, std::span<float> sum) {
    const std::size_t end =
        std::min(stretch.end, stretch.begin + (block + 1) * width);
    for (std::size_t i = stretch.begin + block * width; i < end; ++i) {
      // Long segments count more, but less than their length.
      document.add_to(i, 1.0F / std::sqrt(document.norms[i]), sum);
    }
  };
  // The mean is summed in a fixed order, so threads cannot change it.
  constexpr std::size_t kChunk = 256;
  const std::size_t chunks = (blocks.count + kChunk - 1) / kChunk;
  std::vector<float> partial(chunks * blocks.dimension);
  run_indexed(chunks, threads, [&](std::size_t chunk) {
    const std::span<float> sum(partial.data() + chunk * blocks.dimension,
                               blocks.dimension);
    const std::size_t end = std::min(blocks.count, (chunk + 1) * kChunk);
    for (std::size_t b = chunk * kChunk; b < end; ++b) sum_block(b, sum);
  });
  std::vector<float> mean(blocks.dimension);
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    for (std::size_t k = 0; k < mean.size(); ++k) {
      mean[k] += partial[chunk * mean.size() + k];
    }
  }
  for (float& value : mean) value /= static_cast<float>(blocks.count);

  run_indexed(chunks, threads, [&](std::size_t chunk) {
    std::vector<float> sum(blocks.dimension);
    const std::size_t end = std::min(blocks.count, (chunk + 1) * kChunk);
    for (std::size_t b = chunk * kChunk; b < end; ++b) {
      std::fill(sum.begin(), sum.end(), 0.0F);
      sum_block(b, sum);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] -= mean[k];
      std::int16_t* row = blocks.rows.data() + b * blocks.dimension;
      const float scale = to_fixed_point(sum, limit, row);
      const auto square =
          static_cast<float>(dot_entries(row, row, blocks.dimension));
      blocks.scales[b] = scale > 0 && square > 0 ? 1.0F / std::sqrt(square) : 0;
    }
  });
  return blocks;
}

/// For each row of nodes the first and last column on the best path.
struct Path {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
};

enum Step : std::uint8_t { kNone, kPair, kSource, kTarget };

Path best_path(const Blocks& source, const Blocks& target, const Band& band) {
  constexpr float kNever = -std::numeric_limits<float>::max();
  std::vector<std::uint8_t> steps(band.offsets.back(), kNone);
  std::vector<float> previous;
  std::vector<float> current;
  for (std::size_t i = 0; i <= band.source_size; ++i) {
    current.assign(band.high[i] - band.low[i] + 1, kNever);
    for (std::size_t j = band.low[i]; j <= band.high[i]; ++j) {
      float best = i + j == 0 ? 0.0F : kNever;
      std::uint8_t step = kNone;
      const auto offer = [&](float from, float gain, Step by) {
        if (from == kNever || from + gain <= best) return;
        best = from + gain;
        step = by;
      };
      if (i > 0 && j > 0 && band.contains(i - 1, j - 1)) {
        const float similarity =
            static_cast<float>(
                dot_entries(source.rows.data() + (i - 1) * source.dimension,
                            target.rows.data() + (j - 1) * target.dimension,
                            source.dimension)) *
            (source.scales[i - 1] * target.scales[j - 1]);
        offer(previous[j - 1 - band.low[i - 1]], similarity, kPair);
      }
      if (i > 0 && band.contains(i - 1, j)) {
        offer(previous[j - band.low[i - 1]], kSkip, kSource);
      }
      if (j > band.low[i]) offer(current[j - 1 - band.low[i]], kSkip, kTarget);
      current[j - band.low[i]] = best;
      steps[band.index(i, j)] = step;
    }
    std::swap(previous, current);
  }

  Path path;
  path.first.assign(band.source_size + 1,
                    static_cast<std::uint32_t>(band.target_size));
  path.last.assign(band.source_size + 1, 0);
  std::size_t i = band.source_size;
  std::size_t j = band.target_size;
  while (true) {
    path.first[i] = std::min(path.first[i], static_cast<std::uint32_t>(j));
    path.last[i] = std::max(path.last[i], static_cast<std::uint32_t>(j));
    if (i + j == 0) return path;
    const std::uint8_t step = steps[band.index(i, j)];
    if (step == kPair || step == kSource) --i;
    if (step == kPair || step == kTarget) --j;
  }
}

/// A band for `source_size` x `target_size` units round the path of units
/// twice as large; `path` may be empty for every node.
Band refine(const Path& path, std::size_t source_size,
            std::size_t target_size) {
  Band band = make_full_band(source_size, target_size);
  if (path.first.empty()) return band;
  const std::size_t rows = path.first.size() - 1;
  for (std::size_t i = 0; i <= source_size; ++i) {
    const std::size_t above = std::min(i / 2, rows);
    const std::size_t below = std::min((i + 1) / 2, rows);
    const std::size_t first = 2 * std::size_t{path.first[above]};
    const std::size_t last = 2 * std::size_t{path.last[below]};
    band.low[i] = static_cast<std::uint32_t>(
        first > kHalfWidth ? std::min(first - kHalfWidth, target_size) : 0);
    band.high[i] =
        static_cast<std::uint32_t>(std::min(target_size, last + kHalfWidth));
  }
  band.low[0] = 0;
  band.high[source_size] = static_cast<std::uint32_t>(target_size);
  for (std::size_t i = 1; i <= source_size; ++i) {
    band.high[i] = std::max(band.high[i], band.high[i - 1]);
  }
  for (std::size_t i = source_size; i-- > 0;) {
    band.low[i] = std::min(band.low[i], band.low[i + 1]);
  }
  index_band(band);
  return band;
}

/// The band of one stretch, as of documents of their own.
Band make_stretch(const EncodedSegments& source, SegmentRange source_stretch,
                  const EncodedSegments& target, SegmentRange target_stretch,
                  unsigned threads) {
  const std::size_t source_size = source_stretch.size();
  const std::size_t target_size = target_stretch.size();
  if (source_size * target_size <= kFullCells) {
    return make_full_band(source_size, target_size);
  }
  const auto blocks_of = [](std::size_t size, unsigned level) {
    return (size + (std::size_t{1} << level) - 1) >> level;
  };
  unsigned level = 1;
  while (blocks_of(source_size, level) * blocks_of(target_size, level) >
         kTopCells) {
    ++level;
  }
  Path path;
  for (; level >= 1; --level) {
    const Blocks source_blocks =
        make_blocks(source, source_stretch, level, threads);
    const Blocks target_blocks =
        make_blocks(target, target_stretch, level, threads);
    path = best_path(source_blocks, target_blocks,
                     refine(path, source_blocks.count, target_blocks.count));
  }
  return refine(path, source_size, target_size);
}

}  // namespace

void index_band(Band& band) {
  band.offsets.resize(band.source_size + 2);
  band.offsets[0] = 0;
  for (std::size_t i = 0; i <= band.source_size; ++i) {
    band.offsets[i + 1] = band.offsets[i] + band.high[i] - band.low[i] + 1;
  }
}

Band make_full_band(std::size_t source_size, std::size_t target_size) {
  Band band;
  band.source_size = source_size;
  band.target_size = target_size;
  band.low.assign(source_size + 1, 0);
  band.high.assign(source_size + 1, static_cast<std::uint32_t>(target_size));
  index_band(band);
  return band;
}

Band make_band(const EncodedSegments& source, const EncodedSegments& target,
               unsigned threads, const std::vector<PathPoint>& points) {
  if (points.empty()) {
    return make_stretch(source, {0, source.size()}, target, {0, target.size()},
                        threads);
  }
  Band band;
  band.source_size = source.size();
  band.target_size = target.size();
  band.low.assign(source.size() + 1, 0);
  band.high.assign(source.size() + 1, 0);
  band.gates.assign(source.size() + 1, kNoGate);
  PathPoint from;
  const auto take_stretch = [&](const PathPoint& to) {
    const Band stretch = make_stretch(source, {from.source, to.source}, target,
                                      {from.target, to.target}, threads);
    for (std::size_t i = 0; i <= stretch.source_size; ++i) {
      const std::size_t row = from.source + i;
      // The row of a point belongs to both stretches.
      if (i > 0) {
        band.low[row] =
            std::max(band.low[row],
                     stretch.low[i] + static_cast<std::uint32_t>(from.target));
      }
      band.high[row] =
          stretch.high[i] + static_cast<std::uint32_t>(from.target);
    }
    from = to;
  };
  for (const PathPoint& point : points) {
    take_stretch(point);
    band.gates[point.source] = static_cast<std::uint32_t>(point.target);
  }
  take_stretch({source.size(), target.size()});
  index_band(band);
  return band;
}

}  // namespace align
