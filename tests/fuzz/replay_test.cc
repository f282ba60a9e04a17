// Every input that ever found something, and the ones that fuzzing starts from,
// through their targets. A target aborts when what it checks does not hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "targets.h"

namespace align::fuzz {

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> corpus_of(const Target& target) {
  std::vector<fs::path> files;
  const fs::path folder =
      fs::path(ALIGN_SOURCE_DIR) / "fuzz/corpus" / target.name;
  if (!fs::is_directory(folder)) return files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class FuzzTarget : public testing::TestWithParam<Target> {};

TEST_P(FuzzTarget, TakesItsCorpus) {
  const std::vector<fs::path> files = corpus_of(GetParam());
  ASSERT_FALSE(files.empty()) << "no fuzz/corpus/" << GetParam().name;
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.filename());
    GetParam().run(bytes_of(file));
  }
}

TEST_P(FuzzTarget, TakesItsCorpusCutShort) {
  for (const fs::path& file : corpus_of(GetParam())) {
    SCOPED_TRACE(file.filename());
    const std::string bytes = bytes_of(file);
    for (std::size_t eighth = 0; eighth < 8; ++eighth) {
      GetParam().run(bytes.substr(0, bytes.size() * eighth / 8));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzTarget,
                         testing::ValuesIn(targets().begin(), targets().end()),
                         [](const testing::TestParamInfo<Target>& chosen) {
                           return std::string(chosen.param.name);
                         });

}  // namespace
}  // namespace align::fuzz
