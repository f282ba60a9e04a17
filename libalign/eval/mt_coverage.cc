#include <algorithm>
#include <set>

#include "align/mt_eval.h"

namespace align {
namespace {

bool is_within(const SegmentRange& range, const std::set<std::size_t>& alone) {
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (alone.count(i) == 0) return false;
  }
  return !range.is_empty();
}

void remove(const SegmentRange& range, std::set<std::size_t>& alone) {
  for (std::size_t i = range.begin; i < range.end; ++i) alone.erase(i);
}

}  // namespace

MtCoverage report_coverage(const std::vector<Bead>& beads,
                           const std::vector<Link>& links) {
  MtCoverage coverage;
  std::set<std::size_t> source;
  std::set<std::size_t> translation;
  for (const Bead& bead : beads) {
    ++coverage.types[std::to_string(bead.source.size()) + '-' +
                     std::to_string(bead.target.size())];
    if (bead.target.is_empty()) {
      for (std::size_t i = bead.source.begin; i < bead.source.end; ++i) {
        source.insert(i);
      }
    } else if (bead.source.is_empty()) {
      for (std::size_t i = bead.target.begin; i < bead.target.end; ++i) {
        translation.insert(i);
      }
    }
  }
  for (const Link& link : links) {
    if (!is_within(link.source, source) ||
        !is_within(link.target, translation)) {
      continue;
    }
    coverage.moved.push_back(link);
    remove(link.source, source);
    remove(link.target, translation);
  }
  std::sort(coverage.moved.begin(), coverage.moved.end(),
            [](const Link& a, const Link& b) { return a.source < b.source; });
  coverage.omissions.assign(source.begin(), source.end());
  coverage.additions.assign(translation.begin(), translation.end());
  return coverage;
}

}  // namespace align
