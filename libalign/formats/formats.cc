#include "align/formats.h"

#include <algorithm>
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

constexpr std::array kFormats = {
    Format::kTmx,    Format::kTsv,     Format::kJsonl,  Format::kVecalign,
    Format::kLadder, Format::kMoses,   Format::kXces,   Format::kBitextor,
    Format::kLaser,  Format::kXliff,   Format::kXliff2, Format::kCsv,
    Format::kTei,    Format::kPharaoh, Format::kHtml};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The first rung of a ladder; LASER's pairs of numbers start otherwise.
bool is_ladder_line(std::string_view line) {
  const std::vector<std::string_view> fields = split_fields(line);
  return fields.size() == 3 && fields[0] == "0" && fields[1] == "0" &&
         parse_number(fields[2]);
}

// The name of the first element.
std::string_view root_of(std::string_view text) {
  std::size_t at = text.find('<');
  while (at != std::string_view::npos && at + 1 < text.size()) {
    const char next = text[at + 1];
    if (next != '?' && next != '!') {
      const std::size_t end = text.find_first_of(" \t\r\n/>", at);
      return text.substr(at + 1, end == std::string_view::npos
                                     ? std::string_view::npos
                                     : end - at - 1);
    }
    // A comment may hold anything but its end.
    const bool is_comment = text.substr(at).starts_with("<!--");
    at = text.find(is_comment ? "-->" : ">", at);
    if (at != std::string_view::npos) at = text.find('<', at);
  }
  return {};
}

Format detect_xml(std::string_view text) {
  const std::string_view root = root_of(text);
  if (root == "cesAlign") return Format::kXces;
  if (root == "TEI" || root == "teiCorpus" || root == "linkGrp") {
    return Format::kTei;
  }
  if (root == "xliff") {
    std::string_view rest =
        text.substr(static_cast<std::size_t>(root.data() - text.data()));
    rest = rest.substr(0, rest.find('>'));
    const bool is_second = rest.find("version=\"2") != std::string_view::npos ||
                           rest.find("version='2") != std::string_view::npos;
    return is_second ? Format::kXliff2 : Format::kXliff;
  }
  return Format::kTmx;  // its reader says what it found instead
}

// What the first line that is not blank says, or nothing.
std::optional<Format> detect_text(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.empty()) return Format::kJsonl;
  if (text.front() == '<') return detect_xml(text);
  if (text.front() == '{') return Format::kJsonl;
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line == "id\tscore\ttype" || line.starts_with("id\tscore\ttype\t")) {
    return Format::kTsv;
  }
  if (text.front() == '[' && line.find("]:[") != std::string_view::npos) {
    return Format::kVecalign;
  }
  if (line == "id,score,type" || line.starts_with("id,score,type,")) {
    return Format::kCsv;
  }
  if (is_ladder_line(line)) return Format::kLadder;
  if (line.starts_with("src_url\ttrg_url\tsrc_text\ttrg_text")) {
    return Format::kBitextor;
  }
  if (line.find('-') != std::string_view::npos && parse_word_links(line)) {
    return Format::kPharaoh;
  }
  const std::vector<std::string_view> fields = split_fields(line);
  // A line of LASER, or the header of align-mine's pairs.
  if ((fields.size() == 3 && parse_number(fields[0])) ||
      line.starts_with("score\tsource_line\ttarget_line\t")) {
    return Format::kLaser;
  }
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
    case Format::kMoses:
      return "moses";
    case Format::kXces:
      return "xces";
    case Format::kBitextor:
      return "bitextor";
    case Format::kLaser:
      return "laser";
    case Format::kXliff:
      return "xliff";
    case Format::kXliff2:
      return "xliff2";
    case Format::kCsv:
      return "csv";
    case Format::kTei:
      return "tei";
    case Format::kPharaoh:
      return "pharaoh";
    case Format::kHtml:
      return "html";
  }
  fail_assertion("format", "every format has a name", __FILE__, __LINE__);
}

bool is_bilingual(Format format) {
  switch (format) {
    case Format::kVecalign:
    case Format::kLadder:
    case Format::kXces:
    case Format::kBitextor:
    case Format::kLaser:
    case Format::kXliff:
    case Format::kXliff2:
    case Format::kPharaoh:
      return true;
    default:
      return false;
  }
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
  // UTF-16 of either order, with or without a byte-order mark, can only be XML;
  // its names are ASCII, so the zero bytes may go.
  if (first_bytes.starts_with("\xFF\xFE") ||
      first_bytes.starts_with("\xFE\xFF") ||
      first_bytes.starts_with(std::string_view("<\0", 2)) ||
      first_bytes.starts_with(std::string_view("\0<", 2))) {
    std::string ascii(first_bytes);
    ascii.erase(std::remove(ascii.begin(), ascii.end(), '\0'), ascii.end());
    return detect_xml(ascii);
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
  if (is_bilingual(format) && !languages.empty() && languages.size() != 2) {
    throw InvalidArgument(std::string(to_string(format)) +
                          " holds exactly two languages, not " +
                          std::to_string(languages.size()));
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
    case Format::kXces:
      return make_xces_writer(languages, output);
    case Format::kBitextor:
    case Format::kLaser:
      return make_pairs_writer(format, languages, output);
    case Format::kXliff:
    case Format::kXliff2:
      return make_xliff_writer(format, languages, output, options);
    case Format::kCsv:
      return make_csv_writer(languages, output, options);
    case Format::kTei:
      return make_tei_writer(languages, output);
    case Format::kPharaoh:
      return make_pharaoh_writer(languages, output);
    case Format::kMoses:
      throw InvalidArgument("moses has a file a language, not one for all");
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
    case Format::kXces:
      return make_xces_reader(std::move(source));
    case Format::kBitextor:
    case Format::kLaser:
      return make_pairs_reader(format, std::move(source));
    case Format::kXliff:
    case Format::kXliff2:
      return make_xliff_reader(std::move(source), options);
    case Format::kCsv:
      return make_csv_reader(std::move(source));
    case Format::kTei:
      return make_tei_reader(std::move(source));
    case Format::kPharaoh:
      return make_pharaoh_reader(std::move(source));
    case Format::kMoses:
    case Format::kHtml:
      break;  // never detected: any text could be Moses, pages are not read
  }
  fail_assertion("format", "every format has a reader", __FILE__, __LINE__);
}

std::vector<std::string> read_languages(const std::string& path,
                                        const ReadOptions& options) {
  if (path == "-") {
    throw InvalidArgument("standard input cannot be read twice");
  }
  const std::unique_ptr<BitextReader> reader = open_bitext(path, options);
  const Format format = reader->format();
  if (format == Format::kTmx || format == Format::kJsonl ||
      format == Format::kXliff || format == Format::kXliff2 ||
      format == Format::kTei) {
    Unit unit;
    while (reader->read(unit)) {
    }
  }
  return reader->languages();
}

}  // namespace align
