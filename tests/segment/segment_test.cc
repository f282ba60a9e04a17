#include "align/segment.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

Document cut(const std::string& bytes, const std::string& language = "en",
             const SegmentOptions& options = {}) {
  Text text = decode(bytes, "a.txt");
  text.language = language;
  return segment(text, options);
}

// The segments, each between bars.
std::string shown(const Document& document) {
  std::string text = "|";
  for (const Segment& segment : document.segments) text += segment.text + '|';
  return text;
}

TEST(Segment, KeepsPreSegmentedLinesExactly) {
  SegmentOptions options;
  options.pre_segmented = true;
  const Document document =
      cut("One. Two.\n\n 3  three \r\nlast", "en", options);
  EXPECT_EQ(shown(document), "|One. Two.||3 three|last|");
  EXPECT_EQ(document.segments[1].chars, (CharRange{10, 10}));
  EXPECT_EQ(document.segments[2].chars, (CharRange{12, 20}));
  EXPECT_EQ(document.segments[3].kind, SegmentKind::kLine);
  EXPECT_EQ(shown(cut("a\nb\n", "en", options)), "|a|b|");
  EXPECT_EQ(shown(cut("\n", "en", options)), "||");
  EXPECT_EQ(shown(cut("", "en", options)), "|");
}

TEST(Segment, FindsNothingInWhiteSpace) {
  EXPECT_TRUE(cut("").segments.empty());
  EXPECT_TRUE(cut(" \n\t\n\u00A0\u2028").segments.empty());
}

TEST(Segment, LeadsEverySegmentBackToTheBytesOfTheFile) {
  const Document document =
      cut("\xEF\xBB\xBF"
          "\u0110\u00E0m ph\u00E1n.\r\n\r\nHai b\u00EAn.",
          "vi");
  ASSERT_EQ(document.segments.size(), 2U);
  EXPECT_EQ(document.segments[0].chars, (CharRange{0, 9}));
  EXPECT_EQ(document.segments[0].bytes, (ByteRange{3, 15}));
  EXPECT_EQ(document.segments[1].chars, (CharRange{13, 21}));
  EXPECT_EQ(document.segments[1].bytes, (ByteRange{19, 28}));
}

TEST(Segment, JoinsTheLinesOfAHardWrappedText) {
  EXPECT_EQ(shown(cut("The delegates from both of the sides will hold\n"
                      "the talks through video calls because of the\n"
                      "pandemic. A previous attempt failed in January\n"
                      "after one of them left the city of Moscow.\n\n"
                      "It rained.\n")),
            "|The delegates from both of the sides will hold the talks through "
            "video calls because of the pandemic.|A previous attempt failed in "
            "January after one of them left the city of Moscow.|It rained.|");
}

TEST(Segment, TakesEachLineForAParagraphWhereLinesAreLong) {
  const Document document =
      cut("Talks resume\nBoth sides agreed. They met.\n"
          "Nobody knows what comes next.\n");
  EXPECT_EQ(shown(document),
            "|Talks resume|Both sides agreed.|They met.|"
            "Nobody knows what comes next.|");
  EXPECT_EQ(document.segments[0].kind, SegmentKind::kHeading);
  EXPECT_EQ(document.segments[2].block, 1U);
}

TEST(Segment, MarksAFragmentThatRepeatsAnEarlierSegment) {
  const Document document =
      cut("The army took the air base and the town near it.\n\n"
          "The army withdrew at last.\n\n"
          "the air base and the town near it\n\n"
          "The army took the air base and the town near it!\n");
  ASSERT_EQ(document.segments.size(), 4U);
  EXPECT_EQ(document.segments[1].repeats, std::nullopt);
  EXPECT_EQ(document.segments[2].repeats, 0U);
  EXPECT_EQ(document.segments[3].repeats, 0U);
}

TEST(Segment, DetectsTheLanguageWhereNoneIsNamed) {
  EXPECT_EQ(cut("Đàm phán được nối lại.", "").language, "vi");
  EXPECT_EQ(cut("Talks were resumed at the palace.", "").language, "en");
}

