// The rules that ship as SRX, checked and used by a program of others
// (choppa-srx, Python). Runs where ALIGN_TEST_PYTHON (or python3) has it and
// is skipped by name elsewhere.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align {
namespace {

using test::read_file;
using test::run_tool;
using test::TemporaryFolder;
using test::ToolResult;

struct Example {
  const char* language;
  const char* text;
};

void PrintTo(const Example& example, std::ostream* out) {
  *out << example.language;
}

// Where abbreviations decide, in each language.
constexpr Example kExamples[] = {
    {"en",
     "The U.N. says talks have resumed. Dr. Smith met Gen. Haftar at 5 p.m. on "
     "Tuesday. They agreed on No. 4 of the plan."},
    {"vi",
     "Ông Nam đến TP. Hồ Chí Minh hôm 3/6. Ông gặp ThS. Lê Thị Hoa. Hai bên "
     "đồng ý."},
    {"ar", "وصل الوفد إلى جنيف. وغادر د. سامي في اليوم التالي."},
};

constexpr char kScript[] = R"(import importlib.resources
import sys
from choppa.iterators import SrxTextIterator
from choppa.srx_parser import SrxDocument
schema = importlib.resources.files("choppa") / "data" / "xsd" / "srx20.xsd"
rules = SrxDocument(ruleset=sys.argv[1], validate_ruleset=schema)
text = open(sys.argv[3], encoding="utf-8").read()
for segment in SrxTextIterator(rules, sys.argv[2], text):
    print(segment.strip())
)";

class SrxOutside : public testing::TestWithParam<Example> {};

TEST_P(SrxOutside, ChoppaFindsTheRulesValidAndCutsAsWeDo) {
  const char* chosen = std::getenv("ALIGN_TEST_PYTHON");
  const std::string python = chosen == nullptr ? "python3" : chosen;
  if (std::system((python + " -c 'import choppa' >/dev/null 2>&1").c_str()) !=
      0) {
    GTEST_SKIP() << "no choppa-srx in " << python;
  }
  const TemporaryFolder folder;
  const std::string rules = folder.path("libalign.srx");
  const ToolResult exported =
      run_tool("align-segment", {"--export-srx", "-o", rules});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  const std::string text = folder.write("text.txt", GetParam().text);
  const std::string language = GetParam().language;
  const std::string script = folder.write("read.py", kScript);
  ASSERT_EQ(std::system((python + " " + script + " " + rules + " " + language +
                         " " + text + " >" + folder.path("theirs"))
                            .c_str()),
            0);
  const ToolResult ours =
      run_tool("align-segment", {"--format", "text", language + "=" + text});
  EXPECT_EQ(read_file(folder.path("theirs")), ours.out);
}

std::string name_of(const testing::TestParamInfo<Example>& example) {
  return example.param.language;
}

INSTANTIATE_TEST_SUITE_P(Languages, SrxOutside, testing::ValuesIn(kExamples),
                         name_of);

}  // namespace
}  // namespace align
