// Vietnamese encodings from before Unicode, and text read in the wrong one.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "align/error.h"
#include "align/text.h"

namespace align {
namespace {

std::string read_as(const std::string& encoding, const std::string& bytes) {
  DecodeOptions options;
  options.encoding = encoding;
  return decode(bytes, "a.txt", options).utf8;
}

TEST(LegacyEncodings, GiveTheLettersOfTheSameSentence) {
  const std::string sentence = "Cộng hòa xã hội chủ nghĩa Việt Nam";
  EXPECT_EQ(read_as("TCVN3",
                    "C\xE9ng h\xDF"
                    "a x\xB7 h\xE9i ch\xF1 ngh\xDC"
                    "a "
                    "Vi\xD6t Nam"),
            sentence);
  EXPECT_EQ(read_as("viscii",
                    "C\xB5ng h\xF2"
                    "a x\xE3 h\xB5i ch\xFC ngh\xEE"
                    "a "
                    "Vi\xAEt Nam"),
            sentence);
  EXPECT_EQ(read_as("VNI",
                    "Co\xE4ng ho\xF8"
                    "a xa\xF5 ho\xE4i chu\xFB ngh\xF3"
                    "a Vie\xE4t Nam"),
            sentence);
}

TEST(LegacyEncodings, GiveCapitals) {
  EXPECT_EQ(read_as("vni",
                    "\xD1"
                    "A\xD8 NA\xCBNG, TH\xD6\xD9, A\xC9"),
            "ĐÀ NẶNG, THỨ, Ắ");
  EXPECT_EQ(read_as("viscii", "\xD0\xC0 \x02 \x1E \xFF"), "ĐÀ Ẳ Ỵ Ữ");
  EXPECT_EQ(read_as("tcvn3", "\xA7\xB5 \xA1 \xA6"), "Đà Ă Ư");
}

TEST(LegacyEncodings, KeepThePlaceOfEachLetter) {
  DecodeOptions options;
  options.encoding = "vni";
  const Text text = decode("Vie\xE4t", "a.txt", options);
  EXPECT_EQ(text.offsets.begin_of({2, 2}).bytes, 2U);
  EXPECT_EQ(text.offsets.end_of({3, 5}).bytes, 4U);
  EXPECT_EQ(text.offsets.begin_of({3, 5}).bytes, 4U);
}

TEST(LegacyEncodings, RefuseBytesThatCannotBeThem) {
  for (const std::string encoding : {"tcvn3", "viscii", "vni"}) {
    EXPECT_THROW((void)read_as(encoding, "Đàm phán được nối lại hôm 3/6."),
                 FormatError)
        << encoding;
  }
  EXPECT_THROW((void)read_as("tcvn3", "\x80\x81\x82\x83 \x84\x85"),
               FormatError);
  EXPECT_THROW((void)read_as("vni", "\x80\x81\x82\x83 \x84\x85"), FormatError);
}

TEST(Mojibake, IsReportedAndNeverChanged) {
  const std::vector<std::string> damaged = {
      // UTF-8 read as Latin-1 and saved again.
      "\u00C4\u0091\u00C3\u00A0m ph\u00C3\u00A1n \u00C4\u0091\u00C6\u00B0"
      "\u00E1\u00BB\u00A3c n\u00E1\u00BB\u0091i l\u00E1\u00BA\u00A1i",
      // TCVN3.
      "C\u00E9ng h\u00DFa x\u00B7 h\u00E9i ch\u00F1 ngh\u00DCa, t\u00B9i "
      "h\u00B7i "
      "v\u00B5 b\u00B8o",
      // VNI.
      "Co\u00E4ng ho\u00F8a xa\u00F5 ho\u00E4i chu\u00FB ngh\u00F3a Vie\u00E4t "
      "Nam"};
  for (const std::string& bytes : damaged) {
    const Text text = decode(bytes, "a.txt");
    EXPECT_EQ(text.utf8, bytes);
    ASSERT_EQ(text.diagnostics.size(), 1U) << bytes;
    EXPECT_EQ(text.diagnostics[0].code, "mojibake");
  }
}

TEST(Mojibake, IsNotSuspectedInSoundText) {
  for (const std::string text :
       {"Hội nghị khai mạc sáng nay tại Hà Nội, có hơn 200 đại biểu.",
        "Où êtes-vous allé, Noël? Ça va: à bientôt, naïve Citroën.",
        "50 m\u00B2, 3\u00B0C \u00B7 \u00A9 Reuters \u00AB talks \u00BB",
        "Coração são não ações, mäuse größe übung",
        "\u0628\u062F\u0623\u062A "
        "\u00AB\u0627\u0644\u0645\u062D\u0627\u062F\u062B\u0627\u062A\u00BB"}) {
    EXPECT_TRUE(decode(text, "a.txt").diagnostics.empty()) << text;
  }
}

}  // namespace
}  // namespace align
