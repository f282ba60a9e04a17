#include "house/rules.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "house/source_text.h"

namespace align::house {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The room a file of the library belongs to; "" for types.cc and error.cc. A
// public header belongs to the room it is named after.
std::string room_of_file(const fs::path& file) {
  const fs::path inside = fs::relative(file, root() / "libalign");
  const std::string first = inside.begin()->string();
  if (first == "include") return room_of_header(file.stem().string());
  return inside.has_parent_path() ? first : "";
}

std::vector<fs::path> library_files() {
  return files_below(root() / "libalign", {".cc", ".h"});
}

std::string shown(const fs::path& file) {
  return fs::relative(file, root()).string();
}

TEST(Rooms, MayIncludeWhatStandsAboveThem) {
  EXPECT_TRUE(may_include("segment", "align/text.h"));
  EXPECT_TRUE(may_include("segment", "segment/blocks.h"));
  EXPECT_TRUE(may_include("formats", "align/types.h"));
  EXPECT_TRUE(may_include("train", "align/parallel.h"));
}

TEST(Rooms, MayNotIncludeWhatStandsBelowThem) {
  EXPECT_FALSE(may_include("text", "align/segment.h"));
  EXPECT_FALSE(may_include("score", "align/train.h"));
  EXPECT_FALSE(may_include("text", "segment/blocks.h"));
  EXPECT_FALSE(may_include("text", "cellar/barrel.h"));
}

TEST(Rooms, FormatsAndEvalSeeNothingButTheValues) {
  EXPECT_FALSE(may_include("formats", "align/text.h"));
  EXPECT_FALSE(may_include("eval", "align/formats.h"));
}

TEST(Rooms, IncludeOnlyInTheDirectionInWhichTextFlows) {
  const std::vector<fs::path> files = library_files();
  EXPECT_GE(files.size(), 14U);
  for (const fs::path& file : files) {
    const std::string room = room_of_file(file);
    for (const std::string& include : quoted_includes(read_file(file))) {
      if (room.empty()) {
        EXPECT_TRUE(include == "align/types.h" || include == "align/error.h")
            << shown(file) << " includes " << include;
        continue;
      }
      EXPECT_TRUE(fs::exists(root() / "libalign" / include) ||
                  fs::exists(root() / "libalign/include" / include))
          << shown(file) << " includes " << include
          << ", which is not named from the root of the library";
      EXPECT_TRUE(may_include(room, include))
          << shown(file) << " includes " << include;
    }
  }
}

TEST(Rooms, AreTheOnlyFoldersOfTheLibrary) {
  for (const auto& entry : fs::directory_iterator(root() / "libalign")) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    if (name == "include") continue;
    EXPECT_THAT(rooms(), Contains(name));
  }
}

TEST(Headers, GuardThemselves) {
  for (const fs::path& file : files_below(root() / "libalign", {".h"}))
    EXPECT_THAT(read_file(file), HasSubstr("#pragma once")) << shown(file);
}

// A file that includes its own header first proves that the header needs
// nothing before it.
TEST(Headers, StandFirstInTheFileOfTheSameName) {
  for (const fs::path& file : files_below(root() / "libalign", {".cc"})) {
    fs::path header = file;
    header.replace_extension(".h");
    if (!fs::exists(header)) continue;
    const std::vector<std::string> includes = quoted_includes(read_file(file));
    ASSERT_FALSE(includes.empty()) << shown(file);
    EXPECT_EQ(fs::path(includes.front()).filename(), header.filename())
        << shown(file);
  }
}

TEST(Library, IsWrittenInAscii) {
  for (const fs::path& file : library_files()) {
    const std::string text = read_file(file);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (static_cast<unsigned char>(text[i]) < 0x80) continue;
      ADD_FAILURE() << shown(file) << ":"
                    << 1 + std::count(text.begin(), text.begin() + i, '\n')
                    << " has a character outside ASCII";
      break;
    }
  }
}

TEST(ForbiddenCalls, AreSeen) {
  EXPECT_THAT(forbidden_calls("std::cout << 1;\nstd::exit(1); printf(\"\");"),
              SizeIs(3));
  EXPECT_THAT(forbidden_calls("a = ::getenv(b); c = time(nullptr);"),
              SizeIs(2));
  EXPECT_THAT(forbidden_calls("std::chrono::steady_clock::now();"), SizeIs(1));
}

TEST(ForbiddenCalls, AreToldFromNamesThatOnlyLookLikeThem) {
  EXPECT_THAT(forbidden_calls("std::snprintf(a, 1, b); item.time(); run_time();"
                              "// std::cout\nx = \"exit(1)\"; on_exit();"),
              IsEmpty());
}

TEST(Library, NeitherPrintsNorExitsNorReadsTheClockOrTheEnvironment) {
  for (const fs::path& file : library_files())
    EXPECT_THAT(forbidden_calls(read_file(file)), IsEmpty()) << shown(file);
}

TEST(FileOpenings, AreSeen) {
  EXPECT_THAT(file_openings("std::ifstream file(path);"), SizeIs(1));
  EXPECT_THAT(file_openings("int f = ::open(path, 0); fopen(path, mode);"),
              SizeIs(2));
  EXPECT_THAT(file_openings("Bundle::open(path); bundle.open(path);"),
              IsEmpty());
}

TEST(Library, OpensFilesOnlyWhereTextIsReadBitextsWrittenAndModelsLoaded) {
  for (const fs::path& file : library_files()) {
    if (may_open_files(room_of_file(file))) continue;
    EXPECT_THAT(file_openings(read_file(file)), IsEmpty()) << shown(file);
  }
}

TEST(Library, LeavesNothingUndone) {
  for (const char* folder : {"libalign", "tools"})
    for (const fs::path& file : files_below(root() / folder, {".cc", ".h"})) {
      const std::string text = read_file(file);
      // Written apart, so that a search for them does not find this line.
      EXPECT_EQ(text.find("TO"
                          "DO"),
                std::string::npos)
          << shown(file);
      EXPECT_EQ(text.find("FIX"
                          "ME"),
                std::string::npos)
          << shown(file);
    }
}

}  // namespace
}  // namespace align::house
