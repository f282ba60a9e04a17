#include "formats/plain.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align {

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    throw InvalidArgument("a score or probability is " + std::to_string(value) +
                          ", want a finite number");
  }
  std::array<char, 40> text{};
  const auto narrow = static_cast<float>(value);
  const bool is_float = static_cast<double>(narrow) == value;
  const std::to_chars_result result =
      is_float ? std::to_chars(text.data(), text.data() + text.size(), narrow)
               : std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), result.ptr);
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() ||
      !std::isfinite(value)) {
    return std::nullopt;
  }
  // A number written as a float is read as that float, so that writing it
  // again gives the same text.
  float narrow = 0;
  const std::from_chars_result again =
      std::from_chars(text.data(), text.data() + text.size(), narrow);
  std::string shortest;
  if (again.ec == std::errc()) {
    append_number(shortest, narrow);
    if (shortest == text) return narrow;
  }
  return value;
}

std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t value = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

double log_odds(double probability) {
  const double p = std::clamp(probability, 1e-6, 1 - 1e-6);
  return std::log(p / (1 - p));
}

double probability_of(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

namespace {

template <class Value>
std::optional<Value> find_name(std::string_view name,
                               std::initializer_list<Value> values) {
  for (const Value value : values) {
    if (to_string(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<UnitKind> parse_unit_kind(std::string_view name) {
  return find_name(name, {UnitKind::kParallel, UnitKind::kNearParallel,
                          UnitKind::kUnlinked});
}

std::optional<UnitStatus> parse_unit_status(std::string_view name) {
  return find_name(name, {UnitStatus::kProposed, UnitStatus::kAccepted,
                          UnitStatus::kRejected});
}

std::optional<Grade> parse_grade(std::string_view name) {
  return find_name(name, {Grade::kEquivalent, Grade::kNear, Grade::kPartial});
}

std::vector<std::string_view> split_fields(std::string_view line,
                                           char separator) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t end = line.find(separator);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::optional<std::vector<std::size_t>> parse_segments(std::string_view text) {
  std::vector<std::size_t> segments;
  if (text.empty()) return segments;
  for (const std::string_view field : split_fields(text, ',')) {
    const std::optional<std::size_t> number = parse_count(field);
    if (!number) return std::nullopt;
    segments.push_back(*number);
  }
  std::sort(segments.begin(), segments.end());
  return segments;
}

void append_segments(std::string& out,
                     const std::vector<std::size_t>& segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (i > 0) out += ',';
    out += std::to_string(segments[i]);
  }
}

std::optional<std::vector<std::pair<std::size_t, std::size_t>>>
parse_word_links(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> links;
  for (const std::string_view field : split_fields(text, ' ')) {
    if (field.empty()) continue;
    const std::size_t middle = field.find('-');
    if (middle == std::string_view::npos) return std::nullopt;
    const auto source = parse_count(field.substr(0, middle));
    const auto target = parse_count(field.substr(middle + 1));
    if (!source || !target) return std::nullopt;
    links.emplace_back(*source, *target);
  }
  std::sort(links.begin(), links.end());
  return links;
}

bool is_language_tag(std::string_view tag) {
  return !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-';
  });
}

CodePoint next_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {static_cast<int>(lead), 1};
  // The least and the most a second byte may be leave out overlong forms,
  // surrogates and what lies above U+10FFFF (Unicode, table 3-7).
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {-1, 1};
  }
  auto value = static_cast<int>(lead & (0xFFU >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) return {-1, i};
    value = value * 64 + static_cast<int>(byte(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {value, length};
}

void RepairLog::add(const std::string& code, std::size_t offset,
                    std::string message, std::string remedy) {
  constexpr std::size_t kListed = 100;
  Kind& kind = kinds_[code];
  ++kind.count;
  if (kind.count <= kListed) {
    diagnostics_.push_back(
        {code, file_, offset, std::move(message), std::move(remedy)});
    return;
  }
  if (kind.count == kListed + 1) {
    kind.summary = diagnostics_.size();
    diagnostics_.push_back({code, file_, offset, {}, std::move(remedy)});
  }
  diagnostics_[kind.summary].message =
      std::to_string(kind.count - kListed) + " more of this kind";
}

std::string_view valid_utf8(std::string_view line, std::string& storage,
                            std::size_t line_number, std::size_t offset,
                            RepairLog& log) {
  std::size_t first_bad = std::string_view::npos;
  std::size_t repaired = 0;
  std::size_t i = 0;
  std::size_t copied = 0;
  while (i < line.size()) {
    if (static_cast<unsigned char>(line[i]) < 0x80) {
      ++i;
      continue;
    }
    const CodePoint point = next_code_point(line.substr(i));
    if (point.value < 0) {
      if (repaired == 0) {
        storage.clear();
        first_bad = i;
      }
      storage.append(line.substr(copied, i - copied));
      storage += "\xEF\xBF\xBD";  // U+FFFD REPLACEMENT CHARACTER
      copied = i + point.bytes;
      ++repaired;
    }
    i += point.bytes;
  }
  if (repaired == 0) return line;
  storage.append(line.substr(copied));
  log.add("invalid-utf8", offset + first_bad,
          "line " + std::to_string(line_number) + ": " +
              std::to_string(repaired) +
              " invalid byte sequences became U+FFFD",
          "save the file as UTF-8");
  return storage;
}

void LossCounter::see(const Unit& unit) {
  const bool is_linked = unit.members.size() > 1;
  const auto any = [&](auto has) {
    return std::any_of(unit.members.begin(), unit.members.end(), has);
  };
  for (const Field field : lacking_) {
    switch (field) {
      case Field::kId:
        if (!unit.id.empty()) add("id");
        break;
      case Field::kKind:
        if (unit.kind !=
            (is_linked ? UnitKind::kParallel : UnitKind::kUnlinked)) {
          add("kind");
        }
        break;
      case Field::kGrade:
        if (unit.grade) add("grade");
        break;
      case Field::kStatus:
        if (unit.status != UnitStatus::kProposed) add("status");
        break;
      case Field::kScore:
        if (unit.score != 0) add("score");
        break;
      case Field::kProbability:
        if (unit.probability != 0) add("probability");
        break;
      case Field::kEvidence:
        if (unit.evidence) add("evidence");
        break;
      case Field::kWordLinks:
        if (!unit.words.empty()) add("word links");
        break;
      case Field::kOffsets:
        if (any([](const Member& m) { return m.chars != CharRange{}; })) {
          add("character offsets");
        }
        break;
      case Field::kDocument:
        if (any([](const Member& m) { return !m.document.empty(); })) {
          add("document name");
        }
        break;
      case Field::kSegments:
        if (any([](const Member& m) { return !m.segments.empty(); })) {
          add("segment numbers");
        }
        break;
      case Field::kText:
        if (any([](const Member& m) { return !m.text.empty(); })) add("text");
        break;
    }
  }
}

void LossCounter::add(const std::string& what, std::size_t units) {
  if (units > 0) counts_[what] += units;
}

std::vector<Loss> LossCounter::all() const {
  std::vector<Loss> losses;
  for (const auto& [what, units] : counts_) losses.push_back({what, units});
  return losses;
}

std::string tag_of(const WriteOptions& options, const std::string& language) {
  for (const auto& [from, to] : options.language_tags) {
    if (from == language) return to;
  }
  for (const auto& [from, to] : options.language_tags) {
    if (from == primary_language(language)) return to;
  }
  return language;
}

void check_languages(const Unit& unit,
                     const std::vector<std::string>& languages) {
  for (const Member& member : unit.members) {
    if (std::find(languages.begin(), languages.end(), member.language) ==
        languages.end()) {
      throw InvalidArgument("unit '" + unit.id + "' has language '" +
                            member.language +
                            "', which the bitext was not said to have");
    }
  }
}

}  // namespace align
