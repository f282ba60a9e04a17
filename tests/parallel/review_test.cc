// Which beads a strong encoder is asked about, and what its word changes.
#include "parallel/review.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parallel/lattice.h"

namespace align {
namespace {

Bead bead(SegmentRange source, SegmentRange target, float probability) {
  Bead bead;
  bead.source = source;
  bead.target = target;
  bead.probability = probability;
  return bead;
}

/// 1-1 beads with these probabilities.
std::vector<Bead> ladder(const std::vector<float>& probabilities) {
  std::vector<Bead> beads;
  for (std::size_t k = 0; k < probabilities.size(); ++k) {
    beads.push_back(bead({k, k + 1}, {k, k + 1}, probabilities[k]));
  }
  return beads;
}

/// "0-3 5-7": the source segments of the windows.
std::string windows_of(const std::vector<Bead>& beads,
                       const std::vector<Bead>& fixed = {}) {
  std::string text;
  for (const Window& window : find_windows(beads, fixed)) {
    if (!text.empty()) text += ' ';
    text += std::to_string(window.source.begin) + '-' +
            std::to_string(window.source.end);
  }
  return text;
}

TEST(FindWindows, TakesABeadMoreOnEachSideOfWhatIsInDoubt) {
  EXPECT_EQ(windows_of(ladder({1, 1, 0.5F, 1, 1})), "1-4");
  EXPECT_EQ(windows_of(ladder({0.5F, 1, 1, 1, 0.5F})), "0-2 3-5");
}

TEST(FindWindows, JoinsWindowsThatTouch) {
  EXPECT_EQ(windows_of(ladder({1, 0.5F, 1, 0.5F, 1, 1})), "0-5");
  EXPECT_EQ(windows_of(ladder({1, 0.5F, 1, 1, 0.5F, 1})), "0-6");
}

TEST(FindWindows, LooksAtNothingThatIsSure) {
  EXPECT_EQ(windows_of(ladder({1, 0.99F, 1})), "");
  EXPECT_EQ(windows_of({}), "");
}

TEST(FindWindows, LeavesOutSegmentsOfOneDocumentOnly) {
  EXPECT_EQ(windows_of({bead({0, 1}, {0, 0}, 0.5F)}), "");
}

TEST(FindWindows, HoldsNoBeadThatIsFixed) {
  const std::vector<Bead> beads = ladder({1, 1, 0.5F, 1, 1});
  EXPECT_EQ(windows_of(beads, {beads[3]}), "1-3");
  EXPECT_EQ(windows_of(beads, {beads[2]}), "");
}

/// Two segments a side; the model finds 1-1 beads straight and crossed equal.
class ScoreWindow : public testing::Test {
 protected:
  ScoreWindow() {
    window_.band = make_full_band(2, 2);
    const auto add = [&](std::uint32_t i, std::uint32_t j, float cosine) {
      Candidate candidate;
      candidate.source = i;
      candidate.target = j;
      candidate.n = 1;
      candidate.m = 1;
      candidate.score = 1;
      window_.candidates.beads.push_back(candidate);
      auto& features = window_.features.emplace_back();
      features[kReviewCosine] = cosine;
      features[kReviewMargin] = cosine;
    };
    // The first of the source is the second of the target.
    add(0, 0, 0);
    add(0, 1, 1);
    add(1, 0, 0);
    add(1, 1, 0);
    window_.candidates.row_begin = {0, 2, 4};
    window_.nulls.source = {0, 0};
    window_.nulls.target = {0, 0};
    window_.source_best = {1, 0};
    window_.target_best = {0, 1};
  }
  [[nodiscard]] std::vector<Bead> align() {
    fill_posteriors(window_.band, window_.nulls, 1, window_.candidates);
    return best_beads(window_.band, window_.nulls, window_.candidates);
  }
  WindowCase window_;
};

TEST_F(ScoreWindow, LetsTheEncoderDecideWhatTheModelCannot) {
  EXPECT_EQ(align().size(), 2U);
  score_window(ReviewWeights{}, window_);
  const std::vector<Bead> beads = align();
  ASSERT_EQ(beads.size(), 3U);
  EXPECT_EQ(beads[1].source, (SegmentRange{0, 1}));
  EXPECT_EQ(beads[1].target, (SegmentRange{1, 2}));
  EXPECT_GT(beads[1].probability, 0.5F);
}

TEST(ListRows, NamesTheRunsThatMayBeASideOfABead) {
  Candidates candidates;
  for (const float posterior : {0.5F, 0.001F}) {
    Candidate candidate;
    candidate.source = posterior > 0.1F ? 1 : 2;
    candidate.target = 1;
    candidate.n = 2;
    candidate.m = 1;
    candidate.posterior = posterior;
    candidates.beads.push_back(candidate);
  }
  candidates.row_begin = {0, 0, 1, 2, 2};
  const std::vector<Window> windows = {{0, 3, {1, 4}, {1, 3}}};
  const ReviewRows rows = list_rows(windows, candidates, true);
  EXPECT_EQ(rows.segments, (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_EQ(rows.runs, (std::vector<SegmentRange>{{1, 3}}));
  EXPECT_TRUE(list_rows(windows, candidates, false).runs.empty());
}

}  // namespace
}  // namespace align
