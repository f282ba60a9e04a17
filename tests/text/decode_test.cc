#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

using std::string_literals::operator""s;

// Code points in hexadecimal, so that invisible ones show.
std::string hex(std::string_view utf8) {
  std::string shown;
  std::size_t at = 0;
  while (at < utf8.size()) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%s%04X",
                  shown.empty() ? "" : " ",
                  static_cast<unsigned>(utf8::next(utf8, at)));
    shown += buffer.data();
  }
  return shown;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string copy = text;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

// The bytes of `text` in UTF-16; only the basic plane is needed here.
std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

// Every code point of `text` and where it lies in the file, e.g. "0+1 1+2":
// begin and length in bytes.
std::string places(const Text& text) {
  std::string shown;
  std::size_t at = 0;
  for (std::size_t i = 0; at < text.utf8.size(); ++i) {
    const Position begin = text.offsets.begin_of({i, at});
    (void)utf8::next(text.utf8, at);
    const Position end = text.offsets.end_of({i + 1, at});
    EXPECT_EQ(begin.chars, i);
    EXPECT_EQ(end.chars, i + 1);
    if (!shown.empty()) shown += ' ';
    shown += std::to_string(begin.bytes) + '+' +
             std::to_string(end.bytes - begin.bytes);
  }
  return shown;
}

TEST(Decode, KeepsValidUtf8AsItIs) {
  const std::string report =
      "Hội nghị. Talks. "
      "\u0645\u062D\u0627\u062F\u062B\u0627\u062A";
  const Text text = decode(report, "a.txt");
  EXPECT_EQ(text.utf8, report);
  EXPECT_EQ(text.name, "a.txt");
  EXPECT_TRUE(text.diagnostics.empty());
}

TEST(Decode, DropsTheByteOrderMarkButCountsItsBytes) {
  const Text text = decode("\xEF\xBB\xBFQu\u1ED1c", "a.txt");
  EXPECT_EQ(text.utf8, "Qu\u1ED1c");
  EXPECT_EQ(places(text), "3+1 4+1 5+3 8+1");
}

struct BadBytes {
  std::string bytes;
  std::string code_points;
  std::string places;
};

TEST(Decode, WritesOneReplacementForEachMaximalSubpart) {
  // Examples of the Unicode Standard, chapter 3, tables 3-9 to 3-11.
  const std::vector<BadBytes> cases = {
      {"a\xFF"
       "b",
       "0061 FFFD 0062", "0+1 1+1 2+1"},
      {"\xC0\xAF\xE0\x80\xBF", "FFFD FFFD FFFD FFFD FFFD",
       "0+1 1+1 2+1 3+1 4+1"},
      {"\xED\xA0\x80", "FFFD FFFD FFFD", "0+1 1+1 2+1"},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "FFFD FFFD FFFD FFFD 0041",
       "0+2 2+1 3+3 6+2 8+1"},
      {"\xF4\x90\x80\x80", "FFFD FFFD FFFD FFFD", "0+1 1+1 2+1 3+1"},
      {"\xE1\xBA", "FFFD", "0+2"},
  };
  for (const BadBytes& bad : cases) {
    const Text text = decode(bad.bytes, "a.txt");
    EXPECT_EQ(hex(text.utf8), bad.code_points);
    EXPECT_EQ(places(text), bad.places);
    ASSERT_FALSE(text.diagnostics.empty());
    EXPECT_EQ(text.diagnostics[0].code, "invalid-utf8");
    EXPECT_EQ(text.diagnostics[0].file, "a.txt");
  }
}

TEST(Decode, NamesTheByteOfEachRepair) {
  const Text text = decode("ok \xFF ok \xC3", "bad.txt");
  ASSERT_EQ(text.diagnostics.size(), 2U);
  EXPECT_EQ(text.diagnostics[0].offset, 3U);
  EXPECT_EQ(text.diagnostics[1].offset, 8U);
}

TEST(Decode, CountsTheRepairsOfABinaryFileInsteadOfListingThem) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += "\xFF ";
  const Text text = decode(bytes, "a.bin");
  EXPECT_EQ(text.diagnostics.size(), 101U);
  EXPECT_NE(text.diagnostics.back().message.find("900 more"),
            std::string::npos);
}

TEST(Decode, RefusesInvalidBytesWhenStrict) {
  DecodeOptions strict;
  strict.strict = true;
  try {
    (void)decode("ok \xFF", "bad.txt", strict);
    FAIL() << "nothing was thrown";
  } catch (const FormatError& error) {
    EXPECT_NE(std::string(error.what()).find("bad.txt: byte 3"),
              std::string::npos)
        << error.what();
  }
  EXPECT_NO_THROW((void)decode("ok", "good.txt", strict));
}

TEST(Decode, ReadsUtf16WithAMark) {
  for (const bool big_endian : {false, true}) {
    const Text text = decode(utf16(u"\uFEFFB\u1EA1n", big_endian), "a.txt");
    EXPECT_EQ(text.utf8, "B\u1EA1n");
    EXPECT_EQ(places(text), "2+2 4+2 6+2");
  }
}

TEST(Decode, FindsUtf16WithoutAMarkInEachLanguage) {
  const std::vector<std::u16string> reports = {
      u"Talks resumed on Tuesday.\n",
      u"\u0110\u00E0m ph\u00E1n \u0111\u01B0\u1EE3c n\u1ED1i l\u1EA1i h\u00F4m "
      u"3/6.\n",
      u"\u0628\u062F\u0623\u062A "
      u"\u0627\u0644\u0645\u062D\u0627\u062F\u062B\u0627\u062A "
      u"\u064A\u0648\u0645 \u0627\u0644\u0623\u0631\u0628\u0639\u0627\u0621.\n",
  };
  for (const std::u16string& report : reports) {
    const Text little = decode(utf16(report, false), "a.txt");
    const Text big = decode(utf16(report, true), "a.txt");
    EXPECT_EQ(utf8::count(little.utf8), report.size());
    EXPECT_EQ(little.utf8, big.utf8);
    EXPECT_TRUE(little.diagnostics.empty());
  }
}

