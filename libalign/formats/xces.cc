// XCES cesAlign, the alignments of OPUS: links between sentence ids by document
// pair, with a certainty, without texts. Ids count from 1.
#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/xml_events.h"
#include "formats/xml_links.h"
#include "formats/xml_text.h"

namespace align {
namespace {

class XcesWriter final : public BitextWriter {
 public:
  XcesWriter(std::vector<std::string> languages, OutputFile& output)
      : languages_(std::move(languages)), output_(output) {
    output_.write(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n"
        "<cesAlign version=\"1.0\">\n");
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    if (unit.members.empty()) return;
    losses_.see(unit);
    forbidden_.begin_unit();
    const Member* source = find_member(unit, languages_[0]);
    const Member* target = find_member(unit, languages_[1]);
    text_.clear();
    change_documents(source, target);
    text_ += "    <link id=\"";
    forbidden_.add(append_xml_attribute(text_, unit.id));
    text_ += "\" xtargets=\"";
    append_ids(source);
    text_ += ';';
    append_ids(target);
    text_ += "\" certainty=\"";
    append_number(text_, unit.probability);
    text_ += "\"/>\n";
    output_.write(text_);
    forbidden_.end_unit();
  }

  void finish() override {
    if (is_open_) output_.write("  </linkGrp>\n");
    output_.write("</cesAlign>\n");
    forbidden_.report(output_.path(), diagnostics_);
  }

  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  void append_ids(const Member* member) {
    if (member == nullptr) return;
    for (std::size_t i = 0; i < member->segments.size(); ++i) {
      if (i > 0) text_ += ' ';
      text_ += std::to_string(member->segments[i] + 1);
    }
  }

  // A null link belongs to the documents before it, unless they differ.
  void change_documents(const Member* source, const Member* target) {
    const bool is_same =
        is_open_ && (source == nullptr || source->document == documents_[0]) &&
        (target == nullptr || target->document == documents_[1]);
    if (is_same) return;
    if (is_open_) text_ += "  </linkGrp>\n";
    is_open_ = true;
    if (source != nullptr) documents_[0] = source->document;
    if (target != nullptr) documents_[1] = target->document;
    text_ += "  <linkGrp targType=\"s\" fromDoc=\"";
    forbidden_.add(append_xml_attribute(text_, documents_[0]));
    text_ += "\" toDoc=\"";
    forbidden_.add(append_xml_attribute(text_, documents_[1]));
    text_ += "\">\n";
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string text_;
  bool is_open_ = false;
  std::string documents_[2];
  ForbiddenCharacters forbidden_;
  LossCounter losses_ = losses_of_links();
  std::vector<Diagnostic> diagnostics_;
};

class XcesEvents final : public XmlEvents {
 public:
  explicit XcesEvents(std::unique_ptr<ByteSource> source)
      : XmlEvents(std::move(source), "cesAlign") {}

  static constexpr Format kFormat = Format::kXces;

  std::deque<Unit> units;
  std::vector<std::string> languages = {"src", "tgt"};

 protected:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "linkGrp") {
      documents_[0] = attributes.get("fromDoc");
      documents_[1] = attributes.get("toDoc");
      for (SegmentIds& ids : ids_) ids = {};
    } else if (name == "link") {
      read_link(attributes);
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  std::string inside() const override { return {}; }

 private:
  void read_link(const XmlAttributes& attributes) {
    const std::string targets = attributes.get("xtargets");
    const std::size_t middle = targets.find(';');
    if (middle == std::string::npos) {
      stop("<link> has xtargets '" + targets + "', want ids;ids");
      return;
    }
    Unit unit;
    unit.id = attributes.get("id");
    ++count_;
    if (unit.id.empty()) unit.id = std::to_string(count_);
    const std::string_view all = targets;
    add_side(0, all.substr(0, middle), unit);
    add_side(1, all.substr(middle + 1), unit);
    if (unit.members.empty()) return;
    const bool is_linked = unit.members.size() == 2;
    unit.kind = is_linked ? UnitKind::kParallel : UnitKind::kUnlinked;
    const std::optional<double> certainty =
        parse_number(attributes.get("certainty"));
    unit.probability =
        std::clamp(certainty.value_or(is_linked ? 1 : 0), 0.0, 1.0);
    if (is_linked) unit.score = log_odds(unit.probability);
    units.push_back(std::move(unit));
  }

  void add_side(std::size_t side, std::string_view ids, Unit& unit) {
    Member member;
    member.language = side == 0 ? "src" : "tgt";
    member.document =
        documents_[side].empty() ? member.language : documents_[side];
    for (const std::string_view id : split_fields(ids, ' ')) {
      if (!id.empty()) {
        member.segments.push_back(ids_[side].segment_of(id, id));
      }
    }
    std::sort(member.segments.begin(), member.segments.end());
    if (!member.segments.empty()) unit.members.push_back(std::move(member));
  }

  std::string documents_[2];
  SegmentIds ids_[2];
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<BitextWriter> make_xces_writer(
    const std::vector<std::string>& languages, OutputFile& output) {
  return std::make_unique<XcesWriter>(
      languages.empty() ? std::vector<std::string>{"src", "tgt"} : languages,
      output);
}

std::unique_ptr<BitextReader> make_xces_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<XmlLinksReader<XcesEvents>>(std::move(source));
}

}  // namespace align
