// Bytes to text: reading, decoding, offsets, languages, match keys, inputs.
//
// A file becomes UTF-8 text whose every code point can be found again in the
// bytes on disk. Nothing is normalised in that text; forms in which words are
// compared (NFC, folded tone marks, Arabic marks dropped) are made by
// match_key() and used for comparison only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
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
};

/// Where the code points of a decoded text lie in the file: pieces in which
/// one code point always takes the same number of bytes.
class OffsetMap {
 public:
  /// Says that code points from `chars` on start at `bytes` and take `width`
  /// bytes each. Calls come in ascending order.
  void append(std::size_t chars, std::size_t bytes, std::size_t width);
  /// The first byte of code point `chars`; the end of the text maps to the end
  /// of the file. O(log pieces).
  [[nodiscard]] std::size_t byte_of(std::size_t chars) const;

 private:
  struct Piece {
    std::size_t chars;
    std::size_t bytes;
    std::size_t width;
  };
  std::vector<Piece> pieces_;
};

/// A decoded file, before it is cut into segments.
struct Text {
  std::string name;      ///< for diagnostics
  std::string language;  ///< BCP-47; empty: to be detected
  std::string utf8;      ///< valid UTF-8, no byte-order mark
  OffsetMap offsets;
  std::vector<Diagnostic> diagnostics;
};

/// Decodes `bytes` (gunzipped when they are gzip). Throws InvalidArgument for
/// an unknown encoding, FormatError for damaged gzip or, if strict, for
/// invalid sequences.
[[nodiscard]] Text decode(std::string_view bytes, std::string name,
                          const DecodeOptions& options = {});

/// Reads and decodes a file; "-" is standard input. Throws IoError too.
[[nodiscard]] Text read_text(const std::string& path,
                             const DecodeOptions& options = {});

/// Reads a file as it is, gunzipped when it is gzip; "-" is standard input.
[[nodiscard]] std::string read_bytes(const std::string& path);

struct DetectedLanguage {
  std::string tag;        ///< "vi", "en", "ar", or another; "und" when unsure
  double confidence = 0;  ///< in [0, 1]
};

/// The language most of `text` (UTF-8) is written in.
[[nodiscard]] DetectedLanguage detect_language(std::string_view text);

/// The form in which words are compared: NFC, lower case, Vietnamese tone
/// marks in one place, Arabic marks and tatweel dropped, alef and ya folded,
/// presentation forms and digits in their plain forms. Idempotent.
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
/// recursively, sorted by name in byte order, hidden files left out. Throws
/// IoError when a path does not exist, InvalidArgument for a malformed tag.
[[nodiscard]] std::vector<Input> expand_inputs(
    const std::vector<std::string>& arguments);

/// Reads a manifest: TSV with a header, columns `path lang [date] [event]
/// [title]`; paths absolute or relative to the manifest's folder. Throws
/// IoError, FormatError naming the line.
[[nodiscard]] std::vector<Input> read_manifest(const std::string& path);

}  // namespace align
