// Bitexts to files and back: TMX, TSV, JSONL, vecalign, hunalign's ladder.
//
// Writers and readers stream: memory does not grow with the file. What a
// format cannot hold is counted in the writer's diagnostics, never dropped in
// silence.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

enum class Format : std::uint8_t { kTmx, kTsv, kJsonl, kVecalign, kLadder };

/// Format of a name ("tmx" ...). Throws InvalidArgument listing the names.
[[nodiscard]] Format parse_format(std::string_view name);
/// "tmx", "tsv" ..., also the file name extension.
[[nodiscard]] std::string_view to_string(Format format);

struct WriteOptions {
  std::string tool = "libalign";  ///< creationtool of TMX
  std::string tool_version;
  /// `YYYYMMDDThhmmssZ` or empty: no dates are written.
  std::string date;
  /// One-sided units are written to TMX too.
  bool keep_unaligned = false;
  /// Replacements of language tags in TMX, e.g. {"vi", "vi-VN"}.
  std::vector<std::pair<std::string, std::string>> language_tags;
};

/// A file that appears under its final name only when it is whole: written to a
/// temporary name in the same folder, flushed, checked and renamed by commit().
/// Without commit() nothing is left. "-" is standard output.
class OutputFile {
 public:
  /// Throws IoError when the folder cannot be written.
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Throws IoError, also for a full disk. A closed pipe is remembered in
  /// is_closed() and swallows what follows.
  void write(std::string_view bytes);
  void commit();
  [[nodiscard]] bool is_closed() const;
  /// Name of the unfinished file, to be removed when the program is killed;
  /// empty for standard output and after commit().
  [[nodiscard]] std::string temporary_path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a bitext unit by unit.
class BitextWriter {
 public:
  virtual ~BitextWriter() = default;
  virtual void write(const Unit& unit) = 0;
  /// Writes what comes last; the OutputFile is committed by the caller.
  virtual void finish() = 0;
  /// What the format could not hold, counted.
  [[nodiscard]] virtual const std::vector<Diagnostic>& diagnostics() const = 0;
};

/// A writer of `format` for units in `languages`. Throws InvalidArgument when
/// the format cannot hold that many languages. `output` outlives the writer.
[[nodiscard]] std::unique_ptr<BitextWriter> make_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output, const WriteOptions& options = {});

/// What a file of aligned text is, by its first bytes; throws FormatError when
/// it is none of ours.
[[nodiscard]] Format detect_format(std::string_view first_bytes);

/// Reads a file of any format. `languages` is known before the first unit for
/// every format but TMX, where it grows. For vecalign and ladder, which hold
/// numbers only, languages are "src" and "tgt" and texts are empty.
class BitextReader {
 public:
  virtual ~BitextReader() = default;
  /// False at the end. Throws FormatError naming file and line.
  virtual bool read(Unit& unit) = 0;
  [[nodiscard]] virtual const std::vector<std::string>& languages() const = 0;
  [[nodiscard]] virtual const std::vector<Diagnostic>& diagnostics() const = 0;
};

/// Opens a file ("-": standard input, gzip transparently), format by content.
[[nodiscard]] std::unique_ptr<BitextReader> open_bitext(
    const std::string& path);

}  // namespace align
