#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>

#include "align/error.h"
#include "align/parallel.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

/// A document as the numbers of its words' meanings, a list a segment.
using Story = std::vector<std::vector<std::size_t>>;

/// Ten words a sentence, no word twice in `sentences` of them.
Story tell(std::size_t sentences) {
  Story story(sentences);
  for (std::size_t s = 0; s < sentences; ++s) {
    for (std::size_t w = 0; w < 6 + s * 7 % 9; ++w) {
      story[s].push_back(s * 15 + w);
    }
  }
  return story;
}

class AlignBeads : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new test::TemporaryFolder;
    const std::string path = folder_->path("m.align");
    meanings_ = new std::vector<test::Meaning>(test::make_meanings(3000));
    test::write_word_model(path, *meanings_);
    model_ = new Model(Model::load(path));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete meanings_;
    delete folder_;
  }

  static EncodedSegments write(const Story& story,
                               const std::string& language) {
    std::vector<Segment> segments(story.size());
    for (std::size_t s = 0; s < story.size(); ++s) {
      for (const std::size_t word : story[s]) {
        const test::Meaning& meaning = (*meanings_)[word % meanings_->size()];
        std::string& text = segments[s].text;
        if (!text.empty()) text += ' ';
        text += language == "vi"   ? meaning.vi
                : language == "ar" ? meaning.ar
                                   : meaning.en;
      }
    }
    return encode(*model_, segments, language);
  }

  /// The sizes of the beads in reading order, e.g. "1-2 1-1".
  static std::string shape(const std::vector<Bead>& beads) {
    std::string text;
    for (const Bead& bead : beads) {
      if (!text.empty()) text += ' ';
      text += std::to_string(bead.source.size()) + '-' +
              std::to_string(bead.target.size());
    }
    return text;
  }
  static std::string shape(const Story& source, const Story& target,
                           const ParallelOptions& options = {}) {
    return shape(align_beads(*model_, write(source, "vi"), write(target, "en"),
                             options));
  }

  static test::TemporaryFolder* folder_;
  static std::vector<test::Meaning>* meanings_;
  static Model* model_;
};

test::TemporaryFolder* AlignBeads::folder_ = nullptr;
std::vector<test::Meaning>* AlignBeads::meanings_ = nullptr;
Model* AlignBeads::model_ = nullptr;

Story join(Story story, std::size_t at, std::size_t count) {
  for (std::size_t k = 1; k < count; ++k) {
    story[at].insert(story[at].end(), story[at + k].begin(),
                     story[at + k].end());
  }
  const auto first = story.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  story.erase(first, first + static_cast<std::ptrdiff_t>(count) - 1);
  return story;
}

Story without(Story story, std::size_t at) {
  story.erase(story.begin() + static_cast<std::ptrdiff_t>(at));
  return story;
}

TEST_F(AlignBeads, LinksSentenceBySentence) {
  EXPECT_EQ(shape(tell(5), tell(5)), "1-1 1-1 1-1 1-1 1-1");
}

TEST_F(AlignBeads, FindsMergedAndSplitSentences) {
  EXPECT_EQ(shape(tell(6), join(tell(6), 2, 2)), "1-1 1-1 2-1 1-1 1-1");
  EXPECT_EQ(shape(join(tell(6), 0, 3), tell(6)), "1-3 1-1 1-1 1-1");
  EXPECT_EQ(shape(join(tell(6), 1, 4), tell(6)), "1-1 1-4 1-1");
}

TEST_F(AlignBeads, LeavesASentenceOfOneSideAlone) {
  EXPECT_EQ(shape(tell(6), without(tell(6), 3)), "1-1 1-1 1-1 1-0 1-1 1-1");
  EXPECT_EQ(shape(without(tell(6), 0), tell(6)), "0-1 1-1 1-1 1-1 1-1 1-1");
}

TEST_F(AlignBeads, MaxBeadLimitsBothSidesTogether) {
  ParallelOptions options;
  options.max_bead = 2;
  const std::string limited = shape(join(tell(8), 3, 2), tell(8), options);
  EXPECT_EQ(limited.find("1-2"), std::string::npos) << limited;
  options.max_bead = 9;
  EXPECT_THROW(static_cast<void>(shape(tell(1), tell(1), options)),
               InvalidArgument);
  options.max_bead = 1;
  EXPECT_THROW(static_cast<void>(shape(tell(1), tell(1), options)),
               InvalidArgument);
}

