// Reads XLIFF 1.2 and 2.x, each <trans-unit> or <segment> as a unit.
#include <algorithm>
#include <array>
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

namespace align {
namespace {

template <std::size_t count>
bool is_one_of(std::string_view name,
               const std::array<std::string_view, count>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class XliffEvents final : public XmlEvents {
 public:
  XliffEvents(std::unique_ptr<ByteSource> source, InlineCodes inline_codes)
      : XmlEvents(std::move(source), "xliff"), inline_codes_(inline_codes) {}

  struct Found {
    Unit unit;
    std::size_t line = 0;
    std::size_t offset = 0;
  };
  std::deque<Found> units;
  bool is_second = false;  // version 2.x

 protected:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view part) override {
    if (side_ != nullptr && skipped_ == 0) side_->append(part);
  }
  std::string inside() const override {
    if (unit_line_ == 0) return {};
    return ", inside the unit of line " + std::to_string(unit_line_);
  }

 private:
  void start_unit(const XmlAttributes& attributes);
  void finish_unit();

  InlineCodes inline_codes_;
  std::string source_language_;
  std::string target_language_;
  std::string document_;
  // Of the unit that is open.
  std::size_t unit_line_ = 0;
  std::size_t unit_offset_ = 0;
  Unit unit_;
  std::string source_segments_;
  std::string target_document_;
  std::string target_segments_;
  bool has_probability_ = false;
  std::string source_;
  std::string target_;
  bool has_source_ = false;
  bool has_target_ = false;
  std::string* side_ = nullptr;  // the text that is open
  std::size_t skipped_ = 0;      // depth inside what is not read
};

void XliffEvents::start(std::string_view name,
                        const XmlAttributes& attributes) {
  constexpr std::array<std::string_view, 4> kCodes = {"bpt", "ept", "it", "ph"};
  constexpr std::array<std::string_view, 10> kRead = {
      "xliff",      "file", "header",  "body",   "group",
      "trans-unit", "unit", "segment", "source", "target"};
  // In version 2 <ph> has no text; a code of version 1 holds mark-up.
  const bool is_skipped =
      side_ == nullptr
          ? !is_one_of(name, kRead)
          : inline_codes_ == InlineCodes::kDrop && is_one_of(name, kCodes);
  if (skipped_ > 0 || is_skipped) {
    ++skipped_;
    return;
  }
  if (side_ != nullptr) return;
  if (name == "xliff") {
    is_second = attributes.get("version").starts_with("2");
    source_language_ = canonical_tag(attributes.get("srcLang"));
    target_language_ = canonical_tag(attributes.get("trgLang"));
  } else if (name == "file") {
    document_ = attributes.get("original");
    if (!is_second) {
      source_language_ = canonical_tag(attributes.get("source-language"));
      target_language_ = canonical_tag(attributes.get("target-language"));
    }
  } else if (name == "trans-unit" || name == "unit") {
    start_unit(attributes);
  } else if (name == "segment") {
    source_.clear();
    target_.clear();
    has_source_ = has_target_ = false;
  } else if (name == "source" && unit_line_ > 0) {
    has_source_ = true;
    side_ = &source_;
  } else if (name == "target" && unit_line_ > 0) {
    has_target_ = true;
    side_ = &target_;
  }
}

void XliffEvents::start_unit(const XmlAttributes& attributes) {
  unit_line_ = line();
  unit_offset_ = offset();
  unit_ = Unit{};
  unit_.id = attributes.get("id");
  if (is_second && !attributes.get("name").empty()) {
    unit_.id = attributes.get("name");
  }
  const auto own = [&](const char* name) {
    return attributes.get(name, "align");
  };
  unit_.score = parse_number(own("score")).value_or(0);
  const std::optional<double> probability = parse_number(own("probability"));
  has_probability_ = probability.has_value();
  unit_.probability = probability.value_or(1);
  unit_.kind = parse_unit_kind(own("kind")).value_or(UnitKind::kParallel);
  unit_.grade = parse_grade(own("grade"));
  unit_.status = parse_unit_status(own("status"))
                     .value_or(attributes.get("approved") == "yes"
                                   ? UnitStatus::kAccepted
                                   : UnitStatus::kProposed);
  source_segments_ = own("source-segments");
  target_document_ = own("target-document");
  target_segments_ = own("target-segments");
  source_.clear();
  target_.clear();
  has_source_ = has_target_ = false;
}

void XliffEvents::end(std::string_view name) {
  if (skipped_ > 0) {
    --skipped_;
  } else if (side_ != nullptr) {
    if (name == (side_ == &source_ ? "source" : "target")) side_ = nullptr;
  } else if (name == "trans-unit") {
    finish_unit();
    unit_line_ = 0;
  } else if (name == "segment" && unit_line_ > 0) {
    finish_unit();
  } else if (name == "unit") {
    unit_line_ = 0;
  }
}

void XliffEvents::finish_unit() {
  Unit unit = unit_;
  const auto add = [&](const std::string& language, const std::string& document,
                       const std::string& segments, const std::string& text) {
    Member member;
    member.language = language.empty() ? "und" : language;
    member.document = document;
    member.segments =
        parse_segments(segments).value_or(std::vector<std::size_t>{});
    member.text = text;
    unit.members.push_back(std::move(member));
  };
  if (has_source_) {
    add(source_language_, document_, source_segments_, source_);
  }
  // An empty target is what an untranslated unit of version 1 has.
  if (has_target_ && (!target_.empty() || !target_segments_.empty())) {
    add(target_language_,
        target_segments_.empty() && target_document_.empty() ? document_
                                                             : target_document_,
        target_segments_, target_);
  }
  if (unit.members.size() < 2) {
    unit.kind = UnitKind::kUnlinked;
    if (!has_probability_) unit.probability = 0;
  } else if (!has_probability_) {
    unit.score = log_odds(unit.probability);
  }
  units.push_back({std::move(unit), unit_line_, unit_offset_});
}

class XliffReader final : public BitextReader {
 public:
  XliffReader(std::unique_ptr<ByteSource> source, const ReadOptions& options)
      : events_(std::move(source), options.inline_codes),
        log_(events_.name()) {}

