// Bitexts to files and back: TMX, XLIFF, TSV, CSV, JSONL and what aligners and
// translation systems read.
//
// Writers and readers stream: memory does not grow with the file. What a
// format cannot hold is counted, never dropped in silence: repairs of text in
// diagnostics(), fields the format has no place for in losses().
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/types.h"

namespace align {

enum class Format : std::uint8_t {
  kTmx,
  kTsv,
  kJsonl,
  kVecalign,
  kLadder,
  kMoses,     ///< a file a language: MosesWriter and open_moses()
  kXces,      ///< cesAlign, segment numbers from 1
  kBitextor,  ///< src_url trg_url src_text trg_text score
  kLaser,     ///< score source target, best first
  kXliff,     ///< 1.2
  kXliff2,    ///< 2.1
  kCsv,       ///< the columns of TSV for spreadsheets
  kTei,       ///< TEI linkGrp, stand-off links with certainty
  kPharaoh,   ///< word links, a unit a line
  kHtml,      ///< a page to look at and correct; written, never read
};

/// Format of a name ("tmx" ...). Throws InvalidArgument listing the names.
[[nodiscard]] Format parse_format(std::string_view name);
/// "tmx", "tsv" ..., also the file name extension.
[[nodiscard]] std::string_view to_string(Format format);
/// Whether a file of the format holds two languages, no more and no fewer.
[[nodiscard]] bool is_bilingual(Format format);
/// All names, in the order of the enumeration, separated by ", ".
[[nodiscard]] std::string format_names();

struct WriteOptions {
  std::string tool = "libalign";  ///< creationtool of TMX
  std::string tool_version;
  /// `YYYYMMDDThhmmssZ` or empty: no dates are written.
  std::string date;
  /// CSV starts with a byte-order mark, by which spreadsheets know UTF-8.
  bool byte_order_mark = false;
  /// One-sided units are written to TMX and XLIFF too.
  bool keep_unaligned = false;
  /// Replacements of language tags in TMX and XLIFF, e.g. {"vi", "vi-VN"}.
  std::vector<std::pair<std::string, std::string>> language_tags;
};

/// Something a format has no place for, and in how many units it was met.
struct Loss {
  std::string what;  ///< e.g. "grade", "one-sided unit"
  std::size_t units = 0;

  friend bool operator==(const Loss&, const Loss&) = default;
};

/// A file that appears under its final name only when it is whole: written to a
/// temporary name in the same folder, flushed, checked and renamed by commit().
/// Without commit() nothing is left and an older file is unchanged. "-" is
/// standard output; a device or a pipe is written directly.
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
  /// Gives the file its name. Throws IoError; nothing may be written after.
  void commit();
  /// The reader of a pipe has gone; nothing more will be written.
  [[nodiscard]] bool is_closed() const;
  /// Name of the unfinished file, to be removed when the program is killed;
  /// empty for standard output and after commit().
  [[nodiscard]] std::string temporary_path() const;
  [[nodiscard]] const std::string& path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a bitext unit by unit. Scores and probabilities must be finite and
/// members in the languages the writer was made for, else InvalidArgument.
class BitextWriter {
 public:
  BitextWriter() = default;
  virtual ~BitextWriter() = default;
  BitextWriter(const BitextWriter&) = delete;
  BitextWriter& operator=(const BitextWriter&) = delete;
  virtual void write(const Unit& unit) = 0;
  /// Writes what comes last; the OutputFile is committed by the caller.
  virtual void finish() = 0;
  /// What had to be changed to fit the format, complete after finish().
  [[nodiscard]] virtual const std::vector<Diagnostic>& diagnostics() const = 0;
  /// Which fields of the units the format has no place for, complete after
  /// finish().
  [[nodiscard]] virtual std::vector<Loss> losses() const = 0;
};

/// A writer of `format` for units in `languages`. Throws InvalidArgument when
/// the format cannot hold that many languages, and for Moses, which has files
/// of its own. `output` outlives the writer. All stream but LASER's, whose best
/// pairs come first: it keeps the lines until finish().
///
/// vecalign and ladder hold one document a side: write() throws FormatError at
/// a second one. Links that cross better ones are written as null beads and
/// counted in diagnostics(); segments no unit names become null beads too.
[[nodiscard]] std::unique_ptr<BitextWriter> make_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output, const WriteOptions& options = {});

