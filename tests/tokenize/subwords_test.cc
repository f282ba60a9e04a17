#include "tokenize/subwords.h"

#include <gtest/gtest.h>
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/tokenize.h"

namespace align {
namespace {

using Pieces = std::vector<std::pair<std::string, float>>;

const std::string kStart = "\u2581";

// The pieces of `text`, word starts written as '_', joined by a space.
std::string cut(const Pieces& pieces, const std::string& text) {
  const Tokenizer tokenizer(make_subwords_section(pieces));
  std::string shown;
  for (const PieceId id : tokenizer.tokenize(text, "en").pieces) {
    if (!shown.empty()) shown += ' ';
    std::string piece = tokenizer.piece(id);
    if (piece.starts_with(kStart)) piece.replace(0, kStart.size(), "_");
    shown += piece;
  }
  return shown;
}

TEST(Subwords, TakeTheMostProbableCut) {
  const Pieces pieces = {{kStart, -3},       {"a", -2},  {"b", -2},
                         {kStart + "a", -2}, {"ab", -3}, {kStart + "ab", -3.5}};
  EXPECT_EQ(cut(pieces, "ab"), "_ab");
  EXPECT_EQ(cut(pieces, "abab"), "_ab ab");
  EXPECT_EQ(cut(pieces, "a ab"), "_a _ab");
}

TEST(Subwords, LeaveUnknownCharactersOut) {
  EXPECT_EQ(cut({{kStart + "a", -1}, {"b", -1}}, "a\u4E1C\u4E1Cb"), "_a b");
}

TEST(Subwords, CutWordsOfAnyLength) {
  const Pieces pieces = {{kStart, -1}, {"x", -1}, {"xx", -1.5}};
  const Tokenizer tokenizer(make_subwords_section(pieces));
  const Tokens tokens = tokenizer.tokenize(std::string(1000000, 'x'), "en");
  EXPECT_EQ(tokens.length, 1000000U);
  EXPECT_NEAR(static_cast<double>(tokens.pieces.size()), 500000, 500);
  EXPECT_TRUE(tokenizer.tokenize("", "en").pieces.empty());
}

TEST(Subwords, RefuseWhatIsNoModel) {
  EXPECT_THROW((void)make_subwords_section({}), InvalidArgument);
  EXPECT_THROW((void)make_subwords_section({{"", -1}}), InvalidArgument);
  EXPECT_THROW((void)make_subwords_section({{"a", -1}, {"a", -2}}),
               InvalidArgument);
  EXPECT_THROW((void)make_subwords_section({{"a" + kStart, -1}}),
               InvalidArgument);
  const std::string section = make_subwords_section({{"a", -1}});
  for (std::size_t size = 0; size < section.size(); ++size) {
    EXPECT_THROW(Tokenizer{section.substr(0, size)}, ModelError) << size;
  }
}

// Made-up text with the letters of three alphabets.
std::string random_sentence(std::mt19937& random) {
  static const std::vector<std::string> kLetters = {
      "a", "b", "c", "e",      "n",      "t",      "ệ",      "ạ",     "đ",
      "ư", ".", "1", "\u0627", "\u0644", "\u0645", "\u0646", "\u0629"};
  std::string text;
  const std::size_t words = 1 + random() % 12;
  for (std::size_t w = 0; w < words; ++w) {
    if (w > 0) text += ' ';
    const std::size_t letters = 1 + random() % 7;
    for (std::size_t l = 0; l < letters; ++l) {
      text += kLetters[(random() % 5 + random() % 13) % kLetters.size()];
    }
  }
  return text;
}

class RandomText : public sentencepiece::SentenceIterator {
 public:
  RandomText() : text_(random_sentence(random_)) {}
  [[nodiscard]] bool done() const override { return count_ == 2000; }
  void Next() override {
    ++count_;
    text_ = random_sentence(random_);
  }
  [[nodiscard]] const std::string& value() const override { return text_; }
  [[nodiscard]] sentencepiece::util::Status status() const override {
    return {};
  }

 private:
  std::mt19937 random_{1};
  std::string text_;
  int count_ = 0;
};

// Our search and SentencePiece's over the same model.
TEST(Subwords, AreCutAsSentencePieceCutsThem) {
  RandomText sentences;
  std::string serialised;
  ASSERT_TRUE(sentencepiece::SentencePieceTrainer::Train(
                  "--model_type=unigram --vocab_size=600 --minloglevel=2 "
                  "--normalization_rule_name=identity --num_threads=1 "
                  "--bos_id=-1 --eos_id=-1 --hard_vocab_limit=false",
                  &sentences, &serialised)
                  .ok());
  sentencepiece::SentencePieceProcessor processor;
  ASSERT_TRUE(processor.LoadFromSerializedProto(serialised).ok());
  Pieces pieces;
  for (int id = 0; id < processor.GetPieceSize(); ++id) {
    if (!processor.IsUnknown(id)) {
      pieces.emplace_back(processor.IdToPiece(id), processor.GetScore(id));
    }
  }
  ASSERT_GT(pieces.size(), 300U);
  const Tokenizer tokenizer(make_subwords_section(pieces));
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random_sentence(random);
    std::vector<std::string> want;
    ASSERT_TRUE(processor.Encode(text, &want).ok());
    std::vector<std::string> got;
    for (const PieceId id : tokenizer.tokenize(text, "en").pieces) {
      got.push_back(tokenizer.piece(id));
    }
    EXPECT_EQ(got, want) << text;
  }
}

}  // namespace
}  // namespace align
