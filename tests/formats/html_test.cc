// The page as bytes; how it behaves is tests/view's part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "support/run_tool.h"

namespace align {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(const std::vector<std::string>& languages,
                    const std::vector<Unit>& units) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("page.html");
  OutputFile output(path);
  const auto writer = make_writer(Format::kHtml, languages, output);
  for (const Unit& unit : units) writer->write(unit);
  writer->finish();
  output.commit();
  return test::read_file(path);
}

Unit unit_of(const std::string& language, const std::string& text) {
  Unit unit;
  unit.id = "1";
  unit.kind = UnitKind::kUnlinked;
  Member member;
  member.language = language;
  member.document = "a.txt";
  member.segments = {0};
  member.chars = {0, 9};
  member.text = text;
  unit.members = {member};
  return unit;
}

TEST(HtmlWriter, GivesEachTextItsLanguageAndDirection) {
  EXPECT_THAT(page_of({"vi"}, {unit_of("vi", "M\u01b0a.")}),
              HasSubstr("<p lang=\"vi\" dir=\"ltr\""));
  EXPECT_THAT(page_of({"en-GB"}, {unit_of("en-GB", "Rain.")}),
              HasSubstr("<p lang=\"en-GB\" dir=\"ltr\""));
  EXPECT_THAT(page_of({"ar"}, {unit_of("ar", "\u0645\u0637\u0631")}),
              HasSubstr("<p lang=\"ar\" dir=\"rtl\""));
}

TEST(HtmlWriter, LetsNothingInATextOrANameBecomeMarkup) {
  Unit unit = unit_of("en", "</script><img src=x onerror='a()'>&\"");
  unit.members[0].document = "\"><script>b()</script>";
  const std::string page = page_of({"en"}, {unit});
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;img src=x onerror=&#39;a()"
                              "&#39;&gt;&amp;&quot;"));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<script>b()")));
}

TEST(HtmlWriter, AllowsOnlyItsOwnStyleAndScript) {
  const std::string page = page_of({"en"}, {});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("script-src 'sha256-"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-inline")));
  // The name of SVG is the one address on the page, and nothing fetches it.
  EXPECT_THAT(std::regex_replace(
                  page, std::regex("http://www\\.w3\\.org/2000/svg"), ""),
              Not(HasSubstr("://")));
}

TEST(HtmlWriter, KeepsTheLimitsOfEachSegmentOfARun) {
  Unit unit = unit_of("vi", "M\u1ed9t. Hai.");
  unit.members[0].segments = {0, 1};
  unit.members[0].parts = {{{0, 4}, "M\u1ed9t."}, {{5, 9}, "Hai."}};
  EXPECT_THAT(page_of({"vi"}, {unit}),
              HasSubstr("<span class=\"part\" data-start=\"5\" data-end=\"9\">"
                        "Hai.</span>"));
}

TEST(HtmlWriter, RefusesALanguageItWasNotMadeFor) {
  EXPECT_THROW(page_of({"vi"}, {unit_of("en", "Rain.")}), InvalidArgument);
}

}  // namespace
}  // namespace align
