#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "align/error.h"
#include "align/mine.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

// Segments as the numbers of the meanings their words have.
using Telling = std::vector<std::vector<std::size_t>>;

// Eight words that no other sentence number has.
std::vector<std::size_t> sentence(std::size_t number) {
  std::vector<std::size_t> words;
  for (std::size_t w = 0; w < 8; ++w) words.push_back(number * 8 + w);
  return words;
}

class MineLinks : public testing::Test {
 protected:
  struct List {
    std::vector<Segment> segments;
    EncodedSegments encoded;

    [[nodiscard]] Passage passage() const { return {segments, encoded}; }
  };

  static void SetUpTestSuite() {
    folder_ = new test::TemporaryFolder;
    const std::string path = folder_->path("m.align");
    meanings_ = new std::vector<test::Meaning>(test::make_meanings(1600));
    test::write_word_model(path, *meanings_);
    model_ = new Model(Model::load(path));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete meanings_;
    delete folder_;
  }

  static List write(const Telling& telling, const std::string& language) {
    List list;
    list.segments.resize(telling.size());
    for (std::size_t i = 0; i < telling.size(); ++i) {
      for (const std::size_t word : telling[i]) {
        const test::Meaning& meaning = meanings_->at(word);
        std::string& text = list.segments[i].text;
        if (!text.empty()) text += ' ';
        text += language == "vi"   ? meaning.vi
                : language == "ar" ? meaning.ar
                                   : meaning.en;
      }
    }
    list.encoded = encode(*model_, list.segments, language);
    return list;
  }

  static MinedLinks mine(const List& source, const List& target,
                         const MineOptions& options = {}) {
    return mine_links(*model_, source.passage(), target.passage(), options);
  }

  // Links in the order of the source, e.g. "0:2 1,2:0".
  static std::string shown(std::vector<Link> links) {
    std::ranges::sort(links, {},
                      [](const Link& link) { return link.source.begin; });
    const auto run = [](const SegmentRange& range) {
      std::string text;
      for (std::size_t i = range.begin; i < range.end; ++i) {
        if (!text.empty()) text += ',';
        text += std::to_string(i);
      }
      return text;
    };
    std::string text;
    for (const Link& link : links) {
      if (!text.empty()) text += ' ';
      text += run(link.source) + ':' + run(link.target);
    }
    return text;
  }

  static test::TemporaryFolder* folder_;
  static std::vector<test::Meaning>* meanings_;
  static Model* model_;
};

test::TemporaryFolder* MineLinks::folder_ = nullptr;
std::vector<test::Meaning>* MineLinks::meanings_ = nullptr;
Model* MineLinks::model_ = nullptr;

TEST_F(MineLinks, FindsTranslationsInAnyOrder) {
  const List vi =
      write({sentence(0), sentence(1), sentence(2), sentence(3)}, "vi");
  const List en =
      write({sentence(7), sentence(3), sentence(0), sentence(9)}, "en");
  const List ar = write({sentence(2), sentence(5), sentence(0)}, "ar");
  EXPECT_EQ(shown(mine(vi, en).links), "0:2 3:1");
  EXPECT_EQ(shown(mine(vi, ar).links), "0:2 2:0");
  EXPECT_EQ(shown(mine(en, ar).links), "2:2");
}

TEST_F(MineLinks, FindsNothingWhereNothingIsShared) {
  const List vi = write({sentence(0), sentence(1), sentence(2)}, "vi");
  const List en = write({sentence(3), sentence(4), sentence(5)}, "en");
  const MinedLinks mined = mine(vi, en);
  EXPECT_EQ(shown(mined.links), "");
  for (const float alone : mined.source_alone) EXPECT_GT(alone, 0.5F);
}

TEST_F(MineLinks, LeavesEmptyListsAlone) {
  const List none = write({}, "vi");
  const List en = write({sentence(0)}, "en");
  EXPECT_TRUE(mine(none, en).links.empty());
  EXPECT_TRUE(mine(en, none).links.empty());
  EXPECT_TRUE(mine(none, none).links.empty());
}

