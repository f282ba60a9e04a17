// Where the tools write bitexts: one file or one a format, per-pair TMX files
// beside a TMX, and what was changed or lost said on stderr.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "align/formats.h"
#include "common/cli.h"

namespace align::cli {

/// `--keep-unaligned`, `--lang-tags`, `--tmx-pairs`, `--bom`, `--word-links`.
void add_output_options(po::options_description& options);

/// The formats of --format, `standard` when it is not given. Throws UsageError
/// for what could only fail after hours of work: an unknown format, several
/// formats on standard output, --tmx-pairs without a TMX file, a malformed
/// language tag, a format that cannot hold `languages` languages (0: unknown).
[[nodiscard]] std::vector<Format> output_formats(const Session& session,
                                                 std::string_view standard,
                                                 std::size_t languages = 0);

/// WriteOptions of the session with what the options above say.
[[nodiscard]] WriteOptions bitext_write_options(const Session& session);

/// A bitext on its way to all files asked for.
class BitextOutput {
 public:
  /// One format is written to `path`, several to `path`.NAME, Moses always to
  /// `path`.LANG. Throws IoError.
  BitextOutput(Session& session, const std::vector<Format>& formats,
               const std::string& path,
               const std::vector<std::string>& languages);
  ~BitextOutput();
  void write(const Unit& unit);
  /// Finishes and commits all files, diagnostics go to the log. Nothing is
  /// committed before every file is whole.
  void finish();
  /// Nobody reads any more; further units are of no use.
  [[nodiscard]] bool is_closed() const;
  /// What the formats have no place for, as sentences; after finish().
  [[nodiscard]] std::vector<std::string> losses() const;

 private:
  void put(const Unit& unit);

  struct Part {
    Format format;
    std::unique_ptr<OutputFile> file;
    std::unique_ptr<BitextWriter> writer;
  };
  Session& session_;
  bool has_words_ = false;  ///< units get word links before they are written
  std::vector<Part> parts_;
  std::unique_ptr<TmxPairsWriter> pairs_;
  std::unique_ptr<MosesWriter> moses_;
};

}  // namespace align::cli
