#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

// Keeps the order of the members, which is the order of the languages.
using Json = nlohmann::ordered_json;

class JsonlReader final : public BitextReader {
 public:
  explicit JsonlReader(std::unique_ptr<ByteSource> source)
      : lines_(std::move(source)), log_(lines_.name()) {}

  bool read(Unit& unit) override {
    std::string_view line;
    while (lines_.next(line)) {
      if (line.find_first_not_of(" \t\v\f\r") == std::string_view::npos) {
        continue;
      }
      line = valid_utf8(line, repaired_, lines_.line_number(), lines_.offset(),
                        log_);
      unit = Unit{};
      parse(line, unit);
      return true;
    }
    return false;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kJsonl; }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(lines_.name() + ":" +
                      std::to_string(lines_.line_number()) + ": " + what);
  }

  std::string string_of(const Json& object, const char* key) const {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    if (!found->is_string()) {
      fail("\"" + std::string(key) + "\" is not a string");
    }
    return found->get<std::string>();
  }

  // Floats are what the library calculates with; a number that was written as
  // one is read as one.
  double number_of(const Json& object, const char* key) const {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return 0;
    if (!found->is_number()) {
      fail("\"" + std::string(key) + "\" is not a number");
    }
    const auto value = found->get<double>();
    if (!std::isfinite(value)) {
      fail("\"" + std::string(key) + "\" is not finite");
    }
    const auto narrow = static_cast<float>(value);
    if (!std::isfinite(narrow)) return value;
    std::string shortest;
    append_number(shortest, narrow);
    return std::stod(shortest) == value ? narrow : value;
  }

  std::size_t count_of(const Json& value, const char* key) const {
    if (!value.is_number_unsigned()) {
      fail("\"" + std::string(key) + "\" is not a whole number from 0");
    }
    return value.get<std::size_t>();
  }

  void parse(std::string_view line, Unit& unit) {
    Json record;
    try {
      record = Json::parse(line);
    } catch (const Json::exception& error) {
      // nlohmann's message without its own name and error number.
      std::string what = error.what();
      const std::size_t end = what.find("] ");
      if (end != std::string::npos) what.erase(0, end + 2);
      fail("broken JSON: " + what);
    }
    if (!record.is_object()) fail("want an object on each line");
    const auto members = record.find("members");
    if (members == record.end() || !members->is_object()) {
      fail("no \"members\" object");
    }
    unit.id = record.contains("id") && record["id"].is_number()
                  ? record["id"].dump()
                  : string_of(record, "id");
    if (unit.id.empty()) unit.id = std::to_string(lines_.line_number());
    unit.score = number_of(record, "score");
    unit.probability = number_of(record, "probability");
    for (const auto& [language, member] : members->items()) {
      unit.members.push_back(parse_member(language, member));
    }
    if (unit.members.empty()) fail("a link without members");
    parse_names(record, unit);
    if (const auto evidence = record.find("evidence");
        evidence != record.end() && evidence->is_object()) {
      unit.evidence =
          Evidence{static_cast<float>(number_of(*evidence, "vector")),
                   static_cast<float>(number_of(*evidence, "lexicon")),
                   static_cast<float>(number_of(*evidence, "length")),
                   static_cast<float>(number_of(*evidence, "numbers"))};
    }
    if (const auto words = record.find("words"); words != record.end()) {
      if (!words->is_array()) fail("\"words\" is no array");
      for (const Json& links : *words) {
        unit.words.push_back(parse_words(links, unit));
      }
    }
    learn_languages(unit, string_of(record, "type"));
  }

  WordLinks parse_words(const Json& object, const Unit& unit) const {
    if (!object.is_object()) fail("one of the \"words\" is no object");
    WordLinks words{
        string_of(object, "source"), string_of(object, "target"), {}};
    for (const std::string& language : {words.source, words.target}) {
      if (find_member(unit, language) == nullptr) {
        fail("\"words\" of \"" + language + "\", which is no member");
      }
    }
    const auto links = object.find("links");
    if (links == object.end() || !links->is_array()) {
      fail("\"words\" without \"links\"");
    }
    for (const Json& link : *links) {
      if (!link.is_array() || link.size() != 2) {
        fail("a link of \"words\" is no pair of numbers");
      }
      words.pairs.emplace_back(count_of(link[0], "words"),
                               count_of(link[1], "words"));
    }
    std::sort(words.pairs.begin(), words.pairs.end());
    return words;
  }

  void parse_names(const Json& record, Unit& unit) const {
    unit.kind =
        unit.members.size() > 1 ? UnitKind::kParallel : UnitKind::kUnlinked;
    if (const std::string name = string_of(record, "kind"); !name.empty()) {
      const std::optional<UnitKind> kind = parse_unit_kind(name);
      if (!kind) fail("unknown kind \"" + name + "\"");
      unit.kind = *kind;
    }
    if (const std::string name = string_of(record, "grade"); !name.empty()) {
      unit.grade = parse_grade(name);
      if (!unit.grade) fail("unknown grade \"" + name + "\"");
    }
    if (const std::string name = string_of(record, "status"); !name.empty()) {
      const std::optional<UnitStatus> status = parse_unit_status(name);
      if (!status) fail("unknown status \"" + name + "\"");
      unit.status = *status;
    }
  }

  Member parse_member(const std::string& language, const Json& object) const {
    if (!is_language_tag(language)) {
      fail("\"" + language + "\" is not a language tag");
    }
    if (!object.is_object()) fail("member \"" + language + "\" is no object");
    Member member;
    member.language = language;
    member.document = string_of(object, "doc");
    member.text = string_of(object, "text");
    const auto segments = object.find("segments");
    if (segments == object.end() || !segments->is_array() ||
        segments->empty()) {
      fail("member \"" + language + "\" has no \"segments\"");
    }
    for (const Json& segment : *segments) {
      member.segments.push_back(count_of(segment, "segments"));
    }
    std::sort(member.segments.begin(), member.segments.end());
    member.chars = range_of(object);
    if (const auto parts = object.find("parts"); parts != object.end()) {
      if (!parts->is_array()) fail("\"parts\" is no array");
      for (const Json& part : *parts) {
        if (!part.is_object()) fail("one of the \"parts\" is no object");
        member.parts.push_back({range_of(part), string_of(part, "text")});
      }
    }
    return member;
  }

  CharRange range_of(const Json& object) const {
    CharRange range;
    if (object.contains("start")) {
      range.begin = count_of(object["start"], "start");
    }
    if (object.contains("end")) range.end = count_of(object["end"], "end");
    if (range.end < range.begin) fail("\"end\" is before \"start\"");
    return range;
  }

  // The type has a place for every language of the bitext, "0-1-2": it tells
  // where in the order the members of this record stand.
  void learn_languages(Unit& unit, const std::string& type) {
    std::vector<std::size_t> places;
    const std::vector<std::string_view> counts = split_fields(type, '-');
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (!counts[i].empty() && counts[i] != "0") places.push_back(i);
    }
    const bool is_usable = places.size() == unit.members.size();
    for (std::size_t i = 0; i < unit.members.size(); ++i) {
      const std::string& language = unit.members[i].language;
      if (std::find(slots_.begin(), slots_.end(), language) != slots_.end()) {
        continue;
      }
      std::size_t place = is_usable ? places[i] : slots_.size();
      if (place < slots_.size() && !slots_[place].empty()) {
        place = slots_.size();
      }
      if (place >= slots_.size()) slots_.resize(place + 1);
      slots_[place] = language;
      languages_.clear();
      std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(languages_),
                   [](const std::string& tag) { return !tag.empty(); });
    }
    std::stable_sort(unit.members.begin(), unit.members.end(),
                     [&](const Member& a, const Member& b) {
                       return place_of(a.language) < place_of(b.language);
                     });
  }

  std::ptrdiff_t place_of(const std::string& language) const {
    return std::find(languages_.begin(), languages_.end(), language) -
           languages_.begin();
  }

  LineReader lines_;
  RepairLog log_;
  std::string repaired_;
  std::vector<std::string> slots_;  // empty: a language not met yet
  std::vector<std::string> languages_;
};

}  // namespace

std::unique_ptr<BitextReader> make_jsonl_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<JsonlReader>(std::move(source));
}

}  // namespace align