TEST_F(MineLinks, LinksARepeatedSegmentOnce) {
  List vi = write({sentence(0), sentence(1), sentence(0)}, "vi");
  vi.segments[2].repeats = 0;
  const List en = write({sentence(4), sentence(0), sentence(0)}, "en");
  EXPECT_EQ(mine(vi, en).links.size(), 1U);
}

TEST_F(MineLinks, GivesBestFirstWithoutSharingSegments) {
  const List vi = write({sentence(0), sentence(1), sentence(2)}, "vi");
  const List en = write({sentence(2), sentence(1), sentence(0)}, "en");
  MineOptions all;
  all.threshold = 0;
  const MinedLinks mined = mine(vi, en, all);
  ASSERT_EQ(mined.links.size(), 3U);
  for (std::size_t k = 1; k < 3; ++k) {
    EXPECT_GE(mined.links[k - 1].score, mined.links[k].score);
  }
  EXPECT_EQ(shown(mined.links), "0:2 1:1 2:0");
}

TEST_F(MineLinks, JoinsNeighboursThatAreToldAsOneWhenAsked) {
  std::vector<std::size_t> both = sentence(1);
  const std::vector<std::size_t> second = sentence(2);
  both.insert(both.end(), second.begin(), second.end());
  const List vi = write({sentence(0), both, sentence(3)}, "vi");
  const List en =
      write({sentence(1), sentence(2), sentence(8), sentence(0)}, "en");
  MineOptions runs;
  runs.max_run = 3;
  EXPECT_EQ(shown(mine(vi, en, runs).links), "0:3 1:0,1");
  EXPECT_EQ(shown(mine(en, vi, runs).links), "0,1:1 3:0");
}

TEST_F(MineLinks, GivesTheSameWhateverTheThreads) {
  Telling source;
  Telling target;
  for (std::size_t k = 0; k < 90; ++k) {
    source.push_back(sentence(k));
    target.push_back(sentence((k * 37) % 120));
  }
  const List vi = write(source, "vi");
  const List en = write(target, "en");
  MineOptions one;
  MineOptions four;
  four.threads = 4;
  const MinedLinks first = mine(vi, en, one);
  const MinedLinks second = mine(vi, en, four);
  EXPECT_GT(first.links.size(), 60U);
  EXPECT_EQ(first.links, second.links);
  EXPECT_EQ(first.source_alone, second.source_alone);
}

TEST_F(MineLinks, RefusesOptionsOutOfRange) {
  const List vi = write({sentence(0)}, "vi");
  MineOptions options;
  options.threshold = 1.5;
  EXPECT_THROW((void)mine(vi, vi, options), InvalidArgument);
  options.threshold = 0.5;
  options.max_run = 0;
  EXPECT_THROW((void)mine(vi, vi, options), InvalidArgument);
}

TEST_F(MineLinks, CountsASharedDateForALink) {
  // The same half-known words, with and without a date in common.
  const auto told = [&](const std::string& first, const std::string& second) {
    Telling vague = {{1, 2, 900, 901, 902, 903}, sentence(30), sentence(31)};
    Telling other = {{1, 2, 910, 911, 912, 913}, sentence(40), sentence(41)};
    List vi = write(vague, "vi");
    List en = write(other, "en");
    vi.segments[0].text += first;
    en.segments[0].text += second;
    vi.encoded = encode(*model_, vi.segments, "vi");
    en.encoded = encode(*model_, en.segments, "en");
    MineOptions all;
    all.threshold = 0;
    for (const Link& link : mine(vi, en, all).links) {
      if (link.source.begin == 0 && link.target.begin == 0) return link.score;
    }
    return -100.0F;
  };
  EXPECT_GT(told(" ng\u00E0y 3/6", " on June 3"),
            told(" ng\u00E0y 3/6", " on June 9"));
}

}  // namespace
}  // namespace align
