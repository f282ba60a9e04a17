#include "train/lengths.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace align {
namespace {

std::string fixed(double value) {
  std::array<char, 32> digits;
  const auto result =
      std::to_chars(digits.data(), digits.data() + digits.size(), value,
                    std::chars_format::fixed, 4);
  return {digits.data(), result.ptr};
}

double middle(std::vector<double>& values) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

std::string measure_lengths(const TrainingData& data, const Corpus& corpus,
                            const std::vector<LanguagePair>& pairs) {
  std::string lines;
  for (const LanguagePair& pair : pairs) {
    // Pairs of running text: short ones say little about 100 code points.
    // Fewer than 30 of those and all pairs are taken.
    std::vector<double> ratios;
    for (const std::uint32_t least : {60U, 0U}) {
      ratios.clear();
      for (const SentencePair& p : pair.pairs) {
        const std::uint32_t x = corpus.lengths[p.x];
        const std::uint32_t y = corpus.lengths[p.y];
        if (x + y < 2 * least || x + y > 600) continue;
        ratios.push_back(std::log((x + 4.0) / (y + 4.0)));
      }
      if (ratios.size() >= 30) break;
    }
    if (ratios.empty()) continue;
    // Median and median deviation: loose rows do not count. 1.4826 makes the
    // median deviation of a normal distribution its standard deviation.
    const double mean = middle(ratios);
    for (double& ratio : ratios) ratio = std::abs(ratio - mean);
    const double deviation = std::clamp(1.4826 * middle(ratios), 0.05, 1.0);
    lines += data.languages[pair.first] + ' ' + data.languages[pair.second] +
             ' ' + fixed(mean) + ' ' + fixed(deviation) + '\n';
  }
  return lines;
}

}  // namespace align
