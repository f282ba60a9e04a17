#include "common/progress.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace align::cli {
namespace {

using std::chrono::steady_clock;

constexpr int kBarWidth = 24;

std::string clock_time(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[32];
  std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

}  // namespace

Progress::Progress(std::string title, std::size_t total, bool is_shown)
    : title_(std::move(title)),
      total_(total),
      is_shown_(is_shown),
      start_(steady_clock::now()),
      drawn_(start_) {}

Progress::~Progress() {
  if (is_drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::advance(std::size_t by) {
  const std::lock_guard lock(mutex_);
  done_ += by;
  if (total_ > 0) {
    share_ =
        std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  }
  draw();
}

void Progress::set_share(double share) {
  const std::lock_guard lock(mutex_);
  share_ = std::clamp(share, 0.0, 1.0);
  draw();
}

void Progress::draw() {
  if (!is_shown_) return;
  const auto now = steady_clock::now();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  if (elapsed < 1.0 || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  is_drawn_ = true;
  const int filled = static_cast<int>(share_ * kBarWidth);
  std::string line = "\r" + title_ + " [";
  for (int i = 0; i < kBarWidth; ++i) line += i < filled ? '#' : '.';
  line += "] " + std::to_string(static_cast<int>(share_ * 100)) + "%";
  if (total_ > 0) {
    line += " " + std::to_string(done_) + "/" + std::to_string(total_);
  }
  if (share_ > 0.01) {
    line += ", " + clock_time(elapsed / share_ * (1 - share_)) + " left";
  }
  line += "\033[K";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace align::cli
