// The dynamic programs against all paths written out one by one.
#include "parallel/lattice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace align {
namespace {

/// A lattice with random prices and a random choice of beads.
struct Case {
  Band band;
  NullPrices nulls;
  Candidates candidates;
};

Case make_case(std::size_t n, std::size_t m, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> price(-2.0F, 2.0F);
  Case made;
  made.band = make_full_band(n, m);
  for (std::size_t i = 0; i < n; ++i)
    made.nulls.source.push_back(price(random));
  for (std::size_t j = 0; j < m; ++j)
    made.nulls.target.push_back(price(random));
  made.candidates.row_begin.assign(n + 1, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    for (std::uint32_t j = 0; j < m; ++j) {
      for (std::uint8_t a = 1; i + a <= n; ++a) {
        for (std::uint8_t b = 1; j + b <= m; ++b) {
          if (random() % 2 == 0) continue;
          made.candidates.beads.push_back({i, j, a, b, price(random), 0});
        }
      }
    }
    made.candidates.row_begin[i + 1] = made.candidates.beads.size();
  }
  return made;
}

/// Calls `visit` with the beads and the score of every path; -1 and -2 stand
/// for the null beads of the source and the target.
void for_each_path(
    const Case& lattice,
    const std::function<void(const std::vector<int>&, double)>& visit) {
  std::vector<int> path;
  std::function<void(std::size_t, std::size_t, double)> walk =
      [&](std::size_t i, std::size_t j, double score) {
        const Band& band = lattice.band;
        if (i == band.source_size && j == band.target_size) {
          visit(path, score);
          return;
        }
        if (i < band.source_size && (path.empty() || path.back() != -2)) {
          path.push_back(-1);
          walk(i + 1, j, score + lattice.nulls.source[i]);
          path.pop_back();
        }
        if (j < band.target_size) {
          path.push_back(-2);
          walk(i, j + 1, score + lattice.nulls.target[j]);
          path.pop_back();
        }
        for (std::size_t k = 0; k < lattice.candidates.beads.size(); ++k) {
          const Candidate& bead = lattice.candidates.beads[k];
          if (bead.source != i || bead.target != j) continue;
          path.push_back(static_cast<int>(k));
          walk(i + bead.n, j + bead.m, score + bead.score);
          path.pop_back();
        }
      };
  walk(0, 0, 0);
}

TEST(Lattice, PosteriorsAreSharesOfAllPaths) {
  for (const float temperature : {1.0F, 2.5F}) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      Case lattice = make_case(1 + seed % 4, 1 + seed % 5, seed);
      std::vector<double> mass(lattice.candidates.beads.size());
      double total = 0;
      for_each_path(lattice, [&](const std::vector<int>& path, double score) {
        const double weight = std::exp(score / temperature);
        total += weight;
        for (const int k : path) {
          if (k >= 0) mass[static_cast<std::size_t>(k)] += weight;
        }
      });
      const double log_total = fill_posteriors(lattice.band, lattice.nulls,
                                               temperature, lattice.candidates);
      EXPECT_NEAR(log_total, std::log(total), 1e-4);
      for (std::size_t k = 0; k < mass.size(); ++k) {
        EXPECT_NEAR(lattice.candidates.beads[k].posterior, mass[k] / total,
                    1e-4)
            << "seed " << seed << " bead " << k;
      }
    }
  }
}

TEST(Lattice, BestBeadsHaveTheHighestScoreOfAllPaths) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Case lattice = make_case(1 + seed % 4, 1 + seed % 5, seed);
    double highest = -1e9;
    for_each_path(lattice, [&](const std::vector<int>&, double score) {
      highest = std::max(highest, score);
    });
    double score = 0;
    for (const Bead& bead :
         best_beads(lattice.band, lattice.nulls, lattice.candidates)) {
      if (bead.target.is_empty()) {
        score += lattice.nulls.source[bead.source.begin];
        continue;
      }
      if (bead.source.is_empty()) {
        score += lattice.nulls.target[bead.target.begin];
        continue;
      }
      const auto& beads = lattice.candidates.beads;
      const auto found =
          std::find_if(beads.begin(), beads.end(), [&](const Candidate& other) {
            return other.source == bead.source.begin &&
                   other.target == bead.target.begin &&
                   other.n == bead.source.size() &&
                   other.m == bead.target.size();
          });
      ASSERT_NE(found, beads.end());
      score += found->score;
    }
    EXPECT_NEAR(score, highest, 1e-4) << "seed " << seed;
  }
}

