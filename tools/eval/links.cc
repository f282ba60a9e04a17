#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eval/measure.h"
#include "eval/pairs.h"

namespace align::cli {
namespace {

using Json = EvalJson;
using Links = std::vector<EvalLink>;

// A bead of several segments means all their pairs.
Links as_links(const std::vector<EvalBead>& beads) {
  Links links;
  for (const EvalBead& bead : beads) {
    for (const std::size_t i : bead.source) {
      for (const std::size_t j : bead.target) {
        links.push_back({i, j, bead.probability});
      }
    }
  }
  return links;
}

std::vector<EvalBead> as_beads(const Links& links) {
  std::vector<EvalBead> beads;
  for (const EvalLink& link : links) {
    beads.push_back({{link.source}, {link.target}, link.score});
  }
  return beads;
}

std::vector<EvalBead> parse_link_beads(std::string_view bytes,
                                       const std::string& name) {
  return as_beads(parse_links(bytes, name));
}

Json figures_of(const LinkCounts& counts) {
  return {{"P", percent(counts.precision())},
          {"R", percent(counts.recall())},
          {"F", percent(f1(counts.precision(), counts.recall()))}};
}

Json part_of(const LinkCounts& counts) {
  Json figures = figures_of(counts);
  figures["test"] = counts.found;
  figures["gold"] = counts.gold;
  return figures;
}

Counts counts_of(const Links& gold, const Links& test) {
  const LinkCounts counts = judge_links(gold, test).counts;
  return {static_cast<double>(counts.right), static_cast<double>(counts.found),
          static_cast<double>(counts.gold)};
}

// One pair of documents as links.
struct LinkedPair {
  const EvalPair* pair = nullptr;
  Links gold;
  Links test;
  Links other;
};

void add_units(const LinkedPair& linked, bool has_other, bool are_documents,
               EvalStatistics& statistics) {
  const auto add = [&](const Links& gold, const Links& test,
                       const Links& other) {
    statistics.test.push_back(counts_of(gold, test));
    if (has_other) statistics.other.push_back(counts_of(gold, other));
  };
  if (are_documents) {
    add(linked.gold, linked.test, linked.other);
    return;
  }
  for (const auto& piece :
       split_pieces({as_beads(linked.gold), as_beads(linked.test),
                     as_beads(linked.other)})) {
    add(as_links(piece[0]), as_links(piece[1]), as_links(piece[2]));
  }
}

// Links that only one side has, together by their source segment.
void add_errors(const LinkedPair& linked, std::vector<EvalError>& errors) {
  using Key = std::pair<std::size_t, std::size_t>;
  std::map<Key, EvalLink> gold;
  std::map<Key, EvalLink> test;
  for (const EvalLink& link : linked.gold) {
    gold.emplace(Key(link.source, link.target), link);
  }
  for (const EvalLink& link : linked.test) {
    test.emplace(Key(link.source, link.target), link);
  }
  std::map<std::size_t, EvalError> by_source;
  std::set<std::size_t> wrong;
  const auto add = [&](const std::map<Key, EvalLink>& links,
                       const std::map<Key, EvalLink>& others,
                       std::vector<EvalItem> EvalError::*items) {
    for (const auto& [key, link] : links) {
      const bool is_right = others.count(key) > 0;
      if (!is_right) wrong.insert(link.source);
      (by_source[link.source].*items)
          .push_back(item_of(*linked.pair,
                             {{link.source}, {link.target}, link.score},
                             is_right));
    }
  };
  add(gold, test, &EvalError::gold);
  add(test, gold, &EvalError::test);
  for (const std::size_t source : wrong) {
    EvalError& error = by_source[source];
    error.place = linked.pair->place;
    errors.push_back(std::move(error));
  }
}

}  // namespace

EvalResult evaluate_links(const Session& session,
                          const std::vector<EvalFiles>& files) {
  const bool has_other = session.has("compare");
  std::vector<EvalPair> pairs;
  for (const EvalFiles& each : files) {
    for (EvalPair& pair : read_eval_pairs(each, parse_link_beads)) {
      pairs.push_back(std::move(pair));
    }
  }
  std::vector<LinkedPair> linked;
  for (const EvalPair& pair : pairs) {
    linked.push_back({&pair, as_links(pair.gold), as_links(pair.test),
                      as_links(pair.other)});
    // A segment alone is no link, and its "pair" no pair of documents.
    if (pairs.size() > files.size() && linked.back().gold.empty() &&
        linked.back().test.empty() && linked.back().other.empty()) {
      linked.pop_back();
    }
  }
  EvalStatistics statistics;
  const bool are_documents = linked.size() >= kEnoughDocuments;
  statistics.unit = are_documents ? "documents" : "pieces";
  statistics.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"F", [](const Counts& sums) {
         return f1(ratio(sums[0], sums[1]), ratio(sums[0], sums[2]));
       }}};
  EvalResult result;
  LinkCounts total;
  std::map<std::string, LinkCounts> by_language;
  std::map<std::string, LinkCounts, StepOrder> by_length;
  std::vector<JudgedLinks> lists;
  std::vector<std::pair<double, bool>> judged;
  bool are_probabilities = true;
  for (const LinkedPair& each : linked) {
    lists.push_back(judge_links(each.gold, each.test));
    const LinkCounts& counts = lists.back().counts;
    total += counts;
    if (!each.pair->languages.empty()) {
      by_language[each.pair->languages] += counts;
    }
    // A link and its like in the gold have the same length.
    std::map<std::string, std::pair<Links, Links>> steps;
    const auto step_of = [&](const EvalLink& link) {
      return each.pair->step_of({{link.source}, {link.target}, {}});
    };
    for (const EvalLink& link : each.gold) {
      steps[step_of(link)].first.push_back(link);
    }
    for (const EvalLink& link : each.test) {
      steps[step_of(link)].second.push_back(link);
    }
    for (const auto& [step, parts] : steps) {
      if (step.empty()) continue;
      by_length[step] += judge_links(parts.first, parts.second).counts;
    }
    for (const auto& [score, is_right] : lists.back().rows) {
      are_probabilities =
          are_probabilities && score && *score >= 0 && *score <= 1;
      if (score) judged.emplace_back(*score, is_right);
    }
    add_units(each, has_other, are_documents, statistics);
    add_errors(each, result.errors);
  }
  result.documents = linked.size();
  Json& figures = result.figures;
  figures["all"] = figures_of(total);
  if (!judged.empty() && judged.size() == total.found) {
    figures["best"] = nullptr;
    if (const auto best = best_threshold(lists)) {
      figures["best"] = figures_of(best->counts);
      figures["best"]["threshold"] = best->threshold;
    }
  }
  figures["measure"] = "links";
  figures["documents"] = linked.size();
  figures["found"] = total.found;
  figures["gold"] = total.gold;
  const auto add_parts = [&](const char* name, const auto& parts) {
    if (parts.empty()) return;
    Json all = Json::object();
    for (const auto& [key, counts] : parts) all[key] = part_of(counts);
    figures[name] = all;
  };
  add_parts("languages", by_language);
  add_parts("lengths", by_length);
  add_statistics(session, statistics, figures);
  if (!judged.empty() && are_probabilities) {
    figures["calibration"] = calibration_of(judged);
  }
  return result;
}

}  // namespace align::cli
