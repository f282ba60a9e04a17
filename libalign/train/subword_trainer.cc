#include "train/subword_trainer.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/tokenize.h"

namespace align {
namespace {

// Folded texts one by one, words separated by spaces.
class FoldedTexts : public sentencepiece::SentenceIterator {
 public:
  explicit FoldedTexts(const std::vector<std::string>& texts) : texts_(texts) {
    read();
  }
  [[nodiscard]] bool done() const override { return next_ > texts_.size(); }
  void Next() override { read(); }
  [[nodiscard]] const std::string& value() const override { return text_; }
  [[nodiscard]] sentencepiece::util::Status status() const override {
    return {};
  }

 private:
  void read() {
    text_.clear();
    while (text_.empty() && next_ < texts_.size()) {
      text_ = fold_words(texts_[next_]);
      ++next_;
    }
    if (text_.empty()) next_ = texts_.size() + 1;
  }

  const std::vector<std::string>& texts_;
  std::size_t next_ = 0;
  std::string text_;
};

}  // namespace

std::vector<std::pair<std::string, float>> train_subwords(
    const std::vector<std::string>& texts, std::size_t vocabulary_size) {
  FoldedTexts sentences(texts);
  std::string serialised;
  // The number of threads splits the sums of its EM steps, so it is fixed.
  const std::unordered_map<std::string, std::string> settings = {
      {"model_type", "unigram"},
      {"vocab_size", std::to_string(vocabulary_size)},
      {"hard_vocab_limit", "false"},
      {"normalization_rule_name", "identity"},
      {"character_coverage", "0.9999"},
      {"split_digits", "true"},
      {"num_threads", "2"},
      {"max_sentencepiece_length", "16"},
      {"bos_id", "-1"},
      {"eos_id", "-1"},
      {"minloglevel", "3"},
  };
  auto status = sentencepiece::SentencePieceTrainer::Train(settings, &sentences,
                                                           &serialised);
  if (!status.ok()) {
    throw InvalidArgument("cannot train a subword model on this data: " +
                          status.ToString());
  }
  sentencepiece::SentencePieceProcessor processor;
  status = processor.LoadFromSerializedProto(serialised);
  ALIGN_ASSERT(status.ok(), "a model just trained can be loaded");
  std::vector<std::pair<std::string, float>> pieces;
  for (int id = 0; id < processor.GetPieceSize(); ++id) {
    if (processor.IsUnknown(id) || processor.IsControl(id)) continue;
    pieces.emplace_back(processor.IdToPiece(id), processor.GetScore(id));
  }
  return pieces;
}

}  // namespace align
