#include "eval/mt_word_path.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace align::mt {
namespace {

// Largest table between two fixed points, in cells of a byte. Beyond it the
// texts have nothing in common there and the path is a straight line.
constexpr std::size_t kMostCells = std::size_t{32} << 20U;

// A fixed point this far off the line through its neighbours is chance.
constexpr std::size_t kNeighbours = 8;
constexpr double kFarthestOff = 40;

struct Point {
  std::size_t reference = 0;
  std::size_t hypothesis = 0;
};

// Adds what both texts have exactly once: runs of `length` words.
void add_unique_runs(std::span<const Symbol> reference,
                     std::span<const Symbol> hypothesis, std::size_t length,
                     std::vector<Point>& points) {
  struct Places {
    std::uint32_t in_reference = 0;
    std::uint32_t in_hypothesis = 0;
    Point point;
  };
  std::unordered_map<std::uint64_t, Places> runs;
  const auto key_at = [length](std::span<const Symbol> words, std::size_t i) {
    const std::uint64_t last = length == 2 ? words[i + 1] : kUnknownSymbol;
    return (std::uint64_t{words[i]} << 32U) | last;
  };
  for (std::size_t i = 0; i + length <= reference.size(); ++i) {
    Places& places = runs[key_at(reference, i)];
    ++places.in_reference;
    places.point.reference = i;
  }
  for (std::size_t i = 0; i + length <= hypothesis.size(); ++i) {
    const auto found = runs.find(key_at(hypothesis, i));
    if (found == runs.end()) continue;
    ++found->second.in_hypothesis;
    found->second.point.hypothesis = i;
  }
  // In the order of the reference, not of the table.
  for (std::size_t i = 0; i + length <= reference.size(); ++i) {
    const Places& places = runs[key_at(reference, i)];
    if (places.in_reference == 1 && places.in_hypothesis == 1) {
      points.push_back(places.point);
    }
  }
}

// The longest chain of points that ascends on both sides.
std::vector<Point> longest_chain(std::vector<Point> points) {
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return std::pair(a.reference, b.hypothesis) <
           std::pair(b.reference, a.hypothesis);
  });
  std::vector<std::size_t> ends;  // last point of the best chain of each length
  std::vector<std::size_t> before(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto place =
        std::lower_bound(ends.begin(), ends.end(), points[i].hypothesis,
                         [&](std::size_t end, std::size_t hypothesis) {
                           return points[end].hypothesis < hypothesis;
                         });
    before[i] = place == ends.begin() ? i : *(place - 1);
    if (place == ends.end()) {
      ends.push_back(i);
    } else {
      *place = i;
    }
  }
  std::vector<Point> chain;
  if (ends.empty()) return chain;
  for (std::size_t i = ends.back();; i = before[i]) {
    chain.push_back(points[i]);
    if (before[i] == i) break;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

// Drops points whose shift differs from what those around them have.
std::vector<Point> drop_strays(const std::vector<Point>& chain) {
  std::vector<Point> kept;
  std::vector<double> shifts;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const std::size_t begin = i > kNeighbours ? i - kNeighbours : 0;
    const std::size_t end = std::min(chain.size(), i + kNeighbours + 1);
    shifts.clear();
    const auto shift_of = [](const Point& point) {
      return static_cast<double>(point.hypothesis) -
             static_cast<double>(point.reference);
    };
    for (std::size_t k = begin; k < end; ++k) {
      shifts.push_back(shift_of(chain[k]));
    }
    const auto middle =
        shifts.begin() + static_cast<std::ptrdiff_t>(shifts.size() / 2);
    std::nth_element(shifts.begin(), middle, shifts.end());
    const double off = shift_of(chain[i]) - *middle;
    if (off <= kFarthestOff && off >= -kFarthestOff) kept.push_back(chain[i]);
  }
  return kept;
}

// Aligns the words of two gaps between fixed points.
class GapAligner {
 public:
  GapAligner(std::span<const Symbol> reference,
             std::span<const Symbol> hypothesis,
             std::vector<Crossing>& crossings)
      : reference_(reference), hypothesis_(hypothesis), crossings_(crossings) {}

