// Hostile input: what each tool makes of it, exit code and message.
#include <gtest/gtest.h>
#include <zlib.h>

#include <functional>
#include <string>
#include <vector>

#include "support/run_tool.h"
#include "support/word_model.h"

namespace align::test {
namespace {

constexpr std::size_t kMany = 20000;

std::string repeat(const std::string& text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::string gzip(const std::string& bytes) {
  std::string packed(::compressBound(bytes.size()) + 64, '\0');
  z_stream stream{};
  ::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8,
                 Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

/// An input and the exit codes of what reads texts and what reads bitexts.
struct Hostile {
  std::string name;
  std::string bytes;
  int text = 0;
  int bitext = 1;
};

const std::string kTmx =
    "<?xml version=\"1.0\"?><tmx version=\"1.4\"><header srclang=\"en\"/>"
    "<body>";
const std::string kUnit =
    "<tu><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"vi\"><seg>b"
    "</seg></tuv></tu>";
const std::string kTmxEnd = "</body></tmx>";
const std::string kXliff =
    "<?xml version=\"1.0\"?><xliff version=\"1.2\"><file original=\"a\" "
    "source-language=\"en\" target-language=\"vi\"><body>";
const std::string kLine =
    R"({"id":"1","type":"1-1","score":1,"probability":0.5,"kind":"parallel",)"
    R"("grade":"near","status":"proposed","members":{"en":{"doc":"a",)"
    R"("segments":[0],"start":0,"end":1,"text":"a"},"vi":{"doc":"b",)"
    R"("segments":[0],"start":0,"end":1,"text":"b"}}})";

const std::vector<Hostile>& hostile_inputs() {
  static const std::vector<Hostile> inputs = {
      {"empty", "", 0, 0},
      {"white-space", " \n\t\r\n ", 0, 0},
      {"one-newline", "\n", 0, 0},
      {"one-byte", "x"},
      {"nul-bytes", std::string(kMany, '\0')},
      {"text-with-nul", std::string("One.\0Two.\0", 10)},
      {"all-bytes",
       [] {
         std::string bytes;
         for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
         return bytes;
       }()},
      {"invalid-utf8", repeat("\xFF", kMany)},
      {"overlong-utf8", "\xC0\xAF\xE0\x80\xAF\xF0\x80\x80\xAF"},
      {"surrogates", "\xED\xA0\x80\xED\xBF\xBF"},
      {"beyond-unicode", "\xF4\x90\x80\x80\xF8\x88\x80\x80\x80"},
      {"cut-character", "Vi\xE1\xBB"},
      {"lone-continuations", repeat("\x80", 1000)},
      {"bom-only", "\xEF\xBB\xBF", 0, 0},
      {"two-boms", "\xEF\xBB\xBF\xEF\xBB\xBFOne."},
      {"utf16-odd", std::string("\xFF\xFE"
                                "a\0b",
                                5)},
      {"utf16-lone-surrogate", std::string("\xFF\xFE\x00\xD8"
                                           "a\0",
                                           6)},
      {"utf32", std::string("\xFF\xFE\0\0a\0\0\0", 8)},
      {"carriage-returns", repeat("\r", kMany), 0, 0},
      {"line-ends", repeat("\n", kMany), 0, 0},
      {"spaces", repeat(" ", kMany) + "x"},
      {"long-line", repeat("word and more words, ", kMany)},
      {"long-word", repeat("a", 10 * kMany)},
      {"combining-marks", "e" + repeat("\u0301", 10 * kMany)},
      {"arabic-marks", "\u0628" + repeat("\u064E", 10 * kMany)},
      {"zero-width", repeat("\u200B\u200D\u200F\u202E", kMany)},
      {"soft-hyphens", repeat("\u00AD", kMany)},
      {"points", repeat(".", 10 * kMany)},
      {"question-marks", repeat("\u061F", kMany)},
      {"quotes", repeat("\" ", kMany)},
      {"open-brackets", repeat("(", kMany)},
      {"initials", repeat("A. ", kMany)},
      {"short-sentences", repeat("Yes. ", kMany)},
      {"bullets", repeat("- a\n", kMany / 10)},
      {"numbers", repeat("1,", kMany)},
      {"long-number", repeat("9", kMany)},
      {"broken-words", repeat("the respo nd was impo rtant ", 3000)},
      {"private-use", repeat("\U0010FFFF\uE000", 1000)},
      {"not-characters", "\uFFFE\uFFFF\uFDD0"},
      {"html-deep", "<!DOCTYPE html>" + repeat("<div>", kMany) + "x"},
      {"html-unclosed", "<!DOCTYPE html><p" + repeat(" a=b", 3000)},
      {"html-angles", "<!DOCTYPE html>" + repeat("<", kMany)},
      {"html-entities", "<!DOCTYPE html>" + repeat("&#0;&#x110000;&x;", 1000)},
      {"html-script", "<!DOCTYPE html><script>" + repeat("x", kMany)},
      {"html-comment", "<!DOCTYPE html><!--" + repeat("<!--", 3000)},
      {"srt-many", repeat("1\n00:00:01,000 --> 00:00:02,000\nYes\n\n", 3000)},
      {"srt-empty", "1\n00:00:01,000 --> 00:00:02,000\n"},
      {"vtt-tags", "WEBVTT\n\n00:01.000 --> 00:02.000\n" + repeat("<v", 3000)},
      {"gzip-empty", gzip(""), 0, 0},
      {"gzip-header-only", std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10), 1},
      {"gzip-cut", gzip(kLine + repeat("x", 1000)).substr(0, 60), 1},
      {"gzip-altered",
       [] {
         std::string bytes = gzip(kLine);
         bytes[bytes.size() - 6] =
             static_cast<char>(bytes[bytes.size() - 6] ^ 1);
         return bytes;
       }(),
       1},
      {"gzip-trailing-junk", gzip("One.") + "junk", 1},
      {"gzip-bomb", gzip(repeat("\n", 200000)), 0, 0},
      {"zip-not-docx", std::string("PK\x03\x04", 4) + repeat("x", 100)},
      {"docx-start", std::string("PK\x03\x04\x14\0\0\0\0\0", 10) +
                         std::string(16, '\0') + std::string("\x11\0\0\0", 4) +
                         "word/document.xml"},
      {"pdf", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\n"},
      {"elf", std::string("\x7F"
                          "ELF\x02\x01\x01\0",
                          8)},
      {"tmx-empty", kTmx + kTmxEnd, 0, 0},
      {"tmx-cut", kTmx + kUnit, 0},
      {"tmx-bad-nesting", kTmx + "<tu><tuv></tu></tuv>" + kTmxEnd, 0},
      {"tmx-unit-in-variant",
       kTmx + "<tu><tuv xml:lang=\"en\"><tu><seg>a</seg></tu></tuv></tu>" +
           kTmxEnd,
       0, 0},
      {"tmx-no-language", kTmx + "<tu><tuv><seg>a</seg></tuv></tu>" + kTmxEnd,
       0, 0},
      {"tmx-laughs",
       "<?xml version=\"1.0\"?><!DOCTYPE tmx [<!ENTITY a \"ha\"><!ENTITY b "
       "\"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
       "\"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d "
       "\"&c;&c;&c;&c;&c;&c;&c;&c;\">]><tmx "
       "version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv "
       "xml:lang=\"en\"><seg>&d;</seg></tuv></tu></body></tmx>"},
      {"tmx-outside-entity",
       "<?xml version=\"1.0\"?><!DOCTYPE tmx [<!ENTITY a SYSTEM "
       "\"file:///etc/passwd\">]><tmx version=\"1.4\"><header "
       "srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>&a;</seg></tuv>"
       "</tu></body></tmx>"},
      {"tmx-deep",
       kTmx + "<tu><tuv xml:lang=\"en\"><seg>" + repeat("<hi>", kMany)},
      {"xliff-cut", kXliff + "<trans-unit id=\"1\"><source>a"},
      {"xliff-empty", kXliff + "</body></file></xliff>", 0, 0},
      {"xml-other", "<?xml version=\"1.0\"?><svg/>"},
      {"jsonl-one", kLine + "\n", 0, 0},
      {"jsonl-cut", kLine.substr(0, 100)},
      {"jsonl-deep", "{\"id\":" + repeat("[", kMany)},
      {"jsonl-wrong-types", "{\"id\":1,\"members\":[]}\n"},
      {"jsonl-huge-number", "{\"id\":\"1\",\"score\":1e999,\"members\":{}}\n"},
      {"jsonl-surrogate", "{\"id\":\"\\ud800\"}\n"},
      {"tsv-header-only",
       "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n",
       0, 0},
      {"tsv-short-row",
       "id\tscore\ttype\tdoc.en\tsegs.en\ttext.en\tdoc.vi\tsegs.vi\ttext.vi\n"
       "1\t2\n"},
      {"vecalign-huge", "[99999999999999999999]:[0]:0.1\n"},
      {"vecalign-gap", "[0]:[4000000000]:0.1\n", 0, 0},
      {"ladder-backwards", "0\t0\t0.5\n5\t5\t0.5\n3\t3\t0.5\n"},
      {"path-like", "../../../etc/passwd\n"},
      {"format-string", "%s%n%value%\n"},
      {"script", "<script>alert(1)</script>\n"},
      {"shell", "$(touch x); `touch x`\n"},
  };
  return inputs;
}

/// How a tool is given a hostile file.
struct Way {
  std::string tool;
  bool takes_text = false;
  std::function<std::vector<std::string>(const std::string& file,
                                         const TemporaryFolder& folder,
                                         const std::string& model)>
      arguments;
};

using Words = std::vector<std::string>;

const std::vector<Way>& ways() {
  static const std::vector<Way> all = {
      {"align-segment", true,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string&) {
         return Words{"-o", folder.path("out"), file};
       }},
      {"align-parallel", true,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string& model) {
         return Words{"--model",
                      model,
                      "--pre-segmented",
                      "-o",
                      folder.path("out"),
                      "en=" + file,
                      "vi=" + folder.path("sound.txt")};
       }},
      {"align-documents", true,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string& model) {
         return Words{"--model",          model, "-o",
                      folder.path("out"), file,  folder.path("sound.txt")};
       }},
      {"align-convert", false,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string&) {
         return Words{"--format", "jsonl", "-o", folder.path("out"), file};
       }},
      {"align-filter", false,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string&) {
         return Words{"--format", "jsonl", "-o", folder.path("out"), file};
       }},
      {"align-view", false,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string&) {
         return Words{"-o", folder.path("out"), file};
       }},
      {"align-words", false,
       [](const std::string& file, const TemporaryFolder& folder,
          const std::string& model) {
         return Words{"--model",          model, "--format", "jsonl", "-o",
                      folder.path("out"), file};
       }},
  };
  return all;
}

