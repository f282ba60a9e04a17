// Runs a tool as a user does: arguments and files in, bytes and exit code out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace align::test {

struct ToolResult {
  int exit_code = -1;  ///< 128 + signal when killed by one
  std::string out;
  std::string err;

  /// The last line of stderr, without its end.
  [[nodiscard]] std::string last_error_line() const;
};

/// Runs `bin/NAME arguments...` with `input` as its standard input and waits.
/// `environment` holds further NAME=VALUE settings.
ToolResult run_tool(const std::string& name,
                    const std::vector<std::string>& arguments,
                    const std::string& input = "",
                    const std::vector<std::string>& environment = {});

/// A folder of its own for one test, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  /// The path of `name` inside the folder.
  [[nodiscard]] std::string path(const std::string& name) const;
  /// Writes a file, making the folders on its way; returns its path.
  std::string write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path folder_;
};

/// The bytes of a file; fails the test when it cannot be read.
std::string read_file(const std::string& path);

/// Non-empty lines, without their ends.
std::vector<std::string> lines_of(const std::string& bytes);

}  // namespace align::test
