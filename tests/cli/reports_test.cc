// align-reports, align-mine and align-documents as users call them. The model
// is one of made-up words; what real text gives is in docs/walkthrough.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

class OrderFreeTools : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    meanings_ = new std::vector<Meaning>(make_meanings(800));
    write_word_model(folder_->path("m.align"), *meanings_);
  }
  static void TearDownTestSuite() {
    delete meanings_;
    delete folder_;
  }

  // Lines of eight words, one for each number, in a language.
  static std::string tell(const std::string& language,
                          const std::vector<std::size_t>& numbers) {
    std::string text;
    for (const std::size_t number : numbers) {
      for (std::size_t w = 0; w < 8; ++w) {
        const Meaning& meaning = meanings_->at(number * 8 + w);
        if (w > 0) text += ' ';
        text += language == "vi"   ? meaning.vi
                : language == "ar" ? meaning.ar
                                   : meaning.en;
      }
      text += '\n';
    }
    return text;
  }

  static ToolResult run(const std::string& tool,
                        std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--model", folder_->path("m.align")});
    return run_tool(tool, arguments);
  }

  static TemporaryFolder* folder_;
  static std::vector<Meaning>* meanings_;
};

TemporaryFolder* OrderFreeTools::folder_ = nullptr;
std::vector<Meaning>* OrderFreeTools::meanings_ = nullptr;

TEST_F(OrderFreeTools, MineGivesLineNumbersAndTexts) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {5, 1, 2, 9}));
  const std::string vi = folder.write("vi.txt", tell("vi", {2, 7, 5}));
  const ToolResult result = run("align-mine", {"en=" + en, "vi=" + vi});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  std::vector<std::string> lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 3U) << result.out;
  EXPECT_EQ(lines[0], "score\tsource_line\ttarget_line\tsource\ttarget");
  std::sort(lines.begin() + 1, lines.end(),
            [](const std::string& a, const std::string& b) {
              return a.substr(a.find('\t')) < b.substr(b.find('\t'));
            });
  EXPECT_NE(lines[1].find("\t0\t2\t"), std::string::npos) << result.out;
  EXPECT_NE(lines[2].find("\t2\t0\t"), std::string::npos) << result.out;
}

TEST_F(OrderFreeTools, MineWritesEveryCandidateForThresholdZero) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {5, 1, 2, 9}));
  const std::string vi = folder.write("vi.txt", tell("vi", {2, 7, 5}));
  const ToolResult result = run(
      "align-mine", {"--threshold", "0", "--format", "laser", "en=" + en, vi});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), 3U) << result.out;
}

TEST_F(OrderFreeTools, MineRefusesWhatIsNoProbabilityAndNoPair) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {1}));
  EXPECT_EQ(run("align-mine", {"--threshold", "1.5", en, en}).exit_code, 2);
  EXPECT_EQ(run("align-mine", {en}).exit_code, 2);
  EXPECT_EQ(run("align-mine", {en, folder.path("absent")}).exit_code, 1);
  EXPECT_EQ(run("align-mine", {"--format", "html", en, en}).exit_code, 2);
}

TEST_F(OrderFreeTools, DocumentsFindsTranslationsInFolders) {
  const TemporaryFolder folder;
  folder.write("en/a.txt", tell("en", {0, 1, 2, 3, 4}));
  folder.write("en/b.txt", tell("en", {20, 21, 22, 23}));
  folder.write("vi/x.txt", tell("vi", {20, 21, 22, 23}));
  folder.write("vi/y.txt", tell("vi", {0, 1, 2, 3, 4}));
  const ToolResult result =
      run("align-documents", {"--pre-segmented", "en=" + folder.path("en"),
                              "vi=" + folder.path("vi")});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<std::string> lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 3U) << result.out;
  EXPECT_EQ(lines[0], "score\tdoc1\tdoc2\trelation\tevent");
  EXPECT_NE(
      result.out.find("en/a.txt\t" + folder.path("vi/y.txt") + "\tparallel\t"),
      std::string::npos)
      << result.out;
}

