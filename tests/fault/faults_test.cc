// What is left when a tool is killed, runs out of disk or memory, loses its
// files or its reader. The file of -o is absent, unchanged or whole.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "fault/child.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

namespace fs = std::filesystem;

/// Two reports of the same sentences and what becomes of them.
class Fault : public testing::Test {
 protected:
  Fault() {
    const std::vector<Meaning> meanings = make_meanings(200);
    write_word_model(model_, meanings);
    std::mt19937 random(7);
    std::string english;
    std::string vietnamese;
    for (int line = 0; line < 150; ++line) {
      for (int word = 0; word < 8; ++word) {
        const Meaning& meaning = meanings[random() % meanings.size()];
        english += meaning.en + ' ';
        vietnamese += meaning.vi + ' ';
      }
      english += ".\n";
      vietnamese += ".\n";
    }
    folder_.write("en.txt", english);
    folder_.write("vi.txt", vietnamese);
  }

  [[nodiscard]] std::vector<std::string> reports(
      const std::string& output) const {
    return {"--pre-segmented",
            "--model",
            model_,
            "--quiet",
            "--format",
            "jsonl",
            "-o",
            output,
            "--threads",
            "2",
            "en=" + path("en.txt"),
            "vi=" + path("vi.txt")};
  }
  [[nodiscard]] std::vector<std::string> convert(
      const std::string& output) const {
    return {"--quiet", "--format", "tmx", "-o", output, path("links.jsonl")};
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return folder_.path(name);
  }
  /// The bytes of the undisturbed run.
  std::string undisturbed(const std::string& tool,
                          const std::vector<std::string>& arguments,
                          const std::string& output) const {
    const ToolResult result = run_tool(tool, arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    std::string bytes = read_file(output);
    EXPECT_GT(bytes.size(), 1000U);
    return bytes;
  }
  void make_links() const {
    ASSERT_EQ(run_tool("align-reports", reports(path("links.jsonl"))).exit_code,
              0);
  }
  void kill_at_random(const std::string& tool,
                      const std::vector<std::string>& arguments,
                      const std::string& output, unsigned runs);

  TemporaryFolder folder_;
  std::string model_ = folder_.path("words.align");
};

// Kills the tool at moments spread over the time an undisturbed run takes and
// a little longer.
void Fault::kill_at_random(const std::string& tool,
                           const std::vector<std::string>& arguments,
                           const std::string& output, unsigned runs) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const std::string whole = undisturbed(tool, arguments, output);
  const std::chrono::duration<double> usual = Clock::now() - start;
  const std::string old = "what was there before\n";
  unsigned finished = 0;
  for (unsigned seed = 1; seed <= runs; ++seed) {
    std::mt19937 random(seed);
    fs::remove(output);
    const bool has_old = seed % 2 == 0;
    if (has_old) folder_.write(fs::path(output).filename(), old);
    const int number = seed % 3 == 0 ? SIGTERM : SIGKILL;
    Child child(tool, arguments);
    std::this_thread::sleep_for(
        usual * std::uniform_real_distribution<double>(0, 1.2)(random));
    child.signal(number);
    const int code = child.wait();
    finished += code == 0 ? 1 : 0;
    // A signal may come before the tool has begun to listen.
    EXPECT_TRUE(code == 0 || code == 75 || code == 128 + number) << code;
    if (!fs::exists(output)) {
      EXPECT_FALSE(has_old || code == 0) << "seed " << seed;
      continue;
    }
    const std::string bytes = read_file(output);
    EXPECT_TRUE(bytes == whole || (has_old && code != 0 && bytes == old))
        << "seed " << seed << ": " << bytes.size() << " bytes";
  }
  EXPECT_LT(finished, runs) << "no run was disturbed";
}

TEST_F(Fault, ReportsKilledAtAnyMomentLeaveAWholeFileOrNone) {
  kill_at_random("align-reports", reports(path("out.jsonl")), path("out.jsonl"),
                 200);
}

TEST_F(Fault, ConversionKilledAtAnyMomentLeavesAWholeFileOrNone) {
  make_links();
  kill_at_random("align-convert", convert(path("out.tmx")), path("out.tmx"),
                 200);
}

TEST_F(Fault, SigtermInTheMiddleIs75AndLeavesNothing) {
  const std::string pipe = path("endless");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string output = path("folder/out.tsv");
  fs::create_directory(path("folder"));
  Child child("align-segment", {"--stream", "-o", output, pipe});
  const int writer = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(writer, 0);
  const std::string text(100000, 'x');
  ASSERT_GT(::write(writer, text.data(), text.size()), 0);
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(), 75);
  ::close(writer);
  EXPECT_TRUE(fs::is_empty(path("folder")));
}

TEST_F(Fault, AFileThatMayNotGrowIsAFailure) {
  make_links();
  const std::string output = path("out.tmx");
  Child child("align-convert", convert(output), [] {
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  });
  EXPECT_EQ(child.wait(), 1);
  EXPECT_FALSE(fs::exists(output));
}

