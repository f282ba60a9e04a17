// A file appears under its name only when it is whole.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "align/error.h"
#include "align/formats.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::TemporaryFolder;

std::size_t files_beside(const std::string& path) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(path).parent_path())) {
    ++count;
  }
  return count;
}

TEST(OutputFile, AppearsOnCommitWithAllBytes) {
  const TemporaryFolder folder;
  const std::string path = folder.path("out.tsv");
  const std::string big(3'000'001, 'x');
  OutputFile file(path);
  file.write("a\n");
  file.write(big);
  file.write("b\n");
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(std::filesystem::exists(file.temporary_path()));
  file.commit();
  EXPECT_EQ(file.temporary_path(), "");
  EXPECT_EQ(test::read_file(path), "a\n" + big + "b\n");
  EXPECT_EQ(files_beside(path), 1U);
}

TEST(OutputFile, LeavesNothingAndTheOldFileUnchangedWithoutCommit) {
  const TemporaryFolder folder;
  const std::string path = folder.write("out.tsv", "old");
  {
    OutputFile file(path);
    file.write(std::string(2'000'000, 'x'));
  }
  EXPECT_EQ(test::read_file(path), "old");
  EXPECT_EQ(files_beside(path), 1U);
}

TEST(OutputFile, HasThePermissionsOfANewFileOrOfTheOldOne) {
  const TemporaryFolder folder;
  const mode_t mask = umask(022);
  OutputFile fresh(folder.path("fresh"));
  fresh.commit();
  const std::string old = folder.write("old", "x");
  chmod(old.c_str(), 0640);
  OutputFile replaced(old);
  replaced.commit();
  umask(mask);
  struct stat info {};
  stat(folder.path("fresh").c_str(), &info);
  EXPECT_EQ(info.st_mode & 0777U, 0644U);
  stat(old.c_str(), &info);
  EXPECT_EQ(info.st_mode & 0777U, 0640U);
}

TEST(OutputFile, WritesThroughASymbolicLink) {
  const TemporaryFolder folder;
  const std::string real = folder.write("real", "old");
  std::filesystem::create_symlink(real, folder.path("link"));
  OutputFile file(folder.path("link"));
  file.write("new");
  file.commit();
  EXPECT_EQ(test::read_file(real), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link")));
}

TEST(OutputFile, SaysThatTheDiskIsFull) {
  OutputFile file("/dev/full");
  file.write("a");
  try {
    file.commit();
    FAIL() << "a full disk went unnoticed";
  } catch (const IoError& error) {
    EXPECT_NE(std::string(error.what()).find("/dev/full"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("No space"), std::string::npos);
  }
}

TEST(OutputFile, RefusesAFolderAndAMissingFolder) {
  const TemporaryFolder folder;
  EXPECT_THROW(OutputFile(folder.path("")), IoError);
  EXPECT_THROW(OutputFile(folder.path("no/such/file")), IoError);
  EXPECT_THROW(OutputFile(""), IoError);
}

TEST(OutputFile, RemembersAClosedPipeAndGoesOn) {
  const TemporaryFolder folder;
  const std::string path = folder.path("pipe");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const auto old = std::signal(SIGPIPE, SIG_IGN);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  {
    OutputFile file(path);
    close(reader);
    EXPECT_FALSE(file.is_closed());
    file.write(std::string(2'000'000, 'x'));
    EXPECT_TRUE(file.is_closed());
    file.write("more");
    file.commit();
  }
  std::signal(SIGPIPE, old);
}

}  // namespace
}  // namespace align
