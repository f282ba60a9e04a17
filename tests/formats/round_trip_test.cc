// Writing then reading gives the same units, as far as the format holds them.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::random_beads;
using test::random_units;
using test::read_units;
using test::TemporaryFolder;
using test::write_units;

const std::vector<std::string> kLanguages = {"vi", "en", "ar"};

std::string without_tabs_and_line_ends(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\r' || c == '\n') c = ' ';
  }
  return text;
}

// Without what XML 1.0 forbids: C0 controls but tab and line ends, U+FFFE.
std::string as_xml(const std::string& text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "\xEF\xBF\xBE") == 0) {
      i += 2;
      continue;
    }
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') kept += text[i];
  }
  return kept;
}

Unit as_tsv(Unit unit) {
  unit.id = without_tabs_and_line_ends(unit.id);
  const bool is_linked = unit.members.size() > 1;
  unit.kind = is_linked ? UnitKind::kParallel : UnitKind::kUnlinked;
  unit.status = UnitStatus::kProposed;
  unit.grade.reset();
  unit.evidence.reset();
  unit.probability = is_linked ? 1 / (1 + std::exp(-unit.score)) : 0;
  for (Member& member : unit.members) {
    member.document = without_tabs_and_line_ends(member.document);
    member.text = without_tabs_and_line_ends(member.text);
    member.chars = {};
    member.parts.clear();
  }
  return unit;
}

Unit as_tmx(Unit unit) {
  unit.id = as_xml(unit.id);
  unit.evidence.reset();
  for (Member& member : unit.members) {
    member.document = as_xml(member.document);
    member.text = as_xml(member.text);
    member.chars = {};
    member.parts.clear();
  }
  return unit;
}

struct Case {
  Format format;
  Unit (*as_held)(Unit);
};

void PrintTo(const Case& value, std::ostream* out) {
  *out << to_string(value.format);
}

class RoundTrip : public testing::TestWithParam<Case> {};

TEST_P(RoundTrip, ChangesNothingTheFormatCanHold) {
  const TemporaryFolder folder;
  const std::string path = folder.path("bitext");
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    const std::vector<Unit> units = random_units(random, kLanguages, 50);
    WriteOptions options;
    options.keep_unaligned = true;
    write_units(GetParam().format, kLanguages, units, path, options);
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.languages, kLanguages);
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      ASSERT_EQ(result.units[i], GetParam().as_held(units[i]))
          << "round " << round << ", unit " << i;
    }
  }
}

TEST_P(RoundTrip, GivesTheSameBytesWhenWrittenAgain) {
  const TemporaryFolder folder;
  std::mt19937 random(11);
  const std::vector<Unit> units = random_units(random, kLanguages, 200);
  WriteOptions options;
  options.keep_unaligned = true;
  const auto write = [&](const std::vector<Unit>& what, const char* name) {
    write_units(GetParam().format, kLanguages, what, folder.path(name),
                options);
    return test::read_file(folder.path(name));
  };
  const std::string first = write(units, "first");
  const std::string second =
      write(read_units(folder.path("first")).units, "second");
  EXPECT_EQ(first, second);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, RoundTrip,
    testing::Values(Case{Format::kJsonl, [](Unit unit) { return unit; }},
                    Case{Format::kTsv, as_tsv}, Case{Format::kTmx, as_tmx}),
    [](const testing::TestParamInfo<Case>& one) {
      return std::string(to_string(one.param.format));
    });

class NumbersRoundTrip : public testing::TestWithParam<Format> {};

TEST_P(NumbersRoundTrip, KeepsSegmentsAndProbabilitiesOfOrderedBeads) {
  const TemporaryFolder folder;
  const std::string path = folder.path("beads");
  std::mt19937 random(13);
  for (int round = 0; round < 50; ++round) {
    const std::vector<Unit> units = random_beads(random, {"en", "ar"}, 40);
    EXPECT_TRUE(write_units(GetParam(), {"en", "ar"}, units, path).empty());
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.languages, (std::vector<std::string>{"src", "tgt"}));
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      ASSERT_EQ(result.units[i].members.size(), units[i].members.size());
      EXPECT_NEAR(result.units[i].probability, units[i].probability, 1e-6);
      for (std::size_t m = 0; m < units[i].members.size(); ++m) {
        EXPECT_EQ(result.units[i].members[m].language,
                  units[i].members[m].language == "en" ? "src" : "tgt");
        EXPECT_EQ(result.units[i].members[m].segments,
                  units[i].members[m].segments);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, NumbersRoundTrip,
                         testing::Values(Format::kVecalign, Format::kLadder),
                         [](const testing::TestParamInfo<Format>& one) {
                           return std::string(to_string(one.param));
                         });

std::vector<std::string> paths_of(const TmxPairsWriter& writer) {
  std::vector<std::string> paths;
  for (const OutputFile* file : writer.files()) paths.push_back(file->path());
  return paths;
}

TEST(RoundTripOfPairs, GivesEachPairItsOwnFileOfUnitsWithBoth) {
  const TemporaryFolder folder;
  std::mt19937 random(17);
  const std::vector<Unit> units = random_units(random, kLanguages, 300);
  TmxPairsWriter writer(folder.path("all"), kLanguages);
  for (const Unit& unit : units) writer.write(unit);
  writer.finish();
  writer.commit();
  EXPECT_EQ(paths_of(writer),
            (std::vector<std::string>{folder.path("all.vi-en.tmx"),
                                      folder.path("all.vi-ar.tmx"),
                                      folder.path("all.en-ar.tmx")}));
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{
           {"vi", "en"}, {"vi", "ar"}, {"en", "ar"}}) {
    std::vector<Unit> expected;
    for (const Unit& unit : units) {
      const Member* a = find_member(unit, first);
      const Member* b = find_member(unit, second);
      if (a == nullptr || b == nullptr) continue;
      Unit pair = unit;
      pair.members = {*a, *b};
      expected.push_back(as_tmx(pair));
    }
    EXPECT_EQ(
        read_units(folder.path("all." + first + "-" + second + ".tmx")).units,
        expected);
  }
}

TEST(RoundTripOfPairs, WritesNoFileForAPairWithoutUnits) {
  const TemporaryFolder folder;
  TmxPairsWriter writer(folder.path("all"), kLanguages);
  writer.write(test::simple_unit("1", {{"vi", "a"}, {"ar", "b"}}));
  writer.finish();
  writer.commit();
  EXPECT_EQ(paths_of(writer),
            std::vector<std::string>{folder.path("all.vi-ar.tmx")});
}

}  // namespace
}  // namespace align
