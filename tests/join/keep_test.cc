// Where confirmed links are found again.
#include "align/keep.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace align {
namespace {

Document document(const std::string& language,
                  const std::vector<std::string>& texts) {
  Document result;
  result.language = language;
  result.name = language + ".txt";
  for (const std::string& text : texts) {
    Segment segment;
    segment.text = text;
    result.segments.push_back(segment);
  }
  return result;
}

Member member(const std::string& language, const std::string& text,
              std::vector<std::size_t> segments = {},
              const std::string& name = "") {
  Member result;
  result.language = language;
  result.document = name;
  result.segments = std::move(segments);
  result.text = text;
  return result;
}

Unit unit(const std::string& id, std::vector<Member> members,
          UnitStatus status = UnitStatus::kProposed) {
  Unit result;
  result.id = id;
  result.status = status;
  result.members = std::move(members);
  return result;
}

// Units as "id:document.begin-end+...", rejected ones with a "!".
std::string shown(const KeptLinks& kept, const std::vector<Unit>& units) {
  std::string text;
  const auto add = [&](const KeptUnit& one, const std::string& mark) {
    if (!text.empty()) text += ' ';
    text += mark + units[one.unit].id + ':';
    for (std::size_t r = 0; r < one.runs.size(); ++r) {
      if (r > 0) text += '+';
      text += std::to_string(one.runs[r].document) + '.' +
              std::to_string(one.runs[r].segments.begin) + '-' +
              std::to_string(one.runs[r].segments.end);
    }
  };
  for (const KeptUnit& one : kept.units) add(one, "");
  for (const KeptUnit& one : kept.rejected) add(one, "!");
  return text;
}

const std::vector<Document>& story() {
  static const std::vector<Document> documents = {
      document("vi", {"M\u01B0a.", "Gi\u00F3 to.", "Xem th\u00EAm", "L\u0169.",
                      "Xem th\u00EAm"}),
      document("en",
               {"Rain.", "Strong wind.", "Read more", "Flood.", "Read more"}),
      document("ar", {"\u0645\u0637\u0631", "\u0631\u064A\u062D"})};
  return documents;
}

TEST(FindKept, FindsRunsByTheirTextWhateverTheWhiteSpace) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Rain.  Strong\twind."),
                 member("vi", "M\u01B0a. Gi\u00F3 to.")})};
  EXPECT_EQ(shown(find_kept(story(), units, "k"), units), "a:0.0-2+1.0-2");
}

TEST(FindKept, EqualTextsAreToldApartByOrder) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Flood."), member("vi", "L\u0169.")}),
      unit("b", {member("en", "Read more"), member("vi", "Xem th\u00EAm")})};
  EXPECT_EQ(shown(find_kept(story(), units, "k"), units),
            "a:0.3-4+1.3-4 b:0.4-5+1.4-5");
}

TEST(FindKept, NamedPlacesOfNamedDocumentsDecideWhateverTheOrder) {
  const std::vector<Unit> units = {
      unit("b", {member("en", "Read more", {4}, "en.txt"),
                 member("vi", "Xem th\u00EAm", {2}, "vi.txt")}),
      unit("a", {member("en", "Flood.", {3}, "en.txt"),
                 member("vi", "L\u0169.", {3}, "vi.txt")})};
  EXPECT_EQ(shown(find_kept(story(), units, "k"), units),
            "b:0.2-3+1.4-5 a:0.3-4+1.3-4");
}

TEST(FindKept, NumbersThatPointToOtherTextAreNotBelieved) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Flood.", {0}, "en.txt"),
                 member("ar", "\u0631\u064A\u062D", {0}, "ar.txt")})};
  EXPECT_EQ(shown(find_kept(story(), units, "k"), units), "a:1.3-4+2.1-2");
}

TEST(FindKept, OnlyAcceptedUnitsCountWhereThereAreJudgements) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Rain."), member("vi", "M\u01B0a.")},
           UnitStatus::kAccepted),
      unit("b", {member("en", "Strong wind."), member("vi", "L\u0169.")},
           UnitStatus::kRejected),
      unit("c", {member("en", "Flood."), member("vi", "L\u0169.")})};
  const KeptLinks kept = find_kept(story(), units, "k");
  EXPECT_EQ(shown(kept, units), "a:0.0-1+1.0-1 !b:0.3-4+1.1-2");
  EXPECT_FALSE(kept.is_complete);
  EXPECT_EQ(kept.units[0].settled, (std::vector<std::size_t>{0, 1}));
}

TEST(FindKept, WhatIsNotThereOrThereTwiceIsSaid) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Rain."), member("vi", "M\u01B0a.")}),
      unit("b", {member("en", "Rain."), member("vi", "L\u0169.")}),
      unit("c", {member("en", "Snow."), member("vi", "L\u0169.")}),
      unit("d", {member("en", "Strong"), member("vi", "Gi\u00F3 to.")})};
  const KeptLinks kept = find_kept(story(), units, "proofread.tmx");
  EXPECT_EQ(shown(kept, units), "a:0.0-1+1.0-1");
  ASSERT_EQ(kept.diagnostics.size(), 3U);
  EXPECT_EQ(kept.diagnostics[0].code, "kept-link-overlaps");
  EXPECT_EQ(kept.diagnostics[0].file, "proofread.tmx");
  EXPECT_NE(kept.diagnostics[0].message.find("unit b"), std::string::npos);
  EXPECT_EQ(kept.diagnostics[1].code, "kept-link-not-found");
  EXPECT_NE(kept.diagnostics[2].message.find("unit d"), std::string::npos);
}

TEST(FindKept, AProofreadBitextIsSettledInAllItsLanguages) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Rain."), member("vi", "M\u01B0a.")}),
      unit("b", {member("en", "Strong wind.")}),
      unit("c", {member("vi", "Gi\u00F3 to.")})};
  const KeptLinks kept = find_kept(story(), units, "k");
  EXPECT_TRUE(kept.is_complete);
  EXPECT_EQ(shown(kept, units), "a:0.0-1+1.0-1 b:1.1-2 c:0.1-2");
  EXPECT_EQ(kept.units[1].settled, (std::vector<std::size_t>{0, 1}));
}

TEST(FindKept, LinksThatHoldMostOfTwoLanguagesAreSettledWhenAThirdComes) {
  const std::vector<Unit> units = {
      unit("a", {member("en", "Rain."), member("vi", "M\u01B0a.")}),
      unit("b", {member("en", "Strong wind."), member("vi", "Gi\u00F3 to.")}),
      unit("c", {member("en", "Flood."), member("vi", "L\u0169.")})};
  EXPECT_TRUE(find_kept(story(), units, "k").is_complete);
  // Without the third language they are links to align around.
  EXPECT_FALSE(find_kept({story()[0], story()[1]}, units, "k").is_complete);
}

TEST(FindKept, MembersInOtherLanguagesAreLeftOut) {
  const std::vector<Unit> units = {
      unit("a", {member("en-GB", "Rain."), member("vi", "M\u01B0a."),
                 member("fr", "Pluie.")}),
      unit("b", {member("en", "Flood."), member("fr", "Crue.")})};
  EXPECT_EQ(shown(find_kept(story(), units, "k"), units), "a:0.0-1+1.0-1");
}

}  // namespace
}  // namespace align
