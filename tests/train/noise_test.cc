#include "train/noise.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace align {
namespace {

/// Lines that are one word each, "s12" and "t12".
RunningText make_text(std::size_t size) {
  RunningText text;
  text.source_language = "vi";
  text.target_language = "en";
  for (std::size_t k = 0; k < size; ++k) {
    text.source.push_back("s" + std::to_string(k));
    text.target.push_back("t" + std::to_string(k));
  }
  return text;
}

/// Numbers of the original lines that a noisy line holds.
std::set<int> lines_in(const std::string& line) {
  std::set<int> numbers;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    numbers.insert(std::stoi(word.substr(1)));
  }
  return numbers;
}

TEST(AddNoise, WithoutNoiseEveryLineHasItsTranslation) {
  const RunningText text = make_text(30);
  NoiseSource noise(1);
  const NoisyPair pair = add_noise(text, 10, 20, {0, 0, 0}, {0, 0, 0}, noise);
  ASSERT_EQ(pair.beads.size(), 10U);
  EXPECT_EQ(pair.source[0], "s10");
  EXPECT_EQ(pair.target[9], "t19");
  EXPECT_EQ(pair.beads[4].source, (SegmentRange{4, 5}));
  EXPECT_EQ(pair.beads[4].target, (SegmentRange{4, 5}));
}

TEST(AddNoise, BeadsHoldAllAndOnlyLinesThatShareAnOriginal) {
  const RunningText text = make_text(60);
  NoiseSource noise(5);
  for (int round = 0; round < 200; ++round) {
    const NoisyPair pair =
        add_noise(text, 10, 50, {0.3, 0.15, 0.1}, {0.2, 0.2, 0.2}, noise);
    const auto is_stranger = [](const std::string& line) {
      const int first = *lines_in(line).begin();
      return first < 10 || first >= 50;
    };
    // The bead of each line, -1 for none.
    std::vector<int> source_bead(pair.source.size(), -1);
    std::vector<int> target_bead(pair.target.size(), -1);
    for (std::size_t b = 0; b < pair.beads.size(); ++b) {
      ASSERT_FALSE(pair.beads[b].source.is_empty());
      ASSERT_FALSE(pair.beads[b].target.is_empty());
      for (auto i = pair.beads[b].source.begin; i < pair.beads[b].source.end;
           ++i) {
        source_bead[i] = static_cast<int>(b);
      }
      for (auto j = pair.beads[b].target.begin; j < pair.beads[b].target.end;
           ++j) {
        target_bead[j] = static_cast<int>(b);
      }
    }
    for (std::size_t i = 0; i < pair.source.size(); ++i) {
      bool has_partner = false;
      for (std::size_t j = 0; j < pair.target.size(); ++j) {
        if (is_stranger(pair.source[i]) || is_stranger(pair.target[j]))
          continue;
        bool shares = false;
        for (const int line : lines_in(pair.source[i])) {
          shares = shares || lines_in(pair.target[j]).count(line) > 0;
        }
        has_partner = has_partner || shares;
        if (shares) {
          EXPECT_EQ(source_bead[i], target_bead[j]);
        }
      }
      EXPECT_EQ(has_partner, source_bead[i] >= 0) << pair.source[i];
    }
  }
}

TEST(AddNoise, MeetsTheSharesAskedFor) {
  const RunningText text = make_text(20000);
  NoiseSource noise(3);
  const NoisyPair pair =
      add_noise(text, 0, 10000, {0, 0.07, 0}, {0.1, 0, 0.05}, noise);
  EXPECT_NEAR(static_cast<double>(pair.source.size()), 9300, 100);
  // A tenth is joined to the line before; a stranger stands at each twentieth
  // of the seams.
  EXPECT_NEAR(static_cast<double>(pair.target.size()), 9000 + 450, 150);
}

TEST(AddNoise, TheSameSeedGivesTheSameNoise) {
  const RunningText text = make_text(100);
  NoiseSource first(9);
  NoiseSource second(9);
  EXPECT_EQ(add_noise(text, 0, 50, {}, {}, first).source,
            add_noise(text, 0, 50, {}, {}, second).source);
}

}  // namespace
}  // namespace align
