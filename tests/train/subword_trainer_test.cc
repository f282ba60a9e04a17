#include "train/subword_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sentencepiece_trainer.h>

#include <string>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

const std::string kStart = "\u2581";

class Lines : public sentencepiece::SentenceIterator {
 public:
  [[nodiscard]] bool done() const override { return count_ == 200; }
  void Next() override { ++count_; }
  [[nodiscard]] const std::string& value() const override {
    return count_ % 2 == 0 ? even_ : odd_;
  }
  [[nodiscard]] sentencepiece::util::Status status() const override {
    return {};
  }

 private:
  std::string even_ = "The House was sold to the highest bidder";
  std::string odd_ = "a house is sold and the bidder wasn't high";
  int count_ = 0;
};

std::vector<std::string> texts_of(
    const std::vector<std::pair<std::string, float>>& pieces) {
  std::vector<std::string> texts;
  for (const auto& [text, score] : pieces) texts.push_back(text);
  return texts;
}

TEST(Subwords, OfAnotherModelAreTakenWhereFoldingLeavesThem) {
  std::string serialised;
  Lines lines;
  ASSERT_TRUE(sentencepiece::SentencePieceTrainer::Train(
                  {{"model_type", "unigram"},
                   {"vocab_size", "60"},
                   {"hard_vocab_limit", "false"},
                   {"normalization_rule_name", "identity"},
                   {"minloglevel", "3"}},
                  &lines, &serialised)
                  .ok());
  const std::vector<std::string> texts = texts_of(import_subwords(serialised));
  EXPECT_THAT(texts, testing::Contains("s"));
  // Capitals, the unknown piece and the marks of sentence ends are no use.
  for (const char* dropped : {"T", "H", "<unk>", "<s>", "</s>"}) {
    EXPECT_THAT(texts, testing::Not(testing::Contains(dropped))) << dropped;
  }
  EXPECT_THROW((void)import_subwords("not a model"), InvalidArgument);
}

TEST(Subwords, AreKeptWhereTheTextUsesThem) {
  const std::vector<std::pair<std::string, float>> pieces = {
      {kStart, -5},        {"a", -6}, {"b", -6},
      {kStart + "ab", -1}, {"c", -6}, {kStart + "aa", -1}};
  Workers workers(2);
  // "ab" three times, "aa" twice; of the single characters b and c are used.
  EXPECT_THAT(
      texts_of(keep_used(pieces, {"ab ab aa", "ab b", "c aa"}, workers)),
      testing::ElementsAre(kStart, "b", kStart + "ab", "c"));
}

TEST(Subwords, HaveATextWithoutTheMarkOfAWordStart) {
  EXPECT_EQ(text_of_piece(kStart + "ab"), "ab");
  EXPECT_EQ(text_of_piece("ab"), "ab");
  EXPECT_EQ(text_of_piece(kStart), "");
}

}  // namespace
}  // namespace align
