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

// A tuv as it stands in the file.
struct Variant {
  std::string language;
  std::size_t line = 0;
  bool has_segment = false;
  std::string document;
  std::string segments;
  std::string text;
};

// A tu as it stands in the file.
struct RawUnit {
  std::string id;
  std::size_t line = 0;
  std::size_t offset = 0;
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<Variant> variants;
};

class TmxEvents final : public XmlEvents {
 public:
  TmxEvents(std::unique_ptr<ByteSource> source, InlineCodes inline_codes)
      : XmlEvents(std::move(source), "tmx"), inline_codes_(inline_codes) {}

  std::deque<RawUnit> units;  // finished and not taken yet
  std::string source_language;
  // As our own writer lists them in the header, otherwise empty.
  std::string listed_languages;

 protected:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view part) override {
    if (sink_ != nullptr && code_depth_ == 0) sink_->append(part);
  }
  std::string inside() const override {
    if (!unit_) return {};
    std::string where =
        ", inside the <tu> of line " + std::to_string(unit_->line);
    if (!unit_->id.empty()) where += " (tuid \"" + unit_->id + "\")";
    return where;
  }

 private:
  InlineCodes inline_codes_;
  std::optional<RawUnit> unit_;
  bool in_variant_ = false;
  bool in_segment_ = false;
  std::size_t code_depth_ = 0;  // of codes inside a segment that are dropped
  std::string property_type_;
  std::string property_;
  std::string* sink_ = nullptr;  // where text goes
};

bool is_inline_code(std::string_view name) {
  constexpr std::array<std::string_view, 5> kCodes = {"bpt", "ept", "it", "ph",
                                                      "ut"};
  return std::find(kCodes.begin(), kCodes.end(), name) != kCodes.end();
}

void TmxEvents::start(std::string_view name, const XmlAttributes& attributes) {
  if (in_segment_) {
    const bool is_dropped =
        inline_codes_ == InlineCodes::kDrop && is_inline_code(name);
    if (code_depth_ > 0 || is_dropped) ++code_depth_;
  } else if (name == "header") {
    source_language = canonical_tag(trimmed_xml(attributes.get("srclang")));
  } else if (name == "tu") {
    // A unit inside another ends that one, which keeps what it has.
    if (unit_) units.push_back(std::move(*unit_));
    in_variant_ = false;
    unit_.emplace();
    unit_->line = line();
    unit_->id = attributes.get("tuid");
    unit_->offset = offset();
  } else if (name == "tuv" && unit_) {
    Variant variant;
    variant.line = line();
    variant.language = attributes.get("lang", "xml");
    if (variant.language.empty()) {
      variant.language = attributes.get("lang");
    }
    variant.language = canonical_tag(trimmed_xml(variant.language));
    unit_->variants.push_back(std::move(variant));
    in_variant_ = true;
  } else if (name == "seg" && in_variant_) {
    Variant& variant = unit_->variants.back();
    variant.has_segment = true;
    in_segment_ = true;
    sink_ = &variant.text;
  } else if (name == "prop") {
    property_type_ = attributes.get("type");
    property_.clear();
    sink_ = &property_;
  }
}

void TmxEvents::end(std::string_view name) {
  if (in_segment_) {
    if (code_depth_ > 0) {
      --code_depth_;
    } else if (name == "seg") {
      in_segment_ = false;
      sink_ = nullptr;
    }
  } else if (name == "prop") {
    sink_ = nullptr;
    if (in_variant_) {
      Variant& variant = unit_->variants.back();
      if (property_type_ == "x-document") variant.document = property_;
      if (property_type_ == "x-segments") variant.segments = property_;
    } else if (unit_) {
      unit_->properties.emplace_back(property_type_, property_);
    } else if (property_type_ == "x-languages") {
      listed_languages = property_;
    }
  } else if (name == "tuv") {
    in_variant_ = false;
  } else if (name == "tu" && unit_) {
    units.push_back(std::move(*unit_));
    unit_.reset();
    in_variant_ = false;
  }
}

class TmxReader final : public BitextReader {
 public:
  TmxReader(std::unique_ptr<ByteSource> source, const ReadOptions& options)
      : events_(std::move(source), options.inline_codes),
        log_(events_.name()) {}

  bool read(Unit& unit) override {
    do {
      while (!events_.units.empty()) {
        const RawUnit raw = std::move(events_.units.front());
        events_.units.pop_front();
        if (build(raw, unit)) return true;
      }
      if (!events_.read_some()) return false;
      if (languages_.empty()) take_listed_languages();
    } while (true);
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kTmx; }

 private:
  bool build(const RawUnit& raw, Unit& unit);
  void take_listed_languages();
  void set_properties(const RawUnit& raw, Unit& unit);
  void repair(const std::string& code, const RawUnit& raw, std::size_t line,
              const std::string& what) {
    log_.add(code, raw.offset, "line " + std::to_string(line) + ": " + what,
             "correct the <tu> of line " + std::to_string(raw.line));
  }
  const std::string& learn(const std::string& tag, const Unit& unit);
  std::size_t place_of(const std::string& language) const {
    return static_cast<std::size_t>(
        std::find(languages_.begin(), languages_.end(), language) -
        languages_.begin());
  }

