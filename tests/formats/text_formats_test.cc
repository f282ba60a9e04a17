// The exact shape of TSV and JSONL, names of formats, and what is refused.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::read_units;
using test::simple_unit;
using test::TemporaryFolder;

std::string written(Format format, const std::vector<std::string>& languages,
                    const std::vector<Unit>& units) {
  const TemporaryFolder folder;
  test::write_units(format, languages, units, folder.path("out"));
  return test::read_file(folder.path("out"));
}

std::string failure_of(const std::string& bytes) {
  const TemporaryFolder folder;
  try {
    read_units(folder.write("in", bytes));
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(Names, AreReadAndWritten) {
  for (const char* name :
       {"tmx", "tsv", "jsonl", "vecalign", "ladder", "moses", "xces",
        "bitextor", "laser", "xliff", "xliff2", "csv"}) {
    EXPECT_EQ(to_string(parse_format(name)), name);
  }
  EXPECT_THROW(static_cast<void>(parse_format("TMX")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(parse_format("")), InvalidArgument);
}

TEST(Detection, GoesByTheFirstBytes) {
  EXPECT_EQ(detect_format("<?xml version=\"1.0\"?>"), Format::kTmx);
  EXPECT_EQ(detect_format("\xEF\xBB\xBF <tmx>"), Format::kTmx);
  EXPECT_EQ(detect_format("{\"id\":\"1\"}\n"), Format::kJsonl);
  EXPECT_EQ(detect_format("id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\r\n"),
            Format::kTsv);
  EXPECT_EQ(detect_format("[0]:[0, 1]:0.1\n"), Format::kVecalign);
  EXPECT_EQ(detect_format("0\t0\t0.3\n"), Format::kLadder);
  EXPECT_EQ(detect_format(" \n"), Format::kJsonl);
  EXPECT_THROW(static_cast<void>(detect_format("Hello, world\n")), FormatError);
  EXPECT_THROW(static_cast<void>(detect_format("[0] hello\n")), FormatError);
}

TEST(Tsv, HasThreeColumnsAndThreeMoreALanguage) {
  Unit unit = simple_unit("7", {{"vi", "Xin\tch\xC3\xA0o\r\n"}, {"en", "Hi"}});
  unit.members[0].segments = {3, 4};
  EXPECT_EQ(
      written(Format::kTsv, {"vi", "en", "ar"}, {unit}),
      "id\tscore\ttype\tdoc.vi\tsegs.vi\ttext.vi\tdoc.en\tsegs.en\ttext.en\t"
      "doc.ar\tsegs.ar\ttext.ar\n"
      "7\t2.5\t2-1-0\tvi.txt\t3,4\tXin ch\xC3\xA0o  \ten.txt\t0\tHi\t\t\t\n");
}

TEST(Tsv, SaysHowManyUnitsLostTabsAndWhichFieldsHaveNoColumn) {
  const TemporaryFolder folder;
  OutputFile output(folder.path("out"));
  const auto writer = make_writer(Format::kTsv, {"vi", "en"}, output);
  writer->write(simple_unit("1", {{"vi", "a\tb"}, {"en", "c\nd"}}));
  writer->write(simple_unit("2", {{"vi", "a"}, {"en", "b"}}));
  writer->finish();
  ASSERT_EQ(writer->diagnostics().size(), 1U);
  EXPECT_EQ(writer->diagnostics()[0].code, "tsv-white-space");
  EXPECT_NE(writer->diagnostics()[0].message.find("of 1 units"),
            std::string::npos);
  EXPECT_EQ(writer->losses(),
            (std::vector<Loss>{{"grade", 2}, {"probability", 2}}));
}

TEST(Tsv, NamesTheBrokenLine) {
  const std::string head = "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\n";
  EXPECT_NE(failure_of(head + "1\t2\t1\ta\t0\tx\n1\t2\t1\ta\t0\n")
                .find("in:3: has 5 columns, want 6"),
            std::string::npos);
  EXPECT_NE(failure_of(head + "1\tbig\t1\ta\t0\tx\n").find("'big'"),
            std::string::npos);
  EXPECT_NE(failure_of(head + "1\tnan\t1\ta\t0\tx\n").find("'nan'"),
            std::string::npos);
  EXPECT_NE(failure_of(head + "1\t1\t1\ta\t0-3\tx\n").find("'0-3'"),
            std::string::npos);
  EXPECT_NE(failure_of("id\tscore\ttype\tdoc.en\tsegs.vi\ttext.en\n")
                .find("column 4"),
            std::string::npos);
}

TEST(Tsv, RepairsBytesThatAreNotUtf8AndSaysWhere) {
  const TemporaryFolder folder;
  const auto result =
      read_units(folder.write("in",
                              "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\n"
                              "1\t2\t1\ta\t0\tx\xFFy\xE1\xBBz\n"));
  EXPECT_EQ(result.units[0].members[0].text, "x\xEF\xBF\xBDy\xEF\xBF\xBDz");
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].code, "invalid-utf8");
  EXPECT_EQ(result.diagnostics[0].offset, 37U + 11U);
}

TEST(Jsonl, HasTheKeysOfTheContractInTheirOrder) {
  Unit unit = simple_unit("7", {{"en", "a \"b\"\x01"}, {"ar", "c"}});
  unit.members[1].segments = {4, 5};
  unit.members[1].chars = {10, 25};
  unit.evidence = Evidence{1, -0.5F, 0, 0.1F};
  const Unit alone = simple_unit("8", {{"ar", "d"}});
  EXPECT_EQ(
      written(Format::kJsonl, {"en", "ar"}, {unit, alone}),
      "{\"id\":\"7\",\"type\":\"1-2\",\"score\":2.5,\"probability\":0.9375,"
      "\"kind\":\"parallel\",\"grade\":\"equivalent\",\"status\":\"proposed\","
      "\"members\":{\"en\":{\"doc\":\"en.txt\",\"segments\":[0],\"start\":0,"
      "\"end\":0,\"text\":\"a \\\"b\\\"\\u0001\"},\"ar\":{\"doc\":\"ar.txt\","
      "\"segments\":[4,5],\"start\":10,\"end\":25,\"text\":\"c\"}},"
      "\"evidence\":{\"vector\":1,\"lexicon\":-0.5,\"length\":0,"
      "\"numbers\":0.1}}\n"
      "{\"id\":\"8\",\"type\":\"0-1\",\"score\":0,\"probability\":0,"
      "\"kind\":\"unlinked\",\"grade\":null,\"status\":\"proposed\","
      "\"members\":{\"ar\":{\"doc\":\"ar.txt\",\"segments\":[0],\"start\":0,"
      "\"end\":0,\"text\":\"d\"}}}\n");
}

TEST(Jsonl, LearnsTheOrderOfTheLanguagesFromTheTypes) {
  const TemporaryFolder folder;
  const std::string path = folder.path("in");
  test::write_units(Format::kJsonl, {"vi", "en", "ar"},
                    {simple_unit("1", {{"ar", "a"}}),
                     simple_unit("2", {{"vi", "b"}, {"ar", "c"}}),
                     simple_unit("3", {{"en", "d"}})},
                    path);
  EXPECT_EQ(read_languages(path), (std::vector<std::string>{"vi", "en", "ar"}));
}

TEST(Jsonl, NamesTheBrokenLine) {
  const std::string good =
      "{\"members\":{\"en\":{\"segments\":[0],\"text\":\"a\"}}}\n";
  EXPECT_EQ(failure_of(good), "");
  for (const char* bad :
       {"{\"members\":{\"en\":{\"segments\":[0]", "[1]", "{\"members\":{}}",
        "{\"id\":\"1\"}", "{\"members\":{\"en\":{\"segments\":[]}}}",
        "{\"members\":{\"en\":{\"segments\":[-1]}}}",
        "{\"members\":{\"en\":{\"segments\":[0],\"start\":5,\"end\":4}}}",
        "{\"score\":1e999,\"members\":{\"en\":{\"segments\":[0]}}}",
        "{\"kind\":\"other\",\"members\":{\"en\":{\"segments\":[0]}}}",
        "{\"members\":{\"e n\":{\"segments\":[0]}}}"}) {
    EXPECT_NE(failure_of(good + bad).find("in:2: "), std::string::npos) << bad;
  }
}

TEST(Writers, RefuseScoresThatAreNotFiniteAndStrangeLanguages) {
  const TemporaryFolder folder;
  OutputFile output(folder.path("out"));
  const auto writer = make_writer(Format::kTsv, {"en", "vi"}, output);
  Unit unit = simple_unit("1", {{"en", "a"}, {"vi", "b"}});
  unit.score = 1 / 0.0;
  EXPECT_THROW(writer->write(unit), InvalidArgument);
  EXPECT_THROW(writer->write(simple_unit("1", {{"ar", "a"}})), InvalidArgument);
  EXPECT_THROW(make_writer(Format::kTsv, {"e\tn"}, output), InvalidArgument);
}

TEST(Readers, TakeAnEmptyFileAsABitextWithoutUnits) {
  const TemporaryFolder folder;
  for (const char* bytes : {"", " \n\r\n", "\xEF\xBB\xBF"}) {
    const auto result = read_units(folder.write("in", bytes));
    EXPECT_TRUE(result.units.empty());
    EXPECT_TRUE(result.languages.empty());
  }
}

TEST(Readers, NameAMissingFileAndAFolder) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_units(folder.path("none")), IoError);
  EXPECT_THROW(read_units(folder.path("")), IoError);
}

}  // namespace
}  // namespace align
