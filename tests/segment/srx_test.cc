// SRX 2.0 in and out.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"

namespace align {
namespace {

std::string srx(const std::string& rules, const std::string& maps,
                const std::string& cascade = "no") {
  return "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">"
         "<header segmentsubflows=\"yes\" cascade=\"" +
         cascade + "\"/><body><languagerules>" + rules +
         "</languagerules><maprules>" + maps + "</maprules></body></srx>";
}

std::string rule(const std::string& verdict, const std::string& before,
                 const std::string& after) {
  return "<rule break=\"" + verdict + "\"><beforebreak>" + before +
         "</beforebreak><afterbreak>" + after + "</afterbreak></rule>";
}

std::string rules(const std::string& name, const std::string& content) {
  return "<languagerule languagerulename=\"" + name + "\">" + content +
         "</languagerule>";
}

std::string map(const std::string& pattern, const std::string& name) {
  return "<languagemap languagepattern=\"" + pattern +
         "\" languagerulename=\"" + name + "\"/>";
}

std::string cut(const std::string& xml, const std::string& language,
                const std::string& bytes) {
  Text text = decode(bytes, "a.txt");
  text.language = language;
  SegmentOptions options;
  options.srx = xml;
  options.srx_name = "rules.srx";
  std::string shown = "|";
  for (const Segment& one : segment(text, options).segments) {
    shown += one.text + '|';
  }
  return shown;
}

TEST(Srx, TheFirstRuleThatMatchesDecides) {
  const std::string xml = srx(rules("All", rule("no", "\\bDr\\.", "\\s") +
                                               rule("yes", "[.?!]+", "\\s")),
                              map(".*", "All"));
  EXPECT_EQ(cut(xml, "en", "Dr. Salame left. Who knows?! Nobody."),
            "|Dr. Salame left.|Who knows?!|Nobody.|");
}

TEST(Srx, CascadesOverAllLanguagesThatMatchOrTakesTheFirst) {
  const std::string own = rules("Vi", rule("no", "\\bTP\\.", "\\s"));
  const std::string all = rules("All", rule("yes", "\\.", "\\s"));
  const std::string maps = map("vi.*", "Vi") + map(".*", "All");
  const std::string text = "Nó ở TP. Vinh. Nó đi.";
  EXPECT_EQ(cut(srx(own + all, maps, "yes"), "vi", text),
            "|Nó ở TP. Vinh.|Nó đi.|");
  EXPECT_EQ(cut(srx(own + all, maps, "no"), "vi", text),
            "|Nó ở TP. Vinh. Nó đi.|");
  EXPECT_EQ(cut(srx(own + all, maps, "no"), "en", text),
            "|Nó ở TP.|Vinh.|Nó đi.|");
}

TEST(Srx, RefusesWhatIsBrokenNamingTheFile) {
  const std::string sound = rules("All", rule("yes", "\\.", "\\s"));
  for (const std::string& xml :
       {std::string("no xml"), std::string("<srx version=\"1.0\"/>"),
        srx(rules("All", rule("yes", "(", "\\s")), map(".*", "All")),
        srx(sound, map(".*", "Missing")), srx(sound, map("(", "All")),
        srx(sound, map("fr", "All"))}) {
    try {
      (void)cut(xml, "en", "A. B.");
      ADD_FAILURE() << "nothing was thrown for " << xml;
    } catch (const FormatError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("rules.srx: "))
          << error.what();
    }
  }
}

TEST(Srx, TheFileThatShipsIsTheExportOfTheRules) {
  EXPECT_EQ(read_bytes(std::string(ALIGN_SOURCE_DIR) +
                       "/models/segment/libalign.srx"),
            export_srx());
}

TEST(Srx, TheExportCutsEachLanguage) {
  const std::string xml = export_srx();
  EXPECT_EQ(cut(xml, "vi", "Ông đến TP. Hồ Chí Minh hôm 3/6. Ông ở lại, v.v."),
            "|Ông đến TP. Hồ Chí Minh hôm 3/6.|Ông ở lại, v.v.|");
  EXPECT_EQ(cut(xml, "en", "The U.S. Army met Gen. Haftar. He left at 5 p.m."),
            "|The U.S. Army met Gen. Haftar.|He left at 5 p.m.|");
  EXPECT_EQ(cut(xml, "ar",
                "\u0648\u0635\u0644 \u062F. \u0633\u0627\u0645\u064A. "
                "\u0648\u063A\u0627\u062F\u0631\u061F \u0646\u0639\u0645."),
            "|\u0648\u0635\u0644 \u062F. \u0633\u0627\u0645\u064A.|"
            "\u0648\u063A\u0627\u062F\u0631\u061F|\u0646\u0639\u0645.|");
}

}  // namespace
}  // namespace align
