#include "train/noise.h"

#include <algorithm>
#include <utility>

namespace align {
namespace {

/// A noisy line: its text and the original lines [begin, end) it holds; a
/// foreign line holds none.
struct NoisyLine {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What happens to each original line on one side.
struct SidePlan {
  std::vector<bool> is_removed;
  std::vector<bool> is_joined;  ///< with the line before it
};

SidePlan make_plan(std::size_t size, const NoiseRates& rates,
                   NoiseSource& noise) {
  SidePlan plan;
  for (std::size_t k = 0; k < size; ++k) {
    plan.is_removed.push_back(noise.chance(rates.remove));
    const bool joins = noise.chance(rates.merge);
    plan.is_joined.push_back(joins && k > 0 && !plan.is_removed[k] &&
                             !plan.is_removed[k - 1]);
  }
  return plan;
}

std::vector<NoisyLine> carry_out(const std::vector<std::string>& lines,
                                 const std::vector<std::string>& strangers,
                                 const SidePlan& plan, const SidePlan& other,
                                 double insert, NoiseSource& noise) {
  std::vector<NoisyLine> noisy;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    // A stranger never stands inside what is one line on the other side.
    const bool is_seam = !plan.is_joined[k] && !other.is_joined[k];
    if (is_seam && !strangers.empty() && noise.chance(insert)) {
      noisy.push_back({strangers[noise.below(strangers.size())], 0, 0});
    }
    if (plan.is_removed[k]) continue;
    if (plan.is_joined[k]) {
      noisy.back().text += ' ' + lines[k];
      noisy.back().end = k + 1;
    } else {
      noisy.push_back({lines[k], k, k + 1});
    }
  }
  return noisy;
}

bool is_foreign(const NoisyLine& line) { return line.begin == line.end; }

}  // namespace

std::uint64_t NoiseSource::next() {
  // SplitMix64 (Steele, Lea & Flood 2014).
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::size_t NoiseSource::below(std::size_t limit) {
  return static_cast<std::size_t>(next() % limit);
}

bool NoiseSource::chance(double probability) {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53 < probability;
}

NoisyPair add_noise(const RunningText& text, std::size_t begin, std::size_t end,
                    const NoiseRates& source_rates,
                    const NoiseRates& target_rates, NoiseSource& noise) {
  const SidePlan source_plan = make_plan(end - begin, source_rates, noise);
  const SidePlan target_plan = make_plan(end - begin, target_rates, noise);
  const auto lines_of = [&](const std::vector<std::string>& lines) {
    const auto first = lines.begin();
    return std::vector<std::string>(first + static_cast<std::ptrdiff_t>(begin),
                                    first + static_cast<std::ptrdiff_t>(end));
  };
  // Strangers come from the same text, but not from this part of it.
  const auto strangers_of = [&](const std::vector<std::string>& lines) {
    std::vector<std::string> strangers;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      if (k < begin || k >= end) strangers.push_back(lines[k]);
    }
    return strangers;
  };
  const std::vector<NoisyLine> source =
      carry_out(lines_of(text.source), strangers_of(text.source), source_plan,
                target_plan, source_rates.insert, noise);
  const std::vector<NoisyLine> target =
      carry_out(lines_of(text.target), strangers_of(text.target), target_plan,
                source_plan, target_rates.insert, noise);
  NoisyPair pair;
  for (const NoisyLine& line : source) pair.source.push_back(line.text);
  for (const NoisyLine& line : target) pair.target.push_back(line.text);

  // Lines of the two sides that hold a common original line are one bead; it
  // grows while the next line of either side reaches into it.
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < source.size() && j < target.size()) {
    if (is_foreign(source[i])) {
      ++i;
    } else if (is_foreign(target[j])) {
      ++j;
    } else if (source[i].end <= target[j].begin) {
      ++i;
    } else if (target[j].end <= source[i].begin) {
      ++j;
    } else {
      Bead bead;
      bead.source = {i, i + 1};
      bead.target = {j, j + 1};
      while (true) {
        const std::size_t source_end = source[bead.source.end - 1].end;
        const std::size_t target_end = target[bead.target.end - 1].end;
        const auto reaches_in = [](const std::vector<NoisyLine>& side,
                                   std::size_t next, std::size_t other_end) {
          return next < side.size() && !is_foreign(side[next]) &&
                 side[next].begin < other_end;
        };
        if (reaches_in(source, bead.source.end, target_end)) {
          ++bead.source.end;
        } else if (reaches_in(target, bead.target.end, source_end)) {
          ++bead.target.end;
        } else {
          break;
        }
      }
      i = bead.source.end;
      j = bead.target.end;
      pair.beads.push_back(bead);
    }
  }
  return pair;
}

}  // namespace align
