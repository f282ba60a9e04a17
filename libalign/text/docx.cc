// DOCX to text: the paragraphs of word/document.xml.

#include <libxml/xmlreader.h>
#include <zip.h>

#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "align/error.h"
#include "text/extract.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr const char* kDocument = "word/document.xml";
// A larger one is no report; the limit stops archives made to fill memory.
constexpr zip_uint64_t kMostBytes = 1U << 30U;

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

using Zip = std::unique_ptr<zip_t, DiscardZip>;

Zip open_zip(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return nullptr;
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return Zip(archive);
}

std::string read_entry(zip_t* archive, const std::string& name) {
  zip_stat_t status;
  zip_stat_init(&status);
  if (zip_stat(archive, kDocument, 0, &status) != 0 ||
      (status.valid & ZIP_STAT_SIZE) == 0 || status.size > kMostBytes) {
    throw FormatError(name + ": " + kDocument + " cannot be read");
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen(archive, kDocument, 0));
  std::string xml(static_cast<std::size_t>(status.size), '\0');
  std::size_t used = 0;
  while (file != nullptr && used < xml.size()) {
    const zip_int64_t got =
        zip_fread(file.get(), xml.data() + used, xml.size() - used);
    if (got <= 0) break;
    used += static_cast<std::size_t>(got);
  }
  if (used != xml.size() || file == nullptr) {
    throw FormatError(name + ": " + kDocument + " is damaged");
  }
  return xml;
}

class Reader {
 public:
  Reader(const std::string& xml, Text& text)
      : text_(text),
        reader_(xmlReaderForMemory(
            xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {
    if (!reader_) throw std::bad_alloc();
  }

  void read() {
    int status = 1;
    while ((status = xmlTextReaderRead(reader_.get())) == 1) step();
    if (status < 0) {
      throw FormatError(
          text_.name + ": " + kDocument + ", line " +
          std::to_string(xmlTextReaderGetParserLineNumber(reader_.get())) +
          ": broken XML");
    }
    end_block();
  }

 private:
  [[nodiscard]] std::string name() const {
    const xmlChar* name = xmlTextReaderConstLocalName(reader_.get());
    return name == nullptr ? "" : reinterpret_cast<const char*>(name);
  }
  [[nodiscard]] std::string value_attribute() const {
    const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
        xmlTextReaderGetAttribute(reader_.get(),
                                  reinterpret_cast<const xmlChar*>("w:val")),
        xmlFree);
    return value ? reinterpret_cast<const char*>(value.get()) : "";
  }

  void step() {
    const int type = xmlTextReaderNodeType(reader_.get());
    if (type == XML_READER_TYPE_ELEMENT) {
      const std::string element = name();
      if (element == "t") {
        is_in_text_ = xmlTextReaderIsEmptyElement(reader_.get()) == 0;
      } else if (element == "tab" || element == "noBreakHyphen") {
        add(element == "tab" ? " " : "-");
      } else if (element == "br" || element == "cr") {
        end_block();
      } else if (element == "pStyle") {
        const std::string style = value_attribute();
        if (style.starts_with("Heading") || style == "Title" ||
            style == "Subtitle") {
          kind_ = SegmentKind::kHeading;
        } else if (style == "Caption") {
          kind_ = SegmentKind::kCaption;
        } else if (style.starts_with("List")) {
          kind_ = SegmentKind::kListItem;
        }
      } else if (element == "numPr") {
        kind_ = SegmentKind::kListItem;
      }
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
      const std::string element = name();
      if (element == "t") is_in_text_ = false;
      if (element == "p") {
        end_block();
        kind_ = SegmentKind::kSentence;
      }
    } else if (is_in_text_ &&
               (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
                type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE ||
                type == XML_READER_TYPE_WHITESPACE)) {
      const xmlChar* words = xmlTextReaderConstValue(reader_.get());
      if (words != nullptr) add(reinterpret_cast<const char*>(words));
    }
  }

  void add(std::string_view words) {
    text_.utf8 += words;
    chars_ += utf8::count(words);
  }

  void end_block() {
    const Position end = {chars_, text_.utf8.size()};
    if (end.bytes == begin_.bytes) return;
    text_.blocks.push_back({begin_, end, kind_});
    add("\n\n");
    begin_ = {chars_, text_.utf8.size()};
  }

  Text& text_;
  std::unique_ptr<xmlTextReader, FreeReader> reader_;
  std::size_t chars_ = 0;
  Position begin_;
  SegmentKind kind_ = SegmentKind::kSentence;
  bool is_in_text_ = false;
};

}  // namespace

bool is_docx(std::string_view bytes) {
  if (!bytes.starts_with("PK\x03\x04")) return false;
  const Zip archive = open_zip(bytes);
  return archive && zip_name_locate(archive.get(), kDocument, 0) >= 0;
}

Text extract_docx(std::string_view bytes, std::string name) {
  Text text;
  text.name = std::move(name);
  const Zip archive = open_zip(bytes);
  if (!archive) throw FormatError(text.name + ": damaged zip archive");
  const std::string xml = read_entry(archive.get(), text.name);
  if (xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw FormatError(text.name + ": " + kDocument + " is too large");
  }
  Reader(xml, text).read();
  return text;
}

}  // namespace align
