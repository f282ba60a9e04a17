// align-convert as a user meets it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "support/run_tool.h"

namespace align::test {
namespace {

constexpr char kTsv[] =
    "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n"
    "1\t3.5\t1-1\ta.en\t0\tHello.\tb.vi\t0\tXin ch\xC3\xA0o.\n"
    "2\t2\t2-1\ta.en\t1,2\tOne. Two.\tb.vi\t1\tM\xE1\xBB\x99t, hai.\n"
    "3\t0\t1-0\ta.en\t3\tAlone.\t\t\t\n";

ToolResult convert(const std::vector<std::string>& arguments,
                   const std::string& input = "") {
  return run_tool("align-convert", arguments, input);
}

TEST(Convert, GivesBackTheTsvItMadeJsonlOf) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const ToolResult jsonl = convert({tsv, "--format", "jsonl"});
  ASSERT_EQ(jsonl.exit_code, 0) << jsonl.err;
  EXPECT_EQ(lines_of(jsonl.out).size(), 3U);
  const ToolResult back = convert({"-", "--format", "tsv"}, jsonl.out);
  EXPECT_EQ(back.exit_code, 0) << back.err;
  EXPECT_EQ(back.out, kTsv);
}

TEST(Convert, WritesVecalignAndLadder) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const ToolResult vecalign = convert({tsv, "--format", "vecalign"});
  EXPECT_EQ(vecalign.exit_code, 0) << vecalign.err;
  EXPECT_EQ(vecalign.out,
            "[0]:[0]:0.029312\n[1, 2]:[1]:0.119203\n[3]:[]:1.000000\n");
  const ToolResult ladder = convert({"-", "--format", "ladder"}, vecalign.out);
  EXPECT_EQ(ladder.exit_code, 0) << ladder.err;
  EXPECT_EQ(ladder.out, "0\t0\t0.970688\n1\t1\t0.880797\n3\t2\t0\n4\t2\t0\n");
}

