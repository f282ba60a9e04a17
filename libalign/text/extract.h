// Taking the text out of a file that is more than text: what is taken keeps
// its place in the decoded file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "align/text.h"

namespace align {

/// Collects text from a decoded file, in ascending order, in blocks.
class Extractor {
 public:
  /// `decoded` outlives the extractor.
  explicit Extractor(std::string_view decoded) : decoded_(decoded) {}

  /// Copies bytes [begin, end) of the decoded file.
  void take(std::size_t begin, std::size_t end);
  /// Writes the one character `c` for bytes [begin, end) of the decoded file.
  void take_as(char32_t c, std::size_t begin, std::size_t end);
  /// Ends the current block, if it holds anything but white space; the next
  /// one will be of `kind`.
  void start_block(SegmentKind kind);
  /// Bytes of text taken since the block began.
  [[nodiscard]] std::size_t block_size() const {
    return utf8_.size() - block_begin_.bytes;
  }
  /// Numbers blocks as they are ended.
  [[nodiscard]] std::size_t blocks() const { return blocks_.size(); }
  /// Moves what was taken into `text`.
  void finish(Text& text);

 private:
  Position move_to(std::size_t bytes);

  std::string_view decoded_;
  Position source_;  // how far `decoded_` has been counted
  std::string utf8_;
  std::size_t chars_ = 0;
  Position block_begin_;
  SegmentKind kind_ = SegmentKind::kSentence;
  std::vector<TextBlock> blocks_;
  OffsetMap map_;
};

/// Whether decoded text is HTML by its unmistakable start, and its text.
[[nodiscard]] bool is_html(std::string_view decoded);
void extract_html(Text& text);

/// The encoding an HTML file declares in its first bytes, or "".
[[nodiscard]] std::string declared_html_encoding(std::string_view bytes);

/// Whether decoded text is WebVTT or SRT by its unmistakable start, and its
/// text.
[[nodiscard]] bool is_subtitle(std::string_view decoded);
void extract_subtitle(Text& text);

/// Whether the bytes are a zip archive with word/document.xml, and its text.
/// Places in a DOCX are places in the text it holds. Throws FormatError.
[[nodiscard]] bool is_docx(std::string_view bytes);
[[nodiscard]] Text extract_docx(std::string_view bytes, std::string name);

}  // namespace align
