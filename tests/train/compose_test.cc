#include "train/compose.h"

#include <gtest/gtest.h>

#include <vector>

namespace align {
namespace {

using Entry = LexiconDirection::Entry;

// Languages 0, 1 and 2; pieces 0-9 of language 0, 10-19 of 1, 20-29 of 2.
constexpr std::size_t kPieces = 30;

LexiconRows rows_of(const std::vector<std::pair<PieceId, Entry>>& entries) {
  LexiconRows lexicon;
  lexicon.rows.resize(kPieces);
  lexicon.background.assign(kPieces, 0.1F);
  for (const auto& [source, entry] : entries) {
    lexicon.rows[source].push_back(entry);
  }
  return lexicon;
}

float probability(const LexiconRows& lexicon, PieceId source, PieceId target) {
  for (const Entry& entry : lexicon.rows[source]) {
    if (entry.target == target) return entry.probability;
  }
  return 0;
}

class Composition : public testing::Test {
 protected:
  // Sentence 0 is piece 0 ten times, sentence 1 is piece 20.
  Composition() {
    corpus_.pieces.assign(10, 0);
    corpus_.pieces.push_back(20);
    corpus_.offsets = {0, 10, 11};
    // 0-1 and 1-2 have two pairs, 0-2 one.
    pairs_ = {{0, 1, {{0, 0, 1}, {0, 1, 1}}},
              {0, 2, {{0, 1, 1}}},
              {1, 2, {{0, 0, 1}, {0, 1, 1}}}};
    directions_ = {
        rows_of({{0, {10, 0.5F}}, {0, {11, 0.5F}}, {1, {10, 1}}}),  // 0 -> 1
        rows_of({}),
        rows_of({{0, {20, 1}}}),  // 0 -> 2
        rows_of({}),
        rows_of({{10, {20, 0.5F}}, {10, {21, 0.25F}}}),  // 1 -> 2
        rows_of({})};
  }

  Corpus corpus_;
  std::vector<LanguagePair> pairs_;
  std::vector<LexiconRows> directions_;
};

TEST_F(Composition, MixesWhatWasSeenWithWhatLeadsThroughTheThird) {
  compose_through_third(pairs_, directions_, corpus_, kPieces);
  // Seen ten times: as much its own text as the composition.
  EXPECT_FLOAT_EQ(probability(directions_[2], 0, 20), 0.5F + 0.5F * 0.25F);
  EXPECT_FLOAT_EQ(probability(directions_[2], 0, 21), 0.5F * 0.125F);
}

TEST_F(Composition, StandsAloneForAPieceNeverSeen) {
  compose_through_third(pairs_, directions_, corpus_, kPieces);
  EXPECT_FLOAT_EQ(probability(directions_[2], 1, 20), 0.5F);
}

TEST_F(Composition, LeavesPairsWithEnoughTextAlone) {
  compose_through_third(pairs_, directions_, corpus_, kPieces);
  EXPECT_FLOAT_EQ(probability(directions_[0], 0, 10), 0.5F);
  EXPECT_FLOAT_EQ(probability(directions_[4], 10, 20), 0.5F);
  pairs_[1].pairs.assign(5, {0, 1, 1});
  std::vector<LexiconRows> before = directions_;
  compose_through_third(pairs_, directions_, corpus_, kPieces);
  EXPECT_EQ(probability(directions_[2], 0, 20), probability(before[2], 0, 20));
}

}  // namespace
}  // namespace align