  bool read(Unit& unit) override {
    while (true) {
      while (!events_.units.empty()) {
        XliffEvents::Found found = std::move(events_.units.front());
        events_.units.pop_front();
        if (!complete(found)) continue;
        unit = std::move(found.unit);
        return true;
      }
      if (!events_.read_some()) return false;
    }
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override {
    return events_.is_second ? Format::kXliff2 : Format::kXliff;
  }

 private:
  // False when nothing of the unit can be used.
  bool complete(XliffEvents::Found& found) {
    ++count_;
    Unit& unit = found.unit;
    if (unit.id.empty()) unit.id = std::to_string(count_);
    const auto repair = [&](const char* code, const std::string& what) {
      log_.add(code, found.offset,
               "line " + std::to_string(found.line) + ": " + what,
               "correct the unit of that line");
    };
    if (unit.members.empty()) {
      repair("xliff-empty-unit", "no <source>, left out");
      return false;
    }
    for (const Member& member : unit.members) {
      if (is_language_tag(member.language)) continue;
      repair("xliff-bad-language",
             "the language '" + member.language + "' is no tag, left out");
      return false;
    }
    if (unit.members.size() == 2 &&
        unit.members[0].language == unit.members[1].language) {
      repair("xliff-one-language",
             "source and target have one language, "
             "the target is left out");
      unit.members.pop_back();
      unit.kind = UnitKind::kUnlinked;
    }
    for (Member& member : unit.members) {
      auto known =
          std::find(languages_.begin(), languages_.end(), member.language);
      if (known == languages_.end()) {
        known = languages_.insert(languages_.end(), member.language);
        next_segment_.push_back(0);
      }
      if (member.document.empty()) member.document = log_.file();
      if (member.segments.empty()) {
        member.segments = {next_segment_[static_cast<std::size_t>(
            known - languages_.begin())]++};
      }
    }
    return true;
  }

  XliffEvents events_;
  RepairLog log_;
  std::vector<std::string> languages_;
  std::vector<std::size_t> next_segment_;  // parallel to languages_
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<BitextReader> make_xliff_reader(
    std::unique_ptr<ByteSource> source, const ReadOptions& options) {
  return std::make_unique<XliffReader>(std::move(source), options);
}

}  // namespace align
