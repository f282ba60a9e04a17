#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/text.h"

namespace align {
namespace {

namespace fs = std::filesystem;

class Inputs : public ::testing::Test {
 protected:
  Inputs() {
    std::string pattern = ::testing::TempDir() + "/align_inputs_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~Inputs() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text = "x") {
    const fs::path path = fs::path(folder_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  // "LANG=PATH" of each, the folder's own name left out.
  [[nodiscard]] std::string shown(const std::vector<Input>& inputs) const {
    std::string text;
    for (const Input& input : inputs) {
      if (!text.empty()) text += ' ';
      text += input.language + '=' + input.path.substr(folder_.size() + 1);
    }
    return text;
  }

  std::string folder_;
};

TEST_F(Inputs, TakeALanguageOrNone) {
  const std::string path = write("a.txt");
  EXPECT_EQ(shown(expand_inputs({"vi=" + path, path, "en-GB=" + path})),
            "vi=a.txt =a.txt en-GB=a.txt");
}

TEST_F(Inputs, TakeAFileWhoseNameHoldsAnEqualsSign) {
  EXPECT_EQ(shown(expand_inputs({write("a=b.txt")})), "=a=b.txt");
}

TEST_F(Inputs, WalkFoldersInByteOrderWithoutHiddenFiles) {
  write("news/b.txt");
  write("news/a/z.txt");
  write("news/a.txt");
  write("news/B.txt");
  write("news/.hidden");
  write("news/.git/x");
  EXPECT_EQ(shown(expand_inputs({"ar=" + folder_ + "/news"})),
            "ar=news/B.txt ar=news/a.txt ar=news/a/z.txt ar=news/b.txt");
  EXPECT_EQ(shown(expand_inputs({folder_ + "/news/a/"})), "=news/a/z.txt");
}

TEST_F(Inputs, DoNotFollowALinkBackIntoItsOwnFolder) {
  write("news/a.txt");
  fs::create_directory_symlink(folder_ + "/news", folder_ + "/news/again");
  EXPECT_EQ(shown(expand_inputs({folder_ + "/news"})), "=news/a.txt");
}

TEST_F(Inputs, RefuseWhatIsNoLanguageTag) {
  const std::string path = write("a.txt");
  for (const std::string tag : {"english", "x", "v1", "en-", "", "en_GB"}) {
    EXPECT_THROW((void)expand_inputs({tag + "=" + path}), InvalidArgument)
        << tag;
  }
}

TEST_F(Inputs, RefuseAPathThatDoesNotExistNamingIt) {
  try {
    (void)expand_inputs({"vi=no/such.txt"});
    FAIL() << "nothing was thrown";
  } catch (const IoError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("no/such.txt: "));
  }
}

TEST_F(Inputs, TakeStandardInput) {
  const std::vector<Input> inputs = expand_inputs({"en=-"});
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(inputs[0].path, "-");
}

TEST_F(Inputs, OfAManifestAreRelativeToItsFolder) {
  write("m/one.vi");
  const std::string two = write("two.ar");
  const std::string manifest =
      write("m/manifest.tsv",
            "path\tlang\tdate\tevent\ttitle\r\n"
            "one.vi\tvi\t2020-06-10\tlibya\tĐàm phán\r\n\r\n" +
                two + "\tar\n");
  const std::vector<Input> inputs = read_manifest(manifest);
  EXPECT_EQ(shown(inputs), "vi=m/one.vi ar=two.ar");
  EXPECT_EQ(inputs[0].date, "2020-06-10");
  EXPECT_EQ(inputs[0].event, "libya");
  EXPECT_EQ(inputs[0].title, "Đàm phán");
  EXPECT_EQ(inputs[1].event, "");
}

TEST_F(Inputs, OfAManifestMayNameItsColumnsInAnyOrder) {
  write("one.vi");
  const std::string manifest =
      write("manifest.tsv", "event\tpath\tlang\nlibya\tone.vi\t\n");
  const std::vector<Input> inputs = read_manifest(manifest);
  EXPECT_EQ(shown(inputs), "=one.vi");
  EXPECT_EQ(inputs[0].event, "libya");
}

TEST_F(Inputs, OfABrokenManifestAreRefusedNamingTheLine) {
  write("one.vi");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ":1: "},
      {"one.vi\tvi\n", ":1: "},
      {"path\tlanguage\n", ":1: "},
      {"path\tlang\tpath\n", ":1: "},
      {"path\tlang\none.vi\tvi\t2020\n", ":2: "},
      {"path\tlang\none.vi\tvi\n\tvi\n", ":3: "},
      {"path\tlang\none.vi\tVietnamese\n", ":2: "},
  };
  for (const auto& [text, where] : cases) {
    const std::string manifest = write("manifest.tsv", text);
    try {
      (void)read_manifest(manifest);
      ADD_FAILURE() << "nothing was thrown for " << text;
    } catch (const FormatError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with(manifest + where))
          << error.what();
    }
  }
  EXPECT_THROW(
      (void)read_manifest(write("manifest.tsv", "path\tlang\ngone.vi\tvi\n")),
      IoError);
}

}  // namespace
}  // namespace align
