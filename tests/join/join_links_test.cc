#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/join.h"

namespace align {
namespace {

Document document(const std::string& language, std::size_t segments) {
  Document result;
  result.language = language;
  result.name = language + ".txt";
  for (std::size_t i = 0; i < segments; ++i) {
    Segment segment;
    segment.chars = {10 * i, 10 * i + 9};
    segment.text = language + std::to_string(i);
    result.segments.push_back(segment);
  }
  return result;
}

Link link(SegmentRange source, SegmentRange target, float probability) {
  Link result;
  result.source = source;
  result.target = target;
  result.probability = probability;
  result.score = probability;
  return result;
}

Link link(std::size_t source, std::size_t target, float probability) {
  return link(SegmentRange{source, source + 1},
              SegmentRange{target, target + 1}, probability);
}

PairBeads pair(std::size_t source, std::size_t target,
               std::vector<Link> links) {
  PairBeads result;
  result.source = source;
  result.target = target;
  result.links = std::move(links);
  return result;
}

// Units in order, e.g. "vi0+en0,1+ar0 | vi1".
std::string shown(const std::vector<Unit>& units) {
  std::string text;
  for (const Unit& unit : units) {
    if (!text.empty()) text += " | ";
    for (std::size_t m = 0; m < unit.members.size(); ++m) {
      if (m > 0) text += '+';
      text += unit.members[m].language;
      for (std::size_t k = 0; k < unit.members[m].segments.size(); ++k) {
        if (k > 0) text += ',';
        text += std::to_string(unit.members[m].segments[k]);
      }
    }
  }
  return text;
}

class ThreeReports : public testing::Test {
 protected:
  [[nodiscard]] std::vector<Unit> join(
      const std::vector<PairBeads>& pairs) const {
    return join_links({&vi, &en, &ar}, pairs);
  }

