// Running parallel text to noisy document pairs with gold beads, as people
// meet them: lines merged, left out and put in on either side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "align/train.h"
#include "align/types.h"

namespace align {

/// Share of lines that each kind of noise meets, on one side.
struct NoiseRates {
  double merge = 0.10;   ///< joined to the line before
  double remove = 0.07;  ///< left out
  double insert = 0.05;  ///< preceded by a foreign line
};

struct NoisyPair {
  std::vector<std::string> source;
  std::vector<std::string> target;
  /// Only beads with both sides, in order; all other lines have no partner.
  std::vector<Bead> beads;
};

/// A small generator whose numbers are the same everywhere.
class NoiseSource {
 public:
  explicit NoiseSource(std::uint64_t seed) : state_(seed) {}
  /// Uniform in [0, limit), limit > 0.
  std::size_t below(std::size_t limit);
  bool chance(double probability);

 private:
  std::uint64_t next();
  std::uint64_t state_;
};

/// Makes a noisy pair of lines [begin, end) of `text`. Foreign lines are other
/// lines of it.
[[nodiscard]] NoisyPair add_noise(const RunningText& text, std::size_t begin,
                                  std::size_t end,
                                  const NoiseRates& source_rates,
                                  const NoiseRates& target_rates,
                                  NoiseSource& noise);

}  // namespace align
