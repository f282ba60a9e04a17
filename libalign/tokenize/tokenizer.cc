#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "align/tokenize.h"
#include "tokenize/fold.h"
#include "tokenize/numbers.h"
#include "tokenize/subwords.h"

namespace align {

struct Tokenizer::State {
  explicit State(const Bundle& mapped)
      : bundle(mapped), subwords(bundle.section("subwords")) {}
  explicit State(std::string bytes)
      : owned(std::move(bytes)),
        subwords(std::as_bytes(std::span<const char>(owned))) {}

  Bundle bundle;      // keeps the mapping alive; empty when `owned` is not
  std::string owned;  // the section, when it comes from no bundle
  Subwords subwords;
};

Tokenizer::Tokenizer(const Bundle& bundle)
    : state_(std::make_shared<const State>(bundle)) {}

Tokenizer::Tokenizer(std::string section)
    : state_(std::make_shared<const State>(std::move(section))) {}

Tokens Tokenizer::tokenize(std::string_view text,
                           std::string_view /*language*/) const {
  thread_local FoldedText folded;
  Tokens tokens;
  fold(text, folded);
  tokens.length = folded.length;
  tokens.pieces.reserve(folded.text.size() / 4 + 4);
  state_->subwords.cut(folded.text, tokens.pieces);
  find_numbers(folded.text, tokens.numbers);
  return tokens;
}

std::size_t Tokenizer::vocabulary_size() const {
  return state_->subwords.size();
}

std::string Tokenizer::piece(PieceId id) const {
  return std::string(state_->subwords.piece(id));
}

std::string fold_words(std::string_view text) {
  FoldedText folded;
  fold(text, folded);
  std::string words;
  std::string_view left = folded.text;
  while (!left.empty()) {
    left.remove_prefix(kWordStart.size());
    const std::string_view word = left.substr(0, left.find(kWordStart));
    if (!words.empty()) words += ' ';
    words += word;
    left.remove_prefix(word.size());
  }
  return words;
}

}  // namespace align
