// Bytes to text: reading, decoding, offsets, languages, match keys, inputs.
//
// A file becomes UTF-8 text whose every code point can be found again in the
// bytes on disk. Nothing is normalised in that text; forms in which words are
// compared (NFC, folded tone marks, Arabic marks dropped) are made by
// match_key() and used for comparison only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

struct DecodeOptions {
  /// Name of the encoding, any that ICU knows; empty: UTF-8 or UTF-16 found
  /// by byte-order mark or by the pattern of zero bytes.
  std::string encoding;
  /// Throw FormatError at the first invalid sequence instead of writing
  /// U+FFFD with a diagnostic.
  bool strict = false;
  /// Take the file as plain text whatever it looks like.
  bool plain = false;
};

/// A place between two code points, counted in code points and in bytes.
struct Position {
  std::size_t chars = 0;
  std::size_t bytes = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Leads from places in one text to places in the one it was made from, in
/// pieces in which one code point always takes the same number of bytes. An
/// empty map leads every place to itself.
class OffsetMap {
 public:
  /// Says that code points from `from` on stand at `to`, one for one, and take
  /// `width` bytes each there; 0: as many as they take here. Calls come in
  /// ascending order.
  void append(Position from, Position to, std::size_t width);
  /// Says that the one code point at `from` stands for all from `to` to
  /// `to_end`.
  void append_whole(Position from, Position to, Position to_end);
  /// Where the code point after `from` begins. O(log pieces), as end_of().
  [[nodiscard]] Position begin_of(Position from) const;
  /// Where the code point before `from` ends.
  [[nodiscard]] Position end_of(Position from) const;
  [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }

 private:
  struct Piece {
    Position from;
    Position to;
    Position to_end;    ///< only when `is_whole`
    std::size_t width;  ///< bytes a code point, 0: as in the text led from
    bool is_whole;
  };
  std::vector<Piece> pieces_;
};

/// A stretch of text whose limits and kind its file format states.
struct TextBlock {
  Position begin;  ///< in Text::utf8
  Position end;
  SegmentKind kind = SegmentKind::kSentence;  ///< sentence: running text
};

/// A decoded file, before it is cut into segments.
struct Text {
  std::string name;      ///< for diagnostics
  std::string language;  ///< BCP-47; empty: to be detected
  std::string utf8;      ///< valid UTF-8, no byte-order mark
  std::string title;     ///< where the file format states one
  std::string date;      ///< ISO 8601 day of publication, where it is stated
  OffsetMap offsets;     ///< from the decoded file to the bytes on disk
  /// From `utf8` to the decoded file, where `utf8` is only a part of it
  /// (markup left out); empty: `utf8` is the decoded file.
  OffsetMap extraction;
  /// The blocks in reading order when the file format states them (HTML, DOCX,
  /// subtitles); empty: to be found from the lines.
  std::vector<TextBlock> blocks;
  std::vector<Diagnostic> diagnostics;
};

/// Decodes `bytes` (gunzipped when they are gzip) and, unless
/// `options.plain`, takes the text out of HTML, DOCX, SRT and WebVTT, known by
/// their unmistakable starts. Throws InvalidArgument for an unknown encoding,
/// FormatError for damaged gzip or DOCX or, if strict, for invalid sequences.
[[nodiscard]] Text decode(std::string_view bytes, std::string name,
                          const DecodeOptions& options = {});

/// Reads and decodes a file; "-" is standard input. Throws IoError too.
[[nodiscard]] Text read_text(const std::string& path,
                             const DecodeOptions& options = {});

/// Reads a file as it is, gunzipped when it is gzip; "-" is standard input.
/// Throws IoError, FormatError for damaged gzip.
[[nodiscard]] std::string read_bytes(const std::string& path);

/// Reads a file piece by piece, gunzipped when it is gzip; "-" is standard
/// input. Throws as read_bytes().
void read_pieces(const std::string& path,
                 const std::function<void(std::string_view)>& take);

struct DetectedLanguage {
  std::string tag;        ///< "vi", "en", "ar", or another; "und" when unsure
  double confidence = 0;  ///< in [0, 1]
};

/// The language most of `text` (UTF-8) is written in.
[[nodiscard]] DetectedLanguage detect_language(std::string_view text);

/// The form in which words are compared: NFC, lower case, Vietnamese tone
/// marks in one place, Arabic marks and tatweel dropped, alef and ya folded,
/// presentation forms and digits in their plain forms, invisible characters
/// dropped, each run of white space one space. Idempotent.
[[nodiscard]] std::string match_key(std::string_view text,
                                    std::string_view language);

/// A file to read, as asked for by the user.
struct Input {
  std::string path;
  std::string language;  ///< BCP-47, empty: to be detected
  std::string date;      ///< from a manifest, else empty
  std::string event;
  std::string title;
};

/// Turns `LANG=PATH` and `PATH` arguments into files: folders are walked
/// recursively, sorted by path in byte order, hidden files left out. Throws
/// IoError when a path does not exist, InvalidArgument for a malformed tag.
[[nodiscard]] std::vector<Input> expand_inputs(
    const std::vector<std::string>& arguments);

/// Reads a manifest: TSV with a header, columns `path lang [date] [event]
/// [title]`; paths absolute or relative to the manifest's folder. Throws
/// IoError, FormatError naming the line.
[[nodiscard]] std::vector<Input> read_manifest(const std::string& path);

}  // namespace align
