// A tool that is running, to be disturbed.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace align::test {

class Child {
 public:
  /// Starts `bin/NAME arguments...`; `prepare` runs in the child before, e.g.
  /// to set limits. Standard output and error go to /dev/null unless `prepare`
  /// leads them elsewhere.
  Child(const std::string& name, const std::vector<std::string>& arguments,
        const std::function<void()>& prepare = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void signal(int number) const;
  /// The exit code, or 128 + signal.
  int wait();

 private:
  pid_t process_ = -1;
};

}  // namespace align::test
