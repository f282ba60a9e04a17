#include "common/kept_input.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "align/error.h"

namespace align::cli {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw IoError(what + ": " + std::strerror(errno));
}

void copy_standard_input(int file, const std::string& name) {
  std::vector<char> bytes(std::size_t{1} << 20);
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot read standard input");
    if (count == 0) return;
    for (ssize_t done = 0; done < count;) {
      const ssize_t written = ::write(file, bytes.data() + done,
                                      static_cast<std::size_t>(count - done));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write " + name);
      done += written;
    }
  }
}

}  // namespace

KeptInput::KeptInput(const std::string& path) : path_(path) {
  if (path != "-") return;
  const char* folder = std::getenv("TMPDIR");
  std::string name =
      std::string(folder == nullptr || *folder == '\0' ? "/tmp" : folder) +
      "/align-input-XXXXXX";
  file_ = ::mkstemp(name.data());
  if (file_ < 0) fail("cannot write " + name);
  // Without a name it is gone when the tool ends, however that happens.
  ::unlink(name.c_str());
  try {
    copy_standard_input(file_, name);
  } catch (...) {
    ::close(file_);
    throw;
  }
  path_ = "/proc/self/fd/" + std::to_string(file_);
  options_.name = "standard input";
}

KeptInput::~KeptInput() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace align::cli
