#include "common/log.h"

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

namespace align::cli {
namespace {

// Enough to see what is wrong with a file, few enough to read.
constexpr std::size_t kShownOfAKind = 10;

// Messages may quote damaged input, which must not break the JSON.
std::string to_line(const nlohmann::ordered_json& record) {
  return record.dump(-1, ' ', false,
                     nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Log::Log(std::string tool)
    : tool_(std::move(tool)), start_(std::chrono::steady_clock::now()) {}

void Log::write(std::string_view line) {
  std::string bytes(line);
  bytes += '\n';
  std::fwrite(bytes.data(), 1, bytes.size(), stderr);
  std::fflush(stderr);
}

void Log::diagnose(const Diagnostic& diagnostic) {
  const std::lock_guard lock(mutex_);
  ++diagnostics_;
  const std::size_t earlier = seen_[{diagnostic.file, diagnostic.code}]++;
  if (is_quiet || (!is_verbose && earlier >= kShownOfAKind)) return;
  if (format == LogFormat::kJson) {
    write(to_line({{"level", "warning"},
                   {"tool", tool_},
                   {"code", diagnostic.code},
                   {"file", diagnostic.file},
                   {"offset", diagnostic.offset},
                   {"message", diagnostic.message},
                   {"remedy", diagnostic.remedy}}));
    return;
  }
  std::string line = tool_ + ": warning: ";
  if (!diagnostic.file.empty()) line += diagnostic.file + ": ";
  line += "byte " + std::to_string(diagnostic.offset) + ": ";
  line += diagnostic.message;
  if (!diagnostic.remedy.empty()) line += " (" + diagnostic.remedy + ")";
  line += " [" + diagnostic.code + "]";
  write(line);
}

void Log::diagnose(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) diagnose(diagnostic);
}

void Log::error(std::string_view message) {
  const std::lock_guard lock(mutex_);
  if (format == LogFormat::kJson) {
    write(to_line({{"level", "error"}, {"tool", tool_}, {"message", message}}));
  } else {
    write(tool_ + ": error: " + std::string(message));
  }
}

void Log::note(std::string_view message) {
  if (is_verbose) say(message);
}

void Log::say(std::string_view message) {
  const std::lock_guard lock(mutex_);
  if (is_quiet) return;
  if (format == LogFormat::kJson) {
    write(to_line({{"level", "note"}, {"tool", tool_}, {"message", message}}));
  } else {
    write(tool_ + ": " + std::string(message));
  }
}

void Log::count(std::string name, std::size_t number) {
  const std::lock_guard lock(mutex_);
  figures_.emplace_back(std::move(name), number);
}

void Log::sum_up() {
  const std::lock_guard lock(mutex_);
  if (is_quiet) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_)
          .count();
  char time[32];
  std::snprintf(time, sizeof time, "%.2f", seconds);
  if (format == LogFormat::kJson) {
    nlohmann::ordered_json record = {{"level", "summary"}, {"tool", tool_}};
    for (const auto& [name, number] : figures_) record[name] = number;
    record["diagnostics"] = diagnostics_;
    record["seconds"] = std::stod(time);
    write(to_line(record));
    return;
  }
  if (!is_verbose) {
    for (const auto& [key, number] : seen_) {
      if (number <= kShownOfAKind) continue;
      write(tool_ + ": warning: " + key.first + ": " +
            std::to_string(number - kShownOfAKind) + " more of [" + key.second +
            "], --verbose shows all");
    }
  }
  std::string line = tool_ + ":";
  for (const auto& [name, number] : figures_) {
    line += " " + std::to_string(number) + " " + name + ",";
  }
  if (diagnostics_ > 0) {
    line += " " + std::to_string(diagnostics_) + " diagnostics,";
  }
  line += " " + std::string(time) + " s";
  write(line);
}

}  // namespace align::cli
