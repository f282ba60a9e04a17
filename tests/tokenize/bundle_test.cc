#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/tokenize.h"

namespace align {
namespace {

using Sections = std::vector<std::pair<std::string, std::string>>;

class BundleFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("align-bundle-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name = "m.align") const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string bytes(const std::string& name = "m.align") const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& content) const {
    std::ofstream(path(), std::ios::binary) << content;
  }
  [[nodiscard]] std::string message_of_opening() const {
    try {
      (void)Bundle::open(path());
    } catch (const ModelError& error) {
      return error.what();
    }
    return "opened";
  }

  std::filesystem::path folder_;
};

const Sections kSections = {
    {"subwords", "abc"}, {"vectors", ""}, {"card", std::string(70, 'x')}};

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST_F(BundleFile, GivesBackWhatWasWritten) {
  write_bundle(path(), {"ar", "en", "vi"}, kSections);
  const Bundle bundle = Bundle::open(path());
  EXPECT_EQ(bundle.languages(), (std::vector<std::string>{"ar", "en", "vi"}));
  EXPECT_EQ(bundle.section_names(),
            (std::vector<std::string>{"subwords", "vectors", "card"}));
  EXPECT_EQ(text_of(bundle.section("subwords")), "abc");
  EXPECT_EQ(text_of(bundle.section("vectors")), "");
  EXPECT_EQ(text_of(bundle.section("card")), std::string(70, 'x'));
  EXPECT_FALSE(bundle.has_section("sub"));
  EXPECT_THROW((void)bundle.section("sub"), ModelError);
}

TEST_F(BundleFile, AlignsSectionsForMapping) {
  write_bundle(path(), {"en"}, kSections);
  const Bundle bundle = Bundle::open(path());
  for (const char* name : {"subwords", "card"}) {
    EXPECT_EQ(
        reinterpret_cast<std::uintptr_t>(bundle.section(name).data()) % 64, 0U);
  }
}

TEST_F(BundleFile, SameInputGivesTheSameBytes) {
  write_bundle(path("a"), {"en", "vi"}, kSections);
  write_bundle(path("b"), {"en", "vi"}, kSections);
  EXPECT_EQ(bytes("a"), bytes("b"));
}

TEST_F(BundleFile, FingerprintChangesWithAnySection) {
  write_bundle(path("a"), {"en"}, kSections);
  Sections other = kSections;
  other[2].second.back() = 'y';
  write_bundle(path("b"), {"en"}, other);
  EXPECT_NE(Bundle::open(path("a")).fingerprint(),
            Bundle::open(path("b")).fingerprint());
  EXPECT_EQ(Bundle::open(path("a")).fingerprint().size(), 16U);
}

TEST_F(BundleFile, ReplacingASectionKeepsTheOthers) {
  write_bundle(path(), {"en", "vi"}, kSections);
  replace_sections(path(), path(), {{"vectors", "new"}, {"beads", "added"}});
  const Bundle bundle = Bundle::open(path());
  EXPECT_EQ(bundle.section_names(),
            (std::vector<std::string>{"subwords", "vectors", "card", "beads"}));
  EXPECT_EQ(text_of(bundle.section("subwords")), "abc");
  EXPECT_EQ(text_of(bundle.section("vectors")), "new");
  EXPECT_EQ(text_of(bundle.section("beads")), "added");
}

TEST_F(BundleFile, RefusesEveryTruncation) {
  write_bundle(path(), {"en"}, kSections);
  const std::string whole = bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    EXPECT_NE(message_of_opening(), "opened") << size;
  }
}

TEST_F(BundleFile, RefusesBytesAfterTheEnd) {
  write_bundle(path(), {"en"}, kSections);
  write(bytes() + '\0');
  EXPECT_THAT(message_of_opening(), testing::HasSubstr("damaged"));
}

TEST_F(BundleFile, RefusesEveryFlippedBit) {
  write_bundle(path(), {"en", "vi"}, kSections);
  const std::string whole = bytes();
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string altered = whole;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    write(altered);
    EXPECT_NE(message_of_opening(), "opened") << "bit " << bit;
  }
}

TEST_F(BundleFile, SaysWhatIsWrong) {
  write("<html>");
  EXPECT_THAT(message_of_opening(), testing::HasSubstr("not a libalign model"));
  write(std::string(500, 'x'));
  EXPECT_THAT(message_of_opening(), testing::HasSubstr("not a libalign model"));
  write_bundle(path(), {"en"}, kSections);
  std::string altered = bytes();
  altered[8] = 9;
  write(altered);
  EXPECT_THAT(message_of_opening(), testing::HasSubstr("version 9"));
  altered[8] = 1;
  altered.back() = '!';
  write(altered);
  EXPECT_THAT(message_of_opening(), testing::HasSubstr("section 'card'"));
}

TEST_F(BundleFile, NamesAFileThatCannotBeRead) {
  EXPECT_THROW((void)Bundle::open(path("missing")), IoError);
  EXPECT_THROW((void)Bundle::open(folder_.string()), IoError);
  EXPECT_THROW(write_bundle(path("no/folder"), {"en"}, kSections), IoError);
}

}  // namespace
}  // namespace align
