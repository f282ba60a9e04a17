#include <algorithm>
#include <cstddef>

#include "align/text.h"

namespace align {

void OffsetMap::append(Position from, Position to, std::size_t width) {
  if (!pieces_.empty()) {
    const Piece& last = pieces_.back();
    const std::size_t chars = from.chars - last.from.chars;
    const std::size_t bytes =
        last.width == 0 ? from.bytes - last.from.bytes : chars * last.width;
    if (!last.is_whole && last.width == width &&
        to == Position{last.to.chars + chars, last.to.bytes + bytes}) {
      return;
    }
  }
  pieces_.push_back({from, to, {}, width, false});
}

void OffsetMap::append_whole(Position from, Position to, Position to_end) {
  pieces_.push_back({from, to, to_end, 0, true});
}

Position OffsetMap::begin_of(Position from) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), from.chars,
      [](std::size_t chars, const Piece& p) { return chars < p.from.chars; });
  if (after == pieces_.begin()) return from;
  const Piece& piece = *(after - 1);
  const std::size_t chars = from.chars - piece.from.chars;
  if (piece.is_whole) return chars == 0 ? piece.to : piece.to_end;
  const std::size_t bytes =
      piece.width == 0 ? from.bytes - piece.from.bytes : chars * piece.width;
  return {piece.to.chars + chars, piece.to.bytes + bytes};
}

Position OffsetMap::end_of(Position from) const {
  const auto after = std::lower_bound(
      pieces_.begin(), pieces_.end(), from.chars,
      [](const Piece& p, std::size_t chars) { return p.from.chars < chars; });
  if (after == pieces_.begin()) return begin_of(from);
  const Piece& piece = *(after - 1);
  if (piece.is_whole) return piece.to_end;
  const std::size_t chars = from.chars - piece.from.chars;
  const std::size_t bytes =
      piece.width == 0 ? from.bytes - piece.from.bytes : chars * piece.width;
  return {piece.to.chars + chars, piece.to.bytes + bytes};
}

}  // namespace align
