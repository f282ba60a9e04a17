#include "join/groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "join/evidence.h"

namespace align::join {
namespace {

Link candidate(std::size_t source, std::size_t target, float log_odds) {
  Link link;
  link.source = {source, source + 1};
  link.target = {target, target + 1};
  link.score = log_odds;
  link.probability = 1 / (1 + std::exp(-log_odds));
  return link;
}

// Two documents whose segments may be linked in any order.
PairBeads retold(std::size_t source, std::size_t target,
                 std::vector<Link> candidates) {
  PairBeads pair;
  pair.source = source;
  pair.target = target;
  pair.kind = UnitKind::kNearParallel;
  pair.candidates = std::move(candidates);
  return pair;
}

// Groups by their first document, e.g. "0:0 1:0,1 | 0:1 2:0".
std::string shown(const std::vector<Group>& groups) {
  std::vector<std::string> texts;
  for (const Group& group : groups) {
    std::string text;
    for (std::size_t d = 0; d < group.runs.size(); ++d) {
      if (!group.runs[d]) continue;
      if (!text.empty()) text += ' ';
      text += std::to_string(d) + ':' + std::to_string(group.runs[d]->begin);
      for (std::size_t i = group.runs[d]->begin + 1; i < group.runs[d]->end;
           ++i) {
        text += ',' + std::to_string(i);
      }
    }
    texts.push_back(text);
  }
  std::ranges::sort(texts);
  std::string all;
  for (const std::string& text : texts) {
    all += (all.empty() ? "" : " | ") + text;
  }
  return all;
}

Runs runs_of(const std::vector<std::optional<SegmentRange>>& runs) {
  return runs;
}

// The highest total of all ways to put segments together.
class EveryWay {
 public:
  EveryWay(const std::vector<std::size_t>& sizes, const Evidence& evidence)
      : evidence_(evidence), documents_(sizes.size()) {
    for (std::size_t d = 0; d < sizes.size(); ++d) {
      for (std::size_t i = 0; i < sizes[d]; ++i) segments_.emplace_back(d, i);
    }
  }

  double best() {
    place(0);
    return best_;
  }

 private:
  void place(std::size_t k) {
    if (k == segments_.size()) {
      double total = 0;
      for (const auto& block : blocks_) {
        const std::optional<Runs> runs = make_runs(block);
        if (!runs) return;
        total += evidence_.total(*runs);
      }
      best_ = std::max(best_, total);
      return;
    }
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      blocks_[b].push_back(segments_[k]);
      place(k + 1);
      blocks_[b].pop_back();
    }
    blocks_.push_back({segments_[k]});
    place(k + 1);
    blocks_.pop_back();
  }

  [[nodiscard]] std::optional<Runs> make_runs(
      const std::vector<std::pair<std::size_t, std::size_t>>& block) const {
    Runs runs(documents_);
    for (const auto& [d, i] : block) {
      if (!runs[d]) {
        runs[d] = SegmentRange{i, i + 1};
      } else if (i == runs[d]->end) {
        ++runs[d]->end;
      } else {
        return std::nullopt;
      }
    }
    return runs;
  }

  const Evidence& evidence_;
  std::size_t documents_;
  std::vector<std::pair<std::size_t, std::size_t>> segments_;
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> blocks_;
  double best_ = 0;
};

TEST(BuildGroups, FindsTheBestOfAllWaysWhereFewLinksHangTogether) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> strength(-4.0F, 4.0F);
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::size_t> sizes = {2, 2 + random() % 2, 2};
    std::vector<PairBeads> pairs;
    for (const auto& [a, b] :
         {std::pair<std::size_t, std::size_t>{0, 1}, {0, 2}, {1, 2}}) {
      std::vector<Link> candidates;
      for (std::size_t i = 0; i < sizes[a]; ++i) {
        for (std::size_t j = 0; j < sizes[b]; ++j) {
          // What is not a candidate was not looked at.
          if (random() % 4 != 0) {
            candidates.push_back(candidate(i, j, strength(random)));
          }
        }
      }
      // Now and then a pair was aligned in order instead.
      if (round % 3 == 0 && a == 0 && b == 1) {
        PairBeads pair;
        pair.source = a;
        pair.target = b;
        for (std::size_t i = 0; i < 2; ++i) {
          pair.links.push_back(candidate(i, i, strength(random)));
        }
        pairs.push_back(std::move(pair));
      } else if (!candidates.empty()) {
        pairs.push_back(retold(a, b, std::move(candidates)));
      }
    }
    const Evidence evidence(sizes, pairs);
    if (evidence.items().size() > kMostSearched) continue;
    double total = 0;
    for (const Group& group : build_groups(sizes, pairs)) {
      total += evidence.total(group.runs);
    }
    EXPECT_NEAR(total, EveryWay(sizes, evidence).best(), 1e-6)
        << "round " << round;
  }
}

TEST(BuildGroups, LetTheThirdLanguageTipTheScales) {
  // Alone the first document's 0 would go to the second's 0.
  const std::vector<PairBeads> two = {
      retold(0, 1, {candidate(0, 0, 1.2F), candidate(0, 1, 1.0F)})};
  EXPECT_EQ(shown(build_groups({1, 3}, two)), "0:0 1:0");
  std::vector<PairBeads> three = two;
  three.push_back(retold(0, 2, {candidate(0, 0, 2.0F)}));
  three.push_back(
      retold(1, 2, {candidate(0, 0, -4.0F), candidate(1, 0, 3.0F)}));
  EXPECT_EQ(shown(build_groups({1, 3, 1}, three)), "0:0 1:1 2:0");
}

TEST(BuildGroups, ReachAsFarAsALinkOfTwoDocumentsDoes) {
  PairBeads pair = retold(0, 1, {candidate(0, 1, 2.0F)});
  pair.links = {candidate(0, 1, 2.0F)};
  pair.links[0].target = {1, 3};
  EXPECT_EQ(shown(build_groups({1, 4}, {pair})), "0:0 1:1,2");
  // Not where another group has the segment.
  EXPECT_EQ(shown(build_groups({1, 4, 1},
                               {pair, retold(1, 2, {candidate(2, 0, 1)})})),
            "0:0 1:1 | 1:2 2:0");
}

TEST(BuildGroups, KeepWhatIsKeptAndAddOtherDocumentsToIt) {
  const std::vector<Runs> kept = {
      runs_of({SegmentRange{0, 1}, SegmentRange{1, 2}, std::nullopt})};
  const std::vector<PairBeads> pairs = {
      retold(0, 1, {candidate(0, 0, 8.0F), candidate(1, 1, 8.0F)}),
      retold(1, 2, {candidate(0, 1, 3.0F), candidate(1, 0, 3.0F)})};
  EXPECT_EQ(shown(build_groups({2, 2, 2}, pairs, kept)),
            "0:0 1:1 2:0 | 1:0 2:1");
}

}  // namespace
}  // namespace align::join
