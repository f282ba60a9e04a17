#include "formats/table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "align/error.h"
#include "formats/plain.h"

namespace align {
namespace {

[[noreturn]] void fail(RowPlace place, const std::string& what) {
  throw FormatError(place.file + ":" + std::to_string(place.line) + ": " +
                    what);
}

}  // namespace

void TableColumns::read_header(std::span<const std::string_view> fields,
                               RowPlace place) {
  if (fields.size() % kLanguageColumns != 0) {
    fail(place, "header has " + std::to_string(fields.size()) +
                    " columns, want three and three more a language");
  }
  for (std::size_t i = kFixedColumns; i < fields.size();
       i += kLanguageColumns) {
    const std::string_view doc = fields[i];
    const std::string language(doc.starts_with("doc.") ? doc.substr(4) : "");
    if (!is_language_tag(language) || fields[i + 1] != "segs." + language ||
        fields[i + 2] != "text." + language) {
      fail(place, "column " + std::to_string(i + 1) + " is '" +
                      std::string(doc) +
                      "', want doc.LANG segs.LANG text.LANG");
    }
    if (std::ranges::find(languages_, language) != languages_.end()) {
      fail(place, "language " + language + " has two sets of columns");
    }
    languages_.push_back(language);
  }
}

void TableColumns::read_row(std::span<const std::string_view> fields,
                            RowPlace place, Unit& unit) const {
  const std::size_t want = kFixedColumns + kLanguageColumns * languages_.size();
  if (fields.size() != want) {
    fail(place, "has " + std::to_string(fields.size()) + " columns, want " +
                    std::to_string(want));
  }
  unit = Unit{};
  unit.id = fields[0];
  const std::optional<double> score = parse_number(fields[1]);
  if (!score) {
    fail(place, "score '" + std::string(fields[1]) + "' is no number");
  }
  unit.score = *score;
  for (std::size_t i = 0; i < languages_.size(); ++i) {
    read_member(
        languages_[i],
        fields.subspan(kFixedColumns + kLanguageColumns * i, kLanguageColumns),
        place, unit);
  }
  if (unit.members.empty()) fail(place, "no language has a segment");
  const bool is_linked = unit.members.size() > 1;
  unit.kind = is_linked ? UnitKind::kParallel : UnitKind::kUnlinked;
  // The formats have no probability; that of the log-odds is the best guess.
  unit.probability = is_linked ? probability_of(unit.score) : 0;
}

void TableColumns::read_member(const std::string& language,
                               std::span<const std::string_view> fields,
                               RowPlace place, Unit& unit) {
  const std::optional<std::vector<std::size_t>> segments =
      parse_segments(fields[1]);
  if (!segments) {
    fail(place, "segs." + language + " is '" + std::string(fields[1]) +
                    "', want numbers separated by commas");
  }
  if (segments->empty()) {
    if (!fields[2].empty()) fail(place, "text." + language + " has no segs");
    return;
  }
  Member member;
  member.language = language;
  member.document = fields[0];
  member.segments = *segments;
  member.text = fields[2];
  unit.members.push_back(std::move(member));
}

}  // namespace align
