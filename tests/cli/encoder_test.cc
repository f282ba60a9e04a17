// --encoder as a user gives it. What needs an encoder runs where
// scripts/fetch-encoder has put one, or on the file that ALIGN_TEST_ENCODER
// names.
#include "align/encoder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.h"

namespace align::test {
namespace {

std::string encoder_path() {
  const char* named = std::getenv("ALIGN_TEST_ENCODER");
  const std::string path =
      named != nullptr ? named : ALIGN_SOURCE_DIR "/build/encoder/e5.onnx";
  return std::filesystem::is_regular_file(path) ? path : "";
}

class EncoderOption : public testing::Test {
 protected:
  EncoderOption()
      : vi_(folder_.write("story.vi",
                          "Hai bộ trưởng gặp nhau hôm qua.\n"
                          "Trời mưa suốt đêm nên trường học đóng cửa.\n"
                          "Chẳng ai biết vì sao.\n"
                          "Công an có mặt tại hiện trường.\n")),
        ar_(folder_.write("story.ar",
                          "التقى الوزيران أمس.\n"
                          "أمطرت السماء طوال الليل.\n"
                          "وأغلقت المدارس أبوابها.\n"
                          "والشرطة في مكان الحادث.\n")) {}

  [[nodiscard]] ToolResult run(const std::string& tool,
                               std::vector<std::string> options) const {
    options.insert(options.end(),
                   {"--pre-segmented", "vi=" + vi_, "ar=" + ar_});
    return run_tool(tool, options);
  }

  TemporaryFolder folder_;
  std::string vi_;
  std::string ar_;
};

const std::vector<std::string>& tools() {
  static const std::vector<std::string> names = {"align-parallel", "align-mine",
                                                 "align-reports"};
  return names;
}

TEST_F(EncoderOption, SaysWhyItCannotBeHad) {
  for (const std::string& tool : tools()) {
    const ToolResult result = run(tool, {"--encoder", "none.onnx"});
    EXPECT_EQ(result.exit_code, 1) << tool;
    EXPECT_EQ(result.out, "") << tool;
    EXPECT_NE(result.err.find("none.onnx"), std::string::npos) << result.err;
    if (!Encoder::is_supported()) {
      EXPECT_NE(result.err.find("ALIGN_WITH_OPENVINO"), std::string::npos)
          << result.err;
    }
  }
}

class LoadedEncoderOption : public EncoderOption {
 protected:
  void SetUp() override {
    if (!Encoder::is_supported()) GTEST_SKIP() << "this build has no OpenVINO";
    if (encoder_path().empty()) {
      GTEST_SKIP() << "build/encoder/e5.onnx is missing, see "
                      "scripts/fetch-encoder";
    }
  }
};

TEST_F(LoadedEncoderOption, SaysHowManyTextsItWasShown) {
  for (const std::string& tool : tools()) {
    const ToolResult result = run(tool, {"--encoder", encoder_path()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.last_error_line().find("texts encoded"), std::string::npos)
        << result.err;
  }
}

TEST_F(LoadedEncoderOption, GivesTheSameForAnyNumberOfThreads) {
  for (const std::string& tool : tools()) {
    const std::vector<std::string> options = {"--encoder", encoder_path()};
    std::vector<std::string> one = options;
    one.insert(one.end(), {"--threads", "1"});
    std::vector<std::string> three = options;
    three.insert(three.end(), {"--threads", "3"});
    EXPECT_EQ(run(tool, one).out, run(tool, three).out) << tool;
  }
}

TEST_F(LoadedEncoderOption, GivesABatchWhatACallOfItsOwnGives) {
  const std::vector<std::string> options = {
      "--pre-segmented", "--format", "vecalign", "--encoder", encoder_path()};
  const auto call = [&](std::vector<std::string> more) {
    more.insert(more.begin(), options.begin(), options.end());
    return run_tool("align-parallel", more);
  };
  const std::string alone = call({"vi=" + vi_, "ar=" + ar_}).out;
  ASSERT_NE(alone, "");
  const std::string row = "vi=" + vi_ + "\tar=" + ar_ + "\t";
  const std::string list =
      folder_.write("list.tsv", row + folder_.path("a") + "\nvi=" + ar_ +
                                    "\tar=" + vi_ + "\t" + folder_.path("b") +
                                    "\n" + row + folder_.path("c") + "\n");
  ASSERT_EQ(call({"--batch", list}).exit_code, 0);
  EXPECT_EQ(read_file(folder_.path("a")), alone);
  EXPECT_EQ(read_file(folder_.path("c")), alone);
}

}  // namespace
}  // namespace align::test