TEST(Decode, ReadsPairsOfSurrogatesAndRepairsLoneOnes) {
  const Text text = decode(utf16(u"\uFEFFa\xD83D\xDE00\xD83D"
                                 u"b",
                                 false) +
                               "c",
                           "a.txt");
  EXPECT_EQ(hex(text.utf8), "0061 1F600 FFFD 0062 FFFD");
  EXPECT_EQ(places(text), "2+2 4+4 8+2 10+2 12+1");
  EXPECT_EQ(text.diagnostics.size(), 2U);
}

TEST(Decode, KeepsNulBytesAndSaysSo) {
  const Text text = decode("The talks\0 went on and on.\n"s, "a.txt");
  EXPECT_EQ(text.utf8, "The talks\0 went on and on.\n"s);
  ASSERT_EQ(text.diagnostics.size(), 1U);
  EXPECT_EQ(text.diagnostics[0].code, "nul-bytes");
  EXPECT_EQ(text.diagnostics[0].offset, 9U);
}

TEST(Decode, ReadsLegacyEncodingsByName) {
  DecodeOptions options;
  options.encoding = "windows-1256";
  const Text text = decode("\xC8\xCF\xC3", "a.txt", options);
  EXPECT_EQ(text.utf8, "\u0628\u062F\u0623");
  EXPECT_EQ(places(text), "0+1 1+1 2+1");
  options.encoding = "windows-1258";
  EXPECT_EQ(decode("\xD0", "a.txt", options).utf8, "\u0110");
  options.encoding = "shift_jis";
  EXPECT_EQ(places(decode("a\x82\xA0", "a.txt", options)), "0+1 1+2");
}

TEST(Decode, RepairsBytesTheNamedEncodingLacks) {
  DecodeOptions options;
  options.encoding = "us-ascii";
  const Text text = decode("a\xE9z", "a.txt", options);
  EXPECT_EQ(hex(text.utf8), "0061 FFFD 007A");
  EXPECT_EQ(places(text), "0+1 1+1 2+1");
  EXPECT_EQ(text.diagnostics.size(), 1U);
}

TEST(Decode, RefusesAnEncodingNobodyKnows) {
  DecodeOptions options;
  options.encoding = "klingon-8";
  EXPECT_THROW((void)decode("a", "a.txt", options), InvalidArgument);
}

TEST(Decode, UnpacksGzipAndSeveralMembers) {
  EXPECT_EQ(decode(gzip("Hello. ") + gzip("World."), "a.gz").utf8,
            "Hello. World.");
}

TEST(Decode, RefusesDamagedGzipNamingTheFile) {
  const std::string packed = gzip(std::string(5000, 'x') + "y");
  std::string flipped = packed;
  flipped[flipped.size() - 6] ^= 1;  // the checksum
  for (const std::string& bytes :
       {packed.substr(0, packed.size() / 2), packed.substr(0, 12), flipped,
        packed + "tail"}) {
    try {
      (void)decode(bytes, "news.gz");
      ADD_FAILURE() << "nothing was thrown for " << bytes.size() << " bytes";
    } catch (const FormatError& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with("news.gz: "))
          << error.what();
    }
  }
}

TEST(Decode, TakesAnEmptyFileForAnEmptyText) {
  const Text text = decode("", "empty.txt");
  EXPECT_TRUE(text.utf8.empty());
  EXPECT_TRUE(text.diagnostics.empty());
}

TEST(ReadText, ThrowsForWhatCannotBeReadNamingIt) {
  try {
    (void)read_text("no/such/file.txt");
    FAIL() << "nothing was thrown";
  } catch (const IoError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("no/such/file.txt: "))
        << error.what();
  }
  EXPECT_THROW((void)read_text(::testing::TempDir()), IoError);
}

TEST(ReadBytes, UnpacksGzipFiles) {
  const std::string path = ::testing::TempDir() + "/read_bytes_test.gz";
  std::ofstream(path, std::ios::binary) << gzip("a\tb\n");
  EXPECT_EQ(read_bytes(path), "a\tb\n");
  std::remove(path.c_str());
}

TEST(OffsetMap, LeadsEveryPlaceToItselfWhenEmpty) {
  const OffsetMap map;
  EXPECT_EQ(map.begin_of({3, 7}), (Position{3, 7}));
  EXPECT_EQ(map.end_of({3, 7}), (Position{3, 7}));
}

TEST(OffsetMap, EndsAPieceWhereItsLastCharacterEnds) {
  // "ab" at 10, then "c" at 50: the end after b is 12, the begin of c is 50.
  OffsetMap map;
  map.append({0, 0}, {10, 10}, 1);
  map.append({2, 2}, {50, 50}, 1);
  EXPECT_EQ(map.end_of({2, 2}), (Position{12, 12}));
  EXPECT_EQ(map.begin_of({2, 2}), (Position{50, 50}));
}

TEST(OffsetMap, NeedsOnePieceForAWholeFileOfTwoByteCharacters) {
  const Text text = decode(
      utf16(u"\uFEFF" + std::u16string(1000, u'\u0628'), false), "a.txt");
  EXPECT_EQ(text.offsets.pieces(), 1U);
}

}  // namespace
}  // namespace align
