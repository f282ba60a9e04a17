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

/// Blocks of 2^level segments of one stretch as centred unit vectors. They are
/// made when they are come to, some hundred at a time, and given up when the
/// band has passed them: half of all segments' vectors once more would be most
/// of the memory of a long document.
class Blocks {
 public:
  Blocks(const EncodedSegments& document, SegmentRange stretch, unsigned level,
         unsigned threads)
      : document_(document),
        stretch_(stretch),
        level_(level),
        threads_(threads),
        limit_(entry_limit(document.dimension)),
        count_(blocks_of(stretch.size(), level)),
        chunks_((count_ + kChunk - 1) / kChunk),
        mean_(document.dimension) {
    // The mean is summed in a fixed order, so threads cannot change it.
    std::vector<float> partial(chunks_.size() * mean_.size());
    run_indexed(chunks_.size(), threads_, [&](std::size_t chunk) {
      const std::span<float> sum(partial.data() + chunk * mean_.size(),
                                 mean_.size());
      const std::size_t end = std::min(count_, (chunk + 1) * kChunk);
      for (std::size_t b = chunk * kChunk; b < end; ++b) add_block(b, sum);
    });
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      for (std::size_t k = 0; k < mean_.size(); ++k) {
        mean_[k] += partial[chunk * mean_.size() + k];
      }
    }
    for (float& value : mean_) value /= static_cast<float>(count_);
  }

  static std::size_t blocks_of(std::size_t segments, unsigned level) {
    return (segments + (std::size_t{1} << level) - 1) >> level;
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// Makes blocks below `end` ready and gives up those below `begin`, neither
  /// of which ever falls.
  void move_to(std::size_t begin, std::size_t end) {
    for (; kept_ < begin / kChunk; ++kept_) chunks_[kept_] = {};
    for (; made_ * kChunk < std::min(end, count_); ++made_) make_chunk(made_);
  }
  [[nodiscard]] const std::int16_t* row(std::size_t block) const {
    return chunks_[block / kChunk].rows.data() +
           block % kChunk * document_.dimension;
  }
  [[nodiscard]] float scale(std::size_t block) const {
    return chunks_[block / kChunk].scales[block % kChunk];
  }

 private:
  static constexpr std::size_t kChunk = 256;
  static constexpr std::size_t kAtOnce = 32;

  struct Chunk {
    std::vector<std::int16_t> rows;
    std::vector<float> scales;
  };

  void add_block(std::size_t block, std::span<float> sum) const {
    const std::size_t end =
        std::min(stretch_.end, stretch_.begin + ((block + 1) << level_));
    for (std::size_t i = stretch_.begin + (block << level_); i < end; ++i) {
      // Long segments count more, but less than their length.
      document_.add_to(i, 1.0F / std::sqrt(document_.norms[i]), sum);
    }
  }

  void make_chunk(std::size_t number) {
    Chunk& chunk = chunks_[number];
    const std::size_t first = number * kChunk;
    const std::size_t size = std::min(kChunk, count_ - first);
    const std::size_t dimension = document_.dimension;
    chunk.rows.resize(size * dimension);
    chunk.scales.resize(size);
    run_indexed((size + kAtOnce - 1) / kAtOnce, threads_, [&](std::size_t p) {
      std::vector<float> sum(dimension);
      const std::size_t end = std::min(size, (p + 1) * kAtOnce);
      for (std::size_t b = p * kAtOnce; b < end; ++b) {
        std::fill(sum.begin(), sum.end(), 0.0F);
        add_block(first + b, sum);
        for (std::size_t k = 0; k < dimension; ++k) sum[k] -= mean_[k];
        std::int16_t* row = chunk.rows.data() + b * dimension;
        const float scale = to_fixed_point(sum, limit_, row);
        const auto square =
            static_cast<float>(dot_entries(row, row, dimension));
        chunk.scales[b] =
            scale > 0 && square > 0 ? 1.0F / std::sqrt(square) : 0;
      }
    });
  }

  const EncodedSegments& document_;
  SegmentRange stretch_;
  unsigned level_;
  unsigned threads_;
  int limit_;
  std::size_t count_;
  std::vector<Chunk> chunks_;
  std::vector<float> mean_;
  std::size_t kept_ = 0;  ///< chunks before this one are given up
  std::size_t made_ = 0;  ///< chunks before this one have been made
};

/// For each row of nodes the first and last column on the best path.
struct Path {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
};

enum Step : std::uint8_t { kNone, kPair, kSource, kTarget };

Path best_path(Blocks& source, Blocks& target, const Band& band,
               std::size_t dimension) {
  constexpr float kNever = -std::numeric_limits<float>::max();
  std::vector<std::uint8_t> steps(band.offsets.back(), kNone);
  std::vector<float> previous;
  std::vector<float> current;
  for (std::size_t i = 0; i <= band.source_size; ++i) {
    current.assign(band.high[i] - band.low[i] + 1, kNever);
    // Node (i, j) looks at blocks i - 1 and j - 1.
    source.move_to(i > 0 ? i - 1 : 0, i);
    target.move_to(band.low[i] > 0 ? band.low[i] - 1 : 0, band.high[i]);
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
                dot_entries(source.row(i - 1), target.row(j - 1), dimension)) *
            (source.scale(i - 1) * target.scale(j - 1));
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
  unsigned level = 1;
  while (Blocks::blocks_of(source_size, level) *
             Blocks::blocks_of(target_size, level) >
         kTopCells) {
    ++level;
  }
  Path path;
  for (; level >= 1; --level) {
    Blocks source_blocks(source, source_stretch, level, threads);
    Blocks target_blocks(target, target_stretch, level, threads);
    path = best_path(source_blocks, target_blocks,
                     refine(path, source_blocks.count(), target_blocks.count()),
                     source.dimension);
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