  Document vi = document("vi", 3);
  Document en = document("en", 3);
  Document ar = document("ar", 3);
};

TEST_F(ThreeReports, WithoutAnyLinkStayAloneEachSegmentOnce) {
  EXPECT_EQ(shown(join({})),
            "vi0 | vi1 | vi2 | en0 | en1 | en2 | ar0 | ar1 | ar2");
}

TEST_F(ThreeReports, BecomeTriplesWhereAllPairsAgree) {
  const auto units = join({pair(0, 1, {link(0, 0, 0.9F), link(1, 1, 0.9F)}),
                           pair(0, 2, {link(0, 0, 0.8F), link(1, 1, 0.9F)}),
                           pair(1, 2, {link(0, 0, 0.95F), link(1, 1, 0.9F)})});
  EXPECT_EQ(shown(units), "vi0+en0+ar0 | vi1+en1+ar1 | vi2 | en2 | ar2");
  // vi-en and en-ar hold it together; vi-ar, the least sure, is not needed.
  EXPECT_FLOAT_EQ(static_cast<float>(units[0].probability), 0.9F);
}

TEST_F(ThreeReports, AreJoinedThroughTheThirdWhereOnePairSawNothing) {
  EXPECT_EQ(shown(join({pair(0, 1, {link(0, 0, 0.9F)}), pair(0, 2, {}),
                        pair(1, 2, {link(0, 0, 0.9F)})})),
            "vi0+en0+ar0 | vi1 | vi2 | en1 | en2 | ar1 | ar2");
}

TEST_F(ThreeReports, DoNotFollowALinkThatTheOtherPairsContradict) {
  EXPECT_EQ(shown(join({pair(0, 1, {link(0, 0, 0.99F), link(1, 1, 0.99F)}),
                        pair(1, 2, {link(0, 0, 0.98F), link(1, 1, 0.98F)}),
                        pair(0, 2, {link(0, 1, 0.6F)})})),
            "vi0+en0+ar0 | vi1+en1+ar1 | vi2 | en2 | ar2");
}

TEST_F(ThreeReports, JoinSentencesThatOneLanguageSplits) {
  // One Vietnamese sentence is two in English; Arabic splits it as English.
  EXPECT_EQ(shown(join({pair(0, 1, {link({0, 1}, {0, 2}, 0.9F)}),
                        pair(1, 2, {link(0, 0, 0.9F), link(1, 1, 0.9F)}),
                        pair(0, 2, {link({0, 1}, {0, 2}, 0.9F)})})),
            "vi0+en0,1+ar0,1 | vi1 | vi2 | en2 | ar2");
}

TEST_F(ThreeReports, NeverJoinSegmentsThatDoNotTouch) {
  EXPECT_EQ(shown(join({pair(0, 1, {link(0, 0, 0.9F)}),
                        pair(1, 2, {link(0, 0, 0.9F)}),
                        pair(0, 2, {link(2, 0, 0.8F)})})),
            "vi0+en0+ar0 | vi1 | vi2 | en1 | en2 | ar1 | ar2");
}

TEST_F(ThreeReports, KeepTheOrderOfTheFirstWhenTheOthersDiffer) {
  EXPECT_EQ(shown(join({pair(0, 1, {link(0, 2, 0.9F), link(2, 0, 0.9F)})})),
            "vi0+en2 | vi1 | vi2+en0 | en1 | ar0 | ar1 | ar2");
}

TEST_F(ThreeReports, PutTheSourceFirstInARunOfNulls) {
  EXPECT_EQ(shown(join({pair(0, 1, {link(0, 0, 0.9F), link(2, 2, 0.9F)})})),
            "vi0+en0 | vi1 | en1 | vi2+en2 | ar0 | ar1 | ar2");
}

TEST_F(ThreeReports, AreNearParallelWhenAnyLinkTheyNeedIs) {
  PairBeads near = pair(1, 2, {link(0, 0, 0.9F)});
  near.kind = UnitKind::kNearParallel;
  near.links[0].grade = Grade::kPartial;
  const auto units =
      join({pair(0, 1, {link(0, 0, 0.99F), link(1, 1, 0.9F)}), near});
  ASSERT_EQ(shown(units), "vi0+en0+ar0 | vi1+en1 | vi2 | en2 | ar1 | ar2");
  EXPECT_EQ(units[0].kind, UnitKind::kNearParallel);
  EXPECT_EQ(units[0].grade, Grade::kPartial);
  EXPECT_FLOAT_EQ(static_cast<float>(units[0].probability), 0.9F);
  EXPECT_EQ(units[1].kind, UnitKind::kParallel);
  EXPECT_EQ(units[2].kind, UnitKind::kUnlinked);
  EXPECT_FALSE(units[2].grade.has_value());
}

TEST_F(ThreeReports, SayHowSurelyASegmentIsAlone) {
  PairBeads first = pair(0, 1, {});
  first.source_alone = {0.9F, 0.8F, 0.7F};
  first.target_alone = {0.5F, 0.5F, 0.5F};
  PairBeads second = pair(0, 2, {});
  second.source_alone = {0.6F, 0.95F, 0.7F};
  const auto units = join({first, second});
  EXPECT_FLOAT_EQ(static_cast<float>(units[0].probability), 0.6F);
  EXPECT_FLOAT_EQ(static_cast<float>(units[1].probability), 0.8F);
  EXPECT_FLOAT_EQ(static_cast<float>(units[8].probability), 1.0F);
}

TEST(JoinLinks, GivesARunItsPlaceInTheFileAndItsText) {
  const Document en = document("en", 3);
  const Document vi = document("vi", 1);
  const auto units =
      join_links({&en, &vi}, {pair(0, 1, {link({1, 3}, {0, 1}, 0.9F)})});
  ASSERT_EQ(shown(units), "en0 | en1,2+vi0");
  const Member& run = units[1].members[0];
  EXPECT_EQ(run.text, "en1 en2");
  EXPECT_EQ(run.chars, (CharRange{10, 29}));
  EXPECT_EQ(run.document, "en.txt");
  EXPECT_EQ(unit_type(units[1], {"en", "vi"}), "2-1");
}

TEST(JoinLinks, KeepsADoubtfulBeadOfTwoVersions) {
  const Document en = document("en", 1);
  const Document vi = document("vi", 1);
  EXPECT_EQ(shown(join_links({&en, &vi}, {pair(0, 1, {link(0, 0, 0.1F)})})),
            "en0+vi0");
}

TEST(JoinLinks, RefusesTwoVersionsInOneLanguage) {
  const Document one = document("en", 1);
  const Document two = document("en", 1);
  EXPECT_THROW((void)join_links({&one, &two}, {}), InvalidArgument);
}

// Whatever the links, every segment is in exactly one unit and each unit is a
// run in every language.
TEST(JoinLinks, CoversEverySegmentOnceForAnyLinks) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const Document vi = document("vi", 6);
    const Document en = document("en", 7);
    const Document ar = document("ar", 5);
    const std::vector<const Document*> documents = {&vi, &en, &ar};
    std::vector<PairBeads> pairs;
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t b = a + 1; b < 3; ++b) {
        PairBeads links = pair(a, b, {});
        std::set<std::size_t> sources;
        std::set<std::size_t> targets;
        for (int k = 0; k < 6; ++k) {
          const std::size_t i = random() % documents[a]->segments.size();
          const std::size_t j = random() % documents[b]->segments.size();
          if (!sources.insert(i).second || !targets.insert(j).second) continue;
          links.links.push_back(
              link(i, j, static_cast<float>(random() % 100) / 100));
        }
        pairs.push_back(links);
      }
    }
    std::multiset<std::string> covered;
    for (const Unit& unit : join_links(documents, pairs)) {
      for (const Member& member : unit.members) {
        for (std::size_t k = 0; k < member.segments.size(); ++k) {
          covered.insert(member.language + std::to_string(member.segments[k]));
          EXPECT_EQ(member.segments[k], member.segments[0] + k);
        }
      }
    }
    const std::set<std::string> once(covered.begin(), covered.end());
    EXPECT_EQ(once.size(), 18U);
    EXPECT_EQ(covered.size(), 18U);
  }
}

}  // namespace
}  // namespace align
