// Lines to blocks: the paragraphs, headings and list items of a plain text,
// whatever its line breaks mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace align {

/// What the line breaks of a document mean.
enum class LineModel : std::uint8_t {
  kLine,     ///< each line is a paragraph
  kWrapped,  ///< lines are cut at a width; a short line ends a paragraph
  kBlank,    ///< lines are cut anywhere; a blank line ends a paragraph
};

/// A paragraph, heading or list item: bytes [begin, end), white space trimmed.
struct Block {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t lines = 1;
  bool is_list_item = false;  ///< begins with a bullet or an enumerator
};

struct BlockLayout {
  LineModel model = LineModel::kLine;
  std::size_t width = 0;  ///< in code points, of kWrapped
  std::vector<Block> blocks;
};

/// Finds the blocks of `text`. Time linear in the text.
[[nodiscard]] BlockLayout find_blocks(std::string_view text);

}  // namespace align