  TmxEvents events_;
  RepairLog log_;
  std::vector<std::string> languages_;
  std::vector<std::pair<std::string, std::size_t>> next_segment_;
  std::size_t unit_number_ = 0;
};

// The name under which a tag counts. "en" and "en-US" are one language where a
// file mixes them, unless one unit has both; "en-US" and "en-GB" are two.
const std::string& TmxReader::learn(const std::string& tag, const Unit& unit) {
  const auto is_same = [&](const std::string& known) {
    return known == tag ||
           (primary_language(known) == primary_language(tag) &&
            (known == primary_language(known) || tag == primary_language(tag)));
  };
  const auto is_taken = [&](const std::string& known) {
    return known != tag && find_member(unit, known) != nullptr;
  };
  auto found = std::find(languages_.begin(), languages_.end(), tag);
  if (found == languages_.end()) {
    found = std::find_if(languages_.begin(), languages_.end(),
                         [&](const std::string& known) {
                           return is_same(known) && !is_taken(known);
                         });
  }
  if (found != languages_.end()) return *found;
  const std::string& source = events_.source_language;
  const bool is_source =
      !source.empty() && primary_language(tag) == primary_language(source) &&
      (languages_.empty() ||
       primary_language(languages_[0]) != primary_language(source));
  return *languages_.insert(is_source ? languages_.begin() : languages_.end(),
                            tag);
}

void TmxReader::take_listed_languages() {
  for (const std::string_view tag :
       split_fields(events_.listed_languages, ',')) {
    const std::string language = canonical_tag(trimmed_xml(tag));
    if (is_language_tag(language)) languages_.push_back(language);
  }
}

void TmxReader::set_properties(const RawUnit& raw, Unit& unit) {
  bool has_probability = false;
  bool has_score = false;
  for (const auto& [type, value] : raw.properties) {
    if (type == "x-score" || type == "x-probability") {
      const std::optional<double> number = parse_number(trimmed_xml(value));
      if (!number) continue;
      (type == "x-score" ? unit.score : unit.probability) = *number;
      (type == "x-score" ? has_score : has_probability) = true;
    } else if (type == "x-kind") {
      unit.kind = parse_unit_kind(value).value_or(unit.kind);
    } else if (type == "x-grade") {
      unit.grade = parse_grade(value);
    } else if (type == "x-status") {
      unit.status = parse_unit_status(value).value_or(unit.status);
    }
  }
  // A translation memory without figures is one that people made.
  if (!has_probability && unit.members.size() > 1) {
    unit.probability = has_score ? probability_of(unit.score) : 1;
  }
  if (!has_score && unit.members.size() > 1) {
    unit.score = log_odds(unit.probability);
  }
}

bool TmxReader::build(const RawUnit& raw, Unit& unit) {
  unit = Unit{};
  ++unit_number_;
  unit.id = raw.id.empty() ? std::to_string(unit_number_) : raw.id;
  for (const Variant& variant : raw.variants) {
    if (variant.language.empty()) {
      repair("tmx-no-language", raw, variant.line,
             "<tuv> has no xml:lang, left out");
      continue;
    }
    if (!is_language_tag(variant.language)) {
      repair("tmx-bad-language", raw, variant.line,
             "<tuv> has the language '" + variant.language +
                 "', want a tag like en or en-US, left out");
      continue;
    }
    if (!variant.has_segment) {
      repair("tmx-no-segment", raw, variant.line,
             "<tuv> has no <seg>, left out");
      continue;
    }
    const std::string language = learn(variant.language, unit);
    if (find_member(unit, language) != nullptr) {
      repair("tmx-second-variant", raw, variant.line,
             "a second <tuv> in " + language + ", left out");
      continue;
    }
    Member member;
    member.language = language;
    member.text = variant.text;
    member.document =
        variant.document.empty() ? events_.name() : variant.document;
    member.segments = parse_segments(trimmed_xml(variant.segments))
                          .value_or(std::vector<std::size_t>{});
    if (member.segments.empty()) {
      auto next = std::find_if(
          next_segment_.begin(), next_segment_.end(),
          [&](const auto& entry) { return entry.first == language; });
      if (next == next_segment_.end()) {
        next = next_segment_.insert(next_segment_.end(), {language, 0});
      }
      member.segments = {next->second++};
    }
    unit.members.push_back(std::move(member));
  }
  if (unit.members.empty()) {
    repair("tmx-empty-unit", raw, raw.line,
           "<tu> has no usable <tuv>, left out");
    return false;
  }
  std::stable_sort(unit.members.begin(), unit.members.end(),
                   [&](const Member& a, const Member& b) {
                     return place_of(a.language) < place_of(b.language);
                   });
  unit.kind =
      unit.members.size() > 1 ? UnitKind::kParallel : UnitKind::kUnlinked;
  set_properties(raw, unit);
  return true;
}

}  // namespace

std::unique_ptr<BitextReader> make_tmx_reader(
    std::unique_ptr<ByteSource> source, const ReadOptions& options) {
  return std::make_unique<TmxReader>(std::move(source), options);
}

}  // namespace align
