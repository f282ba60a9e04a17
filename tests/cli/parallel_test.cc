// align-parallel as a user calls it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

class AlignParallel : public testing::Test {
 protected:
  AlignParallel() : model_(folder_.path("m.align")) {
    write_word_model(model_, {{"mua", "rain", "matar"},
                              {"nha", "house", "bayt"},
                              {"cho", "dog", "kalb"},
                              {"meo", "cat", "qitt"},
                              {"song", "river", "nahr"},
                              {"cau", "bridge", "jisr"},
                              {"gio", "wind", "rih"},
                              {"lua", "fire", "nar"}});
    vi_ = folder_.write("story.vi",
                        "mua gio song\nnha lua\ncho meo nha\ncau song gio\n");
    en_ = folder_.write(
        "story.en",
        "rain wind river\nhouse fire dog cat house\nbridge river wind\n");
    ar_ = folder_.write(
        "story.ar",
        "matar rih nahr\nbayt nar\nkalb qitt bayt\njisr nahr rih\n");
  }

  [[nodiscard]] ToolResult run(std::vector<std::string> arguments,
                               const std::string& input = "") const {
    arguments.insert(arguments.begin(), {"--model", model_});
    return run_tool("align-parallel", arguments, input);
  }
  [[nodiscard]] ToolResult run_lines(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "--pre-segmented");
    return run(arguments);
  }

  TemporaryFolder folder_;
  std::string model_;
  std::string vi_;
  std::string en_;
  std::string ar_;
};

/// The part of each vecalign line before the cost.
std::vector<std::string> beads_of(const std::string& vecalign) {
  std::vector<std::string> beads;
  for (const std::string& line : lines_of(vecalign)) {
    beads.push_back(line.substr(0, line.rfind(':')));
  }
  return beads;
}

