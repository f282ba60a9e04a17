// What all tools share: options, exit codes, signals, output files.
//
// A tool is `run(argc, argv, info, add_options, body)`: the options are parsed
// into a Session, the body makes one library call and writes. Exceptions become
// messages and exit codes here and nowhere else.
#pragma once

#include <boost/program_options.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "align/encoder.h"
#include "align/error.h"
#include "align/formats.h"
#include "align/score.h"
#include "align/segment.h"
#include "align/types.h"
#include "common/log.h"
#include "common/progress.h"

namespace align::cli {

namespace po = boost::program_options;

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 75;

/// A command line that makes no sense. Exit code 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

struct ToolInfo {
  std::string_view name;      ///< "align-segment"
  std::string_view synopsis;  ///< "align-segment [OPTION]... [LANG=]PATH..."
  std::string_view summary;   ///< one sentence
  /// Columns and units of the output, then "Example:" and a command that works.
  std::string_view details;
};

/// One call of a tool.
class Session {
 public:
  Session(const ToolInfo& info, po::variables_map values);

  Log log;
  std::vector<std::string> inputs;  ///< positional arguments
  std::string output = "-";         ///< of -o
  unsigned threads = 1;             ///< >= 1
  bool is_strict = false;

  [[nodiscard]] bool has(const std::string& option) const;
  template <class T>
  [[nodiscard]] T get(const std::string& option) const {
    return values_[option].as<T>();
  }
  /// The name given with --format, or `standard`.
  [[nodiscard]] std::string format(std::string_view standard) const;
  /// Names given with --format, split at commas.
  [[nodiscard]] std::vector<std::string> formats(
      std::string_view standard) const;

  /// The bundle of --model, or the one that came with the tools. Loaded at the
  /// first call. Throws ModelError, IoError.
  [[nodiscard]] const Model& model();
  [[nodiscard]] std::string model_path() const;
  /// The encoder of --encoder, null without one. Loaded at the first call,
  /// which must not be one of several at once. Throws Unavailable, ModelError,
  /// IoError.
  [[nodiscard]] const Encoder* encoder();

  /// An output whose unfinished file is removed when the tool is interrupted.
  [[nodiscard]] std::unique_ptr<OutputFile> open_output(
      const std::string& path);
  /// Commits unless --strict was given and there were diagnostics, in which
  /// case the file keeps its old content and the tool will exit with 1.
  void commit(OutputFile& output);

  /// Options of writers that the command line decides: tool name and version,
  /// SOURCE_DATE_EPOCH.
  [[nodiscard]] WriteOptions write_options() const;
  [[nodiscard]] std::unique_ptr<Progress> progress(std::string title,
                                                   std::size_t total) const;
  [[nodiscard]] bool is_color_wanted() const;  ///< for stdout

 private:
  ToolInfo info_;
  po::variables_map values_;
  std::unique_ptr<Model> model_;
  std::optional<Encoder> encoder_;
};

/// `--pre-segmented`, `--manifest`, `--encoding`, `--abbreviations`.
void add_input_options(po::options_description& options);

/// `--encoder`, `--encoder-prefix`.
void add_encoder_options(po::options_description& options);

/// What those options say to the library.
[[nodiscard]] DecodeOptions decode_options(const Session& session);
[[nodiscard]] SegmentOptions segment_options(const Session& session);

/// Reads, decodes and segments everything the command line names. Diagnostics
/// go to the log. Throws UsageError when nothing is named.
[[nodiscard]] std::vector<Document> read_documents(Session& session);

/// The same for given inputs, e.g. of one job of a batch.
[[nodiscard]] std::vector<Document> read_documents(
    Session& session, const std::vector<Input>& inputs);

/// Runs body(0) .. body(count - 1) on `threads` threads. The first exception,
/// by index, is thrown again.
void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body);

/// Parses the command line, handles --help, --version, --config, --dump-config,
/// runs `body` and turns what happened into an exit code. The positional
/// arguments are in Session::inputs.
int run(int argc, char** argv, const ToolInfo& info,
        const std::function<void(po::options_description&)>& add_options,
        const std::function<int(Session&)>& body);

}  // namespace align::cli
