// A progress bar with the time left, on a terminal only.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace align::cli {

/// Draws on stderr after a second of work, at most ten times a second, and
/// wipes itself away at the end. Thread-safe.
class Progress {
 public:
  /// `is_shown`: whether a bar is wanted at all. `total` of 0: unknown.
  Progress(std::string title, std::size_t total, bool is_shown);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::size_t by = 1);
  /// `share` of the work is done, in [0, 1].
  void set_share(double share);

 private:
  void draw();

  std::string title_;
  std::size_t total_;
  std::size_t done_ = 0;
  double share_ = 0;
  bool is_shown_;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_;
  std::mutex mutex_;
};

}  // namespace align::cli
