#include "house/source_text.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace align::house {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(SourceText, ForgetsCommentsAndTheInsidesOfLiterals) {
  const std::string bare = without_comments_and_strings(
      "a(); // exit(1)\n/* exit(2)\n */ b(\"exit(3)\\\"\", '\"', 1'000);\n"
      "c(R\"x(exit(4)\" )x\"); exit(5);");
  for (const char* hidden : {"exit(1)", "exit(2)", "exit(3)", "exit(4)"})
    EXPECT_THAT(bare, Not(HasSubstr(hidden)));
  EXPECT_THAT(bare, HasSubstr("exit(5)"));
  EXPECT_THAT(bare, HasSubstr("1'000"));
}

TEST(SourceText, KeepsTheLineNumbers) {
  const std::string source = "a /* 1\n2\n*/ b\n// 4\nc R\"(5\n6)\"\n";
  const std::string bare = without_comments_and_strings(source);
  EXPECT_EQ(std::count(bare.begin(), bare.end(), '\n'),
            std::count(source.begin(), source.end(), '\n'));
}

TEST(SourceText, ListsWhatIsIncludedWithQuotes) {
  EXPECT_THAT(quoted_includes("#include \"align/text.h\"\n#include <vector>\n"
                              "#  include \"segment/blocks.h\"\n"),
              ElementsAre("align/text.h", "segment/blocks.h"));
}

}  // namespace
}  // namespace align::house