TEST_F(OrderFreeTools, AThirdLanguageLeavesAProofreadPairAsItIs) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {0, 1, 20, 2, 3}));
  const std::string vi = folder.write("vi.txt", tell("vi", {2, 3, 10, 0, 1}));
  const std::string ar = folder.write("ar.txt", tell("ar", {3, 0, 30, 1, 2}));
  const std::vector<std::string> pair = {"--pre-segmented", "--format", "jsonl",
                                         "vi=" + vi, "en=" + en};
  const ToolResult first = run("align-reports", pair);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  std::string proofread;
  for (const std::string& line : lines_of(first.out)) {
    const bool is_link = line.find("\"type\":\"1-1\"") != std::string::npos;
    if (is_link) proofread += line + '\n';
  }
  const std::size_t links = lines_of(proofread).size();
  ASSERT_EQ(links, 4U) << first.out;
  const std::string kept = folder.write("kept.jsonl", proofread);
  std::vector<std::string> arguments = {"--keep", kept, "ar=" + ar};
  arguments.insert(arguments.end(), pair.begin(), pair.end());
  const ToolResult second = run("align-reports", arguments);
  ASSERT_EQ(second.exit_code, 0) << second.err;
  std::size_t triples = 0;
  for (const std::string& line : lines_of(second.out)) {
    triples += line.find("\"type\":\"1-1-1\"") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(triples, 4U) << second.out;
  for (const std::string& line : lines_of(proofread)) {
    const std::size_t from = line.find("\"vi\":{");
    const std::string member = line.substr(from, line.find('}') - from);
    EXPECT_NE(second.out.find(member), std::string::npos) << member;
  }
}

TEST_F(OrderFreeTools, AConfirmedLinkOfReportsStaysThoughTheModelDisagrees) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {0, 1, 20, 2, 3}));
  const std::string vi = folder.write("vi.txt", tell("vi", {2, 3, 10, 0, 1}));
  const auto member = [&](const std::string& language, const std::string& path,
                          std::size_t line) {
    std::string text = lines_of(read_file(path))[line];
    return "\"" + language + "\":{\"doc\":\"" + path + "\",\"segments\":[" +
           std::to_string(line) + "],\"text\":\"" + text + "\"}";
  };
  const std::string kept = folder.write(
      "kept.jsonl",
      "{\"id\":\"mine\",\"type\":\"1-1\",\"score\":0,"
      "\"probability\":1,\"kind\":\"near-parallel\","
      "\"grade\":\"near\",\"status\":\"accepted\","
      "\"members\":{" +
          member("vi", vi, 0) + ',' + member("en", en, 0) + "}}\n");
  const ToolResult result =
      run("align-reports", {"--pre-segmented", "--format", "tsv", "--keep",
                            kept, "vi=" + vi, "en=" + en});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("mine\t0\t1-1\t" + vi + "\t0\t"), std::string::npos)
      << result.out;
  // Lines 1 still find each other: vi 1 says 3, en 4.
  EXPECT_NE(result.out.find(vi + "\t1\t" + lines_of(read_file(vi))[1] + '\t' +
                            en + "\t4\t"),
            std::string::npos)
      << result.out;
  // What the kept link holds is linked with nothing else.
  EXPECT_EQ(
      result.out.find(vi + "\t3\t" + lines_of(read_file(vi))[3] + '\t' + en),
      std::string::npos)
      << result.out;
}

