#include "parallel/constraints.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "align/error.h"

namespace align {
namespace {

constexpr std::uint32_t kAlone = static_cast<std::uint32_t>(-1);

std::string shown(const SegmentRange& range) {
  return "[" + std::to_string(range.begin) + ", " + std::to_string(range.end) +
         ")";
}

void check_inside(const SegmentRange& range, std::size_t size) {
  if (range.begin <= range.end && range.end <= size) return;
  throw InvalidArgument("segments " + shown(range) + " of a document with " +
                        std::to_string(size));
}

std::vector<std::uint32_t> run_numbers(const std::vector<SegmentRange>& runs,
                                       const std::vector<SegmentRange>& alone,
                                       std::size_t size) {
  std::vector<std::uint32_t> numbers;
  if (runs.empty() && alone.empty()) return numbers;
  numbers.assign(size, 0);
  std::uint32_t number = 0;
  for (const SegmentRange& run : runs) {
    check_inside(run, size);
    ++number;
    for (std::size_t k = run.begin; k < run.end; ++k) numbers[k] = number;
  }
  for (const SegmentRange& run : alone) {
    check_inside(run, size);
    for (std::size_t k = run.begin; k < run.end; ++k) numbers[k] = kAlone;
  }
  return numbers;
}

bool is_one_run(const std::vector<std::uint32_t>& numbers, std::size_t begin,
                std::size_t size) {
  if (numbers.empty()) return true;
  const std::uint32_t first = numbers[begin];
  if (first == kAlone) return false;
  for (std::size_t k = begin + 1; k < begin + size; ++k) {
    if (numbers[k] != first) return false;
  }
  return true;
}

std::tuple<std::size_t, std::size_t, std::size_t, std::size_t> place_of(
    const Bead& bead) {
  return {bead.source.begin, bead.target.begin, bead.source.end,
          bead.target.end};
}

bool is_before(const Bead& a, const Bead& b) {
  return place_of(a) < place_of(b);
}

}  // namespace

BeadRules::BeadRules(const PathConstraints& constraints,
                     std::size_t source_size, std::size_t target_size)
    : source_run_(run_numbers(constraints.source_runs, constraints.source_alone,
                              source_size)),
      target_run_(run_numbers(constraints.target_runs, constraints.target_alone,
                              target_size)),
      forbidden_(constraints.forbidden) {
  std::sort(forbidden_.begin(), forbidden_.end(), is_before);
}

bool BeadRules::allow(const Candidate& bead) const {
  if (!is_one_run(source_run_, bead.source, bead.n) ||
      !is_one_run(target_run_, bead.target, bead.m)) {
    return false;
  }
  if (forbidden_.empty()) return true;
  Bead wanted;
  wanted.source = {bead.source, std::size_t{bead.source} + bead.n};
  wanted.target = {bead.target, std::size_t{bead.target} + bead.m};
  return !std::binary_search(forbidden_.begin(), forbidden_.end(), wanted,
                             is_before);
}

std::vector<PathPoint> path_points(const PathConstraints& constraints,
                                   std::size_t source_size,
                                   std::size_t target_size) {
  // A point at the start of a fixed bead comes before the bead's own.
  std::vector<PathPoint> ends;
  for (const Bead& bead : constraints.fixed) {
    check_inside(bead.source, source_size);
    check_inside(bead.target, target_size);
    if (bead.source.is_empty() || bead.target.is_empty()) {
      throw InvalidArgument("a fixed bead of segments " + shown(bead.source) +
                            " and " + shown(bead.target) + ", want both sides");
    }
    const PathPoint begin{bead.source.begin, bead.target.begin};
    if (!ends.empty() && (ends.back().source > begin.source ||
                          ends.back().target > begin.target)) {
      throw InvalidArgument("fixed beads cross at segment " +
                            std::to_string(begin.source) +
                            " of the source, want them in order");
    }
    ends.push_back(begin);
    ends.push_back({bead.source.end, bead.target.end});
  }
  std::vector<PathPoint> points;
  const auto is_less = [](const PathPoint& a, const PathPoint& b) {
    return std::pair(a.source, a.target) < std::pair(b.source, b.target);
  };
  std::merge(constraints.points.begin(), constraints.points.end(), ends.begin(),
             ends.end(), std::back_inserter(points), is_less);
  std::size_t target = 0;
  std::size_t source = 0;
  for (const PathPoint& point : points) {
    if (point.source > source_size || point.target > target_size) {
      throw InvalidArgument("the point " + std::to_string(point.source) + ", " +
                            std::to_string(point.target) +
                            " is outside of documents with " +
                            std::to_string(source_size) + " and " +
                            std::to_string(target_size) + " segments");
    }
    if (point.target < target || point.source < source) {
      throw InvalidArgument(
          "the point " + std::to_string(point.source) + ", " +
          std::to_string(point.target) + " comes after one at target segment " +
          std::to_string(target) + ", want points that ascend on both sides");
    }
    source = point.source;
    target = point.target;
  }
  points.erase(std::unique(points.begin(), points.end()), points.end());
  std::erase(points, PathPoint{0, 0});
  std::erase(points, PathPoint{source_size, target_size});
  return points;
}

std::vector<Bead> put_fixed_beads(const std::vector<Bead>& fixed,
                                  std::vector<Bead> beads) {
  if (fixed.empty()) return beads;
  std::vector<Bead> result;
  std::size_t next = 0;
  bool is_put = false;
  for (Bead& bead : beads) {
    const auto is_past = [&](const Bead& one) {
      return bead.source.is_empty() ? bead.target.begin >= one.target.end
                                    : bead.source.begin >= one.source.end;
    };
    while (next < fixed.size() && is_past(fixed[next])) {
      ++next;
      is_put = false;
    }
    const bool is_inside =
        next < fixed.size() &&
        (bead.source.is_empty()
             ? bead.target.begin >= fixed[next].target.begin
             : bead.source.begin >= fixed[next].source.begin);
    if (!is_inside) {
      result.push_back(bead);
    } else if (!is_put) {
      result.push_back(fixed[next]);
      is_put = true;
    }
  }
  return result;
}

}  // namespace align
