#include "text/extract.h"

#include <utility>

#include "text/utf8.h"

namespace align {

Position Extractor::move_to(std::size_t bytes) {
  source_.chars +=
      utf8::count(decoded_.substr(source_.bytes, bytes - source_.bytes));
  source_.bytes = bytes;
  return source_;
}

void Extractor::take(std::size_t begin, std::size_t end) {
  if (begin == end) return;
  map_.append({chars_, utf8_.size()}, move_to(begin), 0);
  const std::size_t before = source_.chars;
  chars_ += move_to(end).chars - before;
  utf8_ += decoded_.substr(begin, end - begin);
}

void Extractor::take_as(char32_t c, std::size_t begin, std::size_t end) {
  const Position from = move_to(begin);
  map_.append_whole({chars_, utf8_.size()}, from, move_to(end));
  utf8::append(utf8_, c);
  ++chars_;
}

void Extractor::start_block(SegmentKind kind) {
  bool is_blank = true;
  std::size_t i = block_begin_.bytes;
  while (is_blank && i < utf8_.size()) {
    is_blank = utf8::is_space(utf8::next(utf8_, i));
  }
  const Position end = {chars_, utf8_.size()};
  if (!is_blank) blocks_.push_back({block_begin_, end, kind_});
  kind_ = kind;
  if (end.bytes != block_begin_.bytes) {
    utf8_ += "\n\n";
    chars_ += 2;
  }
  block_begin_ = {chars_, utf8_.size()};
}

void Extractor::finish(Text& text) {
  start_block(SegmentKind::kSentence);
  text.utf8 = std::move(utf8_);
  text.extraction = std::move(map_);
  text.blocks = std::move(blocks_);
}

}  // namespace align
