// libFuzzer's side: `align_fuzz TARGET [libFuzzer option]... [CORPUS]...`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "targets.h"

namespace {

const align::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  // libFuzzer starts itself again for some jobs, with its own arguments only;
  // the environment tells such a child what its parent's target was.
  constexpr const char* kVariable = "ALIGN_FUZZ_TARGET";
  const char* name = std::getenv(kVariable);
  if (name == nullptr && *argc > 1) {
    name = (*argv)[1];
    ::setenv(kVariable, name, 1);
    std::rotate(*argv + 1, *argv + 2, *argv + *argc);
    --*argc;
  }
  for (const align::fuzz::Target& target : align::fuzz::targets()) {
    if (name != nullptr && target.name == name) chosen = &target;
  }
  if (chosen != nullptr) return 0;
  std::fputs("usage: align_fuzz TARGET [OPTION]... [CORPUS]...\ntargets:",
             stderr);
  for (const align::fuzz::Target& target : align::fuzz::targets()) {
    std::fprintf(stderr, " %s", target.name.data());
  }
  std::fputs("\n", stderr);
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
