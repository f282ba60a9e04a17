#include "train/workers.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace align {

Workers::Workers(unsigned threads) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  threads_.reserve(threads);
  try {
    for (unsigned i = 1; i < threads; ++i) {
      threads_.emplace_back([this] { serve(); });
    }
  } catch (const std::system_error&) {
    // No memory for one more: those that are there do the work.
  }
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::run(std::size_t count,
                  const std::function<void(std::size_t)>& work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    next_ = 0;
    unfinished_ = count;
    error_ = nullptr;
  }
  wake_.notify_all();
  take_items();
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return unfinished_ == 0; });
  count_ = 0;
  next_ = 0;
  work_ = nullptr;
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void Workers::serve() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return is_stopping_ || next_ < count_; });
      if (is_stopping_) return;
    }
    take_items();
  }
}

void Workers::take_items() {
  while (true) {
    std::size_t item = 0;
    const std::function<void(std::size_t)>* work = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (next_ >= count_) return;
      item = next_++;
      work = work_;
    }
    std::exception_ptr error;
    try {
      (*work)(item);
    } catch (...) {
      error = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    if (error && !error_) error_ = error;
    if (--unfinished_ == 0) done_.notify_all();
  }
}

}  // namespace align