TEST_F(OrderFreeTools, ReportsJoinsThreeLanguagesAndLosesNoSegment) {
  const TemporaryFolder folder;
  folder.write("in/ar.txt", tell("ar", {3, 0, 30, 1, 31, 2}));
  folder.write("in/en.txt", tell("en", {0, 1, 20, 2, 3, 21}));
  folder.write("in/vi.txt", tell("vi", {2, 3, 10, 0, 1, 11}));
  std::vector<std::string> inputs;
  for (const char* language : {"ar", "en", "vi"}) {
    inputs.push_back(std::string(language) + "=" +
                     folder.path("in/" + std::string(language) + ".txt"));
  }
  std::vector<std::string> arguments = {
      "--pre-segmented", "--format", "tmx,tsv,jsonl",
      "--tmx-pairs",     "-o",       folder.path("out")};
  arguments.insert(arguments.end(), inputs.begin(), inputs.end());
  const ToolResult result = run("align-reports", arguments);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "");
  for (const char* name : {"out.tmx", "out.tsv", "out.jsonl", "out.ar-en.tmx",
                           "out.ar-vi.tmx", "out.en-vi.tmx"}) {
    EXPECT_TRUE(std::filesystem::exists(folder.path(name))) << name;
  }
  std::size_t triples = 0;
  std::size_t members = 0;
  for (const std::string& line :
       lines_of(read_file(folder.path("out.jsonl")))) {
    triples += line.find("\"type\":\"1-1-1\"") != std::string::npos ? 1 : 0;
    for (std::size_t at = line.find("\"doc\":"); at != std::string::npos;
         at = line.find("\"doc\":", at + 1)) {
      ++members;
    }
  }
  EXPECT_EQ(triples, 4U) << read_file(folder.path("out.jsonl"));
  EXPECT_EQ(members, 18U);

  // The same bytes whatever the threads.
  const std::string first = read_file(folder.path("out.jsonl"));
  arguments[5] = folder.path("again");
  arguments.insert(arguments.begin(), {"--threads", "3"});
  ASSERT_EQ(run("align-reports", arguments).exit_code, 0);
  EXPECT_EQ(read_file(folder.path("again.jsonl")), first);
}

TEST_F(OrderFreeTools, ReportsKeepsEventsOfAManifestApart) {
  const TemporaryFolder folder;
  folder.write("a.txt", tell("en", {0, 1, 2, 3}));
  folder.write("b.txt", tell("vi", {0, 1, 2, 3}));
  const std::string manifest = folder.write(
      "m.tsv", "path\tlang\tevent\na.txt\ten\tflood\nb.txt\tvi\tfire\n");
  const ToolResult result =
      run("align-reports",
          {"--pre-segmented", "--manifest", manifest, "--format", "jsonl"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), 8U);
  EXPECT_EQ(result.out.find("parallel"), std::string::npos) << result.out;
}

TEST_F(OrderFreeTools, ReportsDoesEachJobOfABatchAsACallOfItsOwn) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {0, 1, 2, 3}));
  const std::string vi = folder.write("vi.txt", tell("vi", {3, 1, 9, 0}));
  const std::string list = folder.write(
      "list.tsv", "en=" + en + "\tvi=" + vi + "\t" + folder.path("one") +
                      "\nbroken\nvi=" + vi + "\ten=" + en + "\t" +
                      folder.path("two") + "\n");
  const ToolResult batch = run("align-reports", {"--pre-segmented", "--format",
                                                 "jsonl", "--batch", list});
  EXPECT_EQ(batch.exit_code, 1);
  EXPECT_NE(batch.err.find("list.tsv:2"), std::string::npos) << batch.err;
  const ToolResult alone =
      run("align-reports",
          {"--pre-segmented", "--format", "jsonl", "en=" + en, "vi=" + vi});
  ASSERT_EQ(alone.exit_code, 0) << alone.err;
  EXPECT_EQ(read_file(folder.path("one")), alone.out);
  EXPECT_TRUE(std::filesystem::exists(folder.path("two")));
}

TEST_F(OrderFreeTools, ReportsRefusesWhatMakesNoSense) {
  const TemporaryFolder folder;
  const std::string en = folder.write("en.txt", tell("en", {0}));
  EXPECT_EQ(run("align-reports", {}).exit_code, 2);
  EXPECT_EQ(run("align-reports", {"--format", "tmx,tsv", en}).exit_code, 2);
  EXPECT_EQ(run("align-reports", {"--format", "ladder", en}).exit_code, 2);
  EXPECT_EQ(run("align-reports", {"--grades", "good", en}).exit_code, 2);
  EXPECT_EQ(run("align-reports", {"--threshold", "-1", en}).exit_code, 2);
  EXPECT_EQ(run("align-reports", {folder.path("absent")}).exit_code, 1);
}

}  // namespace
}  // namespace align::test
