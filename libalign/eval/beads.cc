#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/eval.h"
#include "eval/numbers.h"

namespace align {
namespace {

using Sides = std::pair<std::vector<std::size_t>, std::vector<std::size_t>>;

Sides sides_of(const EvalBead& bead) { return {bead.source, bead.target}; }

bool is_null(const Sides& bead) {
  return bead.first.empty() || bead.second.empty();
}

// The distinct beads of an alignment and which target segments stand in a bead
// with a source segment.
struct Index {
  std::set<Sides> beads;
  std::map<std::size_t, std::set<std::size_t>> near;

  explicit Index(const std::vector<EvalBead>& alignment) {
    for (const EvalBead& bead : alignment) {
      beads.insert(sides_of(bead));
      for (const std::size_t i : bead.source) {
        near[i].insert(bead.target.begin(), bead.target.end());
      }
    }
  }

  [[nodiscard]] bool has(const Sides& bead) const {
    return beads.count(bead) > 0;
  }
  [[nodiscard]] bool shares_a_pair(const Sides& bead) const {
    return std::any_of(
        bead.first.begin(), bead.first.end(), [&](std::size_t i) {
          const auto found = near.find(i);
          if (found == near.end()) return false;
          return std::any_of(
              bead.second.begin(), bead.second.end(),
              [&](std::size_t j) { return found->second.count(j) > 0; });
        });
  }
};

std::string type_of(const Sides& bead) {
  return std::to_string(bead.first.size()) + "-" +
         std::to_string(bead.second.size());
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\v\f";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace

double Rate::value() const {
  return all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all);
}

Rate& Rate::operator+=(const Rate& other) {
  right += other.right;
  all += other.all;
  return *this;
}

double f1(double precision, double recall) {
  const double sum = precision + recall;
  return sum == 0 ? 0 : 2 * precision * recall / sum;
}

std::vector<EvalBead> parse_beads(std::string_view text,
                                  const std::string& name) {
  std::vector<EvalBead> beads;
  for_each_line(text, name, [&](std::string_view raw, const std::string& at) {
    const std::string_view line = trimmed(raw);
    if (line.empty()) return;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      throw FormatError(at + "want i,j:k or [i, j]:[k]:cost");
    }
    const std::string_view rest = line.substr(colon + 1);
    const std::size_t second = rest.find(':');
    EvalBead bead;
    bead.source = all_numbers(line.substr(0, colon), at);
    bead.target = all_numbers(rest.substr(0, second), at);
    std::sort(bead.source.begin(), bead.source.end());
    std::sort(bead.target.begin(), bead.target.end());
    if (second != std::string_view::npos) {
      const auto cost = as_number<double>(trimmed(rest.substr(second + 1)));
      if (cost) bead.probability = std::clamp(1 - *cost, 0.0, 1.0);
    }
    if (!bead.source.empty() || !bead.target.empty()) {
      beads.push_back(std::move(bead));
    }
  });
  return beads;
}

std::string bead_type(const EvalBead& bead) { return type_of(sides_of(bead)); }

BeadCounts& BeadCounts::operator+=(const BeadCounts& other) {
  strict_precision += other.strict_precision;
  strict_recall += other.strict_recall;
  lax_precision += other.lax_precision;
  lax_recall += other.lax_recall;
  return *this;
}

std::map<std::string, BeadCounts> count_beads_by(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const std::function<std::string(const EvalBead&)>& key,
    const BeadScoring& scoring) {
  const auto key_of = [&](const Sides& bead) {
    return key({bead.first, bead.second, {}});
  };
  const Index gold_index(gold);
  const Index test_index(test);
  std::map<std::string, BeadCounts> counts;
  for (const Sides& bead : test_index.beads) {
    if (is_null(bead) && !scoring.has_nulls) continue;
    BeadCounts& of_type = counts[key_of(bead)];
    const std::size_t strict = gold_index.has(bead) ? 1 : 0;
    const std::size_t lax =
        strict == 1 || gold_index.shares_a_pair(bead) ? 1 : 0;
    of_type.strict_precision += {strict, 1};
    of_type.lax_precision += {lax, 1};
  }
  for (const Sides& bead : gold_index.beads) {
    if (is_null(bead)) continue;
    BeadCounts& of_type = counts[key_of(bead)];
    const std::size_t strict = test_index.has(bead) ? 1 : 0;
    const std::size_t lax =
        strict == 1 || test_index.shares_a_pair(bead) ? 1 : 0;
    of_type.strict_recall += {strict, 1};
    of_type.lax_recall += {lax, 1};
  }
  return counts;
}

std::map<std::string, BeadCounts> count_beads_by_type(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const BeadScoring& scoring) {
  return count_beads_by(gold, test, bead_type, scoring);
}

BeadCounts count_beads(const std::vector<EvalBead>& gold,
                       const std::vector<EvalBead>& test,
                       const BeadScoring& scoring) {
  BeadCounts total;
  for (const auto& [type, counts] : count_beads_by_type(gold, test, scoring)) {
    total += counts;
  }
  return total;
}

std::vector<std::pair<double, bool>> judge_beads(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const BeadScoring& scoring) {
  const Index index(gold);
  std::set<Sides> seen;
  std::vector<std::pair<double, bool>> judged;
  for (const EvalBead& bead : test) {
    if (!bead.probability || (bead.is_null() && !scoring.has_nulls)) continue;
    const Sides sides = sides_of(bead);
    if (seen.insert(sides).second) {
      judged.emplace_back(*bead.probability, index.has(sides));
    }
  }
  return judged;
}

std::vector<std::vector<std::vector<EvalBead>>> split_pieces(
    const std::vector<std::vector<EvalBead>>& alignments) {
  // Segments of both sides are the nodes of a graph, beads its edges; pieces
  // are the connected parts, found by union-find over numbered nodes.
  std::map<std::pair<int, std::size_t>, std::size_t> nodes;
  std::vector<std::size_t> parent;
  const auto find = [&](std::size_t node) {
    while (parent[node] != node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  const auto node_of = [&](int side, std::size_t segment) {
    const auto [place, is_new] =
        nodes.emplace(std::pair(side, segment), parent.size());
    if (is_new) parent.push_back(parent.size());
    return place->second;
  };
  const auto any_node = [&](const EvalBead& bead) {
    return bead.source.empty() ? node_of(1, bead.target.front())
                               : node_of(0, bead.source.front());
  };
  for (const std::vector<EvalBead>& alignment : alignments) {
    for (const EvalBead& bead : alignment) {
      ALIGN_ASSERT(!bead.source.empty() || !bead.target.empty(),
                   "a bead has a segment");
      const std::size_t root = any_node(bead);
      for (const std::size_t i : bead.source) {
        parent[find(node_of(0, i))] = find(root);
      }
      for (const std::size_t j : bead.target) {
        parent[find(node_of(1, j))] = find(root);
      }
    }
  }
  // Pieces in the order of their first bead.
  std::map<std::size_t, std::size_t> piece_of;
  std::vector<std::vector<std::vector<EvalBead>>> pieces;
  for (std::size_t a = 0; a < alignments.size(); ++a) {
    for (const EvalBead& bead : alignments[a]) {
      const auto [place, is_new] =
          piece_of.emplace(find(any_node(bead)), pieces.size());
      if (is_new) pieces.emplace_back(alignments.size());
      pieces[place->second][a].push_back(bead);
    }
  }
  return pieces;
}

}  // namespace align
