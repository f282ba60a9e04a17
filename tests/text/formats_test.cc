// Files that are more than text: HTML, SRT, WebVTT, DOCX.

#include <gtest/gtest.h>
#include <zip.h>

#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

// The segments with their kinds, each between bars.
std::string shown(const std::string& bytes, const DecodeOptions& options = {}) {
  const Document document = segment(decode(bytes, "a", options));
  std::string text;
  for (const Segment& one : document.segments) {
    text += std::string(to_string(one.kind)) + ": " + one.text + '\n';
  }
  return text;
}

// A zip archive with one file, not compressed.
std::string zip_of(const std::string& name, const std::string& content) {
  zip_error_t error;
  zip_source_t* sink = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(sink);
  zip_t* archive = zip_open_from_source(sink, ZIP_TRUNCATE, &error);
  zip_source_t* file =
      zip_source_buffer(archive, content.data(), content.size(), 0);
  zip_file_add(archive, name.c_str(), file, 0);
  zip_close(archive);
  zip_stat_t status;
  zip_source_stat(sink, &status);
  zip_source_open(sink);
  std::string bytes(status.size, '\0');
  zip_source_read(sink, bytes.data(), status.size);
  zip_source_close(sink);
  zip_source_free(sink);
  return bytes;
}

constexpr std::string_view kPage =
    "<!DOCTYPE html>\n<html><head><title>Talks &amp; more</title>"
    "<meta property=\"article:published_time\" content=\"2020-06-10T09:00Z\">"
    "<style>p { color: red }</style></head><body>"
    "<nav><a href=\"/\">Home</a></nav><script>document.write('<p>no');</script>"
    "<h1>Talks resume</h1>\n"
    "<p>The <b>U.N.</b> said\ntalks resumed. Both&nbsp;sides agreed.</p>"
    "<ul><li>Ceasefire<li>Elections</ul>"
    "<figure><figcaption>A soldier. Photo: AP</figcaption></figure>"
    "<p aria-hidden=\"true\">Secret.</p><footer>Copyright</footer>";

TEST(Html, GivesTheRunningTextWithoutThePagesFurniture) {
  EXPECT_EQ(shown(std::string(kPage)),
            "heading: Talks resume\n"
            "sentence: The U.N. said talks resumed.\n"
            "sentence: Both sides agreed.\n"
            "list-item: Ceasefire\n"
            "list-item: Elections\n"
            "caption: A soldier.\n"
            "credit: Photo: AP\n");
}

TEST(Html, KeepsThePlaceOfEachSegmentInTheFile) {
  const Document document = segment(decode(kPage, "a.html"));
  std::vector<std::string> slices;
  for (const Segment& one : document.segments) {
    slices.emplace_back(kPage.substr(one.chars.begin, one.chars.size()));
    EXPECT_EQ(one.bytes.begin, one.chars.begin);  // the page is ASCII
    EXPECT_EQ(one.bytes.end, one.chars.end);
  }
  EXPECT_EQ(slices, (std::vector<std::string>{
                        "Talks resume", "The <b>U.N.</b> said\ntalks resumed.",
                        "Both&nbsp;sides agreed.", "Ceasefire", "Elections",
                        "A soldier.", "Photo: AP"}));
}

TEST(Html, TellsTitleAndDay) {
  const Document document = segment(decode(kPage, "a.html"));
  EXPECT_EQ(document.title, "Talks & more");
  EXPECT_EQ(document.date, "2020-06-10");
}

TEST(Html, TakesTheArticleOfAPageThatMarksIt) {
  std::string words;
  for (int i = 0; i < 20; ++i) words += "The talks went on all day. ";
  const std::string text =
      shown("<html><body><div>Read also this.</div><article><p>" + words +
            "</p></article><div>Subscribe now.</div>");
  EXPECT_EQ(text.find("Read also"), std::string::npos);
  EXPECT_EQ(text.find("Subscribe"), std::string::npos);
  EXPECT_NE(text.find("The talks went on"), std::string::npos);
}

TEST(Html, ReadsEntitiesAndLeavesBareSigns) {
  EXPECT_EQ(shown("<html><p>A &#1576;&#x628; &eacute; &bogus; & < b &lt;i&gt;"),
            "heading: A \u0628\u0628 \u00E9 &bogus; & < b <i>\n");
}

