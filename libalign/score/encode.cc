#include <algorithm>
#include <cmath>

#include "align/error.h"
#include "align/score.h"
#include "score/fast_math.h"
#include "score/fixed_point.h"
#include "score/run_indexed.h"

namespace align {
namespace {

/// Segments encoded in one go by one thread.
constexpr std::size_t kEncodeBlock = 256;

/// Puts `sum` into fixed point as row `segment` of `encoded`.
void store_row(std::span<const float> sum, std::size_t segment, int limit,
               EncodedSegments& encoded) {
  std::int16_t* row = encoded.rows.data() + segment * encoded.dimension;
  const float scale = to_fixed_point(sum, limit, row);
  encoded.scales[segment] = scale;
  const auto square =
      static_cast<float>(dot_entries(row, row, encoded.dimension));
  encoded.norms[segment] = scale > 0 ? scale * std::sqrt(square) : 1.0F;
}

}  // namespace

void EncodedSegments::add_to(std::size_t segment, float factor,
                             std::span<float> sum) const {
  const float scale = factor * scales[segment];
  const std::span<const std::int16_t> entries = row(segment);
  for (std::size_t k = 0; k < entries.size(); ++k) {
    sum[k] += scale * static_cast<float>(entries[k]);
  }
}

EncodedSegments encode(const Model& model, std::span<const Segment> segments,
                       std::string_view language, unsigned threads) {
  EncodedSegments encoded;
  encoded.language = language;
  encoded.dimension = model.vectors().dimension();
  encoded.tokens.resize(segments.size());
  encoded.rows.assign(segments.size() * encoded.dimension, 0);
  encoded.scales.resize(segments.size());
  encoded.norms.resize(segments.size());
  const int limit = entry_limit(encoded.dimension);
  const std::size_t blocks =
      (segments.size() + kEncodeBlock - 1) / kEncodeBlock;
  run_indexed(blocks, threads, [&](std::size_t block) {
    std::vector<float> sum(encoded.dimension);
    const std::size_t end =
        std::min(segments.size(), (block + 1) * kEncodeBlock);
    for (std::size_t i = block * kEncodeBlock; i < end; ++i) {
      encoded.tokens[i] =
          model.tokenizer().tokenize(segments[i].text, language);
      // Room to spare would be a third of what long documents keep of these.
      encoded.tokens[i].pieces.shrink_to_fit();
      std::fill(sum.begin(), sum.end(), 0.0F);
      model.vectors().add(encoded.tokens[i].pieces, sum);
      store_row(sum, i, limit, encoded);
    }
  });
  return encoded;
}

float dot(const EncodedSegments& first, std::size_t i,
          const EncodedSegments& second, std::size_t j) {
  ALIGN_ASSERT(first.dimension == second.dimension,
               "both documents were encoded by one model");
  const std::int32_t sum =
      dot_entries(first.rows.data() + i * first.dimension,
                  second.rows.data() + j * second.dimension, first.dimension);
  return static_cast<float>(sum) * (first.scales[i] * second.scales[j]);
}

float length_deviation(const LengthModel& model, std::size_t source_length,
                       std::size_t target_length) {
  const auto source = static_cast<float>(source_length);
  const auto target = static_cast<float>(target_length);
  const float ratio = fast_log((source + 4.0F) / (target + 4.0F));
  const float spread = static_cast<float>(model.deviation) *
                       (1.0F + 8.0F / std::max(1.0F, source + target));
  const float deviation = (ratio - static_cast<float>(model.mean)) / spread;
  return std::clamp(deviation, -4.0F, 4.0F);
}

NumberAgreement compare_numbers(std::span<const std::uint64_t> source,
                                std::span<const std::uint64_t> target) {
  NumberAgreement agreement;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < source.size() && j < target.size()) {
    if (source[i] == target[j]) {
      ++agreement.shared;
      ++i;
      ++j;
    } else if (source[i] < target[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  agreement.only_source = source.size() - agreement.shared;
  agreement.only_target = target.size() - agreement.shared;
  return agreement;
}

}  // namespace align
