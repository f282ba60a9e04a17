// Programs of others read our files: each test runs where its program is
// installed and is skipped by name elsewhere.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "align/formats.h"
#include "formats/random_bitext.h"
#include "support/run_tool.h"

namespace align {
namespace {

using test::TemporaryFolder;

bool succeeds(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

// The TMX 1.4 DTD is not ours to ship; OmegaT's package holds it.
constexpr char kOmegat[] = "/usr/share/omegat/OmegaT.jar";

bool extract_dtd(const TemporaryFolder& folder) {
  return succeeds(
      "python3 -c \"import zipfile; "
      "open('" +
      folder.path("tmx14.dtd") + "','wb').write(zipfile.ZipFile('" + kOmegat +
      "').read('schemas/tmx14.dtd'))\"");
}

// Units of everything that breaks formats, tabs and line ends left out: other
// programs may fold white space.
std::vector<Unit> hostile_units(const std::vector<std::string>& languages) {
  std::mt19937 random(23);
  return test::random_units(random, languages, 500);
}

TEST(OutsideReaders, XmllintFindsTheTmxValidAgainstTheDtd) {
  if (!succeeds("xmllint --version")) GTEST_SKIP() << "no xmllint";
  const TemporaryFolder folder;
  if (!extract_dtd(folder)) GTEST_SKIP() << "no DTD in " << kOmegat;
  const std::vector<std::string> languages = {"vi", "en", "ar"};
  for (const bool keep : {false, true}) {
    WriteOptions options;
    options.keep_unaligned = keep;
    options.date = "20200610T120000Z";
    test::write_units(Format::kTmx, languages, hostile_units(languages),
                      folder.path("out.tmx"), options);
    EXPECT_TRUE(succeeds("xmllint --nonet --stream --noout --valid " +
                         folder.path("out.tmx")));
  }
  TmxPairsWriter pairs(folder.path("pairs"), languages);
  for (const Unit& unit : hostile_units(languages)) pairs.write(unit);
  pairs.finish();
  pairs.commit();
  for (const OutputFile* file : pairs.files()) {
    EXPECT_TRUE(
        succeeds("xmllint --nonet --stream --noout --valid " + file->path()));
  }
}

TEST(OutsideReaders, XmllintFindsABrokenOrderInvalid) {
  if (!succeeds("xmllint --version")) GTEST_SKIP() << "no xmllint";
  const TemporaryFolder folder;
  if (!extract_dtd(folder)) GTEST_SKIP() << "no DTD in " << kOmegat;
  test::write_units(Format::kTmx, {"en", "vi"},
                    {test::simple_unit("1", {{"en", "a"}, {"vi", "b"}})},
                    folder.path("out.tmx"));
  std::string file = test::read_file(folder.path("out.tmx"));
  const std::size_t end = file.find("    </tu>");
  file.insert(end, "<prop type=\"x-late\">1</prop>");
  folder.write("late.tmx", file);
  EXPECT_FALSE(succeeds("xmllint --nonet --stream --noout --valid " +
                        folder.path("late.tmx")));
}

// The python that has translate-toolkit: ALIGN_TEST_PYTHON or python3.
std::string python() {
  const char* chosen = std::getenv("ALIGN_TEST_PYTHON");
  return chosen == nullptr ? "python3" : chosen;
}

TEST(OutsideReaders, TranslateToolkitReadsTheSameUnits) {
  if (!succeeds(python() + " -c 'import translate.storage.tmx'")) {
    GTEST_SKIP() << "no translate-toolkit in " << python()
                 << " (ALIGN_TEST_PYTHON names another)";
  }
  const TemporaryFolder folder;
  const std::vector<std::string> languages = {"vi", "en", "ar"};
  const std::vector<Unit> units = hostile_units(languages);
  test::write_units(Format::kTmx, languages, units, folder.path("out.tmx"));
  folder.write("read.py",
               "import json, sys\n"
               "from translate.storage import tmx\n"
               "xml = '{http://www.w3.org/XML/1998/namespace}lang'\n"
               "for unit in tmx.tmxfile.parsefile(sys.argv[1]).units:\n"
               "  nodes = unit.xmlelement.iter('{*}tuv')\n"
               "  print(json.dumps({n.get(xml): n.find('{*}seg').text or ''\n"
               "                    for n in nodes}))\n");
  ASSERT_TRUE(succeeds(python() + " " + folder.path("read.py") + " " +
                       folder.path("out.tmx")));
  ASSERT_EQ(std::system((python() + " " + folder.path("read.py") + " " +
                         folder.path("out.tmx") + " >" + folder.path("read"))
                            .c_str()),
            0);
  const std::vector<std::string> lines =
      test::lines_of(test::read_file(folder.path("read")));
  const test::ReadResult ours = test::read_units(folder.path("out.tmx"));
  ASSERT_GT(ours.units.size(), 300U);
  ASSERT_EQ(lines.size(), ours.units.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    nlohmann::json expected = nlohmann::json::object();
    for (const Member& member : ours.units[i].members) {
      expected[member.language] = member.text;
    }
    EXPECT_EQ(nlohmann::json::parse(lines[i]), expected);
  }
}

TEST(OutsideReaders, PerlsXmlTmxReadsAsManyUnits) {
  if (!succeeds("perl -MXML::TMX::Reader -e 1")) {
    GTEST_SKIP() << "no XML::TMX (libxml-tmx-perl)";
  }
  const TemporaryFolder folder;
  const std::vector<std::string> languages = {"vi", "en", "ar"};
  test::write_units(Format::kTmx, languages, hostile_units(languages),
                    folder.path("out.tmx"));
  const std::size_t count =
      test::read_units(folder.path("out.tmx")).units.size();
  EXPECT_TRUE(succeeds(
      "perl -MXML::TMX::Reader -e 'my $n = 0; XML::TMX::Reader->new($ARGV[0])"
      "->for_tu(sub { $n++ }); exit($n == $ARGV[1] ? 0 : 1)' " +
      folder.path("out.tmx") + " " + std::to_string(count)));
}

}  // namespace
}  // namespace align
