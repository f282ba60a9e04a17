#include "align/parallel.h"

namespace align {

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
