// The exact shape of TMX, and that outside programs take it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::simple_unit;
using test::TemporaryFolder;

std::string written(const std::vector<std::string>& languages,
                    const std::vector<Unit>& units,
                    const WriteOptions& options = {}) {
  const TemporaryFolder folder;
  test::write_units(Format::kTmx, languages, units, folder.path("out.tmx"),
                    options);
  return test::read_file(folder.path("out.tmx"));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(TmxWriting, HasHeaderPropertiesAndVariantsInTheirOrder) {
  WriteOptions options;
  options.tool = "align-parallel";
  options.tool_version = "1.2";
  options.date = "20200610T120000Z";
  EXPECT_EQ(
      written({"en", "vi"},
              {simple_unit("1", {{"en", "A & B"}, {"vi", "<C>"}})}, options),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
      "<tmx version=\"1.4\">\n"
      "  <header creationtool=\"align-parallel\" "
      "creationtoolversion=\"1.2\" segtype=\"sentence\" "
      "o-tmf=\"libalign\" adminlang=\"en\" srclang=\"en\" "
      "datatype=\"plaintext\" creationdate=\"20200610T120000Z\"/>\n"
      "  <body>\n"
      "    <tu tuid=\"1\" creationdate=\"20200610T120000Z\">\n"
      "      <prop type=\"x-score\">2.5</prop>\n"
      "      <prop type=\"x-probability\">0.9375</prop>\n"
      "      <prop type=\"x-type\">1-1</prop>\n"
      "      <prop type=\"x-kind\">parallel</prop>\n"
      "      <prop type=\"x-grade\">equivalent</prop>\n"
      "      <tuv xml:lang=\"en\">\n"
      "        <prop type=\"x-document\">en.txt</prop>\n"
      "        <prop type=\"x-segments\">0</prop>\n"
      "        <seg>A &amp; B</seg>\n"
      "      </tuv>\n"
      "      <tuv xml:lang=\"vi\">\n"
      "        <prop type=\"x-document\">vi.txt</prop>\n"
      "        <prop type=\"x-segments\">0</prop>\n"
      "        <seg>&lt;C&gt;</seg>\n"
      "      </tuv>\n"
      "    </tu>\n"
      "  </body>\n"
      "</tmx>\n");
}

TEST(TmxWriting, HoldsThreeLanguagesInAUnitWithAllAsSource) {
  const std::string file =
      written({"vi", "en", "ar"},
              {simple_unit("1", {{"vi", "a"}, {"en", "b"}, {"ar", "c"}}),
               simple_unit("2", {{"en", "d"}, {"ar", "e"}})});
  EXPECT_TRUE(has(file, "srclang=\"*all*\""));
  EXPECT_TRUE(has(file, "<prop type=\"x-type\">1-1-1</prop>"));
  EXPECT_LT(file.find("<seg>a"), file.find("<seg>b"));
  EXPECT_LT(file.find("<seg>b"), file.find("<seg>c"));
}

TEST(TmxWriting, LeavesOneSidedUnitsOutAndCountsThemUnlessAsked) {
  const Unit alone = simple_unit("1", {{"vi", "alone"}});
  const TemporaryFolder folder;
  OutputFile output(folder.path("out.tmx"));
  const auto writer = make_writer(Format::kTmx, {"en", "vi"}, output);
  writer->write(alone);
  writer->finish();
  output.commit();
  EXPECT_FALSE(has(test::read_file(folder.path("out.tmx")), "alone"));
  EXPECT_EQ(writer->losses(), (std::vector<Loss>{{"one-sided unit", 1}}));
  WriteOptions keep;
  keep.keep_unaligned = true;
  const std::string file = written({"en", "vi"}, {alone}, keep);
  EXPECT_TRUE(has(file, "<seg>alone</seg>"));
  EXPECT_TRUE(has(file, "srclang=\"*all*\""));
}

TEST(TmxWriting, MapsLanguageTagsByTagThenByPrimaryLanguage) {
  WriteOptions options;
  options.language_tags = {{"vi", "vi-VN"}, {"en", "en-US"}, {"ar", "ar-SA"}};
  const std::string file =
      written({"en-GB", "vi"},
              {simple_unit("1", {{"en-GB", "a"}, {"vi", "b"}})}, options);
  EXPECT_TRUE(has(file, "srclang=\"en-US\""));
  EXPECT_TRUE(has(file, "xml:lang=\"en-US\""));
  EXPECT_TRUE(has(file, "xml:lang=\"vi-VN\""));
}

TEST(TmxWriting, DropsOnlyWhatXmlForbidsAndCountsIt) {
  const TemporaryFolder folder;
  // ZWJ, RLM and LRM are legal, so are a DEL and U+0085.
  const std::string legal =
      "\xE2\x80\x8D\xE2\x80\x8F\xE2\x80\x8E\x7F\xC2\x85\t";
  const auto diagnostics = test::write_units(
      Format::kTmx, {"en", "ar"},
      {simple_unit("1", {{"en", std::string("a\0b\x0B\xEF\xBF\xBF\xFF", 8)},
                         {"ar", legal}}),
       simple_unit("2", {{"en", "c"}, {"ar", "d"}})},
      folder.path("out.tmx"));
  const std::string file = test::read_file(folder.path("out.tmx"));
  EXPECT_TRUE(has(file, "<seg>ab</seg>"));
  EXPECT_TRUE(has(file, "<seg>" + legal + "</seg>"));
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].code, "xml-illegal-character");
  EXPECT_EQ(diagnostics[0].message,
            "4 characters that XML 1.0 forbids were dropped from 1 units");
}

TEST(TmxWriting, NamesPairFilesAfterTheTmx) {
  EXPECT_EQ(tmx_pairs_name("out/libya.tmx"), "out/libya");
  EXPECT_EQ(tmx_pairs_name("out/libya"), "out/libya");
}

}  // namespace
}  // namespace align
