// The trained stage for web text.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"

namespace align {
namespace {

std::string cut(const std::string& bytes, const SegmentOptions& options) {
  Text text = decode(bytes, "a.txt");
  text.language = "en";
  std::string shown = "|";
  for (const Segment& one : segment(text, options).segments) {
    shown += one.text + '|';
  }
  return shown;
}

// Sentences that end without a mark before a certain word.
std::vector<SegmentExample> lessons() {
  std::vector<SegmentExample> examples;
  for (const std::string name : {"Ann", "Bob", "Eve", "Joe", "Kim", "Lee"}) {
    for (const std::string verb : {"left", "slept", "sang", "ran"}) {
      const std::string first = name + ' ' + verb + " early";
      const std::string text = first + " Regards " + name;
      examples.push_back(
          {text, "en", {{0, first.size()}, {first.size() + 1, text.size()}}});
    }
  }
  return examples;
}

TEST(WebText, LearnsWhereSentencesEndWithoutAMark) {
  SegmentOptions options;
  EXPECT_EQ(cut("Tom ran early Regards Tom", options),
            "|Tom ran early Regards Tom|");
  options.web_text = true;
  options.web_text_weights = train_web_text(lessons());
  EXPECT_EQ(cut("Tom ran early Regards Tom", options),
            "|Tom ran early|Regards Tom|");
}

TEST(WebText, LearnsTheSameWeightsFromTheSameExamples) {
  EXPECT_EQ(train_web_text(lessons()), train_web_text(lessons()));
}

TEST(WebText, KeepsPlainSentencesWithTheWeightsThatComeWithTheLibrary) {
  SegmentOptions options;
  options.web_text = true;
  EXPECT_EQ(cut("Talks resumed on Tuesday. Nobody was hurt.", options),
            "|Talks resumed on Tuesday.|Nobody was hurt.|");
}

TEST(WebText, RefusesWeightsThatAreNone) {
  SegmentOptions options;
  options.web_text = true;
  options.web_text_weights = "no weights";
  EXPECT_THROW((void)cut("Yes.", options), FormatError);
  EXPECT_THROW((void)train_web_text({}), InvalidArgument);
}

TEST(WebText, ExamplesNameTheLineThatIsBroken) {
  EXPECT_EQ(read_segment_examples(
                "{\"text\":\"A. B.\",\"lang\":\"en\",\"sents\":[[0,2],[3,5]]}\n"
                "\n{\"text\":\"A\",\"lang\":\"en\",\"sents\":null}\n",
                "a.jsonl")
                .size(),
            1U);
  try {
    (void)read_segment_examples("\n{\"text\":1}\n", "a.jsonl");
    FAIL() << "nothing was thrown";
  } catch (const FormatError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("a.jsonl:2: "));
  }
}

// The figures of the shipped weights on the treebank's development part.
TEST(WebText, IsWorthTwoPointsOnWebText) {
  const std::string path =
      std::string(ALIGN_SOURCE_DIR) + "/../shared/data/seg/en-ewt-dev.jsonl";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "needs the shared data set seg";
  }
  const std::vector<SegmentExample> examples =
      read_segment_examples(read_bytes(path), path);
  const auto f1 = [&](bool web_text) {
    SegmentOptions options;
    options.web_text = web_text;
    double same = 0;
    double found = 0;
    double gold = 0;
    for (const SegmentExample& example : examples) {
      Text text = decode(example.text, "a");
      text.language = example.language;
      const Document document = segment(text, options);
      found += static_cast<double>(document.segments.size());
      gold += static_cast<double>(example.sentences.size());
      for (const Segment& one : document.segments) {
        for (const CharRange& range : example.sentences) {
          same += range == one.chars ? 1 : 0;
        }
      }
    }
    return 200 * same / (found + gold);
  };
  EXPECT_GE(f1(false), 86.0);  // spans; boundaries inside paragraphs 89.8
  EXPECT_GE(f1(true), 88.5);   // and 92.4
}

}  // namespace
}  // namespace align