TEST(Segment, ReportsWordsThatASpaceBreaksAndJoinsThemWhenAsked) {
  const std::string bytes =
      "All parties will respo nd to the calls of the govern ment. A re elected "
      "non member came in to the data base.";
  const Document reported = cut(bytes);
  ASSERT_EQ(reported.diagnostics.size(), 2U);
  EXPECT_EQ(reported.diagnostics[0].code, "broken-word");
  EXPECT_EQ(reported.diagnostics[0].offset, bytes.find("respo nd"));
  EXPECT_NE(reported.segments[0].text.find("respo nd"), std::string::npos);
  SegmentOptions repair;
  repair.repair = true;
  const Document repaired = cut(bytes, "en", repair);
  EXPECT_EQ(repaired.segments[0].text,
            "All parties will respond to the calls of the government.");
  EXPECT_EQ(repaired.segments[0].chars, reported.segments[0].chars);
}

TEST(SegmentStream, GivesTheSegmentsOfTheWholeFileAtTheirPlaces) {
  std::string bytes = "\xEF\xBB\xBF";
  for (int i = 0; bytes.size() < 9000000; ++i) {
    bytes += "Ngày " + std::to_string(i) + " trời mưa. Nó đến TP. Vinh?\n\n";
  }
  const Document whole = cut(bytes, "vi");
  std::vector<Segment> parts;
  std::size_t count = 0;
  SegmentStream stream("a.txt", "vi", {}, {}, [&](const Document& part) {
    parts.insert(parts.end(), part.segments.begin(), part.segments.end());
    ++count;
  });
  for (std::size_t at = 0; at < bytes.size(); at += 100001) {
    stream.add(std::string_view(bytes).substr(at, 100001));
  }
  stream.finish();
  EXPECT_GT(count, 1U);
  ASSERT_EQ(parts.size(), whole.segments.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    ASSERT_EQ(parts[i].text, whole.segments[i].text);
    ASSERT_EQ(parts[i].chars, whole.segments[i].chars) << i;
    ASSERT_EQ(parts[i].bytes, whole.segments[i].bytes) << i;
    ASSERT_EQ(parts[i].block, whole.segments[i].block) << i;
  }
}

TEST(SegmentStream, CutsALineThatIsLongerThanItsPartsAtWhiteSpace) {
  std::string bytes;
  while (bytes.size() < 40000000) bytes += "without any mark ";
  std::string text;
  std::size_t cuts = 0;
  SegmentStream stream("a.txt", "en", {}, {}, [&](const Document& part) {
    for (const Segment& segment : part.segments) text += segment.text + ' ';
    for (const Diagnostic& diagnostic : part.diagnostics) {
      cuts += diagnostic.code == "long-line" ? 1 : 0;
    }
  });
  stream.add(bytes);
  stream.finish();
  EXPECT_EQ(text, bytes);
  EXPECT_EQ(cuts, 2U);
}

std::vector<std::string> texts_of(const Document& document) {
  std::vector<std::string> texts;
  for (const Segment& segment : document.segments) {
    texts.push_back(segment.text);
  }
  return texts;
}

TEST(Segment, CutsWhatIsLongerThanAskedForAtWhiteSpace) {
  SegmentOptions options;
  options.max_length = 10;
  const Document document =
      segment(decode("one two three four five six. Yes.", "a.txt"), options);
  EXPECT_EQ(
      texts_of(document),
      (std::vector<std::string>{"one two", "three four", "five six.", "Yes."}));
  EXPECT_EQ(document.diagnostics.size(), 2U);
  EXPECT_EQ(document.diagnostics[1].code, "long-segment");
  EXPECT_EQ(document.diagnostics[1].offset, 8U);
}

TEST(Segment, CutsWordsWithoutWhiteSpaceBetweenCharacters) {
  SegmentOptions options;
  options.max_length = 3;
  // Arabic letters take two bytes.
  const Document document =
      segment(decode("\u0628\u062A\u062B\u062C", "a"), options);
  EXPECT_EQ(texts_of(document),
            (std::vector<std::string>{"\u0628\u062A\u062B", "\u062C"}));
}

TEST(SplitSentences, GivesTheRangesOfTheSentencesOfABlock) {
  const std::vector<CharRange> ranges =
      split_sentences(" Nó đến. Anh đi? ", "vi");
  EXPECT_EQ(ranges, (std::vector<CharRange>{{1, 8}, {9, 16}}));
}

}  // namespace
}  // namespace align
