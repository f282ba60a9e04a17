// XLIFF 1.2 and 2.1. What only we know of a unit stands in attributes of a
// namespace of our own, which both versions allow.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/xml_text.h"

namespace align {
namespace {

class XliffWriter final : public BitextWriter {
 public:
  XliffWriter(Format format, std::vector<std::string> languages,
              OutputFile& output, WriteOptions options)
      : is_second_(format == Format::kXliff2),
        languages_(std::move(languages)),
        output_(output),
        options_(std::move(options)) {
    if (languages_.empty()) languages_ = {"und", "und"};
    text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff";
    if (is_second_) {
      append_attribute("version", "2.1");
      append_attribute("xmlns", "urn:oasis:names:tc:xliff:document:2.0");
      append_attribute("srcLang", tag_of(options_, languages_[0]));
      append_attribute("trgLang", tag_of(options_, languages_[1]));
    } else {
      append_attribute("version", "1.2");
      append_attribute("xmlns", "urn:oasis:names:tc:xliff:document:1.2");
    }
    append_attribute("xmlns:align", "urn:libalign");
    text_ += ">\n";
    output_.write(text_);
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    const Member* source = find_member(unit, languages_[0]);
    const Member* target = find_member(unit, languages_[1]);
    // A unit without a source has no place in either version.
    if (source == nullptr || (target == nullptr && !options_.keep_unaligned)) {
      losses_.add("one-sided unit");
      return;
    }
    losses_.see(unit);
    forbidden_.begin_unit();
    text_.clear();
    if (number_ == 0 || source->document != document_) open_file(*source);
    ++number_;
    if (is_second_) {
      write_second(unit, *source, target);
    } else {
      write_first(unit, *source, target);
    }
    output_.write(text_);
    forbidden_.end_unit();
  }

  void finish() override {
    text_.clear();
    close_file();
    output_.write(text_ + "</xliff>\n");
    forbidden_.report(output_.path(), diagnostics_);
  }

  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  void append_attribute(std::string_view name, std::string_view value) {
    forbidden_.add(append_named_attribute(text_, name, value));
  }

  void open_file(const Member& source) {
    close_file();
    document_ = source.document;
    ++files_;
    text_ += "  <file";
    if (is_second_) append_attribute("id", "f" + std::to_string(files_));
    append_attribute("original", source.document);
    if (is_second_) {
      text_ += ">\n";
      return;
    }
    append_attribute("source-language", tag_of(options_, languages_[0]));
    append_attribute("target-language", tag_of(options_, languages_[1]));
    append_attribute("datatype", "plaintext");
    text_ += ">\n    <body>\n";
  }
  void close_file() {
    if (files_ == 0) return;
    text_ += is_second_ ? "  </file>\n" : "    </body>\n  </file>\n";
  }

  void append_own(const Unit& unit, const Member& source,
                  const Member* target) {
    const auto number = [](double value) {
      std::string digits;
      append_number(digits, value);
      return digits;
    };
    const auto segments = [](const Member& member) {
      std::string list;
      append_segments(list, member.segments);
      return list;
    };
    append_attribute("align:score", number(unit.score));
    append_attribute("align:probability", number(unit.probability));
    append_attribute("align:kind", to_string(unit.kind));
    if (unit.grade) append_attribute("align:grade", to_string(*unit.grade));
    append_attribute("align:status", to_string(unit.status));
    append_attribute("align:source-segments", segments(source));
    if (target == nullptr) return;
    append_attribute("align:target-document", target->document);
    append_attribute("align:target-segments", segments(*target));
  }

  void append_side(std::string_view indent, const std::string& start,
                   std::string_view element, const Member& member) {
    text_.append(indent).append("<").append(start).append(">");
    forbidden_.add(append_xml_text(text_, member.text));
    text_.append("</").append(element).append(">\n");
  }

  void write_first(const Unit& unit, const Member& source,
                   const Member* target) {
    text_ += "      <trans-unit";
    append_attribute("id", unit.id.empty() ? std::to_string(number_) : unit.id);
    append_attribute("xml:space", "preserve");
    const bool is_accepted = unit.status == UnitStatus::kAccepted;
    if (is_accepted) append_attribute("approved", "yes");
    append_own(unit, source, target);
    text_ += ">\n";
    append_side("        ", "source", "source", source);
    if (target != nullptr) {
      append_side("        ",
                  is_accepted ? "target state=\"final\""
                              : "target state=\"needs-review-translation\"",
                  "target", *target);
    }
    text_ += "      </trans-unit>\n";
  }

  void write_second(const Unit& unit, const Member& source,
                    const Member* target) {
    // Here an id is a name token; ours may be any text and goes into `name`.
    text_ += "    <unit";
    append_attribute("id", "u" + std::to_string(number_));
    if (!unit.id.empty()) append_attribute("name", unit.id);
    append_own(unit, source, target);
    text_ += ">\n      <segment";
    if (target != nullptr) {
      append_attribute("state", unit.status == UnitStatus::kAccepted
                                    ? "final"
                                    : "translated");
    }
    text_ += ">\n";
    append_side("        ", "source xml:space=\"preserve\"", "source", source);
    if (target != nullptr) {
      append_side("        ", "target xml:space=\"preserve\"", "target",
                  *target);
    }
    text_ += "      </segment>\n    </unit>\n";
  }

  bool is_second_;
  std::vector<std::string> languages_;
  OutputFile& output_;
  WriteOptions options_;
  std::string text_;
  std::string document_;
  std::size_t files_ = 0;
  std::size_t number_ = 0;
  ForbiddenCharacters forbidden_;
  LossCounter losses_{Field::kEvidence, Field::kWordLinks, Field::kOffsets};
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_xliff_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output, const WriteOptions& options) {
  return std::make_unique<XliffWriter>(format, languages, output, options);
}

}  // namespace align
