// TMX as it is found in the world, and TMX that means harm.
#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::read_units;
using test::TemporaryFolder;

// A file with one body around `units`; srclang as given.
std::string tmx(const std::string& units, const std::string& source = "en") {
  return "<?xml version=\"1.0\"?>\n"
         "<tmx version=\"1.4\">\n<header srclang=\"" +
         source + "\"/>\n<body>\n" + units + "</body></tmx>\n";
}

std::string tu(const std::string& variants) {
  return "<tu>" + variants + "</tu>\n";
}

std::string tuv(const std::string& language, const std::string& segment) {
  return "<tuv xml:lang=\"" + language + "\"><seg>" + segment +
         "</seg></tuv>\n";
}

test::ReadResult read_bytes_as_tmx(const std::string& bytes,
                                   const ReadOptions& options = {}) {
  const TemporaryFolder folder;
  return read_units(folder.write("memory.tmx", bytes), options);
}

std::string failure_of(const std::string& bytes) {
  try {
    read_bytes_as_tmx(bytes);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

// UTF-16 of ASCII text.
std::string utf16(const std::string& ascii, bool is_big, bool has_mark) {
  std::string bytes;
  if (has_mark) bytes = is_big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    if (is_big) bytes += '\0';
    bytes += c;
    if (!is_big) bytes += '\0';
  }
  return bytes;
}

TEST(TmxReading, TakesUtf16OfBothOrders) {
  std::string file = tmx(tu(tuv("en", "one") + tuv("vi", "m&#7897;t")));
  file.replace(0, file.find('\n'),
               "<?xml version=\"1.0\" encoding=\"UTF-16\"?>");
  for (const bool is_big : {false, true}) {
    for (const bool has_mark : {false, true}) {
      const auto result = read_bytes_as_tmx(utf16(file, is_big, has_mark));
      ASSERT_EQ(result.units.size(), 1U);
      EXPECT_EQ(result.units[0].members[0].text, "one");
      EXPECT_EQ(result.units[0].members[1].text, "m\xE1\xBB\x99t");
    }
  }
}

TEST(TmxReading, RefusesBytesThatAreNotInTheEncodingAndPrintsNothing) {
  std::string file = tmx(tu(tuv("en", "one") + tuv("vi", "two")));
  file.replace(0, file.find('\n'),
               "<?xml version=\"1.0\" encoding=\"UTF-16\"?>");
  std::string bytes = utf16(file, false, true);
  // A low surrogate alone, in the middle of a segment.
  const std::size_t place = bytes.find(std::string("o\0n\0e\0", 6));
  bytes[place + 2] = '\x00';
  bytes[place + 3] = '\xDC';
  testing::internal::CaptureStderr();
  EXPECT_NE(failure_of(bytes).find("memory.tmx:"), std::string::npos);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(TmxReading, TakesAByteOrderMarkAndGzip) {
  const std::string file = tmx(tu(tuv("en", "one") + tuv("ar", "two")));
  EXPECT_EQ(read_bytes_as_tmx("\xEF\xBB\xBF" + file).units.size(), 1U);
  const TemporaryFolder folder;
  const std::string path = folder.path("memory.tmx.gz");
  gzFile out = gzopen(path.c_str(), "wb");
  gzwrite(out, file.data(), static_cast<unsigned>(file.size()));
  gzclose(out);
  EXPECT_EQ(read_units(path).units.size(), 1U);
  const std::string whole = test::read_file(path);
  const std::string cut =
      folder.write("cut.gz", whole.substr(0, whole.size() / 2));
  EXPECT_THROW(read_units(cut), FormatError);
}

TEST(TmxReading, NeedsNoDtdAndOpensNone) {
  const std::string unit = tu(tuv("en", "one") + tuv("vi", "hai"));
  EXPECT_EQ(read_bytes_as_tmx(
                "<!DOCTYPE tmx SYSTEM \"http://example.invalid/tmx14.dtd\">" +
                tmx(unit).substr(22))
                .units.size(),
            1U);
  EXPECT_EQ(
      read_bytes_as_tmx("<!DOCTYPE tmx PUBLIC \"-//LISA\" \"tmx14.dtd\">" +
                        tmx(unit).substr(22))
          .units.size(),
      1U);
}

TEST(TmxReading, TakesLangForXmlLangAndMakesTagsCanonical) {
  const auto result = read_bytes_as_tmx(
      tmx("<tu><tuv lang=\"EN_us\"><seg>one</seg></tuv>" +
              tuv("zh-hans-CN", "x") + tuv("VI-vn", "y") + "</tu>",
          "EN-US"));
  EXPECT_EQ(result.languages,
            (std::vector<std::string>{"en-US", "zh-Hans-CN", "vi-VN"}));
}

TEST(TmxReading, PutsTheSourceLanguageFirst) {
  const auto result = read_bytes_as_tmx(
      tmx(tu(tuv("vi", "a") + tuv("en", "b")) +
              tu(tuv("ar", "c") + tuv("vi", "d") + tuv("en", "e")),
          "en-GB"));
  EXPECT_EQ(result.languages, (std::vector<std::string>{"en", "vi", "ar"}));
  EXPECT_EQ(result.units[1].members[0].text, "e");
  EXPECT_EQ(result.units[1].members[2].text, "c");
}

TEST(TmxReading, CountsEnglishAndAmericanEnglishAsOneUnlessAUnitHasBoth) {
  const auto mixed =
      read_bytes_as_tmx(tmx(tu(tuv("en-US", "a") + tuv("vi", "b")) +
                            tu(tuv("en", "c") + tuv("vi", "d"))));
  EXPECT_EQ(mixed.languages, (std::vector<std::string>{"en-US", "vi"}));
  EXPECT_EQ(mixed.units[1].members[0].language, "en-US");
  const auto both =
      read_bytes_as_tmx(tmx(tu(tuv("en", "a") + tuv("en-US", "b"))));
  EXPECT_EQ(both.languages, (std::vector<std::string>{"en", "en-US"}));
  const auto regions =
      read_bytes_as_tmx(tmx(tu(tuv("en-GB", "a") + tuv("vi", "b")) +
                            tu(tuv("en-US", "c") + tuv("vi", "d"))));
  EXPECT_EQ(regions.languages,
            (std::vector<std::string>{"en-GB", "vi", "en-US"}));
}

TEST(TmxReading, DropsCodesAndKeepsHighlightedText) {
  const std::string file =
      tmx(tu(tuv("en",
                 "a<bpt i=\"1\">&lt;b></bpt>b<hi>c</hi><ept i=\"1\">&lt;/b>"
                 "</ept><ph>{0}<sub>alt</sub></ph>d<it pos=\"begin\">x</it>"
                 "<ut>y</ut>") +
             tuv("vi", "<![CDATA[1 < 2]]>")));
  EXPECT_EQ(read_bytes_as_tmx(file).units[0].members[0].text, "abcd");
  EXPECT_EQ(read_bytes_as_tmx(file).units[0].members[1].text, "1 < 2");
  ReadOptions keep;
  keep.inline_codes = InlineCodes::kKeep;
  EXPECT_EQ(read_bytes_as_tmx(file, keep).units[0].members[0].text,
            "a<b>bc</b>{0}altdxy");
}

TEST(TmxReading, LeavesOutABrokenVariantNamingElementAndLine) {
  const auto result = read_bytes_as_tmx(
      tmx(tu(tuv("en", "a") + tuv("vi", "b") + "<tuv><seg>c</seg></tuv>") +
          tu(tuv("en", "d") + "<tuv xml:lang=\"vi\"/>") +
          tu(tuv("en", "e") + tuv("en", "f")) + tu("<note>g</note>")));
  ASSERT_EQ(result.units.size(), 3U);
  EXPECT_EQ(result.units[0].members.size(), 2U);
  ASSERT_EQ(result.diagnostics.size(), 4U);
  EXPECT_EQ(result.diagnostics[0].code, "tmx-no-language");
  EXPECT_EQ(result.diagnostics[0].message,
            "line 7: <tuv> has no xml:lang, left out");
  EXPECT_EQ(result.diagnostics[0].remedy, "correct the <tu> of line 5");
  EXPECT_EQ(result.diagnostics[1].code, "tmx-no-segment");
  EXPECT_EQ(result.diagnostics[2].code, "tmx-second-variant");
  EXPECT_EQ(result.diagnostics[3].code, "tmx-empty-unit");
}

TEST(TmxReading, NamesLineAndUnitWhereTheXmlBreaks) {
  const std::string cut = failure_of(
      "<tmx version=\"1.4\">\n<header/>\n<body>\n"
      "<tu tuid=\"seven\">\n<tuv xml:lang=\"en\"><seg>a");
  EXPECT_NE(cut.find("memory.tmx:5: "), std::string::npos) << cut;
  EXPECT_NE(cut.find("<tu> of line 4 (tuid \"seven\")"), std::string::npos)
      << cut;
  EXPECT_NE(failure_of(tmx("<tu><tuv></tu>")).find("tuv"), std::string::npos);
  EXPECT_NE(failure_of(tmx(tu(tuv("en", "\x01")))).find("memory.tmx:5"),
            std::string::npos);
  EXPECT_NE(failure_of("<html><body/></html>").find("want <tmx>"),
            std::string::npos);
}

TEST(TmxReading, NamesLinesBeyondTheSixteenBitsOfATreeNode) {
  const std::string message =
      failure_of(tmx(std::string(100'000, '\n') + "<tu><tuv></tu>"));
  EXPECT_NE(message.find("memory.tmx:100005"), std::string::npos) << message;
}

TEST(TmxReading, RefusesEntitiesBeforeAnythingIsExpanded) {
  std::string bomb = "<!DOCTYPE tmx [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + last + last + "\">\n";
  }
  bomb += "]><tmx><body><tu tuid=\"&a29;\"/></body></tmx>";
  EXPECT_NE(failure_of(bomb).find("declares the entity 'a0'"),
            std::string::npos);
  EXPECT_NE(failure_of("<!DOCTYPE tmx [<!ENTITY x SYSTEM "
                       "\"file:///etc/passwd\">]><tmx>&x;</tmx>")
                .find("refused"),
            std::string::npos);
  EXPECT_NE(failure_of("<!DOCTYPE tmx [<!ENTITY % p SYSTEM \"x.dtd\">%p;]>"
                       "<tmx/>")
                .find("refused"),
            std::string::npos);
  const std::string head = "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx><body>";
  EXPECT_NE(failure_of(head + "<tu><tuv xml:lang=\"en\"><seg>a&nbsp;b</seg>"
                              "</tuv></tu></body></tmx>")
                .find(":2: uses the entity '&nbsp;'"),
            std::string::npos);
  EXPECT_NE(failure_of(head + "<tu tuid=\"&nbsp;\"/></body></tmx>")
                .find("uses the entity '&nbsp;'"),
            std::string::npos);
}

TEST(TmxReading, RefusesElementsNestedWithoutEnd) {
  std::string deep = "<tmx>";
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_NE(failure_of(deep), "");
}

TEST(TmxReading, TakesASegmentOfAMillionCharacters) {
  const std::string text(20'000'000, 'x');
  const auto result =
      read_bytes_as_tmx(tmx(tu(tuv("en", text) + tuv("vi", "a"))));
  EXPECT_EQ(result.units[0].members[0].text, text);
}

TEST(TmxReading, GivesAMemoryMadeByPeopleFullProbability) {
  const auto result =
      read_bytes_as_tmx(tmx(tu(tuv("en", "a") + tuv("vi", "b")) +
                            tu(tuv("en", "c") + tuv("vi", "d"))));
  EXPECT_EQ(result.units[0].probability, 1);
  EXPECT_EQ(result.units[0].id, "1");
  EXPECT_EQ(result.units[1].id, "2");
  EXPECT_EQ(result.units[1].members[0].segments, std::vector<std::size_t>{1});
}

}  // namespace
}  // namespace align
