#include "text/utf8.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace align {
namespace {

// A code point of one to four bytes.
char32_t random_character(std::mt19937& random) {
  constexpr char32_t kLimits[] = {0x01, 0x80, 0x800, 0x10000, 0x110000};
  const std::size_t length = random() % 4;
  const char32_t c =
      kLimits[length] +
      static_cast<char32_t>(random() % (kLimits[length + 1] - kLimits[length]));
  return c >= 0xD800 && c <= 0xDFFF ? U'\u1EA1' : c;
}

TEST(Utf8, CountsCodePoints) {
  std::mt19937 random(5);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
      utf8::append(text, random_character(random));
    }
    EXPECT_EQ(utf8::count(text), size);
  }
}

TEST(Utf8, FindsTheFirstByteThatIsNotWellFormed) {
  std::mt19937 random(6);
  const std::string broken[] = {
      "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xD9",
      "\xD9 ",        "\xE0\x9F\xBF",     "\xE1\xBA",         "\xE1\xBA ",
      "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xFF"};
  for (const std::string& bytes : broken) {
    for (std::size_t before = 0; before < 20; ++before) {
      std::string text;
      for (std::size_t i = 0; i < before; ++i) {
        utf8::append(text, random_character(random));
      }
      EXPECT_EQ(utf8::valid_prefix(text), text.size());
      EXPECT_EQ(utf8::valid_prefix(text + bytes), text.size());
      EXPECT_EQ(utf8::valid_prefix(text + bytes + "abc"), text.size());
    }
  }
}

}  // namespace
}  // namespace align
