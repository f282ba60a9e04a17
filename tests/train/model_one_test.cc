#include "train/model_one.h"

#include <gtest/gtest.h>

#include <vector>

namespace align {
namespace {

// A corpus of sentences given as pieces.
Corpus corpus_of(const std::vector<std::vector<PieceId>>& sentences) {
  Corpus corpus;
  for (const std::vector<PieceId>& sentence : sentences) {
    corpus.texts.emplace_back();
    corpus.pieces.insert(corpus.pieces.end(), sentence.begin(), sentence.end());
    corpus.offsets.push_back(corpus.pieces.size());
  }
  return corpus;
}

float probability(const LexiconRows& lexicon, PieceId source, PieceId target) {
  for (const LexiconDirection::Entry& entry : lexicon.rows[source]) {
    if (entry.target == target) return entry.probability;
  }
  return 0;
}

const std::function<void(double)> kSilent = [](double) {};

// The house / das Haus (0 1 / 4 5), the book / das Buch (0 2 / 4 6), a book /
// ein Buch (3 2 / 7 6).
const std::vector<std::vector<PieceId>> kTextbook = {{0, 1}, {4, 5}, {0, 2},
                                                     {4, 6}, {3, 2}, {7, 6}};
const std::vector<SentencePair> kPairs = {{0, 1, 1}, {2, 3, 1}, {4, 5, 1}};

TEST(ModelOne, FindsTheTranslationsOfTheTextbook) {
  const Corpus corpus = corpus_of(kTextbook);
  ModelOneOptions options;
  options.rounds = 20;
  options.smoothing = 0;
  const LexiconRows forward =
      train_model_one(corpus, kPairs, true, 8, options, kSilent);
  EXPECT_GT(probability(forward, 0, 4), 0.9);
  EXPECT_GT(probability(forward, 1, 5), 0.9);
  EXPECT_GT(probability(forward, 2, 6), 0.9);
  EXPECT_GT(probability(forward, 3, 7), 0.9);
  const LexiconRows backward =
      train_model_one(corpus, kPairs, false, 8, options, kSilent);
  EXPECT_GT(probability(backward, 6, 2), 0.9);
  EXPECT_TRUE(backward.rows[0].empty());
}

TEST(ModelOne, GivesEveryPieceABackground) {
  const LexiconRows forward =
      train_model_one(corpus_of(kTextbook), kPairs, true, 8, {}, kSilent);
  // Pieces 4 and 6 occur twice among 6, half a time is added to each of 8.
  EXPECT_FLOAT_EQ(forward.background[4], 0.25F);
  EXPECT_FLOAT_EQ(forward.background[0], 0.05F);
}

TEST(ModelOne, WeighsPairs) {
  // Piece 0 goes with 1 once, with 2 once at a tenth of the weight.
  const Corpus corpus = corpus_of({{0}, {1}, {0}, {2}});
  const LexiconRows forward =
      train_model_one(corpus, {{0, 1, 1}, {2, 3, 0.1F}}, true, 3, {}, kSilent);
  EXPECT_NEAR(probability(forward, 0, 1) / probability(forward, 0, 2), 10, 0.1);
}

TEST(ModelOne, KeepsTheBestEntriesOnly) {
  ModelOneOptions options;
  options.most_entries = 1;
  const LexiconRows forward =
      train_model_one(corpus_of(kTextbook), kPairs, true, 8, options, kSilent);
  EXPECT_EQ(forward.rows[0].size(), 1U);
  EXPECT_EQ(forward.rows[0][0].target, 4U);
}

TEST(ModelOne, LeavesOutLongSentences) {
  ModelOneOptions options;
  options.most_pieces = 1;
  const LexiconRows forward =
      train_model_one(corpus_of(kTextbook), kPairs, true, 8, options, kSilent);
  EXPECT_TRUE(forward.rows[0].empty());
}

}  // namespace
}  // namespace align