  // Sets the crossings behind `from` and up to `to`, which are on the path.
  void align(Point from, Point to) {
    const std::size_t rows = to.reference - from.reference;
    const std::size_t columns = to.hypothesis - from.hypothesis;
    if (rows == 0) {
      widen(from.reference, to.hypothesis);
      return;
    }
    if ((rows + 1) * (columns + 1) > kMostCells) {
      for (std::size_t i = 0; i <= rows; ++i) {
        widen(from.reference + i, from.hypothesis + columns * i / rows);
      }
      return;
    }
    fill(from, rows, columns);
    trace(from, rows, columns);
  }

 private:
  enum Step : std::uint8_t { kBoth, kReferenceOnly, kHypothesisOnly };

  void fill(Point from, std::size_t rows, std::size_t columns) {
    // Equal words gain 2, a replaced word loses as little as possible, so that
    // words left out on one side lie beside those put in on the other.
    constexpr std::int32_t kEqual = 2;
    constexpr std::int32_t kReplaced = -1;
    constexpr std::int32_t kAlone = -1;
    steps_.assign((rows + 1) * (columns + 1), kBoth);
    scores_.resize(columns + 1);
    for (std::size_t j = 0; j <= columns; ++j) {
      scores_[j] = kAlone * static_cast<std::int32_t>(j);
      steps_[j] = kHypothesisOnly;
    }
    for (std::size_t i = 1; i <= rows; ++i) {
      std::uint8_t* steps = &steps_[i * (columns + 1)];
      std::int32_t diagonal = scores_[0];
      scores_[0] += kAlone;
      steps[0] = kReferenceOnly;
      for (std::size_t j = 1; j <= columns; ++j) {
        const bool is_equal = reference_[from.reference + i - 1] ==
                              hypothesis_[from.hypothesis + j - 1];
        std::int32_t best = diagonal + (is_equal ? kEqual : kReplaced);
        std::uint8_t step = kBoth;
        if (scores_[j] + kAlone > best) {
          best = scores_[j] + kAlone;
          step = kReferenceOnly;
        }
        if (scores_[j - 1] + kAlone > best) {
          best = scores_[j - 1] + kAlone;
          step = kHypothesisOnly;
        }
        diagonal = scores_[j];
        scores_[j] = best;
        steps[j] = step;
      }
    }
  }

  void trace(Point from, std::size_t rows, std::size_t columns) {
    std::size_t i = rows;
    std::size_t j = columns;
    widen(from.reference + i, from.hypothesis + j);
    while (i > 0 || j > 0) {
      const std::uint8_t step = steps_[i * (columns + 1) + j];
      if (step != kHypothesisOnly) --i;
      if (step != kReferenceOnly) --j;
      widen(from.reference + i, from.hypothesis + j);
    }
  }

  void widen(std::size_t border, std::size_t hypothesis) {
    Crossing& crossing = crossings_[border];
    crossing.first = std::min(crossing.first, hypothesis);
    crossing.last = std::max(crossing.last, hypothesis);
  }

  std::span<const Symbol> reference_;
  std::span<const Symbol> hypothesis_;
  std::vector<Crossing>& crossings_;
  std::vector<std::uint8_t> steps_;
  std::vector<std::int32_t> scores_;
};

}  // namespace

std::vector<Crossing> align_words(std::span<const Symbol> reference,
                                  std::span<const Symbol> hypothesis) {
  std::vector<Point> points;
  add_unique_runs(reference, hypothesis, 1, points);
  add_unique_runs(reference, hypothesis, 2, points);
  const std::vector<Point> chain = drop_strays(longest_chain(points));

  std::vector<Crossing> crossings(reference.size() + 1, {hypothesis.size(), 0});
  GapAligner gaps(reference, hypothesis, crossings);
  Point from;
  for (const Point& point : chain) {
    gaps.align(from, point);
    from = {point.reference + 1, point.hypothesis + 1};
    gaps.align(from, from);
  }
  gaps.align(from, {reference.size(), hypothesis.size()});
  return crossings;
}

}  // namespace align::mt
