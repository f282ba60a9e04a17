#include "parallel/lexical_pass.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "score/run_indexed.h"

namespace align {
namespace {

/// Sure 1-1 beads a document is credited with before it is looked at.
constexpr float kPseudoPairs = 4;
/// Least distance between strangers and translations, in nats a piece.
constexpr float kLeastSpan = 0.3F;
/// A 1-1 bead this probable after the first pass is taken for a translation.
constexpr float kSure = 0.5F;
/// Cells of a row that tell what strangers score, in short documents and in
/// long ones, where every fourth row is asked.
constexpr std::size_t kSampledCells = 12;
constexpr std::size_t kSampledCellsOfMany = 3;
constexpr std::size_t kSampledRowOfMany = 4;
/// Blocks on each side whose strangers count for a block of a long document:
/// there are few sampled in each, and they differ little.
constexpr std::size_t kStrangerBlocks = 8;
/// Short documents, which weights are fitted on, have more partners among the
/// cells taken for strangers than long ones; this share makes up for it. Strict
/// F1 on 35,000 lines is 97.24, 97.39, 97.42 and 97.44 with 0, .05, .07 and .1;
/// on 8,700 lines 97.38, 97.50 and 97.48 with 0, .05 and .1.
constexpr float kPartnerShare = 0.07F;
/// Numbers beyond this many say nothing new.
constexpr std::size_t kMostNumbers = 3;

float pieces_of(const EncodedSegments& document, std::size_t i) {
  return static_cast<float>(
      std::max<std::size_t>(1, document.tokens[i].pieces.size()));
}

/// Sums of one block of rows.
struct BlockCounts {
  double forward = 0;
  double backward = 0;
  std::size_t cells = 0;
  std::vector<float> sure_forward;
  std::vector<float> sure_backward;
};

struct LexicalScales {
  std::vector<Scale> forward;  ///< by row / kScaleRows
  std::vector<Scale> backward;
};

/// One block's work: the readers' scratch space and the block's counts.
class BlockReader {
 public:
  BlockReader(const CellGrid& grid, const EncodedSegments& source,
              const EncodedSegments& target,
              const PairLexicalEvidence& evidence)
      : grid_(grid),
        source_(source),
        target_(target),
        forward_(evidence.forward),
        backward_(evidence.backward) {}

  /// Values of candidates [begin, end), which start in one block of rows.
  void read(const Candidates& candidates, std::size_t begin, std::size_t end,
            std::vector<LexicalValues>& values) {
    // Forward: runs of the source in order of start and size.
    order_.resize(end - begin);
    std::iota(order_.begin(), order_.end(), begin);
    const auto by_run = [&](bool of_source) {
      return [&candidates, of_source](std::size_t x, std::size_t y) {
        const Candidate& a = candidates.beads[x];
        const Candidate& b = candidates.beads[y];
        const auto key = [of_source](const Candidate& bead, std::size_t index) {
          return of_source
                     ? std::array<std::size_t, 3>{bead.source, bead.n, index}
                     : std::array<std::size_t, 3>{bead.target, bead.m, index};
        };
        return key(a, x) < key(b, y);
      };
    };
    std::sort(order_.begin(), order_.end(), by_run(true));
    Run run;
    for (const std::size_t k : order_) {
      const Candidate& bead = candidates.beads[k];
      extend(forward_, bead.source, bead.n, run);
      explain(forward_, target_, bead.target, bead.m, values[k].forward,
              values[k].least_forward);
    }
    std::sort(order_.begin(), order_.end(), by_run(false));
    run = {};
    for (const std::size_t k : order_) {
      const Candidate& bead = candidates.beads[k];
      extend(backward_, bead.target, bead.m, run);
      explain(backward_, source_, bead.source, bead.n, values[k].backward,
              values[k].least_backward);
    }
  }

  /// Adds evenly spaced cells of row `i` to `counts`.
  void sample(std::size_t i, BlockCounts& counts) {
    const std::size_t low = grid_.band.low[i];
    const std::size_t width = grid_.band.high[i] - low;
    const bool is_long = grid_.band.source_size > kScaleRows;
    if (is_long && i % kSampledRowOfMany != 0) return;
    const std::size_t taken =
        std::min(width, is_long ? kSampledCellsOfMany : kSampledCells);
    if (taken == 0) return;
    const std::size_t row = is_long ? i / kSampledRowOfMany : i;
    forward_.clear();
    forward_.add(i);
    for (std::size_t s = 0; s < taken; ++s) {
      // Rows start at other columns, so that all distances are sampled.
      const std::size_t j = low + (s * width / taken + row * 7) % width;
      counts.forward += forward_.score(j) / pieces_of(target_, j);
      backward_.clear();
      backward_.add(j);
      counts.backward += backward_.score(i) / pieces_of(source_, i);
      ++counts.cells;
    }
  }

