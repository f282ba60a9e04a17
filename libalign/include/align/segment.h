// Text to segments: the lines of a file become blocks, blocks become
// sentences, headings, captions and list items, each with its place in the
// file.
#pragma once

#include <cstddef>
#include <functional>
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
  /// Join the words that a space breaks ("respo nd") in Segment::text; without
  /// it they are only reported. English only.
  bool repair = false;
  /// Contents of an SRX 2.0 file whose rules cut blocks into sentences in place
  /// of our own; empty: our own. `srx_name` names it in errors.
  std::string srx;
  std::string srx_name;
  /// Most code points of a segment, 0: no limit. Longer ones are cut at white
  /// space or, where there is none, anywhere, each with a diagnostic.
  /// Pre-segmented lines are never cut.
  std::size_t max_length = 0;
  /// Let a trained classifier see every white space, for messages, comments
  /// and other web text whose sentences often end without a mark.
  bool web_text = false;
  /// Its weights, as train_web_text() gives them; empty: those compiled in.
  std::string web_text_weights;
};

/// Cuts `text` into segments. The language is detected when `text.language`
/// is empty. Segments are in reading order, do not overlap, and together hold
/// every code point that is not white space.
[[nodiscard]] Document segment(const Text& text,
                               const SegmentOptions& options = {});

/// Segments a plain text of any size in parts of some megabytes, so that memory
/// does not grow with the file. Parts end at a blank line where there is one;
/// each chooses its own line model, and repeats are found inside a part only. A
/// line longer than a few parts is cut at white space, with a diagnostic.
/// The encoding is UTF-8 or the one named, which must write a line end as one
/// byte.
class SegmentStream {
 public:
  /// `language` is detected in the first part when empty. `take_part` is given
  /// the segments of each part with their places in the whole file.
  SegmentStream(std::string name, std::string language, DecodeOptions decode,
                SegmentOptions options,
                std::function<void(const Document&)> take_part);
  void add(std::string_view bytes);
  /// Segments what is left.
  void finish();

 private:
  static constexpr std::size_t kPartBytes = std::size_t{4} << 20U;
  static constexpr std::size_t kMostLineBytes = 4 * kPartBytes;
  void take(std::string_view bytes, bool is_cut = false);

  std::string name_;
  std::string language_;
  DecodeOptions decode_;
  SegmentOptions options_;
  std::function<void(const Document&)> take_part_;
  std::string pending_;
  std::size_t searched_ = 0;  // bytes of pending_ without a line end
  std::size_t chars_ = 0;
  std::size_t bytes_ = 0;
  std::size_t blocks_ = 0;
  std::size_t segments_ = 0;
};

/// Ends of the sentences of one block of running text: half-open code point
/// ranges into `utf8`, trimmed of white space.
[[nodiscard]] std::vector<CharRange> split_sentences(
    std::string_view utf8, std::string_view language,
    const SegmentOptions& options = {});

/// Our rules for Vietnamese, Arabic and English (and any other language) as an
/// SRX 2.0 file, as far as that format can say them. It ships as
/// models/segment/libalign.srx.
[[nodiscard]] std::string export_srx();

/// A text whose sentences are known.
struct SegmentExample {
  std::string text;      ///< UTF-8
  std::string language;  ///< BCP-47
  std::vector<CharRange> sentences;
};

/// Reads examples, one JSON object a line with the keys `text`, `lang` and
/// `sents` ([[start, end], ...] in code points); others are ignored. Throws
/// FormatError naming the line.
[[nodiscard]] std::vector<SegmentExample> read_segment_examples(
    std::string_view jsonl, const std::string& name);

/// Learns weights for SegmentOptions::web_text from `examples`, in `rounds`
/// passes. Deterministic. Throws InvalidArgument when there is no example.
[[nodiscard]] std::string train_web_text(
    const std::vector<SegmentExample>& examples, std::size_t rounds = 12);

}  // namespace align
