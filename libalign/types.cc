#include "align/types.h"

#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"

namespace align {

std::string_view to_string(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kSentence:
      return "sentence";
    case SegmentKind::kHeading:
      return "heading";
    case SegmentKind::kListItem:
      return "list-item";
    case SegmentKind::kCaption:
      return "caption";
    case SegmentKind::kCredit:
      return "credit";
    case SegmentKind::kDateline:
      return "dateline";
    case SegmentKind::kByline:
      return "byline";
    case SegmentKind::kLine:
      return "line";
  }
  fail_assertion("kind", "every kind has a name", __FILE__, __LINE__);
}

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::kEquivalent:
      return "equivalent";
    case Grade::kNear:
      return "near";
    case Grade::kPartial:
      return "partial";
  }
  fail_assertion("grade", "every grade has a name", __FILE__, __LINE__);
}

std::string_view to_string(UnitKind kind) {
  switch (kind) {
    case UnitKind::kParallel:
      return "parallel";
    case UnitKind::kNearParallel:
      return "near-parallel";
    case UnitKind::kUnlinked:
      return "unlinked";
  }
  fail_assertion("kind", "every kind has a name", __FILE__, __LINE__);
}

std::string_view to_string(UnitStatus status) {
  switch (status) {
    case UnitStatus::kProposed:
      return "proposed";
    case UnitStatus::kAccepted:
      return "accepted";
    case UnitStatus::kRejected:
      return "rejected";
  }
  fail_assertion("status", "every status has a name", __FILE__, __LINE__);
}

std::string_view primary_language(std::string_view tag) {
  return tag.substr(0, tag.find_first_of("-_"));
}

const Member* find_member(const Unit& unit, std::string_view language) {
  for (const Member& member : unit.members) {
    if (member.language == language) return &member;
  }
  return nullptr;
}

Member make_member(const Document& document, SegmentRange run) {
  if (run.begin >= run.end || run.end > document.segments.size()) {
    throw InvalidArgument("segments " + std::to_string(run.begin) + " to " +
                          std::to_string(run.end) + " of " + document.name +
                          ", which has " +
                          std::to_string(document.segments.size()));
  }
  Member member;
  member.language = document.language;
  member.document = document.name;
  member.chars = {document.segments[run.begin].chars.begin,
                  document.segments[run.end - 1].chars.end};
  for (std::size_t i = run.begin; i < run.end; ++i) {
    const Segment& segment = document.segments[i];
    member.segments.push_back(i);
    if (!segment.text.empty() && !member.text.empty()) member.text += ' ';
    member.text += segment.text;
    if (run.size() > 1) member.parts.push_back({segment.chars, segment.text});
  }
  return member;
}

std::string unit_type(const Unit& unit,
                      const std::vector<std::string>& languages) {
  std::string type;
  for (const std::string& language : languages) {
    const Member* member = find_member(unit, language);
    if (!type.empty()) type += '-';
    type += std::to_string(member == nullptr ? 0 : member->segments.size());
  }
  return type;
}

}  // namespace align
