// align-testset as a user meets it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "support/run_tool.h"

namespace align::test {
namespace {

std::string table(int documents) {
  std::string tsv =
      "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n";
  for (int i = 0; i < documents * 4; ++i) {
    const std::string n = std::to_string(i);
    const std::string letter(1, static_cast<char>('a' + i % 26));
    std::string word;
    for (int k = i; k >= 0; k -= 26) word += letter;
    const std::string d = std::to_string(i / 4);
    tsv += n + "\t2\t1-1\t" + d + ".en\t" + n + "\tsome " + word + " words\t" +
           d + ".vi\t" + n + "\tvài từ " + word + "\n";
  }
  return tsv;
}

std::set<std::string> documents_of(const std::string& path) {
  std::set<std::string> documents;
  const auto lines = lines_of(read_file(path));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t begin = lines[i].find("1-1\t") + 4;
    documents.insert(
        lines[i].substr(begin, lines[i].find('\t', begin) - begin));
  }
  return documents;
}

TEST(Testset, WritesThreePartsWithoutACommonDocument) {
  const TemporaryFolder folder;
  const std::string input = folder.write("all.tsv", table(30));
  const ToolResult result = run_tool(
      "align-testset",
      {input, "--test", "20", "--dev", "10%", "-o", folder.path("all")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines_of(read_file(folder.path("all.test.tsv"))).size(), 21U);
  EXPECT_EQ(lines_of(read_file(folder.path("all.dev.tsv"))).size(), 13U);
  EXPECT_EQ(lines_of(read_file(folder.path("all.train.tsv"))).size(), 89U);
  const auto train = documents_of(folder.path("all.train.tsv"));
  for (const char* part : {"all.test.tsv", "all.dev.tsv"}) {
    for (const std::string& document : documents_of(folder.path(part))) {
      EXPECT_EQ(train.count(document), 0U) << document;
    }
  }
  EXPECT_NE(result.out.find("test\ten\t20\t5\t60\t"), std::string::npos)
      << result.out;
}

TEST(Testset, GivesStatisticsAsJsonAndOtherFormats) {
  const TemporaryFolder folder;
  const std::string input = folder.write("all.tsv", table(30));
  const ToolResult result =
      run_tool("align-testset",
               {input, "--test", "8", "--dev", "8", "-o", folder.path("p"),
                "--format", "jsonl,tmx", "--statistics-format", "json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto record = nlohmann::json::parse(result.out);
  EXPECT_EQ(record["groups"], 30);
  EXPECT_EQ(record["parts"].size(), 6U);
  EXPECT_EQ(record["parts"][4]["units"], 8);
  EXPECT_EQ(lines_of(read_file(folder.path("p.test.jsonl"))).size(), 8U);
  EXPECT_NE(read_file(folder.path("p.dev.tmx")).find("<tmx"),
            std::string::npos);
}

TEST(Testset, WantsAPrefixAndSoundNumbers) {
  const TemporaryFolder folder;
  const std::string input = folder.write("all.tsv", table(3));
  EXPECT_EQ(run_tool("align-testset", {input}).exit_code, 2);
  EXPECT_EQ(run_tool("align-testset",
                     {input, "-o", folder.path("p"), "--test", "many"})
                .exit_code,
            2);
  EXPECT_EQ(run_tool("align-testset",
                     {input, "-o", folder.path("p"), "--similarity", "0"})
                .exit_code,
            2);
}

}  // namespace
}  // namespace align::test
