#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/eval.h"
#include "eval/numbers.h"

namespace align {
namespace {

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const std::size_t end = line.find('\t');
    cells.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

using Names = std::pair<std::string, std::string>;

Names names_of(const EvalDocuments& pair) {
  return std::minmax(pair.first, pair.second);
}

}  // namespace

std::vector<EvalDocuments> parse_document_pairs(std::string_view text,
                                                const std::string& name) {
  std::vector<EvalDocuments> pairs;
  std::map<std::string, std::size_t> columns;
  // Documents of each event so far, of a manifest.
  std::map<std::string, std::vector<std::string>> events;
  for_each_line(text, name, [&](std::string_view line, const std::string& at) {
    if (line.empty()) return;
    const std::vector<std::string> cells = cells_of(line);
    if (columns.empty()) {
      for (std::size_t i = 0; i < cells.size(); ++i) columns[cells[i]] = i;
      const bool has_pairs = columns.count("doc1") + columns.count("doc2") == 2;
      const bool has_events =
          columns.count("path") + columns.count("event") == 2;
      if (!has_pairs && !has_events) {
        throw FormatError(at + "want columns doc1 and doc2, or path and event");
      }
      return;
    }
    const auto cell = [&](const char* column) {
      const auto place = columns.find(column);
      if (place == columns.end()) return std::string();
      if (place->second >= cells.size()) {
        throw FormatError(at + "no column " + column);
      }
      return cells[place->second];
    };
    if (columns.count("doc1") == 0) {
      const std::string event = cell("event");
      if (event.empty()) return;
      for (const std::string& earlier : events[event]) {
        pairs.push_back({earlier, cell("path"), {}, {}});
      }
      events[event].push_back(cell("path"));
      return;
    }
    EvalDocuments pair{cell("doc1"), cell("doc2"), cell("relation"), {}};
    if (const std::string score = cell("score"); !score.empty()) {
      pair.score = as_number<double>(score);
      if (!pair.score) {
        throw FormatError(at + "score '" + score + "' is no number");
      }
    }
    pairs.push_back(std::move(pair));
  });
  return pairs;
}

JudgedDocuments judge_documents(const std::vector<EvalDocuments>& gold,
                                const std::vector<EvalDocuments>& test) {
  JudgedDocuments judged;
  std::map<Names, std::size_t> wanted;  // the first of a pair that is repeated
  for (std::size_t i = 0; i < gold.size(); ++i) {
    wanted.emplace(names_of(gold[i]), i);
  }
  judged.counts.pairs.gold = wanted.size();
  judged.is_found.resize(gold.size());
  std::map<Names, std::size_t> seen;
  for (const EvalDocuments& pair : test) {
    const bool is_new = seen.emplace(names_of(pair), seen.size()).second;
    const auto place = wanted.find(names_of(pair));
    const bool is_right = is_new && place != wanted.end();
    judged.is_right.push_back(is_right);
    if (is_new) ++judged.counts.pairs.found;
    if (!is_right) continue;
    ++judged.counts.pairs.right;
    judged.is_found[place->second] = true;
    const std::string& relation = gold[place->second].relation;
    if (relation.empty()) continue;
    judged.counts.relation +=
        Rate{relation == pair.relation ? std::size_t{1} : std::size_t{0}, 1};
  }
  // Repeats in the gold share what became of the first.
  for (std::size_t i = 0; i < gold.size(); ++i) {
    judged.is_found[i] = judged.is_found[wanted.at(names_of(gold[i]))];
  }
  return judged;
}

}  // namespace align