TEST_F(AlignBeads, FixedBeadsStayAndTheRestIsAlignedAroundThem) {
  ParallelOptions options;
  Bead fixed;
  fixed.source = {2, 4};
  fixed.target = {2, 3};
  fixed.probability = 1;
  fixed.score = 13;
  options.constraints.fixed = {fixed};
  const std::vector<Bead> beads =
      align_beads(*model_, write(tell(8), "vi"), write(tell(8), "en"), options);
  EXPECT_EQ(beads[2], fixed);
  EXPECT_EQ(shape(beads).substr(0, 12), "1-1 1-1 2-1 ");
  EXPECT_EQ(shape(beads).substr(shape(beads).size() - 15), "1-1 1-1 1-1 1-1");
}

TEST_F(AlignBeads, NoBeadReachesAcrossAPoint) {
  ParallelOptions options;
  options.constraints.points = {{3, 4}};
  const std::string split = shape(tell(6), tell(6), options);
  EXPECT_EQ(split, "1-1 1-1 1-1 0-1 1-0 1-1 1-1") << split;
}

TEST_F(AlignBeads, ForbiddenBeadsAreNotMadeAgain) {
  ParallelOptions options;
  Bead forbidden;
  forbidden.source = {2, 3};
  forbidden.target = {2, 3};
  options.constraints.forbidden = {forbidden};
  for (const Bead& bead : align_beads(*model_, write(tell(5), "vi"),
                                      write(tell(5), "en"), options)) {
    EXPECT_FALSE(bead.source == forbidden.source &&
                 bead.target == forbidden.target);
  }
}

TEST_F(AlignBeads, EncodingsThatAreGivenUpGiveTheSameBeads) {
  const EncodedSegments source = write(tell(300), "vi");
  const EncodedSegments target = write(join(tell(300), 40, 2), "en");
  EncodedSegments last_source = source;
  EncodedSegments last_target = target;
  EXPECT_EQ(
      align_beads(*model_, std::move(last_source), std::move(last_target)),
      align_beads(*model_, source, target));
}

TEST_F(AlignBeads, EmptyDocumentsGiveNullBeadsOnly) {
  EXPECT_EQ(shape(Story{}, Story{}), "");
  EXPECT_EQ(shape(tell(2), Story{}), "1-0 1-0");
  EXPECT_EQ(shape(Story{}, tell(2)), "0-1 0-1");
}

TEST_F(AlignBeads, EmptySegmentsAreSegmentsToo) {
  Story source = tell(4);
  source.insert(source.begin() + 2, std::vector<std::size_t>{});
  std::size_t segments = 0;
  for (const Bead& bead :
       align_beads(*model_, write(source, "vi"), write(tell(4), "en"))) {
    segments += bead.source.size();
  }
  EXPECT_EQ(segments, 5U);
}

TEST_F(AlignBeads, IsSureOfWhatIsClearOnly) {
  for (const Bead& bead :
       align_beads(*model_, write(tell(12), "vi"), write(tell(12), "en"))) {
    EXPECT_GT(bead.probability, 0.8F);
    EXPECT_GT(bead.score, 1.0F);
  }
  // Strangers: nothing in common.
  Story strangers = tell(24);
  strangers.erase(strangers.begin(), strangers.begin() + 12);
  for (const Bead& bead :
       align_beads(*model_, write(tell(12), "vi"), write(strangers, "en"))) {
    if (!bead.source.is_empty() && !bead.target.is_empty()) {
      EXPECT_LT(bead.probability, 0.8F);
    }
  }
}

TEST_F(AlignBeads, LanguagesOutsideTheModelAreAlignedByLengthAndSharedWords) {
  // The same words on both sides, in languages without lexicon.
  const EncodedSegments source = write(tell(10), "en");
  EncodedSegments unknown_source = source;
  unknown_source.language = "fr";
  EncodedSegments unknown_target = write(join(tell(10), 4, 2), "en");
  unknown_target.language = "de";
  EXPECT_EQ(shape(align_beads(*model_, unknown_source, unknown_target)),
            "1-1 1-1 1-1 1-1 2-1 1-1 1-1 1-1 1-1");
}

