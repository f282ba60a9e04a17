#include <algorithm>
#include <cctype>
#include <cstddef>
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

bool is_header(std::string_view line) {
  const auto c = static_cast<unsigned char>(line.front());
  return c < 0x80 && (std::isalpha(c) != 0 || c == '_' || c == '#');
}

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t end = line.find(separator);
    cells.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

}  // namespace

std::vector<EvalLink> parse_links(std::string_view text,
                                  const std::string& name) {
  std::vector<EvalLink> links;
  for_each_line(text, name, [&](std::string_view line, const std::string& at) {
    if (line.empty() || is_header(line)) return;
    std::vector<std::string_view> cells = split(line, '\t');
    std::optional<double> score;
    if (cells.size() == 1) {
      cells = split(line, ':');
      if (cells.size() < 2) throw FormatError(at + "want i:j or i TAB j");
    } else if (cells.size() > 2) {
      std::string_view number = cells[0];
      if (number.starts_with('+')) number.remove_prefix(1);
      score = as_number<double>(number);
      if (!score) {
        throw FormatError(at + "score '" + std::string(cells[0]) +
                          "' is no number");
      }
      cells.erase(cells.begin());
    }
    for (const std::size_t i : all_numbers(cells[0], at)) {
      for (const std::size_t j : all_numbers(cells[1], at)) {
        links.push_back({i, j, score});
      }
    }
  });
  return links;
}

double LinkCounts::precision() const { return Rate{right, found}.value(); }
double LinkCounts::recall() const { return Rate{right, gold}.value(); }

LinkCounts& LinkCounts::operator+=(const LinkCounts& other) {
  right += other.right;
  found += other.found;
  gold += other.gold;
  return *this;
}

JudgedLinks judge_links(const std::vector<EvalLink>& gold,
                        const std::vector<EvalLink>& test) {
  std::set<std::pair<std::size_t, std::size_t>> wanted;
  for (const EvalLink& link : gold) wanted.emplace(link.source, link.target);
  std::set<std::pair<std::size_t, std::size_t>> seen;
  JudgedLinks judged;
  judged.counts.gold = wanted.size();
  for (const EvalLink& link : test) {
    const std::pair pair(link.source, link.target);
    if (!seen.insert(pair).second) continue;
    const bool is_right = wanted.count(pair) > 0;
    ++judged.counts.found;
    if (is_right) ++judged.counts.right;
    judged.rows.emplace_back(link.score, is_right);
  }
  return judged;
}

std::optional<BestThreshold> best_threshold(
    const std::vector<JudgedLinks>& lists) {
  LinkCounts counts;
  std::vector<std::pair<double, bool>> rows;
  for (const JudgedLinks& list : lists) {
    counts.gold += list.counts.gold;
    for (const auto& [score, is_right] : list.rows) {
      if (!score) return std::nullopt;
      rows.emplace_back(*score, is_right);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first > b.first;
  });
  std::optional<BestThreshold> best;
  double best_f = 0;
  for (const auto& [score, is_right] : rows) {
    ++counts.found;
    if (is_right) ++counts.right;
    const double f = static_cast<double>(2 * counts.right) /
                     static_cast<double>(counts.found + counts.gold);
    if (f > best_f) {
      best_f = f;
      best = BestThreshold{score, counts};
    }
  }
  return best;
}

}  // namespace align
