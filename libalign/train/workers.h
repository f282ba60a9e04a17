// Threads that share out numbered pieces of work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace align {

/// A fixed set of threads. What is computed must not depend on which thread
/// does which item, so results are the same for any number of threads.
class Workers {
 public:
  /// 0: one a core.
  explicit Workers(unsigned threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Calls work(i) for each i < count and returns when all are done. Throws
  /// what one of the calls threw. Not to be called from inside work.
  void run(std::size_t count, const std::function<void(std::size_t)>& work);

 private:
  void serve();
  void take_items();

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  std::size_t unfinished_ = 0;
  std::exception_ptr error_;
  bool is_stopping_ = false;
};

}  // namespace align
