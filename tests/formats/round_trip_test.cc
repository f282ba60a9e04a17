// Writing then reading gives the same units, as far as the format holds them.
#include <gtest/gtest.h>

#include <algorithm>
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
  unit.words.clear();
  unit.probability = is_linked ? 1 / (1 + std::exp(-unit.score)) : 0;
  for (Member& member : unit.members) {
    member.document = without_tabs_and_line_ends(member.document);
    member.text = without_tabs_and_line_ends(member.text);
    member.chars = {};
    member.parts.clear();
  }
  return unit;
}

Unit as_csv(const Unit& unit) {
  Unit held = as_tsv(unit);
  held.id = unit.id;
  for (std::size_t m = 0; m < held.members.size(); ++m) {
    held.members[m].document = unit.members[m].document;
    held.members[m].text = unit.members[m].text;
  }
  return held;
}

Unit as_tmx(Unit unit) {
  unit.id = as_xml(unit.id);
  unit.evidence.reset();
  unit.words.clear();
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
  Unit (*as_held)(Unit);  // what is left of a unit
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
                    Case{Format::kTsv, as_tsv}, Case{Format::kTmx, as_tmx},
                    Case{Format::kCsv, [](Unit unit) { return as_csv(unit); }}),
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

class PairRoundTrip : public testing::TestWithParam<Format> {};

TEST_P(PairRoundTrip, KeepsWhatTheFormatHoldsOfTwoLanguages) {
  const TemporaryFolder folder;
  const std::string path = folder.path("bitext");
  const std::vector<std::string> pair = {"en", "ar"};
  const bool is_xliff =
      GetParam() == Format::kXliff || GetParam() == Format::kXliff2;
  std::mt19937 random(19);
  for (int round = 0; round < 60; ++round) {
    std::vector<Unit> units = random_units(random, pair, 50);
    WriteOptions options;
    options.keep_unaligned = true;
    write_units(GetParam(), pair, units, path, options);
    std::erase_if(units, [&](const Unit& unit) {
      return is_xliff ? find_member(unit, "en") == nullptr
                      : unit.members.size() < 2;
    });
    if (GetParam() == Format::kLaser) {
      std::stable_sort(
          units.begin(), units.end(),
          [](const Unit& a, const Unit& b) { return a.score > b.score; });
    }
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Unit& read = result.units[i];
      if (is_xliff) {
        ASSERT_EQ(read, as_tmx(units[i]))
            << "round " << round << ", unit " << i;
        continue;
      }
      EXPECT_EQ(read.score, units[i].score);
      ASSERT_EQ(read.members.size(), 2U);
      for (std::size_t m = 0; m < 2; ++m) {
        EXPECT_EQ(read.members[m].text,
                  without_tabs_and_line_ends(units[i].members[m].text));
        if (GetParam() != Format::kBitextor) continue;
        EXPECT_EQ(read.members[m].document,
                  without_tabs_and_line_ends(units[i].members[m].document));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, PairRoundTrip,
                         testing::Values(Format::kXliff, Format::kXliff2,
                                         Format::kBitextor, Format::kLaser),
                         [](const testing::TestParamInfo<Format>& one) {
                           return std::string(to_string(one.param));
                         });

TEST(XcesRoundTrip, KeepsDocumentsSegmentsAndCertainty) {
  const TemporaryFolder folder;
  const std::string path = folder.path("bitext");
  std::mt19937 random(29);
  for (int round = 0; round < 60; ++round) {
    const std::vector<Unit> units = random_units(random, {"en", "ar"}, 50);
    write_units(Format::kXces, {"en", "ar"}, units, path);
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Unit held = as_tmx(units[i]);
      EXPECT_EQ(result.units[i].id, held.id);
      EXPECT_EQ(result.units[i].probability, held.probability);
      ASSERT_EQ(result.units[i].members.size(), held.members.size());
      for (std::size_t m = 0; m < held.members.size(); ++m) {
        EXPECT_EQ(result.units[i].members[m].document,
                  held.members[m].document);
        EXPECT_EQ(result.units[i].members[m].segments,
                  held.members[m].segments);
      }
    }
  }
}

TEST(TeiRoundTrip, KeepsLanguagesDocumentsSegmentsAndCertainty) {
  const TemporaryFolder folder;
  const std::string path = folder.path("bitext");
  std::mt19937 random(37);
  for (int round = 0; round < 60; ++round) {
    std::vector<Unit> units = random_units(random, kLanguages, 50);
    write_units(Format::kTei, kLanguages, units, path);
    std::erase_if(units,
                  [](const Unit& unit) { return unit.members.size() < 2; });
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Unit held = as_tmx(units[i]);
      EXPECT_EQ(result.units[i].id, held.id);
      EXPECT_EQ(result.units[i].probability, held.probability);
      ASSERT_EQ(result.units[i].members.size(), held.members.size());
      for (std::size_t m = 0; m < held.members.size(); ++m) {
        const Member& read = result.units[i].members[m];
        EXPECT_EQ(read.language, held.members[m].language);
        EXPECT_EQ(read.segments, held.members[m].segments);
        // Controls are written as %01, U+FFFE is dropped.
        EXPECT_EQ(as_xml(read.document), held.members[m].document);
      }
    }
  }
}

TEST(PharaohRoundTrip, KeepsTheWordLinksOfEveryUnit) {
  const TemporaryFolder folder;
  const std::string path = folder.path("bitext");
  std::mt19937 random(41);
  for (int round = 0; round < 60; ++round) {
    std::vector<Unit> units = random_units(random, {"en", "ar"}, 50);
    units.front().words = {{"en", "ar", {{0, 0}, {0, 7}, {3, 2}}}};
    units.front().members = {
        test::simple_unit("1", {{"en", "a"}, {"ar", "b"}}).members};
    write_units(Format::kPharaoh, {"en", "ar"}, units, path);
    const test::ReadResult result = read_units(path);
    ASSERT_EQ(result.units.size(), units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
      ASSERT_EQ(result.units[i].words.size(), units[i].words.size());
      if (units[i].words.empty()) continue;
      EXPECT_EQ(result.units[i].words[0].pairs, units[i].words[0].pairs);
    }
  }
}

TEST(MosesRoundTrip, KeepsTextsOfUnitsWithAllLanguages) {
  const TemporaryFolder folder;
  std::mt19937 random(31);
  const std::vector<Unit> units = random_units(random, kLanguages, 300);
  MosesWriter writer(folder.path("corpus"), kLanguages);
  for (const Unit& unit : units) writer.write(unit);
  writer.finish();
  writer.commit();
  const auto reader = open_moses({{"vi", folder.path("corpus.vi")},
                                  {"en", folder.path("corpus.en")},
                                  {"ar", folder.path("corpus.ar")}});
  Unit read;
  std::size_t count = 0;
  for (const Unit& unit : units) {
    if (unit.members.size() < 3) continue;
    ASSERT_TRUE(reader->read(read));
    ++count;
    for (std::size_t m = 0; m < 3; ++m) {
      std::string expected = unit.members[m].text;
      for (char& c : expected) {
        if (c == '\r' || c == '\n') c = ' ';
      }
      EXPECT_EQ(read.members[m].text, expected);
    }
  }
  EXPECT_FALSE(reader->read(read));
  EXPECT_GT(count, 50U);
}

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
