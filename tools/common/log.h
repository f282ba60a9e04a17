// What a tool says on stderr: diagnostics, errors and a last line that sums up.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/types.h"

namespace align::cli {

enum class LogFormat { kText, kJson };

/// Thread-safe.
class Log {
 public:
  explicit Log(std::string tool);

  LogFormat format = LogFormat::kText;
  bool is_quiet = false;    ///< errors only
  bool is_verbose = false;  ///< every diagnostic, and notes

  /// A repair, a reject, a suspicion. Of one kind and file the first few are
  /// shown, the rest are counted, unless verbose.
  void diagnose(const Diagnostic& diagnostic);
  void diagnose(const std::vector<Diagnostic>& diagnostics);
  void error(std::string_view message);
  /// Shown unless quiet; no diagnostic.
  void say(std::string_view message);
  /// Shown only when verbose.
  void note(std::string_view message);
  /// Adds a figure to the last line, in the order of the calls.
  void count(std::string name, std::size_t number);
  /// The last line: figures and seconds. Before it, how many diagnostics were
  /// not shown.
  void sum_up();

  [[nodiscard]] std::size_t diagnostics() const { return diagnostics_; }

 private:
  void write(std::string_view line);

  std::string tool_;
  std::chrono::steady_clock::time_point start_;
  std::size_t diagnostics_ = 0;
  std::map<std::pair<std::string, std::string>, std::size_t> seen_;
  std::vector<std::pair<std::string, std::size_t>> figures_;
  std::mutex mutex_;
};

}  // namespace align::cli
