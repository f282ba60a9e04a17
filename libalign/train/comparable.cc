#include "train/comparable.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace align {
namespace {

// One line of a telling, and which lines of the text it tells.
struct Told {
  std::string words;
  std::vector<std::size_t> of;  // empty: foreign
};

// The first part of a sentence, from two fifths to seven tenths of its words.
std::string shortened(const std::string& line, NoiseSource& noise) {
  std::vector<std::size_t> spaces;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ' ') spaces.push_back(i);
  }
  if (spaces.size() < 7) return line;
  const std::size_t least = spaces.size() * 2 / 5;
  const std::size_t most = spaces.size() * 7 / 10;
  return line.substr(0, spaces[least + noise.below(most - least + 1)]);
}

// Swaps neighbouring blocks of three to six lines.
void swap_blocks(std::vector<Told>& telling, NoiseSource& noise) {
  std::size_t begin = 0;
  while (begin + 6 <= telling.size()) {
    const std::size_t first = 3 + noise.below(4);
    const std::size_t second = 3 + noise.below(4);
    const std::size_t end = std::min(telling.size(), begin + first + second);
    if (begin + first < end && noise.chance(0.5)) {
      const auto at = [&](std::size_t i) {
        return telling.begin() + static_cast<std::ptrdiff_t>(i);
      };
      std::rotate(at(begin), at(begin + first), at(end));
    }
    begin = end;
  }
}

std::vector<Told> tell(const std::vector<std::string>& lines,
                       const std::vector<std::size_t>& told, bool is_rough,
                       double foreign, NoiseSource& noise) {
  std::vector<Told> telling;
  for (const std::size_t k : told) {
    if (noise.chance(foreign)) {
      telling.push_back({lines[noise.below(lines.size())], {}});
    }
    if (is_rough && !telling.empty() && telling.back().of.size() == 1 &&
        telling.back().of[0] + 1 == k && noise.chance(0.07)) {
      telling.back().words += ' ' + lines[k];
      telling.back().of.push_back(k);
      continue;
    }
    const bool is_short = is_rough && noise.chance(0.1);
    telling.push_back({is_short ? shortened(lines[k], noise) : lines[k], {k}});
  }
  return telling;
}

ComparablePair compare(const RunningText& text, const std::vector<Told>& source,
                       const std::vector<Told>& target) {
  ComparablePair pair;
  pair.source_language = text.source_language;
  pair.target_language = text.target_language;
  std::map<std::size_t, std::size_t> target_line;
  for (std::size_t j = 0; j < target.size(); ++j) {
    pair.target.push_back(target[j].words);
    for (const std::size_t k : target[j].of) target_line[k] = j;
  }
  for (std::size_t i = 0; i < source.size(); ++i) {
    pair.source.push_back(source[i].words);
    for (const std::size_t k : source[i].of) {
      const auto found = target_line.find(k);
      if (found != target_line.end()) {
        pair.links.emplace_back(i, found->second);
      }
    }
  }
  std::ranges::sort(pair.links);
  pair.links.erase(std::unique(pair.links.begin(), pair.links.end()),
                   pair.links.end());
  return pair;
}

}  // namespace

ComparablePair make_retold(const RunningText& text, std::size_t begin,
                           std::size_t end, NoiseSource& noise) {
  const double shared = 0.2 * static_cast<double>(noise.below(5));
  const bool is_rough = noise.chance(0.35);
  std::vector<std::size_t> source;
  std::vector<std::size_t> target;
  for (std::size_t k = begin; k < end; ++k) {
    if (noise.chance(shared)) {
      source.push_back(k);
      target.push_back(k);
    } else if (noise.chance(0.5)) {
      source.push_back(k);
    } else {
      target.push_back(k);
    }
  }
  std::vector<Told> first = tell(text.source, source, is_rough, 0.3, noise);
  std::vector<Told> second = tell(text.target, target, is_rough, 0.3, noise);
  if (noise.chance(0.5)) swap_blocks(second, noise);
  return compare(text, first, second);
}

ComparablePair make_pool(const RunningText& text, std::size_t size,
                         NoiseSource& noise) {
  std::vector<std::size_t> lines(text.source.size());
  std::iota(lines.begin(), lines.end(), std::size_t{0});
  const auto shuffle = [&noise](std::vector<std::size_t>& values) {
    for (std::size_t k = values.size(); k > 1; --k) {
      std::swap(values[k - 1], values[noise.below(k)]);
    }
  };
  shuffle(lines);
  // Each line of the text is used for one side or for both.
  size = std::min(size, lines.size() * 5 / 8);
  const std::size_t shared = size * 2 / 5;
  std::vector<std::size_t> source(
      lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(size));
  std::vector<std::size_t> target(
      lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(shared));
  for (std::size_t k = size; k < 2 * size - shared && k < lines.size(); ++k) {
    target.push_back(lines[k]);
  }
  shuffle(source);
  shuffle(target);
  return compare(text, tell(text.source, source, false, 0, noise),
                 tell(text.target, target, false, 0, noise));
}

}  // namespace align
