// Text to segments: the lines of a file become blocks, blocks become
// sentences, headings, captions and list items, each with its place in the
// file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "align/text.h"
#include "align/types.h"

namespace align {

struct SegmentOptions {
  /// One segment a line, kept exactly; empty lines are segments too. A final
  /// line end makes no further segment.
  bool pre_segmented = false;
  /// Contents of further abbreviation files, in the form of
  /// models/segment/en.txt.
  std::vector<std::string> abbreviations;
};

/// Cuts `text` into segments. The language is detected when `text.language`
/// is empty. Segments are in reading order, do not overlap, and together hold
/// every code point that is not white space.
[[nodiscard]] Document segment(const Text& text,
                               const SegmentOptions& options = {});

/// Ends of the sentences of one block of running text: half-open code point
/// ranges into `utf8`, trimmed of white space.
[[nodiscard]] std::vector<CharRange> split_sentences(
    std::string_view utf8, std::string_view language,
    const SegmentOptions& options = {});

}  // namespace align
