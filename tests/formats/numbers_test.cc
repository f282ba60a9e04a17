// vecalign and ladder: every segment of both sides once and in order.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::TemporaryFolder;

const std::vector<std::string> kPair = {"en", "vi"};

// A unit of these segments; 0.75 sure when linked, 0.5 when alone.
Unit unit_of(const std::vector<std::size_t>& source,
             const std::vector<std::size_t>& target,
             double probability = 0.75) {
  Unit unit;
  unit.id = "u";
  unit.probability = probability;
  const auto add = [&](const char* language,
                       const std::vector<std::size_t>& segments) {
    if (segments.empty()) return;
    Member member;
    member.language = language;
    member.document = "a";
    member.segments = segments;
    unit.members.push_back(std::move(member));
  };
  add("en", source);
  add("vi", target);
  return unit;
}

std::string written(Format format, const std::vector<Unit>& units) {
  const TemporaryFolder folder;
  test::write_units(format, kPair, units, folder.path("out"));
  return test::read_file(folder.path("out"));
}

TEST(Vecalign, WritesNullBeadsMergesAndTheCost) {
  EXPECT_EQ(written(Format::kVecalign,
                    {unit_of({0}, {0, 1}), unit_of({1}, {}, 0.5),
                     unit_of({}, {2}, 0.25), unit_of({2}, {3}, 1)}),
            "[0]:[0, 1]:0.250000\n"
            "[1]:[]:0.500000\n"
            "[]:[2]:0.750000\n"
            "[2]:[3]:0.000000\n");
}

TEST(Vecalign, PutsUnlinkedSegmentsThatComeLateWhereTheyStand) {
  EXPECT_EQ(written(Format::kVecalign, {unit_of({0}, {0}), unit_of({1}, {2}),
                                        unit_of({}, {1}, 0.5)}),
            "[0]:[0]:0.250000\n"
            "[]:[1]:0.500000\n"
            "[1]:[2]:0.250000\n");
}

TEST(Vecalign, KeepsTheBestLinksThatDoNotCrossAndCountsTheOthers) {
  const TemporaryFolder folder;
  const std::vector<Diagnostic> diagnostics = test::write_units(
      Format::kVecalign, kPair,
      {unit_of({0}, {2}, 0.9), unit_of({1}, {0}, 0.5), unit_of({2}, {1}, 0.5)},
      folder.path("out"));
  EXPECT_EQ(test::read_file(folder.path("out")),
            "[0]:[]:1.000000\n"
            "[1]:[0]:0.500000\n"
            "[2]:[1]:0.500000\n"
            "[]:[2]:1.000000\n");
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].code, "crossing-link");
  EXPECT_NE(diagnostics[0].message.find("1 links"), std::string::npos);
}

TEST(Vecalign, TakesOneSureLinkBeforeTwoDoubtfulOnes) {
  EXPECT_EQ(written(Format::kVecalign,
                    {unit_of({0}, {2}, 0.9), unit_of({1}, {0}, 0.3),
                     unit_of({2}, {1}, 0.3)}),
            "[]:[0]:1.000000\n"
            "[]:[1]:1.000000\n"
            "[0]:[2]:0.100000\n"
            "[1]:[]:1.000000\n"
            "[2]:[]:1.000000\n");
}

TEST(Vecalign, FillsSegmentsNoUnitNames) {
  EXPECT_EQ(written(Format::kVecalign, {unit_of({1}, {1})}),
            "[0]:[]:1.000000\n"
            "[]:[0]:1.000000\n"
            "[1]:[1]:0.250000\n");
}

TEST(Vecalign, BreaksALinkWithAGap) {
  EXPECT_EQ(
      written(Format::kVecalign, {unit_of({0, 2}, {0}), unit_of({1}, {1})}),
      "[0]:[]:1.000000\n"
      "[]:[0]:1.000000\n"
      "[1]:[1]:0.250000\n"
      "[2]:[]:1.000000\n");
}

TEST(Ladder, StartsAtZeroAndEndsWithBothSizes) {
  EXPECT_EQ(
      written(Format::kLadder, {unit_of({0}, {0, 1}), unit_of({1}, {}, 0.5)}),
      "0\t0\t0.75\n"
      "1\t2\t0.5\n"
      "2\t2\t0\n");
}

TEST(Ladder, OfNothingIsOneRung) {
  EXPECT_EQ(written(Format::kLadder, {}), "0\t0\t0\n");
}

TEST(Numbers, RefuseThreeLanguagesAndASecondDocument) {
  const TemporaryFolder folder;
  OutputFile output(folder.path("out"));
  EXPECT_THROW(make_writer(Format::kVecalign, {"vi", "en", "ar"}, output),
               InvalidArgument);
  EXPECT_THROW(make_writer(Format::kLadder, {"vi"}, output), InvalidArgument);
  const auto writer = make_writer(Format::kLadder, kPair, output);
  writer->write(unit_of({0}, {0}));
  Unit other = unit_of({1}, {1});
  other.members[1].document = "c";
  EXPECT_THROW(writer->write(other), FormatError);
}

TEST(Numbers, RefuseSegmentsNoDocumentHas) {
  const TemporaryFolder folder;
  OutputFile output(folder.path("out"));
  const auto writer = make_writer(Format::kVecalign, kPair, output);
  EXPECT_THROW(writer->write(unit_of({99'999'999'999}, {0})), FormatError);
}

std::string failure_of(const std::string& bytes) {
  const TemporaryFolder folder;
  try {
    test::read_units(folder.write("in", bytes));
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(Numbers, NameTheLineThatIsBroken) {
  EXPECT_NE(failure_of("[0]:[0]:0.1\n[1]:[x]:0.1\n").find("in:2: "),
            std::string::npos);
  EXPECT_NE(failure_of("[0]:[0]:0.1\n[1]:[1]:cheap\n").find("cheap"),
            std::string::npos);
  EXPECT_NE(failure_of("0\t0\t0\n3\t2\t0\n2\t3\t0\n").find("in:3: a rung"),
            std::string::npos);
  EXPECT_NE(failure_of("0\t0\t0\n3\t2\n").find("in:2: "), std::string::npos);
}

TEST(Numbers, ReadWhatOtherToolsWrite) {
  const TemporaryFolder folder;
  // Vecalign's costs may exceed 1; hunalign's confidences too.
  const auto vecalign =
      test::read_units(folder.write("v", "[0, 1]:[0]:1.7\n[]:[1]:0.000000\n"));
  ASSERT_EQ(vecalign.units.size(), 2U);
  EXPECT_EQ(vecalign.units[0].probability, 0);
  EXPECT_EQ(unit_type(vecalign.units[0], vecalign.languages), "2-1");
  EXPECT_EQ(unit_type(vecalign.units[1], vecalign.languages), "0-1");
  const auto ladder =
      test::read_units(folder.write("l", "0\t0\t1.5\r\n1\t2\t-0.3\r\n2\t2\t0"));
  ASSERT_EQ(ladder.units.size(), 2U);
  EXPECT_EQ(ladder.units[0].probability, 1);
  EXPECT_EQ(unit_type(ladder.units[0], ladder.languages), "1-2");
  EXPECT_EQ(unit_type(ladder.units[1], ladder.languages), "1-0");
}

}  // namespace
}  // namespace align
