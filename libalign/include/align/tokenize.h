// Segments to subword pieces and numbers, and the model bundle they come from.
//
// The bundle is one memory-mapped file of named sections, each with an XXH3-64
// checksum that is verified when it is opened. Sections are read by the room
// they belong to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/types.h"

namespace align {

/// A model bundle, mapped read-only and shared between copies and processes.
class Bundle {
 public:
  /// Maps and verifies `path`. Throws IoError when it cannot be read and
  /// ModelError when it is truncated, altered, foreign or of another version.
  [[nodiscard]] static Bundle open(const std::string& path);

  /// The languages the model knows, BCP-47, e.g. {"ar", "en", "vi"}.
  [[nodiscard]] const std::vector<std::string>& languages() const;
  /// The bytes of a section, 64-byte aligned. Throws ModelError if missing.
  [[nodiscard]] std::span<const std::byte> section(std::string_view name) const;
  [[nodiscard]] bool has_section(std::string_view name) const;
  /// In the order of the file.
  [[nodiscard]] std::vector<std::string> section_names() const;
  /// The file it was opened from, as given.
  [[nodiscard]] const std::string& path() const;
  /// 16 hexadecimal digits that change whenever any section changes.
  [[nodiscard]] const std::string& fingerprint() const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// Writes a bundle: languages and sections in the order given. The same input
/// gives the same bytes. The file appears whole or not at all. Throws IoError.
void write_bundle(
    const std::string& path, const std::vector<std::string>& languages,
    const std::vector<std::pair<std::string, std::string>>& sections);

/// The names and bytes of all sections, in the order of the file.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> sections_of(
    const Bundle& bundle);

/// Copies the bundle `input` to `output` (which may be the same file) with
/// `sections` put in place of those of the same name, or added at the end.
/// Throws IoError, ModelError.
void replace_sections(
    const std::string& input, const std::string& output,
    const std::vector<std::pair<std::string, std::string>>& sections);

using PieceId = std::uint32_t;

/// What the model sees of one segment.
struct Tokens {
  std::vector<PieceId> pieces;         ///< in order, without unknown pieces
  std::vector<std::uint64_t> numbers;  ///< canonical number keys, sorted
  std::uint32_t length = 0;  ///< code points, Arabic marks not counted
};

/// Cuts segments into subword pieces. Text is folded first (NFKC, lower case,
/// Arabic vowel marks and tatweel off, digits 0-9), so no piece depends on
/// Unicode normal form. Thread-safe.
class Tokenizer {
 public:
  /// From the bundle's "subwords" section.
  explicit Tokenizer(const Bundle& bundle);
  /// From the bytes of such a section.
  explicit Tokenizer(std::string section);
  [[nodiscard]] Tokens tokenize(std::string_view text,
                                std::string_view language) const;
  [[nodiscard]] std::size_t vocabulary_size() const;
  /// The text of a piece, for explanations; U+2581 marks a word start.
  [[nodiscard]] std::string piece(PieceId id) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// The text that pieces are cut from, words separated by a space: what a
/// subword model has to be trained on.
[[nodiscard]] std::string fold_words(std::string_view text);

/// The "subwords" section of a unigram model: pieces with their natural log
/// probabilities; a piece's id is its index. Throws InvalidArgument for an
/// empty or repeated piece, or one that crosses a word start.
[[nodiscard]] std::string make_subwords_section(
    const std::vector<std::pair<std::string, float>>& pieces);

}  // namespace align
