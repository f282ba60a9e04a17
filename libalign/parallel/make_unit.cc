#include "align/error.h"
#include "align/parallel.h"

namespace align {
namespace {

Member make_member(const Document& document, const SegmentRange& run) {
  ALIGN_ASSERT(run.end <= document.segments.size() && !run.is_empty(),
               "beads were made for this document");
  Member member;
  member.language = document.language;
  member.document = document.name;
  member.chars = {document.segments[run.begin].chars.begin,
                  document.segments[run.end - 1].chars.end};
  for (std::size_t i = run.begin; i < run.end; ++i) {
    const std::string& text = document.segments[i].text;
    member.segments.push_back(i);
    if (!text.empty() && !member.text.empty()) member.text += ' ';
    member.text += text;
    if (run.size() > 1) {
      member.parts.push_back({document.segments[i].chars, text});
    }
  }
  return member;
}

}  // namespace

Unit make_unit(const Document& source, const Document& target,
               const Bead& bead) {
  Unit unit;
  if (!bead.source.is_empty()) {
    unit.members.push_back(make_member(source, bead.source));
  }
  if (!bead.target.is_empty()) {
    unit.members.push_back(make_member(target, bead.target));
  }
  unit.probability = static_cast<double>(bead.probability);
  if (unit.members.size() < 2) {
    unit.kind = UnitKind::kUnlinked;
    return unit;
  }
  unit.score = static_cast<double>(bead.score);
  // Translations in order say the same; doubt is in the probability.
  unit.grade = Grade::kEquivalent;
  return unit;
}

}  // namespace align
