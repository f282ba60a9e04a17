#include "train/subword_trainer.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/tokenize.h"

namespace align {
namespace {

// U+2581 LOWER ONE EIGHTH BLOCK, which marks a word start in pieces.
constexpr std::string_view kWordStart = "\xE2\x96\x81";

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

std::vector<std::pair<std::string, float>> import_subwords(
    const std::string& serialised) {
  sentencepiece::SentencePieceProcessor processor;
  const auto status = processor.LoadFromSerializedProto(serialised);
  if (!status.ok()) {
    throw InvalidArgument("not a SentencePiece model: " + status.ToString());
  }
  std::vector<std::pair<std::string, float>> pieces;
  for (int id = 0; id < processor.GetPieceSize(); ++id) {
    if (processor.IsUnknown(id) || processor.IsControl(id) ||
        processor.IsByte(id) || processor.IsUnused(id)) {
      continue;
    }
    const std::string& piece = processor.IdToPiece(id);
    const std::string text = text_of_piece(piece);
    if (fold_words(text) != text || text.find(' ') != std::string::npos ||
        text.find(kWordStart) != std::string::npos) {
      continue;
    }
    pieces.emplace_back(piece, processor.GetScore(id));
  }
  return pieces;
}

std::vector<std::pair<std::string, float>> keep_used(
    const std::vector<std::pair<std::string, float>>& pieces,
    const std::vector<std::string>& texts, Workers& workers) {
  constexpr std::uint32_t kFewest = 3;
  const Tokenizer tokenizer(make_subwords_section(pieces));
  // Whole numbers, so that the order of additions does not matter.
  std::vector<std::atomic<std::uint32_t>> counts(pieces.size());
  constexpr std::size_t kBlock = 1024;
  workers.run((texts.size() + kBlock - 1) / kBlock, [&](std::size_t block) {
    const std::size_t end = std::min(texts.size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) {
      for (const PieceId id : tokenizer.tokenize(texts[i], "").pieces) {
        counts[id].fetch_add(1, std::memory_order_relaxed);
      }
    }
  });
  std::vector<std::pair<std::string, float>> kept;
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const std::string text = text_of_piece(pieces[id].first);
    const auto characters =
        std::count_if(text.begin(), text.end(), [](char byte) {
          return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        });
    const std::uint32_t fewest = characters <= 1 ? 1 : kFewest;
    if (counts[id] >= fewest) kept.push_back(pieces[id]);
  }
  return kept;
}

std::string text_of_piece(std::string piece) {
  if (piece.starts_with(kWordStart)) piece.erase(0, kWordStart.size());
  return piece;
}

}  // namespace align