TEST_F(Fault, AFullDiskIsAFailure) {
  make_links();
  EXPECT_EQ(run_tool("align-convert", convert("/dev/full")).exit_code, 1);
  for (const char* tool : {"align-reports", "align-convert"}) {
    std::vector<std::string> arguments =
        std::string(tool) == "align-reports" ? reports("-") : convert("-");
    Child child(tool, arguments, [] {
      ::dup2(::open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    });
    EXPECT_EQ(child.wait(), 1) << tool;
  }
}

TEST_F(Fault, AClosedPipeIsNoCrash) {
  make_links();
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  Child child("align-convert", convert("-"),
              [&] { ::dup2(ends[1], STDOUT_FILENO); });
  ::close(ends[1]);
  const int code = child.wait();
  EXPECT_TRUE(code == 0 || code == 1) << code;
}

TEST_F(Fault, TooLittleMemoryIsSaidAndLeavesNothing) {
  make_links();
  for (const char* size : {"60M", "70M", "80M", "90M"}) {
    const std::string output = path(std::string("out-") + size);
    std::vector<std::string> arguments = reports(output);
    arguments.insert(arguments.end(), {"--max-memory", size});
    const ToolResult result = run_tool("align-reports", arguments);
    EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 1)
        << size << ": " << result.exit_code << ' ' << result.err;
    EXPECT_EQ(fs::exists(output), result.exit_code == 0) << size;
    EXPECT_EQ(result.err.find("internal error"), std::string::npos);
  }
  const std::string big = folder_.write("big", std::string(50000000, 'x'));
  const ToolResult result = run_tool(
      "align-segment", {"--max-memory", "100M", "-o", path("out"), big});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("out of memory"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("--max-memory 100M"), std::string::npos);
  EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(Fault, OutputsThatCannotBeWrittenAreNamed) {
  make_links();
  fs::create_directory(path("folder"));
  for (const std::string& output :
       {path("no/such/folder/x"), path("folder"), std::string("/proc/version"),
        path("en.txt/x")}) {
    const ToolResult result = run_tool("align-convert", convert(output));
    EXPECT_EQ(result.exit_code, 1) << output;
    EXPECT_NE(result.err.find(output), std::string::npos) << result.err;
  }
}

TEST_F(Fault, InputsThatCannotBeReadAreNamed) {
  fs::create_symlink("nowhere", path("dangling"));
  fs::create_symlink("loop", path("loop"));
  for (const std::string& input :
       {path("gone"), path("dangling"), path("loop"), path("en.txt/x"),
        std::string("/proc/self/mem")}) {
    for (const char* tool : {"align-segment", "align-documents"}) {
      const ToolResult result = run_tool(tool, {"--model", model_, input});
      EXPECT_EQ(result.exit_code, 1) << tool << ' ' << input;
      EXPECT_NE(result.err.find(input), std::string::npos) << result.err;
    }
  }
}

TEST_F(Fault, AFileOfAFolderThatVanishesIsNamed) {
  const std::string manifest =
      folder_.write("list.tsv", "path\tlang\nen.txt\ten\nvanished.txt\tvi\n");
  const ToolResult result = run_tool(
      "align-reports",
      {"--model", model_, "--manifest", manifest, "-o", path("out.tsv")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("vanished.txt"), std::string::npos) << result.err;
  EXPECT_FALSE(fs::exists(path("out.tsv")));
}

TEST_F(Fault, LinksAreFollowedAndStay) {
  make_links();
  const std::string whole = undisturbed(
      "align-convert", convert(path("plain.tmx")), path("plain.tmx"));
  folder_.write("real.tmx", "old");
  fs::create_symlink("real.tmx", path("link.tmx"));
  fs::create_symlink("links.jsonl", path("input.jsonl"));
  const ToolResult result =
      run_tool("align-convert", {"--quiet", "--format", "tmx", "-o",
                                 path("link.tmx"), path("input.jsonl")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(fs::is_symlink(path("link.tmx")));
  EXPECT_EQ(read_file(path("real.tmx")), whole);
}

TEST_F(Fault, InputAndOutputMayBeOneFile) {
  make_links();
  const std::string before = read_file(path("links.jsonl"));
  const ToolResult result =
      run_tool("align-convert", {"--quiet", "--format", "jsonl", "-o",
                                 path("links.jsonl"), path("links.jsonl")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(read_file(path("links.jsonl")), before);
}

TEST_F(Fault, NoLocaleChangesAByte) {
  const std::string whole = undisturbed(
      "align-reports", reports(path("out.jsonl")), path("out.jsonl"));
  for (const char* locale :
       {"C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "no_SUCH"}) {
    const ToolResult result =
        run_tool("align-reports", reports(path("out.jsonl")), "",
                 {std::string("LC_ALL=") + locale, "TZ=Asia/Ho_Chi_Minh"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read_file(path("out.jsonl")), whole) << locale;
  }
}

TEST_F(Fault, TwoProcessesOnOneOutputLeaveAWholeFile) {
  const std::string output = path("out.jsonl");
  const std::string whole =
      undisturbed("align-reports", reports(output), output);
  for (int round = 0; round < 10; ++round) {
    Child one("align-reports", reports(output));
    Child other("align-reports", reports(output));
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(other.wait(), 0);
    EXPECT_EQ(read_file(output), whole);
  }
}

}  // namespace
}  // namespace align::test