TEST(Lattice, BeadsCoverBothSidesOnceInOrderSourceNullsFirst) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Case lattice = make_case(seed % 6, seed % 7, seed);
    std::size_t i = 0;
    std::size_t j = 0;
    bool after_target_null = false;
    for (const Bead& bead :
         best_beads(lattice.band, lattice.nulls, lattice.candidates)) {
      EXPECT_EQ(bead.source.begin, i);
      EXPECT_EQ(bead.target.begin, j);
      EXPECT_FALSE(bead.source.is_empty() && bead.target.is_empty());
      EXPECT_FALSE(after_target_null && bead.target.is_empty());
      after_target_null = bead.source.is_empty();
      i = bead.source.end;
      j = bead.target.end;
    }
    EXPECT_EQ(i, lattice.band.source_size);
    EXPECT_EQ(j, lattice.band.target_size);
  }
}

TEST(Lattice, ANullBeadIsAsProbableAsItsSegmentIsAlone) {
  // One segment a side: together with odds 3 to 1 against apart.
  Case lattice = make_case(1, 1, 1);
  lattice.candidates.beads = {{0, 0, 1, 1, -std::log(3.0F), 0}};
  lattice.candidates.row_begin = {0, 1};
  lattice.nulls.source = {0};
  lattice.nulls.target = {0};
  fill_posteriors(lattice.band, lattice.nulls, 1, lattice.candidates);
  const std::vector<Bead> beads =
      best_beads(lattice.band, lattice.nulls, lattice.candidates);
  ASSERT_EQ(beads.size(), 2U);
  EXPECT_NEAR(beads[0].probability, 0.75, 1e-5);
  EXPECT_NEAR(beads[1].probability, 0.75, 1e-5);
  EXPECT_NEAR(beads[0].score, std::log(3.0), 1e-4);
}

TEST(Lattice, SumsOfLongDocumentsKeepTheirPrecision) {
  // 30,000 segments a side; a pair is linked or left alone at equal scores.
  // The band is one segment wide on each side, so no two neighbours can both
  // be left alone: such sequences are counted by Fibonacci numbers, and a pair
  // in the middle is alone in (5 - sqrt 5) / 10 of them.
  constexpr std::uint32_t kSize = 30000;
  Case lattice;
  lattice.band = make_full_band(kSize, 0);
  lattice.band.target_size = kSize;
  lattice.candidates.row_begin.assign(kSize + 1, 0);
  for (std::uint32_t i = 0; i <= kSize; ++i) {
    lattice.band.low[i] = i == 0 ? 0 : i - 1;
    lattice.band.high[i] = std::min(i + 1, kSize);
  }
  lattice.band.low[kSize] = kSize - 1;
  index_band(lattice.band);
  lattice.nulls.source.assign(kSize, 3.0F);
  lattice.nulls.target.assign(kSize, 4.0F);
  for (std::uint32_t i = 0; i < kSize; ++i) {
    lattice.candidates.beads.push_back({i, i, 1, 1, 7.0F, 0});
    lattice.candidates.row_begin[i + 1] = i + 1;
  }
  fill_posteriors(lattice.band, lattice.nulls, 1, lattice.candidates);
  const auto linked = [&](std::size_t i) {
    return lattice.candidates.beads[i].posterior;
  };
  EXPECT_NEAR(linked(0), (std::sqrt(5.0) - 1) / 2, 1e-3);
  EXPECT_NEAR(linked(kSize / 2), 1 - (5 - std::sqrt(5.0)) / 10, 1e-3);
  EXPECT_NEAR(linked(kSize - 1), (std::sqrt(5.0) - 1) / 2, 1e-3);
}

}  // namespace
}  // namespace align