/// A writer of bilingual TMX files, `NAME.<a>-<b>.tmx` for each two of
/// `languages` that have a unit with both, exactly two `tuv` a unit. The files
/// appear under their names when commit() is called after finish().
class TmxPairsWriter final : public BitextWriter {
 public:
  /// How a file is opened; the tools keep an eye on what they open.
  using Open =
      std::function<std::unique_ptr<OutputFile>(const std::string& path)>;
  TmxPairsWriter(std::string name, std::vector<std::string> languages,
                 WriteOptions options = {}, Open open = {});
  ~TmxPairsWriter() override;
  void write(const Unit& unit) override;
  void finish() override;
  void commit();
  /// The files there are units for, in the order of the languages.
  [[nodiscard]] std::vector<OutputFile*> files() const;
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const override;
  [[nodiscard]] std::vector<Loss> losses() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A writer of Moses files, `NAME.LANG` for each of `languages`, equal line
/// numbers being translations. Units without all languages are left out and
/// counted. The files appear under their names when commit() is called after
/// finish().
class MosesWriter final : public BitextWriter {
 public:
  using Open = TmxPairsWriter::Open;
  MosesWriter(const std::string& name, std::vector<std::string> languages,
              const Open& open = {});
  ~MosesWriter() override;
  void write(const Unit& unit) override;
  void finish() override;
  void commit();
  [[nodiscard]] std::vector<OutputFile*> files() const;
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const override;
  [[nodiscard]] std::vector<Loss> losses() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `NAME` of the per-pair files that belong to a TMX at `path`: the path
/// without ".tmx".
[[nodiscard]] std::string tmx_pairs_name(std::string_view path);

/// What becomes of the codes inside segments of TMX and XLIFF (bpt, ept, it,
/// ph, ut).
enum class InlineCodes : std::uint8_t {
  kDrop,  ///< only the text is read
  kKeep,  ///< the native codes are part of the text
};

struct ReadOptions {
  InlineCodes inline_codes = InlineCodes::kDrop;
  std::string name;  ///< for messages; empty: the path
};

/// What a file of aligned text is, by its first bytes; throws FormatError when
/// it is none of ours. A file of white space only counts as JSONL without
/// units.
[[nodiscard]] Format detect_format(std::string_view first_bytes);

/// Reads a file of any format.
class BitextReader {
 public:
  BitextReader() = default;
  virtual ~BitextReader() = default;
  BitextReader(const BitextReader&) = delete;
  BitextReader& operator=(const BitextReader&) = delete;
  /// False at the end. Throws FormatError naming file and line.
  virtual bool read(Unit& unit) = 0;
  /// Complete before the first unit, but for TMX, XLIFF, TEI and JSONL, where
  /// it grows: read_languages() knows them all. Formats that name no languages
  /// have "src" and "tgt"; vecalign, ladder, XCES, TEI and Pharaoh hold numbers
  /// only, their texts are empty.
  [[nodiscard]] virtual const std::vector<std::string>& languages() const = 0;
  /// Repairs so far; after the first hundred of a kind the rest is counted.
  [[nodiscard]] virtual const std::vector<Diagnostic>& diagnostics() const = 0;
  [[nodiscard]] virtual Format format() const = 0;
};

/// Opens a file ("-": standard input, gzip transparently), format by content.
/// Throws IoError, FormatError.
[[nodiscard]] std::unique_ptr<BitextReader> open_bitext(
    const std::string& path, const ReadOptions& options = {});

/// Opens Moses files, language and path each; their line numbers must agree.
/// Throws IoError, InvalidArgument for fewer than two or a language twice.
[[nodiscard]] std::unique_ptr<BitextReader> open_moses(
    const std::vector<std::pair<std::string, std::string>>& files);

/// All languages of a bitext, the first the source; reads it once through
/// where the format does not say them at the start. "-" cannot be read twice:
/// InvalidArgument.
[[nodiscard]] std::vector<std::string> read_languages(
    const std::string& path, const ReadOptions& options = {});

}  // namespace align
