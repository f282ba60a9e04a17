#include <algorithm>
#include <cmath>

#include "align/error.h"
#include "align/score.h"
#include "score/fast_math.h"
#include "score/run_indexed.h"

namespace align {
namespace {

/// Segments encoded in one go by one thread.
constexpr std::size_t kEncodeBlock = 256;

/// The largest entry of a row for which a dot product of two rows cannot leave
/// 32 bits: limit^2 * dimension < 2^31, and no more than 11 bits and a sign,
/// which is finer than the int8 vectors the rows are sums of.
int entry_limit(std::size_t dimension) {
  int limit = 2047;
  while (static_cast<std::int64_t>(limit) * limit *
             static_cast<std::int64_t>(dimension) >=
         (std::int64_t{1} << 31)) {
    limit /= 2;
  }
  return limit;
}

std::int32_t dot_rows(const std::int16_t* a, const std::int16_t* b,
                      std::size_t dimension) {
  std::int32_t sum = 0;
  for (std::size_t k = 0; k < dimension; ++k) {
    sum += static_cast<std::int32_t>(a[k]) * static_cast<std::int32_t>(b[k]);
  }
  return sum;
}

/// Puts `sum` into fixed point as row `segment` of `encoded`.
void store_row(std::span<const float> sum, std::size_t segment, int limit,
               EncodedSegments& encoded) {
  float largest = 0;
  for (const float value : sum) largest = std::max(largest, std::abs(value));
  encoded.norms[segment] = 1.0F;
  encoded.scales[segment] = 0.0F;
  if (!(largest > 0)) return;
  const float scale = largest / static_cast<float>(limit);
  const float inverse = static_cast<float>(limit) / largest;
  std::int16_t* row = encoded.rows.data() + segment * encoded.dimension;
  for (std::size_t k = 0; k < sum.size(); ++k) {
    const float value = sum[k] * inverse;
    const auto rounded =
        static_cast<std::int32_t>(value + (value < 0 ? -0.5F : 0.5F));
    row[k] = static_cast<std::int16_t>(std::clamp(rounded, -limit, limit));
  }
  encoded.scales[segment] = scale;
  encoded.norms[segment] =
      scale *
      std::sqrt(static_cast<float>(dot_rows(row, row, encoded.dimension)));
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
      dot_rows(first.rows.data() + i * first.dimension,
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
