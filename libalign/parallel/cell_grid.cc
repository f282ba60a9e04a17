#include "parallel/cell_grid.h"

#include <algorithm>
#include <cmath>

#include "score/fast_math.h"
#include "score/run_indexed.h"

namespace align {
namespace {

/// Mutual best pairs a document is credited with before it is looked at.
constexpr float kPseudoPairs = 4;
/// Least distance between strangers and translations on the cosine scale.
constexpr float kLeastSpan = 0.1F;
constexpr std::size_t kRowsAtOnce = 64;

RunSums make_run_sums(const EncodedSegments& document, unsigned threads) {
  RunSums runs;
  const std::size_t size = document.size();
  for (auto& norms : runs.norms) norms.assign(size, 1.0F);
  for (auto& backgrounds : runs.backgrounds) backgrounds.assign(size, 0.0F);
  for (auto& logs : runs.length_logs) logs.assign(size, 0.0F);
  runs.chars.assign(size + 1, 0);
  runs.pieces.assign(size + 1, 0);
  for (std::size_t i = 0; i < size; ++i) {
    runs.chars[i + 1] = runs.chars[i] + document.tokens[i].length;
    runs.pieces[i + 1] =
        runs.pieces[i] + static_cast<std::uint32_t>(std::max<std::size_t>(
                             1, document.tokens[i].pieces.size()));
  }
  run_indexed(
      (size + kRowsAtOnce - 1) / kRowsAtOnce, threads, [&](std::size_t chunk) {
        const std::size_t end = std::min(size, (chunk + 1) * kRowsAtOnce);
        for (std::size_t i = chunk * kRowsAtOnce; i < end; ++i) {
          // |x_i + .. + x_k|^2 grows by |x_k|^2 and twice the products with
          // x_k.
          float square = 0;
          for (std::size_t n = 1; n <= kMostOnSide && i + n <= size; ++n) {
            const std::size_t k = i + n - 1;
            square += dot(document, k, document, k);
            for (std::size_t a = i; a < k; ++a) {
              square += 2.0F * dot(document, a, document, k);
            }
            // Segments without vectors count as norm 1, as everywhere.
            runs.norms[n - 1][i] = square > 1e-12F ? std::sqrt(square) : 1.0F;
            runs.length_logs[n - 1][i] =
                fast_log(static_cast<float>(runs.chars_of(i, n)) + 4.0F);
          }
        }
      });
  return runs;
}

/// Turns the mean cosine of each segment into that of each run.
void fill_backgrounds(const EncodedSegments& document,
                      const std::vector<float>& means, RunSums& runs) {
  for (std::size_t i = 0; i < document.size(); ++i) {
    float sum = 0;
    for (std::size_t n = 1; n <= kMostOnSide && i + n <= document.size(); ++n) {
      sum += means[i + n - 1] * document.norms[i + n - 1];
      runs.backgrounds[n - 1][i] = sum / runs.norms[n - 1][i];
    }
  }
}

/// What one block of rows says about the scale of cosines.
struct BlockCounts {
  double sum = 0;
  std::size_t cells = 0;
  std::vector<float> mutual;
};

}  // namespace

float median(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

float CellGrid::cosine(std::size_t i, std::size_t n, std::size_t j,
                       std::size_t m) const {
  float sum = 0;
  for (std::size_t a = i; a < i + n; ++a) {
    const float* row = dots.data() + band.index(a, j);
    for (std::size_t b = 0; b < m; ++b) sum += row[b];
  }
  return sum / (source.norms[n - 1][i] * target.norms[m - 1][j]);
}

CellGrid make_cell_grid(const EncodedSegments& source,
                        const EncodedSegments& target, Band band,
                        float usual_cosine, unsigned threads) {
  CellGrid grid;
  grid.band = std::move(band);
  const Band& shape = grid.band;
  const std::size_t rows = source.size();
  const std::size_t columns = target.size();
  grid.source = make_run_sums(source, threads);
  grid.target = make_run_sums(target, threads);
  grid.dots.assign(shape.offsets.back(), 0.0F);
  run_indexed(
      (rows + kRowsAtOnce - 1) / kRowsAtOnce, threads, [&](std::size_t chunk) {
        const std::size_t end = std::min(rows, (chunk + 1) * kRowsAtOnce);
        for (std::size_t i = chunk * kRowsAtOnce; i < end; ++i) {
          float* cells = grid.dots.data() + shape.offsets[i];
          for (std::size_t j = shape.low[i]; j < shape.high[i]; ++j) {
            cells[j - shape.low[i]] = dot(source, i, target, j);
          }
        }
      });

  const std::size_t blocks = rows / kScaleRows + 1;
  std::vector<BlockCounts> counts(blocks);
  std::vector<float> source_mean(rows);
  std::vector<float> target_mean(columns);
  std::vector<std::uint32_t> target_cells(columns);
  std::vector<std::uint32_t> source_best_column(rows);
  grid.source_best.assign(rows, -1.0F);
  grid.target_best.assign(columns, -1.0F);
  grid.target_best_row.assign(columns, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    const float* cells = grid.dots.data() + shape.offsets[i];
    BlockCounts& count = counts[i / kScaleRows];
    double sum = 0;
    for (std::size_t j = shape.low[i]; j < shape.high[i]; ++j) {
      const float cosine =
          cells[j - shape.low[i]] / (source.norms[i] * target.norms[j]);
      sum += cosine;
      target_mean[j] += cosine;
      ++target_cells[j];
      if (cosine > grid.source_best[i]) {
        grid.source_best[i] = cosine;
        source_best_column[i] = static_cast<std::uint32_t>(j);
      }
      if (cosine > grid.target_best[j]) {
        grid.target_best[j] = cosine;
        grid.target_best_row[j] = static_cast<std::uint32_t>(i);
      }
    }
    const std::size_t width = shape.high[i] - shape.low[i];
    source_mean[i] = width == 0
                         ? 0.0F
                         : static_cast<float>(sum / static_cast<double>(width));
    count.sum += sum;
    count.cells += width;
  }
  for (std::size_t j = 0; j < columns; ++j) {
    if (target_cells[j] > 0) {
      target_mean[j] /= static_cast<float>(target_cells[j]);
    }
  }
  fill_backgrounds(source, source_mean, grid.source);
  fill_backgrounds(target, target_mean, grid.target);
  for (std::size_t i = 0; i < rows; ++i) {
    if (shape.high[i] > shape.low[i] &&
        grid.target_best_row[source_best_column[i]] == i) {
      counts[i / kScaleRows].mutual.push_back(grid.source_best[i]);
    }
  }

  grid.scales.resize(blocks);
  for (std::size_t block = 0; block < blocks; ++block) {
    double sum = 0;
    std::size_t cells = 0;
    std::vector<float> mutual;
    for (std::size_t b = block > 0 ? block - 1 : 0;
         b < std::min(blocks, block + 2); ++b) {
      sum += counts[b].sum;
      cells += counts[b].cells;
      mutual.insert(mutual.end(), counts[b].mutual.begin(),
                    counts[b].mutual.end());
    }
    Scale& scale = grid.scales[block];
    scale.mean = cells == 0
                     ? 0.0F
                     : static_cast<float>(sum / static_cast<double>(cells));
    const auto pairs = static_cast<float>(mutual.size());
    const float share = pairs / (pairs + kPseudoPairs);
    const float typical =
        share * median(mutual) + (1.0F - share) * usual_cosine;
    scale.span = std::max(kLeastSpan, typical - scale.mean);
  }
  return grid;
}

}  // namespace align
