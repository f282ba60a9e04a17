// What is known of an alignment beforehand holds, and nothing else is lost.
#include "parallel/constraints.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "align/error.h"
#include "parallel/band.h"
#include "parallel/lattice.h"

namespace align {
namespace {

Bead bead(std::size_t source, std::size_t n, std::size_t target,
          std::size_t m) {
  Bead result;
  result.source = {source, source + n};
  result.target = {target, target + m};
  return result;
}

/// Segments whose vectors are random, so that any path may be the best.
EncodedSegments make_document(std::size_t size, unsigned seed) {
  EncodedSegments document;
  document.dimension = 16;
  document.tokens.resize(size);
  document.scales.assign(size, 0.01F);
  std::mt19937 random(seed);
  for (std::size_t k = 0; k < size * document.dimension; ++k) {
    document.rows.push_back(static_cast<std::int16_t>(random() % 200) - 100);
  }
  for (std::size_t i = 0; i < size; ++i) {
    document.norms.push_back(1);
    document.norms[i] = std::sqrt(dot(document, i, document, i));
  }
  return document;
}

/// Random points of documents of these sizes, ascending.
std::vector<PathPoint> make_points(std::size_t source, std::size_t target,
                                   std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::size_t> rows;
  std::vector<std::size_t> columns;
  for (std::size_t k = 0; k < count; ++k) {
    rows.push_back(random() % (source + 1));
    columns.push_back(random() % (target + 1));
  }
  std::sort(rows.begin(), rows.end());
  std::sort(columns.begin(), columns.end());
  std::vector<PathPoint> points;
  for (std::size_t k = 0; k < count; ++k) {
    points.push_back({rows[k], columns[k]});
  }
  return points;
}

/// Whether a path goes through a point, beads being its steps.
bool passes(const std::vector<Bead>& beads, const PathPoint& point) {
  std::size_t i = 0;
  std::size_t j = 0;
  if (point == PathPoint{i, j}) return true;
  for (const Bead& step : beads) {
    i += step.source.size();
    j += step.target.size();
    if (point == PathPoint{i, j}) return true;
  }
  return false;
}

TEST(Constraints, PathsOfShortAndLongDocumentsPassAllPoints) {
  for (const std::size_t size : {6, 40, 900}) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
      const EncodedSegments source = make_document(size, seed);
      const EncodedSegments target = make_document(size + seed, seed + 100);
      PathConstraints constraints;
      constraints.points =
          make_points(source.size(), target.size(), 1 + seed % 5, seed);
      const std::vector<PathPoint> points =
          path_points(constraints, source.size(), target.size());
      const Band band = make_band(source, target, 1, points);
      EXPECT_EQ(band.low.front(), 0U);
      EXPECT_EQ(band.high.back(), target.size());
      EXPECT_TRUE(std::is_sorted(band.low.begin(), band.low.end()));
      EXPECT_TRUE(std::is_sorted(band.high.begin(), band.high.end()));
      // Null beads and random 1-1 to 2-2 beads, wherever the band allows.
      NullPrices nulls;
      nulls.source.assign(source.size(), -1);
      nulls.target.assign(target.size(), -1);
      Candidates candidates;
      std::mt19937 random(seed);
      for (std::size_t i = 0; i < source.size(); ++i) {
        candidates.row_begin.push_back(candidates.beads.size());
        for (std::size_t j = band.low[i]; j <= band.high[i]; ++j) {
          for (std::size_t n = 1; n <= 2; ++n) {
            for (std::size_t m = 1; m <= 2; ++m) {
              if (!band.holds(i, j, n, m)) continue;
              Candidate one;
              one.source = static_cast<std::uint32_t>(i);
              one.target = static_cast<std::uint32_t>(j);
              one.n = static_cast<std::uint8_t>(n);
              one.m = static_cast<std::uint8_t>(m);
              one.score = static_cast<float>(random() % 100) / 30 - 1;
              candidates.beads.push_back(one);
            }
          }
        }
      }
      candidates.row_begin.push_back(candidates.beads.size());
      EXPECT_TRUE(std::isfinite(fill_posteriors(band, nulls, 1, candidates)));
      const std::vector<Bead> beads = best_beads(band, nulls, candidates);
      for (const PathPoint& point : constraints.points) {
        EXPECT_TRUE(passes(beads, point))
            << size << " " << seed << ": " << point.source << ", "
            << point.target;
      }
    }
  }
}