class HostileInput : public testing::TestWithParam<Way> {};

TEST_P(HostileInput, HasItsExitCodeAndMessage) {
  const TemporaryFolder folder;
  const std::string model = folder.path("words.align");
  write_word_model(model, make_meanings(20));
  folder.write("sound.txt", "One.\n");
  for (const Hostile& input : hostile_inputs()) {
    const std::string file = folder.write("in/" + input.name, input.bytes);
    const ToolResult result =
        run_tool(GetParam().tool, GetParam().arguments(file, folder, model));
    const int wanted = GetParam().takes_text ? input.text : input.bitext;
    EXPECT_EQ(result.exit_code, wanted) << input.name << ": " << result.err;
    if (result.exit_code != 0) {
      EXPECT_NE(result.err.find(input.name), std::string::npos)
          << input.name << ": " << result.err;
      EXPECT_EQ(result.err.find("internal error"), std::string::npos);
    }
    std::filesystem::remove(file);
  }
}

TEST(HostileInputs, AreSixtyAndMore) {
  EXPECT_GE(hostile_inputs().size(), 60U);
}

INSTANTIATE_TEST_SUITE_P(Tools, HostileInput, testing::ValuesIn(ways()),
                         [](const testing::TestParamInfo<Way>& chosen) {
                           std::string name = chosen.param.tool;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace align::test