/// A long document with every kind of noise, and what belongs together.
struct LongPair {
  Story source;
  Story target;
  std::map<std::size_t, std::size_t> partner;  ///< 1-1 only
};

LongPair make_long_pair(std::size_t size) {
  std::mt19937 random(7);
  LongPair pair;
  for (std::size_t s = 0; s < size; ++s) {
    std::vector<std::size_t> words;
    for (std::size_t w = 0; w < 6 + random() % 10; ++w) {
      words.push_back(random() % 3000);
    }
    const unsigned kind = random() % 20;
    if (kind == 0) {
      pair.source.push_back(words);
    } else if (kind == 1) {
      pair.target.push_back(words);
    } else if (kind == 2) {
      pair.source.emplace_back(words.begin(), words.begin() + 3);
      pair.source.emplace_back(words.begin() + 3, words.end());
      pair.target.push_back(words);
    } else {
      pair.partner[pair.source.size()] = pair.target.size();
      pair.source.push_back(words);
      pair.target.push_back(words);
    }
  }
  return pair;
}

TEST_F(AlignBeads, LongDocumentsKeepTheirLinks) {
  const LongPair pair = make_long_pair(3000);
  std::size_t right = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  for (const Bead& bead : align_beads(*model_, write(pair.source, "vi"),
                                      write(pair.target, "en"))) {
    ASSERT_EQ(bead.source.begin, i);
    ASSERT_EQ(bead.target.begin, j);
    i = bead.source.end;
    j = bead.target.end;
    if (bead.source.size() != 1 || bead.target.size() != 1) continue;
    const auto found = pair.partner.find(bead.source.begin);
    right += found != pair.partner.end() && found->second == bead.target.begin;
  }
  EXPECT_EQ(i, pair.source.size());
  EXPECT_EQ(j, pair.target.size());
  EXPECT_GE(right, pair.partner.size() * 99 / 100);
}

TEST_F(AlignBeads, DoesNotDependOnThreads) {
  const LongPair pair = make_long_pair(1500);
  const EncodedSegments source = write(pair.source, "ar");
  const EncodedSegments target = write(pair.target, "en");
  ParallelOptions options;
  const std::vector<Bead> one = align_beads(*model_, source, target, options);
  options.threads = 3;
  EXPECT_EQ(align_beads(*model_, source, target, options), one);
}

TEST(MakeUnit, HoldsTheTextsAndLimitsOfTheBead) {
  Document vi;
  vi.name = "a.vi";
  vi.language = "vi";
  vi.segments.resize(2);
  vi.segments[0].text = "M\u01B0a.";  // u with horn
  vi.segments[0].chars = {0, 4};
  vi.segments[1].text = "Gi\u00F3.";  // o with acute
  vi.segments[1].chars = {5, 9};
  Document en;
  en.name = "a.en";
  en.language = "en";
  en.segments.resize(1);
  en.segments[0].text = "Rain and wind.";
  en.segments[0].chars = {2, 16};
  const Unit unit = make_unit(vi, en, {{0, 2}, {0, 1}, 3, 0.95F});
  EXPECT_EQ(unit_type(unit, {"vi", "en"}), "2-1");
  EXPECT_EQ(unit.kind, UnitKind::kParallel);
  EXPECT_EQ(unit.members[0].text, "M\u01B0a. Gi\u00F3.");
  EXPECT_EQ(unit.members[0].chars, (CharRange{0, 9}));
  EXPECT_EQ(unit.members[1].segments, (std::vector<std::size_t>{0}));
  const Unit alone = make_unit(vi, en, {{1, 2}, {1, 1}, 3, 0.95F});
  EXPECT_EQ(alone.kind, UnitKind::kUnlinked);
  EXPECT_EQ(unit_type(alone, {"vi", "en"}), "1-0");
  EXPECT_FALSE(alone.grade.has_value());
  EXPECT_EQ(alone.score, 0);
}

}  // namespace
}  // namespace align
