// The optional strong encoder. What needs one runs where scripts/fetch-encoder
// has put it, or on the file that ALIGN_TEST_ENCODER names.
#include "align/encoder.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "align/embed.h"
#include "align/error.h"

namespace align {
namespace {

namespace fs = std::filesystem;
using testing::FloatNear;
using testing::HasSubstr;
using testing::Pointwise;
using testing::ThrowsMessage;

std::string encoder_path() {
  const char* named = std::getenv("ALIGN_TEST_ENCODER");
  const std::string path =
      named != nullptr ? named : ALIGN_SOURCE_DIR "/build/encoder/e5.onnx";
  return fs::is_regular_file(path) ? path : "";
}

TEST(SubtractMean, LeavesUnitVectorsRoundZero) {
  std::vector<float> rows = {3, 5, 1, 5};
  subtract_mean(rows, 2);
  EXPECT_THAT(rows, Pointwise(FloatNear(1e-6F), {1.0F, 0.0F, -1.0F, 0.0F}));
}

TEST(SubtractMean, MakesZeroOfTheOnlyRow) {
  std::vector<float> rows = {0.6F, 0.8F};
  subtract_mean(rows, 2);
  EXPECT_THAT(rows, Pointwise(FloatNear(1e-6F), {0.0F, 0.0F}));
}

TEST(SubtractMean, RefusesRowsOfAnotherWidth) {
  std::vector<float> rows = {1, 2, 3};
  EXPECT_THROW(subtract_mean(rows, 2), InvalidArgument);
  EXPECT_THROW(subtract_mean(rows, 0), InvalidArgument);
}

TEST(EncoderLoad, SaysWhatABuildWithoutOpenVinoLacks) {
  if (Encoder::is_supported()) {
    GTEST_SKIP() << "this build has OpenVINO";
  }
  EXPECT_THAT([] { static_cast<void>(Encoder::load("e5.onnx")); },
              ThrowsMessage<Unavailable>(HasSubstr("ALIGN_WITH_OPENVINO")));
}

TEST(EncoderLoad, NamesTheFileThatIsMissingOrForeign) {
  if (!Encoder::is_supported()) {
    GTEST_SKIP() << "this build has no OpenVINO";
  }
  const fs::path folder = fs::path(testing::TempDir()) / "encoder_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto load = [&](const char* name) {
    static_cast<void>(Encoder::load((folder / name).string()));
  };
  EXPECT_THAT([&] { load("none.onnx"); },
              ThrowsMessage<IoError>(HasSubstr("none.onnx")));
  std::ofstream(folder / "bad.onnx") << "no network";
  EXPECT_THAT([&] { load("bad.onnx"); },
              ThrowsMessage<IoError>(HasSubstr("bad.spm")));
  std::ofstream(folder / "bad.spm") << "no pieces";
  EXPECT_THAT([&] { load("bad.onnx"); },
              ThrowsMessage<ModelError>(HasSubstr("bad.spm")));
  if (encoder_path().empty()) return;
  fs::copy_file(fs::path(encoder_path()).replace_extension(".spm"),
                folder / "bad.spm", fs::copy_options::overwrite_existing);
  EXPECT_THAT([&] { load("bad.onnx"); },
              ThrowsMessage<ModelError>(HasSubstr("bad.onnx")));
}

class LoadedEncoder : public testing::Test {
 protected:
  void SetUp() override {
    if (!Encoder::is_supported()) GTEST_SKIP() << "this build has no OpenVINO";
    if (encoder_path().empty()) {
      GTEST_SKIP() << "build/encoder/e5.onnx is missing, see "
                      "scripts/fetch-encoder";
    }
  }
};

std::vector<float> encode(unsigned threads,
                          const std::vector<std::string_view>& texts) {
  EncoderOptions options;
  options.threads = threads;
  return Encoder::load(encoder_path(), options).encode(texts);
}

TEST_F(LoadedEncoder, FindsTheTranslationOfEachSentence) {
  const Encoder encoder = Encoder::load(encoder_path());
  const std::vector<std::string_view> texts = {
      "The schools stay closed until Monday.",
      "Oil prices rose for the third day.",
      "The striker scored twice in the final.",
      "Các trường học đóng cửa đến thứ Hai.",
      "Giá dầu tăng ngày thứ ba liên tiếp.",
      "Tiền đạo này ghi hai bàn trong trận chung kết.",
      "تبقى المدارس مغلقة حتى يوم الاثنين.",
      "ارتفعت أسعار النفط لليوم الثالث.",
      "سجل المهاجم هدفين في المباراة النهائية.",
  };
  const std::vector<float> rows = encoder.encode(texts);
  const std::size_t size = encoder.dimension();
  ASSERT_EQ(rows.size(), texts.size() * size);
  EXPECT_EQ(encoder.count(), texts.size());
  const auto cosine = [&](std::size_t i, std::size_t j) {
    return dot(std::span(rows).subspan(i * size, size),
               std::span(rows).subspan(j * size, size));
  };
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_NEAR(cosine(i, i), 1, 1e-5);
    for (std::size_t language = 0; language < 3; ++language) {
      const std::size_t right = language * 3 + i % 3;
      for (std::size_t k = 1; k < 3; ++k) {
        EXPECT_GT(cosine(i, right), cosine(i, language * 3 + (i + k) % 3))
            << texts[i];
      }
    }
  }
}

TEST_F(LoadedEncoder, GivesTheSameForAnyNumberOfThreads) {
  std::vector<std::string> owned;
  for (std::size_t i = 0; i < 150; ++i) {
    std::string text = "Sentence number " + std::to_string(i * 37);
    for (std::size_t k = 0; k < i % 11; ++k) text += " goes on and on";
    owned.push_back(text);
  }
  const std::vector<std::string_view> texts(owned.begin(), owned.end());
  EXPECT_EQ(encode(1, texts), encode(3, texts));
}

TEST_F(LoadedEncoder, TakesEmptyAndEndlessTexts) {
  const std::string endless(1000000, 'a');
  const std::vector<float> rows = encode(1, {"", endless, "\xD9"});
  for (const float value : rows) ASSERT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace align
