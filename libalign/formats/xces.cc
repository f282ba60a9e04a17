// XCES cesAlign, the alignments of OPUS: links between sentence ids by document
// pair, with a certainty, without texts. Ids count from 1.
#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/xml_events.h"
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
    dropped_here_ = 0;
    const Member* source = find_member(unit, languages_[0]);
    const Member* target = find_member(unit, languages_[1]);
    text_.clear();
    change_documents(source, target);
    text_ += "    <link id=\"";
    dropped_here_ += append_xml_attribute(text_, unit.id);
    text_ += "\" xtargets=\"";
    append_ids(source);
    text_ += ';';
    append_ids(target);
    text_ += "\" certainty=\"";
    append_number(text_, unit.probability);
    text_ += "\"/>\n";
    output_.write(text_);
    if (dropped_here_ > 0) ++units_with_drops_;
    dropped_ += dropped_here_;
  }

  void finish() override {
    if (is_open_) output_.write("  </linkGrp>\n");
    output_.write("</cesAlign>\n");
    if (dropped_ > 0) {
      diagnostics_.push_back(
          illegal_characters(output_.path(), dropped_, units_with_drops_));
    }
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
    dropped_here_ += append_xml_attribute(text_, documents_[0]);
    text_ += "\" toDoc=\"";
    dropped_here_ += append_xml_attribute(text_, documents_[1]);
    text_ += "\">\n";
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string text_;
  bool is_open_ = false;
  std::string documents_[2];
  std::size_t dropped_here_ = 0;
  std::size_t dropped_ = 0;
  std::size_t units_with_drops_ = 0;
  LossCounter losses_{Field::kKind,     Field::kGrade,     Field::kStatus,
                      Field::kEvidence, Field::kWordLinks, Field::kOffsets,
                      Field::kText};
  std::vector<Diagnostic> diagnostics_;
};

class XcesEvents final : public XmlEvents {
 public:
  explicit XcesEvents(std::unique_ptr<ByteSource> source)
      : XmlEvents(std::move(source), "cesAlign") {}

  std::deque<Unit> units;

 protected:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "linkGrp") {
      documents_[0] = attributes.get("fromDoc");
      documents_[1] = attributes.get("toDoc");
      for (auto& ids : named_) ids.clear();
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
      if (!id.empty()) member.segments.push_back(segment_of(side, id));
    }
    std::sort(member.segments.begin(), member.segments.end());
    if (!member.segments.empty()) unit.members.push_back(std::move(member));
  }

  // "7" is segment 6; ids such as "s1.2" are numbered as they come.
  std::size_t segment_of(std::size_t side, std::string_view id) {
    const std::optional<std::size_t> number = parse_count(id);
    if (number && *number > 0) return *number - 1;
    auto& ids = named_[side];
    return ids.emplace(std::string(id), ids.size()).first->second;
  }

  std::string documents_[2];
  std::map<std::string, std::size_t> named_[2];
  std::size_t count_ = 0;
};

class XcesReader final : public BitextReader {
 public:
  explicit XcesReader(std::unique_ptr<ByteSource> source)
      : events_(std::move(source)), log_(events_.name()) {}

  bool read(Unit& unit) override {
    while (events_.units.empty()) {
      if (!events_.read_some()) return false;
    }
    unit = std::move(events_.units.front());
    events_.units.pop_front();
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kXces; }

 private:
  XcesEvents events_;
  RepairLog log_;
  std::vector<std::string> languages_ = {"src", "tgt"};
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
  return std::make_unique<XcesReader>(std::move(source));
}

}  // namespace align
