// XLIFF, XCES, CSV, Moses, LASER and Bitextor as others write them, and the
// exact shape of ours.
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

std::string written(Format format, const std::vector<Unit>& units,
                    const WriteOptions& options = {}) {
  const TemporaryFolder folder;
  test::write_units(format, {"en", "vi"}, units, folder.path("out"), options);
  return test::read_file(folder.path("out"));
}

test::ReadResult read_text(const std::string& bytes) {
  const TemporaryFolder folder;
  return read_units(folder.write("in", bytes));
}

std::string failure_of(const std::string& bytes) {
  try {
    read_text(bytes);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

const Unit kUnit = simple_unit("7", {{"en", "A & B"}, {"vi", "C"}});

TEST(Xliff, WritesVersionOneWithOneFileADocument) {
  EXPECT_EQ(
      written(Format::kXliff, {kUnit}),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<xliff version=\"1.2\" "
      "xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" "
      "xmlns:align=\"urn:libalign\">\n"
      "  <file original=\"en.txt\" source-language=\"en\" "
      "target-language=\"vi\" datatype=\"plaintext\">\n"
      "    <body>\n"
      "      <trans-unit id=\"7\" xml:space=\"preserve\" align:score=\"2.5\" "
      "align:probability=\"0.9375\" align:kind=\"parallel\" "
      "align:grade=\"equivalent\" align:status=\"proposed\" "
      "align:source-segments=\"0\" align:target-document=\"vi.txt\" "
      "align:target-segments=\"0\">\n"
      "        <source>A &amp; B</source>\n"
      "        <target state=\"needs-review-translation\">C</target>\n"
      "      </trans-unit>\n"
      "    </body>\n"
      "  </file>\n"
      "</xliff>\n");
}

TEST(Xliff, WritesVersionTwoWithIdsThatAreNameTokens) {
  const std::string file = written(Format::kXliff2, {kUnit});
  EXPECT_NE(file.find("version=\"2.1\""), std::string::npos);
  EXPECT_NE(file.find("srcLang=\"en\" trgLang=\"vi\""), std::string::npos);
  EXPECT_NE(file.find("<unit id=\"u1\" name=\"7\""), std::string::npos);
  EXPECT_NE(file.find("<segment state=\"translated\">"), std::string::npos);
}

TEST(Xliff, ReadsVersionOneOfOthers) {
  const auto result = read_text(
      "<xliff version='1.2'><file source-language='en-US' "
      "target-language='vi_VN' original='a.docx'><header><note>x</note>"
      "</header><body><group><trans-unit id='1' approved='yes'>"
      "<source>One <g id='1'>two</g><ph id='2'>{0}</ph>.</source>"
      "<seg-source><mrk mtype='seg'>One</mrk></seg-source>"
      "<target>M\u1ED9t</target><note>n</note>"
      "<alt-trans><source>no</source><target>no</target></alt-trans>"
      "</trans-unit><trans-unit id='2'><source>Three</source><target/>"
      "</trans-unit></group></body></file></xliff>");
  EXPECT_EQ(result.languages, (std::vector<std::string>{"en-US", "vi-VN"}));
  ASSERT_EQ(result.units.size(), 2U);
  EXPECT_EQ(result.units[0].members[0].text, "One two.");
  EXPECT_EQ(result.units[0].members[0].document, "a.docx");
  EXPECT_EQ(result.units[0].members[1].text, "M\u1ED9t");
  EXPECT_EQ(result.units[0].status, UnitStatus::kAccepted);
  EXPECT_EQ(result.units[1].members.size(), 1U);
  EXPECT_EQ(result.units[1].kind, UnitKind::kUnlinked);
}

TEST(Xliff, ReadsVersionTwoWithSeveralSegmentsAUnit) {
  const auto result = read_text(
      "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.0' "
      "srcLang='en' trgLang='ar'><file id='f1'><unit id='u1'>"
      "<segment><source>One</source><target>1</target></segment>"
      "<ignorable><source> </source></ignorable>"
      "<segment><source>Two <pc id='1'>x</pc></source><target>2</target>"
      "</segment></unit></file></xliff>");
  ASSERT_EQ(result.units.size(), 2U);
  EXPECT_EQ(result.units[1].members[0].text, "Two x");
  EXPECT_EQ(result.units[1].members[0].segments, std::vector<std::size_t>{1});
  EXPECT_EQ(result.languages, (std::vector<std::string>{"en", "ar"}));
}

TEST(Xliff, RefusesEntitiesAndNamesTheLineThatBreaks) {
  EXPECT_NE(failure_of("<!DOCTYPE xliff [<!ENTITY a \"b\">]><xliff/>")
                .find("refused"),
            std::string::npos);
  EXPECT_NE(
      failure_of("<xliff version='1.2'>\n<file><body>\n<trans-unit id='1'>"
                 "<source>a</target>")
          .find("in:3: broken XML"),
      std::string::npos);
}

TEST(Xces, WritesGroupsByDocumentsAndNullLinks) {
  Unit alone = simple_unit("8", {{"vi", "x"}});
  alone.members[0].segments = {1};
  EXPECT_EQ(written(Format::kXces, {kUnit, alone}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n"
            "<cesAlign version=\"1.0\">\n"
            "  <linkGrp targType=\"s\" fromDoc=\"en.txt\" toDoc=\"vi.txt\">\n"
            "    <link id=\"7\" xtargets=\"1;1\" certainty=\"0.9375\"/>\n"
            "    <link id=\"8\" xtargets=\";2\" certainty=\"0\"/>\n"
            "  </linkGrp>\n"
            "</cesAlign>\n");
}

TEST(Xces, ReadsIdsThatAreNoNumbersInTheirOrder) {
  const auto result = read_text(
      "<cesAlign><linkGrp fromDoc='e.xml.gz' toDoc='v.xml.gz'>"
      "<link xtargets='s1.1 s1.2;s1' certainty='0.5'/><link xtargets='s2;'/>"
      "</linkGrp></cesAlign>");
  ASSERT_EQ(result.units.size(), 2U);
  EXPECT_EQ(result.units[0].members[0].segments,
            (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(result.units[1].members[0].segments, std::vector<std::size_t>{2});
  EXPECT_EQ(result.units[0].probability, 0.5);
  EXPECT_NE(failure_of("<cesAlign>\n<link xtargets='1'/></cesAlign>")
                .find("in:2: <link>"),
            std::string::npos);
}

TEST(Tei, WritesPointersByDocumentsAndLeavesOutOneSidedUnits) {
  Unit spaced = simple_unit("<8>", {{"en", "y"}, {"vi", "x"}});
  spaced.members[0].document = "a b#c.txt";
  spaced.members[0].segments = {1, 2};
  EXPECT_EQ(written(Format::kTei,
                    {kUnit, spaced, simple_unit("9", {{"vi", "alone"}})}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n"
            "  <teiHeader>\n"
            "    <fileDesc>\n"
            "      <titleStmt><title>Sentence alignment</title></titleStmt>\n"
            "      <publicationStmt><p>Made by libalign</p></publicationStmt>\n"
            "      <sourceDesc><p>The documents that the links point at</p>"
            "</sourceDesc>\n"
            "    </fileDesc>\n"
            "  </teiHeader>\n"
            "  <standOff>\n"
            "    <linkGrp type=\"translation\" subtype=\"en_vi\""
            " domains=\"en.txt vi.txt\">\n"
            "      <link n=\"7\" type=\"1-1\" cert=\"0.9375\""
            " target=\"en.txt#s1 vi.txt#s1\"/>\n"
            "    </linkGrp>\n"
            "    <linkGrp type=\"translation\" subtype=\"en_vi\""
            " domains=\"a%20b%23c.txt vi.txt\">\n"
            "      <link n=\"&lt;8&gt;\" type=\"2-1\" cert=\"0.9375\""
            " target=\"a%20b%23c.txt#s2 a%20b%23c.txt#s3 vi.txt#s1\"/>\n"
            "    </linkGrp>\n"
            "  </standOff>\n"
            "</TEI>\n");
}

TEST(Tei, ReadsPointersOfOthers) {
  const auto result = read_text(
      "<teiCorpus><linkGrp type='alignment'>"
      "<link target='e.xml#s1.1 v.xml#a e.xml#s1.2'/>"
      "<link target='#vi.s2 #en.s1 #en.s2'/><link target='#en.s3 #en.s4'/>"
      "</linkGrp><linkGrp domains='v.xml e.xml'>"
      "<link xml:id='l9' target='e.xml#s3 v.xml#s4' cert='0.5'/>"
      "</linkGrp></teiCorpus>");
  ASSERT_EQ(result.units.size(), 3U);
  EXPECT_EQ(result.languages, (std::vector<std::string>{"src", "tgt"}));
  const auto& first = result.units[0].members;
  EXPECT_EQ(first[0].document, "e.xml");
  EXPECT_EQ(first[0].segments, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(first[1].document, "v.xml");
  EXPECT_EQ(result.units[1].members[0].segments.size(), 1U);
  EXPECT_EQ(result.units[1].members[1].segments.size(), 2U);
  EXPECT_EQ(result.units[2].id, "l9");
  EXPECT_EQ(result.units[2].probability, 0.5);
  EXPECT_EQ(result.units[2].members[0].document, "v.xml");
  EXPECT_EQ(result.units[2].members[0].segments, std::vector<std::size_t>{3});
  EXPECT_EQ(result.units[2].members[1].segments, std::vector<std::size_t>{2});
  EXPECT_NE(failure_of("<TEI>\n<link target='a b'/></TEI>")
                .find("in:2: <link> points at 'a'"),
            std::string::npos);
}

TEST(Pharaoh, NamesTheLineThatHoldsNoWordLinks) {
  EXPECT_NE(failure_of("0-0 1-1\n\n0-0 x\n").find("in:3: want word links"),
            std::string::npos);
}

TEST(Csv, GuardsFormulasAndDates) {
  WriteOptions options;
  options.byte_order_mark = true;
  const std::string file = written(
      Format::kCsv, {simple_unit("=1", {{"en", "+a, \"b\"\n"}, {"vi", "'c"}})},
      options);
  EXPECT_EQ(file,
            "\xEF\xBB\xBFid,score,type,doc.en,segs.en,text.en,doc.vi,segs.vi,"
            "text.vi\r\n"
            "'=1,2.5,'1-1,en.txt,0,\"'+a, \"\"b\"\"\n\",vi.txt,0,''c\r\n");
  const auto result = read_text(file);
  EXPECT_EQ(result.units[0].id, "=1");
  EXPECT_EQ(result.units[0].members[0].text, "+a, \"b\"\n");
  EXPECT_EQ(result.units[0].members[1].text, "'c");
}

TEST(Csv, RefusesTextWithoutSegmentsInsteadOfLosingIt) {
  EXPECT_NE(failure_of("id,score,type,doc.en,segs.en,text.en,doc.vi,segs.vi,"
                       "text.vi\r\n1,2,1-1,a,0,A,b,,lost\r\n")
                .find("in:2: text.vi has no segs"),
            std::string::npos);
}

TEST(Csv, RefusesTwoSetsOfColumnsOfALanguage) {
  EXPECT_NE(failure_of("id,score,type,doc.en,segs.en,text.en,doc.en,segs.en,"
                       "text.en\r\n")
                .find("language en has two sets of columns"),
            std::string::npos);
}

TEST(Csv, NamesTheLineWhereARecordStarts) {
  const std::string head = "id,score,type,doc.en,segs.en,text.en\n";
  EXPECT_NE(failure_of(head + "1,1,1,a,0,\"x\ny\"\n2,1\n").find("in:4: has 2"),
            std::string::npos);
  EXPECT_NE(failure_of(head + "1,1,1,a,0,\"x\n").find("not closed"),
            std::string::npos);
}

TEST(Laser, PutsTheBestPairsFirst) {
  Unit better = simple_unit("8", {{"en", "better"}, {"vi", "x"}});
  better.score = 7;
  EXPECT_EQ(written(Format::kLaser, {kUnit, better}),
            "7\tbetter\tx\n2.5\tA & B\tC\n");
}

TEST(Laser, ReadsThePairsOfAMinerToo) {
  const auto result = read_text(
      "score\tsource_line\ttarget_line\tsource\ttarget\n"
      "1.5\t4\t9\ta\tb\n");
  ASSERT_EQ(result.units.size(), 1U);
  EXPECT_EQ(result.units[0].members[1].segments, std::vector<std::size_t>{9});
  EXPECT_EQ(result.units[0].members[1].text, "b");
  EXPECT_EQ(result.units[0].score, 1.5);
}

TEST(Laser, TakesTheScoresOfOurMinerForTheProbabilitiesTheyAre) {
  const auto result = read_text(
      "score\tsource_line\ttarget_line\tsource\ttarget\n"
      "0.8\t4\t9\ta\tb\n");
  ASSERT_EQ(result.units.size(), 1U);
  EXPECT_NEAR(result.units[0].probability, 0.8, 1e-6);
  EXPECT_NEAR(result.units[0].score, 1.386, 0.001);  // ln(0.8 / 0.2)
}

TEST(Bitextor, HasFiveColumnsWithAHeader) {
  EXPECT_EQ(written(Format::kBitextor, {kUnit}),
            "src_url\ttrg_url\tsrc_text\ttrg_text\tscore\n"
            "en.txt\tvi.txt\tA & B\tC\t2.5\n");
  EXPECT_NE(failure_of("src_url\ttrg_url\tsrc_text\ttrg_text\na\tb\n")
                .find("in:2: has 2 columns"),
            std::string::npos);
}

TEST(Moses, WantsAsManyLinesInEachFile) {
  const TemporaryFolder folder;
  const auto reader = open_moses(
      {{"en", folder.write("a", "1\n2\n")}, {"vi", folder.write("b", "1\n")}});
  Unit unit;
  EXPECT_TRUE(reader->read(unit));
  EXPECT_THROW(reader->read(unit), FormatError);
  EXPECT_THROW(static_cast<void>(open_moses({{"en", "a"}})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(open_moses({{"en", "a"}, {"en", "b"}})),
               InvalidArgument);
}

TEST(Formats, ThatHoldTwoLanguagesRefuseThree) {
  const TemporaryFolder folder;
  OutputFile output(folder.path("out"));
  for (const Format format :
       {Format::kXliff, Format::kXliff2, Format::kXces, Format::kBitextor,
        Format::kLaser, Format::kVecalign, Format::kLadder, Format::kMoses,
        Format::kPharaoh}) {
    EXPECT_THROW(make_writer(format, {"vi", "en", "ar"}, output),
                 InvalidArgument)
        << to_string(format);
  }
}

TEST(Detection, TellsXmlApartByItsRoot) {
  EXPECT_EQ(detect_format("<?xml?><!-- <tmx> --><xliff version=\"1.2\">"),
            Format::kXliff);
  EXPECT_EQ(detect_format("<xliff xmlns='x' version='2.1'>"), Format::kXliff2);
  EXPECT_EQ(detect_format("<?xml version='1.0'?><TEI xmlns='x'>"),
            Format::kTei);
  EXPECT_EQ(detect_format("<linkGrp>"), Format::kTei);
  EXPECT_EQ(detect_format("0-0 1-2\n"), Format::kPharaoh);
  EXPECT_EQ(detect_format("\n\n0-0\n"), Format::kPharaoh);
  EXPECT_EQ(detect_format("<!DOCTYPE cesAlign PUBLIC \"\" \"\"><cesAlign>"),
            Format::kXces);
  EXPECT_EQ(detect_format("id,score,type\r\n"), Format::kCsv);
  EXPECT_EQ(detect_format("0.5\ta\tb\n"), Format::kLaser);
}

}  // namespace
}  // namespace align
