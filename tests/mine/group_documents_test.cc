#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/mine.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

class GroupDocuments : public testing::Test {
 protected:
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

  // Adds a document that tells the numbered sentences, eight words each.
  void tell(const std::string& language,
            const std::vector<std::size_t>& sentences,
            const std::string& more = "") {
    Document document;
    document.language = language;
    document.name = language + std::to_string(documents.size());
    for (const std::size_t number : sentences) {
      Segment segment;
      for (std::size_t w = 0; w < 8; ++w) {
        const test::Meaning& meaning = meanings_->at(number * 8 + w);
        segment.text += language == "vi"   ? meaning.vi
                        : language == "ar" ? meaning.ar
                                           : meaning.en;
        segment.text += ' ';
      }
      document.segments.push_back(segment);
    }
    document.segments.back().text += more;
    documents.push_back(document);
  }

  DocumentGroups group(const GroupOptions& options = {}) {
    std::vector<EncodedSegments> encoded;
    for (const Document& document : documents) {
      encoded.push_back(encode(*model_, document.segments, document.language));
    }
    return group_documents(*model_, documents, encoded, options);
  }

  std::vector<Document> documents;
  static test::TemporaryFolder* folder_;
  static std::vector<test::Meaning>* meanings_;
  static Model* model_;
};

test::TemporaryFolder* GroupDocuments::folder_ = nullptr;
std::vector<test::Meaning>* GroupDocuments::meanings_ = nullptr;
Model* GroupDocuments::model_ = nullptr;

using Events = std::vector<std::size_t>;

TEST_F(GroupDocuments, PutsTranslationsTogetherAndStrangersApart) {
  tell("vi", {0, 1, 2, 3, 4, 5});
  tell("en", {20, 21, 22, 23, 24});
  tell("ar", {0, 1, 2, 3, 4, 5});
  tell("vi", {20, 21, 22, 23, 24});
  const DocumentGroups groups = group();
  EXPECT_EQ(groups.event_of, (Events{0, 1, 0, 1}));
  ASSERT_EQ(groups.pairs.size(), 2U);
  for (const DocumentPair& pair : groups.pairs) {
    EXPECT_EQ(pair.relation, DocumentRelation::kParallel);
    EXPECT_GT(pair.probability, 0.9);
  }
}

TEST_F(GroupDocuments, CallsAnotherTellingNearParallel) {
  tell("vi", {0, 1, 2, 3, 4, 5, 6, 7, 8});
  tell("en", {6, 7, 20, 21, 0, 1, 22, 4, 23});
  const DocumentGroups groups = group();
  EXPECT_EQ(groups.event_of, (Events{0, 0}));
  ASSERT_EQ(groups.pairs.size(), 1U);
  EXPECT_EQ(groups.pairs[0].relation, DocumentRelation::kNearParallel);
}

TEST_F(GroupDocuments, KeepsEventsOfOtherDatesApart) {
  tell("vi", {0, 1, 2, 3, 4, 5, 6, 7, 8}, "ng\u00E0y 3/6");
  tell("en", {0, 20, 21, 1, 22, 2, 23, 3, 24}, "on June 3");
  tell("en", {0, 30, 31, 1, 32, 2, 33, 3, 34}, "on April 24");
  EXPECT_EQ(group().event_of, (Events{0, 0, 1}));
}

TEST_F(GroupDocuments, TakesTheUsersEventsAsTheyAre) {
  tell("vi", {0, 1, 2, 3});
  tell("en", {0, 1, 2, 3});
  tell("en", {40, 41, 42, 43});
  documents[0].event = "flood";
  documents[1].event = "fire";
  documents[2].event = "flood";
  EXPECT_EQ(group().event_of, (Events{0, 1, 0}));
}

TEST_F(GroupDocuments, KeepsDocumentsOutsideTheDateWindowApart) {
  tell("vi", {0, 1, 2, 3});
  tell("en", {0, 1, 2, 3});
  documents[0].date = "2020-06-10";
  documents[1].date = "2020-06-20";
  EXPECT_EQ(group().event_of, (Events{0, 0}));
  GroupOptions options;
  options.date_window_days = 10;
  EXPECT_EQ(group(options).event_of, (Events{0, 0}));
  options.date_window_days = 9;
  EXPECT_EQ(group(options).event_of, (Events{0, 1}));
}

TEST_F(GroupDocuments, FindsPairsAmongManyDocuments) {
  for (std::size_t d = 0; d < 30; ++d) {
    tell("vi", {4 * d, 4 * d + 1, 4 * d + 2, 4 * d + 3});
  }
  for (std::size_t d = 0; d < 30; ++d) {
    tell("en", {4 * d, 4 * d + 1, 4 * d + 2, 4 * d + 3});
  }
  const DocumentGroups groups = group();
  GroupOptions threads;
  threads.threads = 3;
  EXPECT_EQ(groups.event_of, group(threads).event_of);
  ASSERT_EQ(groups.pairs.size(), 30U);
  for (std::size_t d = 0; d < 30; ++d) {
    EXPECT_EQ(groups.event_of[d], d);
    EXPECT_EQ(groups.event_of[d + 30], d);
  }
}

}  // namespace
}  // namespace align