TEST_F(AlignParallel, WritesEachSegmentOfBothSidesOnce) {
  const ToolResult result =
      run_lines({"--format", "vecalign", "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(beads_of(result.out),
            (std::vector<std::string>{"[0]:[0]", "[1, 2]:[1]", "[3]:[2]"}));
  EXPECT_NE(result.last_error_line().find("2 documents"), std::string::npos)
      << result.err;
}

TEST_F(AlignParallel, LadderEndsWithTheSizes) {
  const ToolResult result =
      run_lines({"--format", "ladder", "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<std::string> lines = lines_of(result.out);
  EXPECT_EQ(lines.front().rfind("0\t0\t", 0), 0U);
  EXPECT_EQ(lines.back().rfind("4\t3\t", 0), 0U);
}

TEST_F(AlignParallel, TsvNamesLanguagesDocumentsAndSegments) {
  const ToolResult result = run_lines({"vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<std::string> lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 4U) << result.out;
  EXPECT_EQ(
      lines[0],
      "id\tscore\ttype\tdoc.vi\tsegs.vi\ttext.vi\tdoc.en\tsegs.en\ttext.en");
  EXPECT_NE(lines[2].find("\t2-1\t" + vi_ + "\t1,2\tnha lua cho meo nha\t" +
                          en_ + "\t1\thouse fire dog cat house"),
            std::string::npos)
      << lines[2];
}

TEST_F(AlignParallel, SeveralFormatsMakeSeveralFiles) {
  const std::string prefix = folder_.path("story");
  const ToolResult result = run_lines(
      {"--format", "tmx,jsonl", "-o", prefix, "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_NE(read_file(prefix + ".tmx").find("<tmx version=\"1.4\""),
            std::string::npos);
  EXPECT_EQ(lines_of(read_file(prefix + ".jsonl")).size(), 3U);
}

TEST_F(AlignParallel, ThreeVersionsGiveGroupsOfThree) {
  const ToolResult result =
      run_lines({"--format", "tsv", "vi=" + vi_, "en=" + en_, "ar=" + ar_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("\t1-1-1\t"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("\t2-1-2\t"), std::string::npos) << result.out;
}

/// The records of a JSONL file with `from` replaced in the one called `id`.
std::string with_status(const std::string& jsonl, const std::string& id,
                        const std::string& status) {
  std::string changed;
  for (std::string line : lines_of(jsonl)) {
    if (line.rfind("{\"id\":\"" + id + "\"", 0) == 0) {
      const std::string proposed = "\"status\":\"proposed\"";
      line.replace(line.find(proposed), proposed.size(),
                   "\"status\":\"" + status + "\"");
    }
    changed += line + '\n';
  }
  return changed;
}

/// The record that holds `text`.
std::string record_with(const std::string& jsonl, const std::string& text) {
  for (const std::string& line : lines_of(jsonl)) {
    if (line.find(text) != std::string::npos) return line;
  }
  return "";
}

TEST_F(AlignParallel, AProofreadBitextIsGivenBackByteForByte) {
  const ToolResult first =
      run_lines({"--format", "jsonl", "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const std::string kept = folder_.write("kept.jsonl", first.out);
  const ToolResult again = run_lines(
      {"--format", "jsonl", "--keep", kept, "vi=" + vi_, "en=" + en_});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out, first.out);
}

TEST_F(AlignParallel, AcceptedLinksStayEvenWhenTheModelDisagrees) {
  // "house fire" confirmed as what the dogs are about.
  const std::string kept = folder_.write(
      "kept.jsonl",
      "{\"id\":\"mine\",\"type\":\"1-1\",\"score\":0,\"probability\":1,"
      "\"kind\":\"parallel\",\"grade\":\"near\",\"status\":\"accepted\","
      "\"members\":{\"vi\":{\"doc\":\"" +
          vi_ +
          "\",\"segments\":[1],\"start\":13,\"end\":20,\"text\":\"nha lua\"},"
          "\"en\":{\"doc\":\"" +
          en_ +
          "\",\"segments\":[2],\"start\":41,\"end\":58,"
          "\"text\":\"bridge river wind\"}}}\n");
  const ToolResult result = run_lines(
      {"--format", "jsonl", "--keep", kept, "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(record_with(result.out, "\"id\":\"mine\""),
            lines_of(read_file(kept))[0])
      << result.out;
}

TEST_F(AlignParallel, RejectedLinksAreNotMadeAgain) {
  const ToolResult first =
      run_lines({"--format", "jsonl", "vi=" + vi_, "en=" + en_});
  const std::string kept =
      folder_.write("kept.jsonl", with_status(first.out, "1", "rejected"));
  const ToolResult again =
      run_lines({"--format", "tsv", "--keep", kept, "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out.find("mua gio song\t" + en_ + "\t0\train wind river\n"),
            std::string::npos)
      << again.out;
}

TEST_F(AlignParallel, AThirdLanguageLeavesTheProofreadPairAsItIs) {
  const std::string prefix = folder_.path("pair");
  ASSERT_EQ(run_lines({"--format", "tmx,jsonl", "-o", prefix, "vi=" + vi_,
                       "en=" + en_})
                .exit_code,
            0);
  for (const std::string kind : {".jsonl", ".tmx"}) {
    const ToolResult result =
        run_lines({"--format", "jsonl", "--keep", prefix + kind, "vi=" + vi_,
                   "en=" + en_, "ar=" + ar_});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    // What stands between "members" and the Arabic side.
    const auto sides_of = [](const std::string& record) {
      const std::size_t begin = record.find("\"members\":{");
      return record.substr(begin, record.find(",\"ar\":") - begin);
    };
    const std::vector<std::string> before =
        lines_of(read_file(prefix + ".jsonl"));
    const std::vector<std::string> after = lines_of(result.out);
    ASSERT_EQ(after.size(), before.size()) << result.out;
    for (std::size_t k = 0; k < before.size(); ++k) {
      const std::string pair = sides_of(before[k]);
      EXPECT_EQ(sides_of(after[k]), pair.substr(0, pair.size() - 2));
      EXPECT_NE(after[k].find("\"ar\":{"), std::string::npos) << after[k];
    }
  }
}

TEST_F(AlignParallel, AKeptLinkThatIsNotThereIsSaid) {
  const std::string kept = folder_.write(
      "kept.tmx",
      "<tmx version=\"1.4\"><header srclang=\"vi\"/><body><tu>"
      "<tuv xml:lang=\"vi\"><seg>nha lua</seg></tuv>"
      "<tuv xml:lang=\"en\"><seg>house on fire</seg></tuv></tu></body></tmx>");
  const ToolResult result =
      run_lines({"--keep", kept, "vi=" + vi_, "en=" + en_});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.err.find("kept-link-not-found"), std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find(kept), std::string::npos) << result.err;
  EXPECT_EQ(run_lines({"--strict", "--keep", kept, "vi=" + vi_, "en=" + en_})
                .exit_code,
            1);
}

TEST_F(AlignParallel, NothingIsAlignedAcrossAnAnchor) {
  const std::string anchors = folder_.write("anchors.tsv", "# vi, en\n2\t1\n");
  const ToolResult result = run_lines(
      {"--format", "vecalign", "--anchors", anchors, "vi=" + vi_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(
      beads_of(result.out),
      (std::vector<std::string>{"[0]:[0]", "[1]:[]", "[2]:[1]", "[3]:[2]"}));
  for (const std::string bad :
       {"2\n", "2\t1\t1\n", "x\t1\n", "9\t1\n", "2\t1\n1\t2\n"}) {
    const ToolResult failed = run_lines(
        {"--anchors", folder_.write("bad.tsv", bad), "vi=" + vi_, "en=" + en_});
    EXPECT_EQ(failed.exit_code, 1) << bad;
    EXPECT_NE(failed.err.find("bad.tsv:"), std::string::npos) << failed.err;
  }
}

TEST_F(AlignParallel, HardMarksAreAlignedWithEachOther) {
  const std::string vi =
      folder_.write("marked.vi", "mua gio song\n.EOA\nnha lua\n");
  const std::string en =
      folder_.write("marked.en", "house fire\n.EOA\nrain wind river\n");
  const ToolResult result = run_lines(
      {"--format", "vecalign", "--hard-marks", "vi=" + vi, "en=" + en});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::vector<std::string> beads = beads_of(result.out);
  EXPECT_NE(std::find(beads.begin(), beads.end(), "[1]:[1]"), beads.end())
      << result.out;
  EXPECT_EQ(std::find(beads.begin(), beads.end(), "[0]:[2]"), beads.end());
  // As many marks on each side.
  EXPECT_EQ(run_lines({"--hard-marks", "vi=" + vi, "en=" + en_}).exit_code, 1);
  EXPECT_EQ(run({"--hard-marks", "vi=" + vi, "en=" + en}).exit_code, 2);
}

TEST_F(AlignParallel, ABatchGivesTheBytesOfSingleCalls) {
  const std::string first = folder_.path("first.tsv");
  const std::string second = folder_.path("second.tsv");
  const std::string list = folder_.write(
      "list.tsv", "vi=" + vi_ + "\ten=" + en_ + "\t" + first + "\n" +
                      "en=" + en_ + "\tar=" + ar_ + "\t" + second + "\n");
  for (const std::string threads : {"1", "2"}) {
    const ToolResult result =
        run_lines({"--threads", threads, "--batch", list});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read_file(first), run_lines({"vi=" + vi_, "en=" + en_}).out);
    EXPECT_EQ(read_file(second), run_lines({"en=" + en_, "ar=" + ar_}).out);
    std::filesystem::remove(first);
    std::filesystem::remove(second);
  }
}

TEST_F(AlignParallel, ABrokenRowOfABatchIsNamedAndTheOthersAreDone) {
  const std::string done = folder_.path("done.tsv");
  const std::string list = folder_.write(
      "list.tsv", "vi=" + vi_ + "\n" +                                    //
                      "vi=" + vi_ + "\ten=missing.txt\tnever.tsv\n" +     //
                      "vi=" + vi_ + "\ten=" + en_ + "\t" + done + "\n" +  //
                      "vi=" + vi_ + "\ten=" + en_ + "\t" + done + "\n");
  const ToolResult result = run_lines({"--batch", list});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("list.tsv:1: "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("missing.txt"), std::string::npos);
  EXPECT_NE(result.err.find("list.tsv:4: "), std::string::npos);
  EXPECT_EQ(lines_of(read_file(done)).size(), 4U);
}

TEST_F(AlignParallel, AMissingFileLeavesTheOutputAsItWas) {
  const std::string output = folder_.write("out.tsv", "old");
  const ToolResult result =
      run_lines({"-o", output, "vi=" + vi_, "en=" + folder_.path("none")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("none"), std::string::npos);
  EXPECT_EQ(read_file(output), "old");
}

TEST_F(AlignParallel, EmptyFilesAreNoError) {
  const std::string empty = folder_.write("empty", "");
  const ToolResult result =
      run_lines({"--format", "vecalign", "vi=" + vi_, "en=" + empty});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(beads_of(result.out),
            (std::vector<std::string>{"[0]:[]", "[1]:[]", "[2]:[]", "[3]:[]"}));
  EXPECT_EQ(run_lines({"--format", "vecalign", "vi=" + empty, "en=" + empty})
                .exit_code,
            0);
}

TEST_F(AlignParallel, TwoVersionsInOneLanguageStayApart) {
  const ToolResult result = run_lines({"en=" + en_, "en=" + en_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.out.find("text.en\tdoc.en-x-2"), std::string::npos);
  EXPECT_EQ(lines_of(result.out).size(), 4U);
}

TEST_F(AlignParallel, RefusesWhatMakesNoSense) {
  const std::vector<std::vector<std::string>> calls = {
      {},
      {"vi=" + vi_},
      {"vi=" + vi_, "en=" + en_, "ar=" + ar_, "en-GB=" + en_},
      {"--format", "vecalign", "vi=" + vi_, "en=" + en_, "ar=" + ar_},
      {"--format", "ladder", "vi=" + vi_, "en=" + en_, "ar=" + ar_},
      {"--format", "papyrus", "vi=" + vi_, "en=" + en_},
      {"--format", "", "vi=" + vi_, "en=" + en_},
      {"--format", "tmx,tsv", "vi=" + vi_, "en=" + en_},
      {"--max-bead", "1", "vi=" + vi_, "en=" + en_},
      {"--max-bead", "9", "vi=" + vi_, "en=" + en_},
      {"--max-bead", "-2", "vi=" + vi_, "en=" + en_},
      {"--max", "3", "vi=" + vi_, "en=" + en_},
      {"--batch", "list.tsv", "vi=" + vi_, "en=" + en_}};
  for (const std::vector<std::string>& call : calls) {
    std::string shown;
    for (const std::string& argument : call) shown += argument + " ";
    EXPECT_EQ(run_lines(call).exit_code, 2) << shown;
  }
}

TEST_F(AlignParallel, SegmentsRunningTextByItself) {
  const std::string vi =
      folder_.write("running.vi", "Mua gio song. Nha lua.\n");
  const std::string en =
      folder_.write("running.en", "Rain wind river. House fire.\n");
  const ToolResult result =
      run({"--format", "vecalign", "vi=" + vi, "en=" + en});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(beads_of(result.out),
            (std::vector<std::string>{"[0]:[0]", "[1]:[1]"}));
}

}  // namespace
}  // namespace align::test