 private:
  struct Run {
    std::size_t begin = static_cast<std::size_t>(-1);
    std::size_t size = 0;
  };

  /// Makes the reader hold segments [begin, begin + size).
  static void extend(LexicalEvidence::Reader& reader, std::size_t begin,
                     std::size_t size, Run& run) {
    if (run.begin != begin || run.size > size) {
      reader.clear();
      run = {begin, 0};
    }
    while (run.size < size) reader.add(run.begin + run.size++);
  }

  static void explain(const LexicalEvidence::Reader& reader,
                      const EncodedSegments& other, std::size_t begin,
                      std::size_t size, float& mean, float& least) {
    float sum = 0;
    float pieces = 0;
    least = 9;
    for (std::size_t k = begin; k < begin + size; ++k) {
      const float score = reader.score(k);
      sum += score;
      pieces += pieces_of(other, k);
      least = std::min(least, score / pieces_of(other, k));
    }
    mean = sum / pieces;
  }

  const CellGrid& grid_;
  const EncodedSegments& source_;
  const EncodedSegments& target_;
  LexicalEvidence::Reader forward_;
  LexicalEvidence::Reader backward_;
  std::vector<std::size_t> order_;
};

Scale make_scale(double sum, std::size_t cells, std::vector<float>& sure,
                 float usual, float partner_share) {
  Scale scale;
  scale.mean =
      cells == 0 ? -1.0F : static_cast<float>(sum / static_cast<double>(cells));
  const auto pairs = static_cast<float>(sure.size());
  const float share = pairs / (pairs + kPseudoPairs);
  const float typical = share * median(sure) + (1.0F - share) * usual;
  scale.mean += partner_share * (typical - scale.mean);
  scale.span = std::max(kLeastSpan, typical - scale.mean);
  return scale;
}

LexicalScales make_scales(const std::vector<BlockCounts>& counts, float usual) {
  LexicalScales scales;
  const float partner_share = counts.size() > 1 ? kPartnerShare : 0.0F;
  for (std::size_t block = 0; block < counts.size(); ++block) {
    BlockCounts sum;
    for (std::size_t b = block - std::min(block, kStrangerBlocks);
         b < std::min(counts.size(), block + kStrangerBlocks + 1); ++b) {
      sum.forward += counts[b].forward;
      sum.backward += counts[b].backward;
      sum.cells += counts[b].cells;
    }
    for (std::size_t b = block > 0 ? block - 1 : 0;
         b < std::min(counts.size(), block + 2); ++b) {
      sum.sure_forward.insert(sum.sure_forward.end(),
                              counts[b].sure_forward.begin(),
                              counts[b].sure_forward.end());
      sum.sure_backward.insert(sum.sure_backward.end(),
                               counts[b].sure_backward.begin(),
                               counts[b].sure_backward.end());
    }
    scales.forward.push_back(make_scale(
        sum.forward, sum.cells, sum.sure_forward, usual, partner_share));
    scales.backward.push_back(make_scale(
        sum.backward, sum.cells, sum.sure_backward, usual, partner_share));
  }
  return scales;
}

/// Numbers of a run of segments, ascending.
std::vector<std::uint64_t> numbers_of(const EncodedSegments& document,
                                      std::size_t begin, std::size_t size) {
  std::vector<std::uint64_t> numbers = document.tokens[begin].numbers;
  for (std::size_t k = begin + 1; k < begin + size; ++k) {
    numbers.insert(numbers.end(), document.tokens[k].numbers.begin(),
                   document.tokens[k].numbers.end());
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

void fill_number_features(const EncodedSegments& source,
                          const EncodedSegments& target, const Candidate& bead,
                          BeadFeatures& features) {
  const NumberAgreement agreement =
      compare_numbers(numbers_of(source, bead.source, bead.n),
                      numbers_of(target, bead.target, bead.m));
  features[kNumbersShared] =
      static_cast<float>(std::min(agreement.shared, kMostNumbers));
  features[kNumbersMissing] =
      static_cast<float>(std::min(agreement.only_source, kMostNumbers) +
                         std::min(agreement.only_target, kMostNumbers));
}

void fill_lexical_features(const CellGrid& grid, const LexicalScales& scales,
                           const Candidate& bead, const LexicalValues& values,
                           BeadFeatures& features) {
  const Scale& forward = scales.forward[bead.source / kScaleRows];
  const Scale& backward = scales.backward[bead.source / kScaleRows];
  features[kForward] = forward(values.forward);
  features[kBackward] = backward(values.backward);
  features[kLexicalLess] = std::min(features[kForward], features[kBackward]);
  const std::size_t pieces = std::min<std::size_t>(
      30, std::min(grid.source.pieces_of(bead.source, bead.n),
                   grid.target.pieces_of(bead.target, bead.m)));
  features[kLexicalBySize] = 0.5F * (features[kForward] + features[kBackward]) *
                             std::sqrt(static_cast<float>(pieces)) / 4.0F;
  features[kLeastPart] = 0;
  if (bead.n + bead.m > 2) {
    float least = 9;
    if (bead.m > 1) least = std::min(least, forward(values.least_forward));
    if (bead.n > 1) least = std::min(least, backward(values.least_backward));
    features[kLeastPart] = least;
  }
}

}  // namespace

FullFeatures make_full_features(const CellGrid& grid,
                                const LengthModel& lengths,
                                const EncodedSegments& source,
                                const EncodedSegments& target,
                                const PairLexicalEvidence& evidence,
                                const Candidates& candidates,
                                float usual_lexical, unsigned threads) {
  const std::size_t rows = source.size();
  const std::size_t blocks = rows / kScaleRows + 1;
  std::vector<BlockCounts> counts(blocks);
  std::vector<LexicalValues> values(candidates.beads.size());
  run_indexed(blocks, threads, [&](std::size_t block) {
    BlockReader reader(grid, source, target, evidence);
    const std::size_t first = block * kScaleRows;
    const std::size_t last = std::min(rows, first + kScaleRows);
    if (first >= last) return;
    const std::size_t begin = candidates.row_begin[first];
    const std::size_t end = candidates.row_begin[last];
    reader.read(candidates, begin, end, values);
    BlockCounts& count = counts[block];
    for (std::size_t i = first; i < last; ++i) reader.sample(i, count);
    for (std::size_t k = begin; k < end; ++k) {
      const Candidate& bead = candidates.beads[k];
      if (bead.n != 1 || bead.m != 1 || bead.posterior < kSure) continue;
      count.sure_forward.push_back(values[k].forward);
      count.sure_backward.push_back(values[k].backward);
    }
  });
  const LexicalScales scales = make_scales(counts, usual_lexical);

  FullFeatures full;
  full.beads.resize(candidates.beads.size());
  run_indexed(blocks, threads, [&](std::size_t block) {
    const std::size_t first = block * kScaleRows;
    const std::size_t last = std::min(rows, first + kScaleRows);
    if (first >= last) return;
    for (std::size_t k = candidates.row_begin[first];
         k < candidates.row_begin[last]; ++k) {
      const Candidate& bead = candidates.beads[k];
      BeadFeatures& features = full.beads[k];
      fill_vector_features(grid, lengths, bead, features);
      fill_lexical_features(grid, scales, bead, values[k], features);
      fill_number_features(source, target, bead, features);
    }
  });
  full.source_null.assign(rows, 0.0F);
  full.target_null.assign(target.size(), 0.0F);
  for (std::size_t k = 0; k < candidates.beads.size(); ++k) {
    const Candidate& bead = candidates.beads[k];
    const float fit =
        0.5F * (full.beads[k][kForward] + full.beads[k][kBackward]);
    for (std::size_t a = 0; a < bead.n; ++a) {
      float& best = full.source_null[bead.source + a];
      best = std::max(best, fit);
    }
    for (std::size_t b = 0; b < bead.m; ++b) {
      float& best = full.target_null[bead.target + b];
      best = std::max(best, fit);
    }
  }
  return full;
}

void score_full(const FullFeatures& features, const CellGrid& grid,
                const PassWeights& weights, Candidates& candidates,
                NullPrices& nulls) {
  for (std::size_t k = 0; k < candidates.beads.size(); ++k) {
    Candidate& bead = candidates.beads[k];
    bead.score = weights.types[bead.n][bead.m];
    for (std::size_t f = 0; f < kBeadFeatures; ++f) {
      bead.score += weights.values[f] * features.beads[k][f];
    }
  }
  nulls = price_nulls(grid, weights);
  const float lexical = weights.values[kNullOffset + kNullLexical];
  for (std::size_t i = 0; i < nulls.source.size(); ++i) {
    nulls.source[i] += lexical * features.source_null[i];
  }
  for (std::size_t j = 0; j < nulls.target.size(); ++j) {
    nulls.target[j] += lexical * features.target_null[j];
  }
}

}  // namespace align