TEST(Html, ReadsTheEncodingThePageDeclares) {
  EXPECT_EQ(shown("<html><meta charset=\"windows-1256\"><p>\xC8\xCF\xC3."),
            "sentence: \u0628\u062F\u0623.\n");
}

TEST(Html, IsPlainTextWhenAskedForOrWithoutAnUnmistakableStart) {
  DecodeOptions plain;
  plain.plain = true;
  EXPECT_EQ(shown("<html><p>Yes.", plain), "sentence: <html><p>Yes.\n");
  EXPECT_EQ(shown("<p>Yes."), "sentence: <p>Yes.\n");
}

constexpr std::string_view kSubtitle =
    "1\r\n00:00:01,000 --> 00:00:03,000\r\nWe went to the old\r\n"
    "<i>palace</i> in the\r\n\r\n"
    "2\r\n00:00:03,100 --> 00:00:05,000\r\nmiddle of Tripoli. It was\r\n\r\n"
    "3\r\n00:00:05,100 --> 00:00:07,000\r\nclosed.\r\n\r\n"
    "4\r\n00:00:08,000 --> 00:00:09,000\r\n- Who are you?\r\n- A friend.\r\n";

TEST(Subtitle, JoinsASentenceOverLinesAndCues) {
  EXPECT_EQ(shown(std::string(kSubtitle)),
            "sentence: We went to the old palace in the middle of Tripoli.\n"
            "sentence: It was closed.\n"
            "sentence: - Who are you?\n"
            "sentence: - A friend.\n");
}

TEST(Subtitle, KeepsThePlaceOfEachSegmentInTheFile) {
  const Document document = segment(decode(kSubtitle, "a.srt"));
  ASSERT_EQ(document.segments.size(), 4U);
  const CharRange first = document.segments[0].chars;
  EXPECT_TRUE(kSubtitle.substr(first.begin).starts_with("We went"));
  EXPECT_TRUE(kSubtitle.substr(0, first.end).ends_with("Tripoli."));
}

TEST(Subtitle, ReadsWebVttWithoutItsNotesAndVoices) {
  EXPECT_EQ(shown("WEBVTT\n\nNOTE Not a word of this.\n\n"
                  "intro\n00:01.000 --> 00:03.000 align:start\n"
                  "<v Roger>Nó đã đi\n\n00:03.100 --> 00:05.000\nrồi.\n"),
            "sentence: Nó đã đi rồi.\n");
}

TEST(Subtitle, WithoutMarksIsCutCueByCue) {
  EXPECT_EQ(shown("1\n00:00:01,000 --> 00:00:02,000\nhello there\n\n"
                  "2\n00:00:03,000 --> 00:00:04,000\nwho is it\n"),
            "sentence: hello there\nsentence: who is it\n");
}

constexpr std::string_view kWord =
    "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas."
    "openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
    "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Talks"
    "</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">Both </w:t></w:r>"
    "<w:r><w:t>agreed. \u0648\u0642\u0627\u0644.</w:t></w:r></w:p>"
    "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Item</w:t></w:r></w:p>"
    "</w:body></w:document>";

TEST(Docx, GivesItsParagraphs) {
  EXPECT_EQ(shown(zip_of("word/document.xml", std::string(kWord))),
            "heading: Talks\nsentence: Both agreed.\n"
            "sentence: \u0648\u0642\u0627\u0644.\nlist-item: Item\n");
}

TEST(Docx, ThatIsDamagedIsRefusedNamingTheFile) {
  for (const std::string& xml : {std::string("<w:document><w:p>"),
                                 std::string("no xml"), std::string()}) {
    try {
      (void)decode(zip_of("word/document.xml", xml), "a.docx");
      ADD_FAILURE() << "nothing was thrown for " << xml;
    } catch (const FormatError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("a.docx: "));
    }
  }
}

TEST(Docx, DoesNotResolveEntities) {
  const std::string hostile =
      "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
      "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p>"
      "</w:document>";
  EXPECT_EQ(shown(zip_of("word/document.xml", hostile)), "sentence: ab\n");
}

TEST(Docx, IsKnownByItsContentNotByBeingAZip) {
  const Text text = decode(zip_of("other.xml", "x"), "a.zip");
  EXPECT_TRUE(text.utf8.starts_with("PK"));
}

}  // namespace
}  // namespace align
