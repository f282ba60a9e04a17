#include "train/stages.h"

#include <gtest/gtest.h>

#include <string>

#include "support/run_tool.h"

namespace align {
namespace {

using test::read_file;
using test::TemporaryFolder;

class StagesTest : public testing::Test {
 protected:
  // The sections of a stage under `key`; counts how often they are made.
  Sections get(const StageKey& key) {
    return Stages(folder_.path("stages")).get("lexicon", key, [&] {
      ++made_;
      return Sections{{"a", "first"}, {"b", std::string(1, '\0')}};
    });
  }

  TemporaryFolder folder_;
  int made_ = 0;
};

TEST_F(StagesTest, AreMadeOnce) {
  const StageKey key = StageKey().add("data").add(3);
  const Sections made = get(key);
  EXPECT_EQ(get(key), made);
  EXPECT_EQ(made_, 1);
}

TEST_F(StagesTest, AreMadeAgainForAnotherKey) {
  get(StageKey().add("data").add(3));
  get(StageKey().add("data").add(4));
  get(StageKey().add("dat").add("a").add(3));
  EXPECT_EQ(made_, 3);
}

TEST_F(StagesTest, AreMadeAgainWhenTheFileIsDamaged) {
  const StageKey key = StageKey().add("data");
  get(key);
  const std::string name = "stages/lexicon-" + key.digits() + ".stage";
  std::string bytes = read_file(folder_.path(name));
  ASSERT_FALSE(bytes.empty());
  bytes[bytes.size() - 1] ^= 1;
  folder_.write(name, bytes);
  EXPECT_EQ(get(key).size(), 2U);
  EXPECT_EQ(made_, 2);
}

TEST_F(StagesTest, AreNotKeptWithoutAFolder) {
  const Stages stages("");
  const auto make = [&] {
    ++made_;
    return Sections{{"a", "first"}};
  };
  stages.get("lexicon", StageKey(), make);
  stages.get("lexicon", StageKey(), make);
  EXPECT_EQ(made_, 2);
}

}  // namespace
}  // namespace align