TEST(Constraints, NullBeadsKeepTheirOrderAtAPoint) {
  // The point lies after the only target segment and before the only source
  // segment, so the target's null bead has to come first.
  Band band = make_band(make_document(1, 1), make_document(1, 2), 1, {{0, 1}});
  NullPrices nulls{{-1}, {-1}};
  Candidates none;
  none.row_begin = {0, 0};
  EXPECT_NEAR(fill_posteriors(band, nulls, 1, none), -2, 1e-4);
  const std::vector<Bead> beads = best_beads(band, nulls, none);
  ASSERT_EQ(beads.size(), 2U);
  EXPECT_TRUE(beads[0].source.is_empty());
  EXPECT_TRUE(beads[1].target.is_empty());
}

TEST(Constraints, FixedBeadsTakeThePlaceOfWhatIsInsideThem) {
  const std::vector<Bead> found = {bead(0, 1, 0, 1), bead(1, 1, 1, 0),
                                   bead(2, 0, 1, 1), bead(2, 1, 2, 1),
                                   bead(3, 1, 3, 1)};
  const std::vector<Bead> fixed = {bead(1, 2, 1, 2)};
  EXPECT_EQ(put_fixed_beads(fixed, found),
            (std::vector<Bead>{bead(0, 1, 0, 1), bead(1, 2, 1, 2),
                               bead(3, 1, 3, 1)}));
}

TEST(Constraints, RefusesWhatCrossesOrLiesOutside) {
  PathConstraints crossing;
  crossing.fixed = {bead(0, 1, 2, 1), bead(1, 1, 1, 1)};
  EXPECT_THROW(static_cast<void>(path_points(crossing, 5, 5)), InvalidArgument);
  PathConstraints outside;
  outside.points = {{6, 2}};
  EXPECT_THROW(static_cast<void>(path_points(outside, 5, 5)), InvalidArgument);
  PathConstraints inside_a_bead;
  inside_a_bead.fixed = {bead(0, 2, 0, 2)};
  inside_a_bead.points = {{1, 3}};
  EXPECT_THROW(static_cast<void>(path_points(inside_a_bead, 5, 5)),
               InvalidArgument);
  PathConstraints one_sided;
  one_sided.fixed = {bead(0, 1, 0, 0)};
  EXPECT_THROW(static_cast<void>(path_points(one_sided, 5, 5)),
               InvalidArgument);
}

TEST(Constraints, RulesKeepRunsTogetherAndLoneSegmentsAlone) {
  PathConstraints constraints;
  constraints.source_runs = {{0, 2}, {2, 3}};
  constraints.target_alone = {{3, 4}};
  constraints.forbidden = {bead(4, 1, 4, 1)};
  const BeadRules rules(constraints, 6, 6);
  const auto allows = [&rules](const Bead& wanted) {
    Candidate one;
    one.source = static_cast<std::uint32_t>(wanted.source.begin);
    one.target = static_cast<std::uint32_t>(wanted.target.begin);
    one.n = static_cast<std::uint8_t>(wanted.source.size());
    one.m = static_cast<std::uint8_t>(wanted.target.size());
    return rules.allow(one);
  };
  EXPECT_TRUE(allows(bead(0, 2, 0, 1)));
  EXPECT_TRUE(allows(bead(0, 1, 0, 1)));
  EXPECT_FALSE(allows(bead(1, 2, 0, 1)));  // two runs
  EXPECT_FALSE(allows(bead(2, 2, 0, 1)));  // a run and a free segment
  EXPECT_FALSE(allows(bead(5, 1, 3, 1)));
  EXPECT_FALSE(allows(bead(5, 1, 2, 2)));
  EXPECT_FALSE(allows(bead(4, 1, 4, 1)));
  EXPECT_TRUE(allows(bead(4, 2, 4, 1)));
}

}  // namespace
}  // namespace align
