#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "align/text.h"
#include "eval/measure.h"

namespace align::cli {
namespace {

using Json = EvalJson;
using Pairs = std::vector<EvalDocuments>;

Counts counts_of(const DocumentCounts& counts) {
  return {static_cast<double>(counts.pairs.right),
          static_cast<double>(counts.pairs.found),
          static_cast<double>(counts.pairs.gold),
          static_cast<double>(counts.relation.right),
          static_cast<double>(counts.relation.all)};
}

Json figures_of(const LinkCounts& counts) {
  return {{"P", percent(counts.precision())},
          {"R", percent(counts.recall())},
          {"F", percent(f1(counts.precision(), counts.recall()))},
          {"test", counts.found},
          {"gold", counts.gold}};
}

// Names are paths as somebody gave them: where a result has no name of the
// gold, a name of the gold that its end repeats stands for it.
void rename_documents(const Pairs& gold, Pairs& test) {
  std::map<std::string, std::string> names;
  for (const EvalDocuments& pair : gold) {
    names[pair.first] = pair.first;
    names[pair.second] = pair.second;
  }
  for (EvalDocuments& pair : test) {
    for (std::string* name : {&pair.first, &pair.second}) {
      if (names.count(*name) > 0) continue;
      for (std::size_t slash = name->find('/'); slash != std::string::npos;
           slash = name->find('/', slash + 1)) {
        const auto found = names.find(name->substr(slash + 1));
        if (found == names.end()) continue;
        *name = found->second;
        break;
      }
    }
  }
}

// Documents that belong together in the gold or a result make a unit: what is
// wrong about one of them is not independent of the others.
std::vector<std::size_t> units_of(const std::vector<const Pairs*>& lists,
                                  std::map<std::string, std::size_t>& numbers) {
  std::vector<std::size_t> parent;
  const auto number_of = [&](const std::string& name) {
    const auto [place, is_new] = numbers.emplace(name, parent.size());
    if (is_new) parent.push_back(parent.size());
    return place->second;
  };
  const auto find = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const Pairs* list : lists) {
    for (const EvalDocuments& pair : *list) {
      const std::size_t a = find(number_of(pair.first));
      const std::size_t b = find(number_of(pair.second));
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = find(i);
  return parent;
}

void add_units(const Pairs& gold, const Pairs& test, const Pairs& other,
               bool has_other, EvalStatistics& statistics) {
  std::map<std::string, std::size_t> numbers;
  const std::vector<std::size_t> unit_of =
      units_of({&gold, &test, &other}, numbers);
  struct Lists {
    Pairs gold;
    Pairs test;
    Pairs other;
  };
  std::map<std::size_t, Lists> units;
  const auto split = [&](const Pairs& pairs, Pairs Lists::*list) {
    for (const EvalDocuments& pair : pairs) {
      (units[unit_of[numbers.at(pair.first)]].*list).push_back(pair);
    }
  };
  split(gold, &Lists::gold);
  split(test, &Lists::test);
  split(other, &Lists::other);
  for (const auto& [unit, lists] : units) {
    statistics.test.push_back(
        counts_of(judge_documents(lists.gold, lists.test).counts));
    if (!has_other) continue;
    statistics.other.push_back(
        counts_of(judge_documents(lists.gold, lists.other).counts));
  }
}

std::string score_text(const EvalDocuments& pair) {
  std::string text = pair.relation;
  if (!pair.score) return text;
  std::string number = std::to_string(rounded(*pair.score));
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return text.empty() ? number : text + ' ' + number;
}

void add_errors(const Pairs& gold, const Pairs& test,
                const JudgedDocuments& judged, std::vector<EvalError>& errors) {
  std::map<std::string, EvalError> by_document;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    if (judged.is_found[i]) continue;
    by_document[gold[i].first].gold.push_back(
        {score_text(gold[i]), gold[i].first, gold[i].second, false});
  }
  for (std::size_t i = 0; i < test.size(); ++i) {
    if (judged.is_right[i]) continue;
    by_document[test[i].first].test.push_back(
        {score_text(test[i]), test[i].first, test[i].second, false});
  }
  for (auto& [document, error] : by_document) {
    error.place = document;
    errors.push_back(std::move(error));
  }
}

}  // namespace

EvalResult evaluate_documents(const Session& session,
                              const std::vector<EvalFiles>& files) {
  EvalStatistics statistics;
  statistics.unit = "events";
  statistics.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"F",
       [](const Counts& sums) {
         return f1(ratio(sums[0], sums[1]), ratio(sums[0], sums[2]));
       }},
      {"relation", [](const Counts& sums) { return ratio(sums[3], sums[4]); }}};
  EvalResult result;
  DocumentCounts total;
  std::map<std::string, LinkCounts> by_relation;
  std::vector<std::pair<double, bool>> judged_scores;
  bool are_probabilities = true;
  for (const EvalFiles& each : files) {
    const auto load = [](const std::string& path) {
      return parse_document_pairs(read_bytes(path), path);
    };
    const Pairs gold = load(each.gold);
    Pairs test = load(each.test);
    rename_documents(gold, test);
    Pairs other;
    if (!each.other.empty()) {
      other = load(each.other);
      rename_documents(gold, other);
    }
    const JudgedDocuments judged = judge_documents(gold, test);
    total.pairs += judged.counts.pairs;
    total.relation += judged.counts.relation;
    for (std::size_t i = 0; i < gold.size(); ++i) {
      if (gold[i].relation.empty()) continue;
      LinkCounts& counts = by_relation[gold[i].relation];
      ++counts.gold;
      if (judged.is_found[i]) ++counts.right;
    }
    for (std::size_t i = 0; i < test.size(); ++i) {
      if (!test[i].score) continue;
      are_probabilities =
          are_probabilities && *test[i].score >= 0 && *test[i].score <= 1;
      judged_scores.emplace_back(*test[i].score, judged.is_right[i]);
    }
    add_units(gold, test, other, !each.other.empty(), statistics);
    add_errors(gold, test, judged, result.errors);
  }
  result.documents = files.size();
  Json& figures = result.figures;
  figures = figures_of(total.pairs);
  figures["measure"] = "documents";
  if (total.relation.all > 0) {
    figures["relation"] = percent(total.relation.value());
  } else {
    statistics.all.pop_back();
  }
  for (const auto& [relation, counts] : by_relation) {
    figures["relations"][relation] = {{"R", percent(counts.recall())},
                                      {"gold", counts.gold}};
  }
  add_statistics(session, statistics, figures);
  if (!judged_scores.empty() && are_probabilities) {
    figures["calibration"] = calibration_of(judged_scores);
  }
  return result;
}

}  // namespace align::cli