TEST(Convert, WritesSeveralFormatsAndAFileAPair) {
  const TemporaryFolder folder;
  const std::string jsonl =
      folder.write("in", R"({"id":"1","type":"1-1-1","members":{)"
                         R"("vi":{"doc":"v","segments":[0],"text":"a"},)"
                         R"("en":{"doc":"e","segments":[0],"text":"b"},)"
                         R"("ar":{"doc":"r","segments":[0],"text":"c"}}})"
                         "\n");
  const ToolResult result =
      convert({jsonl, "--format", "tmx,tsv", "--tmx-pairs", "--lang-tags",
               "vi-VN,en-US,ar-SA", "-o", folder.path("out")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_NE(read_file(folder.path("out.tsv")).find("text.ar"),
            std::string::npos);
  EXPECT_NE(read_file(folder.path("out.tmx")).find("xml:lang=\"ar-SA\""),
            std::string::npos);
  for (const char* pair : {"vi-en", "vi-ar", "en-ar"}) {
    const std::string file =
        read_file(folder.path(std::string("out.") + pair + ".tmx"));
    EXPECT_NE(file.find("<seg>"), std::string::npos);
    EXPECT_EQ(
        file.find("<seg>", file.find("<seg>", file.find("<seg>") + 1) + 1),
        std::string::npos)
        << "more than two tuv";
  }
}

TEST(Convert, JoinsShardsAndKeepsIdsUnique) {
  const TemporaryFolder folder;
  const std::string first = folder.write("a", kTsv);
  const std::string second = folder.write("b", kTsv);
  const ToolResult all = convert({first, second, "--format", "tsv"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
  EXPECT_EQ(lines_of(all.out).size(), 7U);
  EXPECT_NE(all.out.find("\n3-2\t0"), std::string::npos);
  const ToolResult merged =
      convert({first, second, "--merge", "--format", "tsv"});
  EXPECT_EQ(merged.out, kTsv);
  EXPECT_NE(merged.last_error_line().find("3 repeated units"),
            std::string::npos);
}

TEST(Convert, TakesOnlyTheLanguagesAskedFor) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const ToolResult result =
      convert({tsv, "--languages", "vi,en", "--format", "tsv"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out.rfind("id\tscore\ttype\tdoc.vi", 0), 0U);
  EXPECT_NE(result.out.find("2\t2\t1-2\t"), std::string::npos);
}

TEST(Convert, SaysWhatTheFormatCannotHold) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const ToolResult result = convert({tsv, "--format", "tmx"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.err.find("tmx holds no one-sided unit: lost in 1 unit"),
            std::string::npos)
      << result.err;
  EXPECT_EQ(convert({tsv, "--format", "tmx", "--strict"}).exit_code, 0)
      << "what a format is made for is no diagnostic";
}

TEST(Convert, FailsOnBrokenInputNamingItAndLeavesNothing) {
  const TemporaryFolder folder;
  const std::string out = folder.path("out.tsv");
  for (const char* bytes :
       {"hello\n", "{\"members\":", "<tmx><body><tu>", "[0]:[0]:0.1\n[1]\n",
        "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\n1\t2\n"}) {
    const std::string in = folder.write("broken", bytes);
    const ToolResult result = convert({in, "--format", "tsv", "-o", out});
    EXPECT_EQ(result.exit_code, 1) << bytes;
    EXPECT_NE(result.err.find(in), std::string::npos) << result.err;
    EXPECT_FALSE(std::filesystem::exists(out));
  }
  EXPECT_EQ(convert({folder.path("none"), "--format", "tsv"}).exit_code, 1);
}

TEST(Convert, RefusesCallsThatMakeNoSense) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  EXPECT_EQ(convert({"--format", "tsv"}).exit_code, 2);
  EXPECT_EQ(convert({tsv}).exit_code, 2);
  EXPECT_EQ(convert({tsv, "--format", "doc"}).exit_code, 2);
  EXPECT_EQ(convert({tsv, "--format", "tsv,tmx"}).exit_code, 2);
  EXPECT_EQ(convert({tsv, "--format", "tmx", "--tmx-pairs"}).exit_code, 2);
  EXPECT_EQ(convert({tsv, "--format", "tmx", "--inline", "x"}).exit_code, 2);
  EXPECT_EQ(convert({tsv, "--format", "tmx", "--lang-tags", "v i"}).exit_code,
            2);
  EXPECT_EQ(convert({tsv, "--format", "ladder", "--languages", "vi"}).exit_code,
            2);
}

TEST(Convert, TakesAnEmptyFile) {
  const TemporaryFolder folder;
  const std::string empty = folder.write("in", "");
  for (const char* format : {"tmx", "tsv", "jsonl", "vecalign", "ladder", "csv",
                             "xliff", "xliff2", "xces", "laser", "bitextor"}) {
    EXPECT_EQ(convert({empty, "--format", format}).exit_code, 0) << format;
  }
}

TEST(Convert, WritesAndReadsAMosesFileALanguage) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const std::string name = folder.path("corpus");
  const ToolResult result = convert({tsv, "--format", "moses", "-o", name});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(read_file(name + ".en"), "Hello.\nOne. Two.\n");
  const ToolResult back = convert(
      {"en=" + name + ".en", "vi=" + name + ".vi", "--format", "jsonl"});
  EXPECT_EQ(back.exit_code, 0) << back.err;
  EXPECT_EQ(lines_of(back.out).size(), 2U);
  EXPECT_EQ(convert({tsv, "--format", "moses"}).exit_code, 2);
}

TEST(Convert, TakesEveryFormatToEveryOther) {
  const TemporaryFolder folder;
  const std::vector<std::string> formats = {
      "tmx",  "tsv",      "csv",   "jsonl",    "xliff", "xliff2",
      "xces", "bitextor", "laser", "vecalign", "ladder"};
  std::string first =
      "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\t"
      "doc.vi\tsegs.vi\ttext.vi\n";
  for (const char* n : {"0", "1", "2"}) {
    first += std::string(n) + "\t2.5\t1-1\ta\t" + n + "\tx\tb\t" + n + "\ty\n";
  }
  const std::string tsv = folder.write("in", first);
  for (const std::string& from : formats) {
    const std::string middle = folder.path(from);
    ASSERT_EQ(convert({tsv, "--format", from, "-o", middle}).exit_code, 0);
    for (const std::string& to : formats) {
      const ToolResult result = convert({middle, "--format", to});
      EXPECT_EQ(result.exit_code, 0) << from << " to " << to << result.err;
      const ToolResult links =
          convert({"-", "--format", "vecalign"}, result.out);
      EXPECT_EQ(lines_of(links.out).size(), 3U) << from << " to " << to;
    }
  }
}

TEST(Convert, FailsOnAFullDisk) {
  const TemporaryFolder folder;
  const std::string tsv = folder.write("in", kTsv);
  const ToolResult result =
      convert({tsv, "--format", "tsv", "-o", "/dev/full"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("/dev/full"), std::string::npos);
}

}  // namespace
}  // namespace align::test
