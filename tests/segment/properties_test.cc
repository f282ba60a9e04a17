// What holds of every text, tried on mutations of real and invented reports.

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "align/segment.h"
#include "align/text.h"
#include "text/utf8.h"

namespace align {
namespace {

std::string report(const std::string& name) {
  return read_bytes(std::string(ALIGN_SOURCE_DIR) + "/corpora/" + name);
}

std::vector<std::string> reports() {
  return {report("libya-2020/ar-2020-06-talks-begin.txt"),
          report("libya-2020/en-2020-06-erdogan-putin-call.txt"),
          report("libya-2020/en-2020-06-talks-restart.txt"),
          report("libya-2020/vi-2019-04-moscow-and-haftar.txt"),
          report("libya-2020/vi-2020-06-unsmil-talks.txt"),
          report("mini/reports/festival/ar.txt")};
}

// `text` without white space.
std::string squeeze(std::string_view text) {
  std::string squeezed;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t from = i;
    if (!utf8::is_space(utf8::next(text, i))) {
      squeezed += text.substr(from, i - from);
    }
  }
  return squeezed;
}

// Byte offsets of the code points of `text`, and its size.
std::vector<std::size_t> places(std::string_view text) {
  std::vector<std::size_t> starts;
  std::size_t i = 0;
  while (i < text.size()) {
    starts.push_back(i);
    (void)utf8::next(text, i);
  }
  starts.push_back(text.size());
  return starts;
}

std::string collapse(std::string_view text) {
  std::string collapsed;
  bool is_after_space = true;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t from = i;
    const bool is_space = utf8::is_space(utf8::next(text, i));
    if (!is_space) {
      collapsed += text.substr(from, i - from);
    } else if (!is_after_space) {
      collapsed += ' ';
    }
    is_after_space = is_space;
  }
  while (collapsed.ends_with(' ')) collapsed.pop_back();
  return collapsed;
}

// What the header of segment() promises of any text.
void expect_sound(const std::string& bytes) {
  const Text text =
      decode(bytes, "a.txt", {.encoding = "", .strict = false, .plain = true});
  const Document document = segment(text);
  const std::vector<std::size_t> starts = places(text.utf8);
  std::string together;
  std::size_t last = 0;
  std::size_t last_byte = 0;
  for (const Segment& one : document.segments) {
    ASSERT_LE(last, one.chars.begin);
    ASSERT_LT(one.chars.begin, one.chars.end);
    ASSERT_LE(last_byte, one.bytes.begin);
    ASSERT_LT(one.bytes.begin, one.bytes.end);
    ASSERT_LE(one.bytes.end, bytes.size());
    last = one.chars.end;
    last_byte = one.bytes.end;
    const std::string_view slice = std::string_view(text.utf8).substr(
        starts.at(one.chars.begin),
        starts.at(one.chars.end) - starts.at(one.chars.begin));
    ASSERT_EQ(one.text, collapse(slice));
    // The bytes on disk decode to the same slice.
    if (text.diagnostics.empty() && bytes.size() == text.utf8.size()) {
      ASSERT_EQ(bytes.substr(one.bytes.begin, one.bytes.size()), slice);
    }
    if (one.repeats) {
      ASSERT_LT(*one.repeats, document.segments.size());
    }
    together += squeeze(slice);
  }
  ASSERT_EQ(together, squeeze(text.utf8));
}

TEST(SegmentProperties, HoldForRealReports) {
  for (const std::string& text : reports()) expect_sound(text);
}

TEST(SegmentProperties, HoldForUtf16) {
  for (const std::string& text : reports()) {
    std::string bytes = "\xFF\xFE";
    for (std::size_t i = 0; i < text.size();) {
      const char32_t c = utf8::next(text, i);
      ASSERT_LT(c, 0x10000U);
      bytes += static_cast<char>(c & 0xFFU);
      bytes += static_cast<char>(c >> 8U);
    }
    expect_sound(bytes);
  }
}

