#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/xml_text.h"

namespace align {
namespace {

class TmxWriter final : public BitextWriter {
 public:
  TmxWriter(std::vector<std::string> languages, OutputFile& output,
            WriteOptions options)
      : languages_(std::move(languages)),
        output_(output),
        options_(std::move(options)) {
    write_header();
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    if (unit.members.size() < 2 && !options_.keep_unaligned) {
      losses_.add("one-sided unit");
      return;
    }
    losses_.see(unit);
    forbidden_.begin_unit();
    text_ = "    <tu";
    if (!unit.id.empty()) append_attribute("tuid", unit.id);
    if (!options_.date.empty()) append_attribute("creationdate", options_.date);
    text_ += ">\n";
    write_properties(unit);
    for (const std::string& language : languages_) {
      if (const Member* member = find_member(unit, language)) {
        write_variant(*member);
      }
    }
    text_ += "    </tu>\n";
    output_.write(text_);
    forbidden_.end_unit();
  }

  void finish() override {
    output_.write("  </body>\n</tmx>\n");
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

  void append_property(std::string_view indent, std::string_view type,
                       std::string_view value) {
    text_.append(indent).append("<prop type=\"").append(type).append("\">");
    forbidden_.add(append_xml_text(text_, value));
    text_ += "</prop>\n";
  }

  void write_header() {
    // Every unit has the source only where there are two languages and no
    // one-sided units.
    const bool has_source = languages_.size() == 2 && !options_.keep_unaligned;
    text_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
        "<tmx version=\"1.4\">\n"
        "  <header";
    append_attribute("creationtool", options_.tool);
    append_attribute("creationtoolversion", options_.tool_version);
    append_attribute("segtype", "sentence");
    append_attribute("o-tmf", "libalign");
    append_attribute("adminlang", "en");
    append_attribute("srclang",
                     has_source ? tag_of(options_, languages_[0]) : "*all*");
    append_attribute("datatype", "plaintext");
    if (!options_.date.empty()) append_attribute("creationdate", options_.date);
    if (has_source) {
      text_ += "/>\n";
    } else {
      // Where units lack languages, their order stands nowhere else.
      std::string tags;
      for (const std::string& language : languages_) {
        if (!tags.empty()) tags += ',';
        tags += tag_of(options_, language);
      }
      text_ += ">\n";
      append_property("    ", "x-languages", tags);
      text_ += "  </header>\n";
    }
    text_ += "  <body>\n";
    output_.write(text_);
  }

  void write_properties(const Unit& unit) {
    constexpr std::string_view kIndent = "      ";
    std::string number;
    append_number(number, unit.score);
    append_property(kIndent, "x-score", number);
    number.clear();
    append_number(number, unit.probability);
    append_property(kIndent, "x-probability", number);
    append_property(kIndent, "x-type", unit_type(unit, languages_));
    append_property(kIndent, "x-kind", to_string(unit.kind));
    if (unit.grade) {
      append_property(kIndent, "x-grade", to_string(*unit.grade));
    }
    if (unit.status != UnitStatus::kProposed) {
      append_property(kIndent, "x-status", to_string(unit.status));
    }
  }

  void write_variant(const Member& member) {
    constexpr std::string_view kIndent = "        ";
    text_ += "      <tuv";
    append_attribute("xml:lang", tag_of(options_, member.language));
    text_ += ">\n";
    if (!member.document.empty()) {
      append_property(kIndent, "x-document", member.document);
    }
    if (!member.segments.empty()) {
      std::string segments;
      append_segments(segments, member.segments);
      append_property(kIndent, "x-segments", segments);
    }
    text_.append(kIndent).append("<seg>");
    forbidden_.add(append_xml_text(text_, member.text));
    text_ += "</seg>\n      </tuv>\n";
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  WriteOptions options_;
  std::string text_;
  ForbiddenCharacters forbidden_;
  LossCounter losses_{Field::kEvidence, Field::kWordLinks, Field::kOffsets};
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_tmx_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options) {
  return std::make_unique<TmxWriter>(languages, output, options);
}

std::string tmx_pairs_name(std::string_view path) {
  if (path.ends_with(".tmx")) path.remove_suffix(4);
  return std::string(path);
}

struct TmxPairsWriter::State {
  struct File {
    std::unique_ptr<OutputFile> output;
    std::unique_ptr<BitextWriter> writer;
  };
  std::string name;
  std::vector<std::string> languages;
  WriteOptions options;
  Open open;
  // By the places of the two languages in `languages`.
  std::map<std::pair<std::size_t, std::size_t>, File> files;
  std::vector<Diagnostic> diagnostics;
  std::size_t one_sided = 0;

  File& file_of(std::size_t first, std::size_t second) {
    File& file = files[{first, second}];
    if (!file.output) {
      const std::vector<std::string> pair = {languages[first],
                                             languages[second]};
      file.output = open(name + "." + pair[0] + "-" + pair[1] + ".tmx");
      file.writer = make_tmx_writer(pair, *file.output, options);
    }
    return file;
  }
};

TmxPairsWriter::TmxPairsWriter(std::string name,
                               std::vector<std::string> languages,
                               WriteOptions options, Open open)
    : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->languages = std::move(languages);
  state_->options = std::move(options);
  state_->options.keep_unaligned = false;
  state_->open = std::move(open);
  if (!state_->open) {
    state_->open = [](const std::string& path) {
      return std::make_unique<OutputFile>(path);
    };
  }
}

TmxPairsWriter::~TmxPairsWriter() = default;

void TmxPairsWriter::write(const Unit& unit) {
  check_languages(unit, state_->languages);
  if (unit.members.size() < 2) ++state_->one_sided;
  const std::vector<std::string>& languages = state_->languages;
  for (std::size_t a = 0; a < languages.size(); ++a) {
    const Member* first = find_member(unit, languages[a]);
    if (first == nullptr) continue;
    for (std::size_t b = a + 1; b < languages.size(); ++b) {
      const Member* second = find_member(unit, languages[b]);
      if (second == nullptr) continue;
      Unit pair = unit;
      pair.members = {*first, *second};
      state_->file_of(a, b).writer->write(pair);
    }
  }
}

void TmxPairsWriter::finish() {
  for (const auto& [pair, file] : state_->files) {
    file.writer->finish();
    state_->diagnostics.insert(state_->diagnostics.end(),
                               file.writer->diagnostics().begin(),
                               file.writer->diagnostics().end());
  }
}

void TmxPairsWriter::commit() {
  for (const auto& [pair, file] : state_->files) file.output->commit();
}

std::vector<OutputFile*> TmxPairsWriter::files() const {
  std::vector<OutputFile*> files;
  for (const auto& [pair, file] : state_->files) {
    files.push_back(file.output.get());
  }
  return files;
}

const std::vector<Diagnostic>& TmxPairsWriter::diagnostics() const {
  return state_->diagnostics;
}

std::vector<Loss> TmxPairsWriter::losses() const {
  if (state_->one_sided == 0) return {};
  return {{"one-sided unit", state_->one_sided}};
}

}  // namespace align
