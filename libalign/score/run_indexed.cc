#include "score/run_indexed.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace align {

void run_indexed(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t)>& work) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  if (threads > count) threads = static_cast<unsigned>(count);
  if (threads <= 1) {
    for (std::size_t index = 0; index < count; ++index) work(index);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed = count;
  std::exception_ptr error;
  const auto drain = [&] {
    for (std::size_t index; (index = next.fetch_add(1)) < count;) {
      try {
        work(index);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (index < failed) {
          failed = index;
          error = std::current_exception();
        }
        next.store(count);
      }
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads - 1);
  try {
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(drain);
  } catch (const std::system_error&) {
    // No memory for one more: those that are there do the work.
  }
  drain();
  for (std::thread& other : others) other.join();
  if (error) std::rethrow_exception(error);
}

}  // namespace align