TEST(SegmentProperties, HoldForTextWithBytesAndMarksThrownIn) {
  const std::vector<std::string> pieces = {".",          "!",
                                           "?",          "...",
                                           "\u2026",     "\u061F",
                                           "\"",         "(",
                                           ")",          "[1]",
                                           "\n",         "\n\n",
                                           "\r\n",       " ",
                                           "\t",         "-",
                                           "\u2013",     "\u2022",
                                           "1.",         "a)",
                                           "Mr.",        "U.S.",
                                           ":)",         "***",
                                           "\u200F",     "\u200B",
                                           "\u00A0",     "\xFF",
                                           "\xE1",       "\0",
                                           "\u201C",     "\u201D",
                                           ". . .",      "http://a.b/c.",
                                           "\u2028",     "\f",
                                           "\u0301",     "\u064B",
                                           "\U0001F600", "\xC2",
                                           "----------", "Photo: ",
                                           "1.) ",       "\u00B2"};
  std::mt19937 random(20200610);  // NOLINT: a fixed seed, the same every time
  const std::vector<std::string> texts = reports();
  for (int round = 0; round < 400; ++round) {
    std::string text = texts[random() % texts.size()];
    text = text.substr(random() % text.size(), 200 + random() % 1500);
    for (std::size_t i = random() % 60; i > 0; --i) {
      text.insert(random() % (text.size() + 1),
                  pieces[random() % pieces.size()]);
    }
    expect_sound(text);
  }
}

TEST(SegmentProperties, HoldForNoiseOfMarksAlone) {
  const std::string alphabet = ".!?\"'()[]:;-*_=~ \n1aA,";
  std::mt19937 random(7);  // NOLINT: a fixed seed, the same every time
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 80; i > 0; --i) {
      text += alphabet[random() % alphabet.size()];
    }
    expect_sound(text);
  }
}

TEST(SegmentProperties, DecomposedTextGivesTheSentencesOfComposedText) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  ASSERT_TRUE(U_SUCCESS(status));
  const auto convert = [&](const icu::Normalizer2* form,
                           const std::string& text) {
    std::string result;
    form->normalize(icu::UnicodeString::fromUTF8(text), status)
        .toUTF8String(result);
    return result;
  };
  for (const std::string& text : reports()) {
    const Document composed = segment(decode(convert(nfc, text), "a"));
    const Document decomposed = segment(decode(convert(nfd, text), "a"));
    EXPECT_EQ(composed.language, decomposed.language);
    ASSERT_EQ(composed.segments.size(), decomposed.segments.size());
    for (std::size_t i = 0; i < composed.segments.size(); ++i) {
      EXPECT_EQ(composed.segments[i].text,
                convert(nfc, decomposed.segments[i].text));
      EXPECT_EQ(composed.segments[i].kind, decomposed.segments[i].kind);
    }
  }
}

// Each of these once made some scan start over at every byte; were one still
// quadratic, these sizes would run for hours and the test would time out.
TEST(SegmentProperties, TimeIsLinearOnHostileText) {
  constexpr std::size_t kSize = 1000000;
  for (const std::string unit :
       {"a",           " ",         "\n",      ".",
        ". ",          "(",         "((a. ",   ")",
        "\"",          "\". ",      "[1]",     ".[1] ",
        "- ",          "- . ",      "! . ",    ":) ",
        ": ",          "* ",        "*** ",    "1. ",
        "a.b.c.",      "A. ",       "\u2026 ", "\u2026 A ",
        "Mr. ",        "\u200B",    "\u0301",  "\xC3\xA0",
        "\xD9\x88. ",  "a\n",       "(a\n",    "\u2022 ",
        "a a a a a. ", ".1 1 1 1 ", "said ",   "\"? \"",
        "-. 1. ",      "_"}) {
    std::string text;
    text.reserve(kSize + unit.size());
    while (text.size() < kSize) text += unit;
    const Document document = segment(decode(
        text, "a", {.encoding = "utf-8", .strict = false, .plain = true}));
    EXPECT_LE(document.segments.size(), text.size()) << unit;
  }
}

}  // namespace
}  // namespace align
