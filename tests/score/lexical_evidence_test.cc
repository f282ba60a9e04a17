#include <gtest/gtest.h>

#include <cmath>

#include "align/score.h"
#include "support/run_tool.h"
#include "support/word_model.h"

namespace align {
namespace {

class LexicalEvidenceOfWords : public testing::Test {
 protected:
  LexicalEvidenceOfWords() {
    const std::string path = folder_.path("m.align");
    test::write_word_model(path, {{"mua", "rain", "matar"},
                                  {"nha", "house", "bayt"},
                                  {"cho", "dog", "kalb"}});
    model_ = std::make_unique<Model>(Model::load(path));
  }
  [[nodiscard]] EncodedSegments encode_texts(
      const std::vector<std::string>& texts,
      const std::string& language) const {
    std::vector<Segment> segments(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) segments[i].text = texts[i];
    return encode(*model_, segments, language);
  }
  /// Score of each target segment given the source segments of `run`.
  [[nodiscard]] static std::vector<float> scores(
      const LexicalEvidence& evidence, const std::vector<std::size_t>& run,
      std::size_t targets) {
    LexicalEvidence::Reader reader(evidence);
    for (const std::size_t i : run) reader.add(i);
    std::vector<float> result;
    for (std::size_t j = 0; j < targets; ++j) result.push_back(reader.score(j));
    return result;
  }
  test::TemporaryFolder folder_;
  std::unique_ptr<Model> model_;
};

TEST_F(LexicalEvidenceOfWords, TranslationsAreExplainedStrangersAreNot) {
  const EncodedSegments vi = encode_texts({"mua nha", "cho"}, "vi");
  const EncodedSegments en = encode_texts({"rain house", "dog", "rain"}, "en");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, vi, en);
  const std::vector<float> forward = scores(evidence.forward, {0}, 3);
  EXPECT_GT(forward[0], 0.5F);
  EXPECT_NEAR(forward[1], std::log(0.05), 1e-4);
  EXPECT_NEAR(forward[2], forward[0] / 2, 1e-4);
  const std::vector<float> backward = scores(evidence.backward, {1}, 2);
  EXPECT_LT(backward[0], -5.0F);
  EXPECT_GT(backward[1], 0.5F);
}

TEST_F(LexicalEvidenceOfWords, ARunExplainsWhatItsSegmentsExplain) {
  const EncodedSegments vi = encode_texts({"mua", "cho"}, "vi");
  const EncodedSegments en = encode_texts({"rain dog"}, "en");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, vi, en);
  const float both = scores(evidence.forward, {0, 1}, 1)[0];
  EXPECT_GT(both, scores(evidence.forward, {0}, 1)[0]);
  EXPECT_GT(both, scores(evidence.forward, {1}, 1)[0]);
}

TEST_F(LexicalEvidenceOfWords, ClearingForgetsTheRun) {
  const EncodedSegments vi = encode_texts({"mua", "cho"}, "vi");
  const EncodedSegments en = encode_texts({"rain"}, "en");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, vi, en);
  LexicalEvidence::Reader reader(evidence.forward);
  reader.add(0);
  const float with = reader.score(0);
  reader.clear();
  reader.add(1);
  EXPECT_LT(reader.score(0), with);
  reader.clear();
  reader.add(0);
  EXPECT_EQ(reader.score(0), with);
}

TEST_F(LexicalEvidenceOfWords, SharedWordsCountWithoutALexicon) {
  const EncodedSegments a = encode_texts({"rain house"}, "fr");
  const EncodedSegments b = encode_texts({"rain", "dog"}, "de");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, a, b);
  const std::vector<float> forward = scores(evidence.forward, {0}, 2);
  EXPECT_GT(forward[0], 1.0F);
  EXPECT_EQ(forward[1], 0.0F);
}

TEST_F(LexicalEvidenceOfWords, AWordTheLexiconNeverMetIsNoSurprise) {
  // "mua" is Vietnamese: as a target from English it is known, from Vietnamese
  // to English it is not.
  const EncodedSegments vi = encode_texts({"cho"}, "vi");
  const EncodedSegments en = encode_texts({"mua"}, "en");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, vi, en);
  EXPECT_EQ(scores(evidence.forward, {0}, 1)[0], 0.0F);
}

TEST_F(LexicalEvidenceOfWords, EmptySegmentsSayNothing) {
  const EncodedSegments vi = encode_texts({"", "mua"}, "vi");
  const EncodedSegments en = encode_texts({"", "rain"}, "en");
  const PairLexicalEvidence evidence = make_lexical_evidence(*model_, vi, en);
  EXPECT_EQ(scores(evidence.forward, {1}, 2)[0], 0.0F);
  EXPECT_NEAR(scores(evidence.forward, {0}, 2)[1], std::log(0.05), 1e-4);
}

}  // namespace
}  // namespace align
