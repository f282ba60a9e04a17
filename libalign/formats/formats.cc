#include "align/formats.h"

#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/byte_source.h"
#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

constexpr std::array kFormats = {Format::kTmx,    Format::kTsv,
                                 Format::kJsonl,  Format::kVecalign,
                                 Format::kLadder, Format::kHtml};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Two whole numbers and a third number, as a line of a ladder.
bool is_ladder_line(std::string_view line) {
  const std::vector<std::string_view> fields = split_fields(line);
  return fields.size() == 3 && parse_count(fields[0]) &&
         parse_count(fields[1]) && parse_number(fields[2]);
}

// What the first line that is not blank says, or nothing.
std::optional<Format> detect_text(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.empty()) return Format::kJsonl;
  if (text.front() == '<') return Format::kTmx;
  if (text.front() == '{') return Format::kJsonl;
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line == "id\tscore\ttype" || line.starts_with("id\tscore\ttype\t")) {
    return Format::kTsv;
  }
  if (text.front() == '[' && line.find("]:[") != std::string_view::npos) {
    return Format::kVecalign;
  }
  if (is_ladder_line(line)) return Format::kLadder;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Format format) {
  switch (format) {
    case Format::kTmx:
      return "tmx";
    case Format::kTsv:
      return "tsv";
    case Format::kJsonl:
      return "jsonl";
    case Format::kVecalign:
      return "vecalign";
    case Format::kLadder:
      return "ladder";
    case Format::kHtml:
      return "html";
  }
  fail_assertion("format", "every format has a name", __FILE__, __LINE__);
}

std::string format_names() {
  std::string names;
  for (const Format format : kFormats) {
    if (!names.empty()) names += ", ";
    names += to_string(format);
  }
  return names;
}

Format parse_format(std::string_view name) {
  for (const Format format : kFormats) {
    if (to_string(format) == name) return format;
  }
  throw InvalidArgument("unknown format '" + std::string(name) +
                        "', want one of " + format_names());
}

Format detect_format(std::string_view first_bytes) {
  if (first_bytes.starts_with("\xEF\xBB\xBF")) first_bytes.remove_prefix(3);
  // XML in UTF-16 of either order, with or without a byte-order mark.
  if (first_bytes.starts_with("\xFF\xFE") ||
      first_bytes.starts_with("\xFE\xFF") ||
      first_bytes.starts_with(std::string_view("<\0", 2)) ||
      first_bytes.starts_with(std::string_view("\0<", 2))) {
    return Format::kTmx;
  }
  if (const std::optional<Format> format = detect_text(first_bytes)) {
    return *format;
  }
  throw FormatError("not a bitext of a known format, want one of " +
                    format_names());
}

std::unique_ptr<BitextWriter> make_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output, const WriteOptions& options) {
  for (const std::string& language : languages) {
    if (!is_language_tag(language)) {
      throw InvalidArgument("'" + language + "' is not a language tag");
    }
  }
  switch (format) {
    case Format::kTmx:
      return make_tmx_writer(languages, output, options);
    case Format::kTsv:
      return make_tsv_writer(languages, output);
    case Format::kJsonl:
      return make_jsonl_writer(languages, output);
    case Format::kVecalign:
    case Format::kLadder:
      return make_numbers_writer(format, languages, output);
    case Format::kHtml:
      return make_html_writer(languages, output, options);
  }
  fail_assertion("format", "every format has a writer", __FILE__, __LINE__);
}

std::unique_ptr<BitextReader> open_bitext(const std::string& path,
                                          const ReadOptions& options) {
  auto source = std::make_unique<ByteSource>(path, options.name);
  Format format = Format::kJsonl;
  try {
    format = detect_format(source->peek());
  } catch (const FormatError& error) {
    throw FormatError(source->name() + ": " + error.what());
  }
  switch (format) {
    case Format::kTmx:
      return make_tmx_reader(std::move(source), options);
    case Format::kTsv:
      return make_tsv_reader(std::move(source));
    case Format::kJsonl:
      return make_jsonl_reader(std::move(source));
    case Format::kVecalign:
    case Format::kLadder:
      return make_numbers_reader(format, std::move(source));
    case Format::kHtml:
      break;  // detect_format never names it: pages are not read back
  }
  fail_assertion("format", "every format has a reader", __FILE__, __LINE__);
}

std::vector<std::string> read_languages(const std::string& path,
                                        const ReadOptions& options) {
  if (path == "-") {
    throw InvalidArgument("standard input cannot be read twice");
  }
  const std::unique_ptr<BitextReader> reader = open_bitext(path, options);
  if (reader->format() == Format::kTmx || reader->format() == Format::kJsonl) {
    Unit unit;
    while (reader->read(unit)) {
    }
  }
  return reader->languages();
}

}  // namespace align
