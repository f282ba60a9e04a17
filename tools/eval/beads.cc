#include <map>
#include <string>
#include <vector>

#include "eval/measure.h"
#include "eval/pairs.h"

namespace align::cli {
namespace {

using Json = EvalJson;
using Beads = std::vector<EvalBead>;

Counts counts_of(const BeadCounts& counts) {
  Counts numbers;
  for (const Rate& rate : {counts.strict_precision, counts.strict_recall,
                           counts.lax_precision, counts.lax_recall}) {
    numbers.push_back(static_cast<double>(rate.right));
    numbers.push_back(static_cast<double>(rate.all));
  }
  return numbers;
}

Json figures_of(const BeadCounts& counts) {
  const double p = counts.strict_precision.value();
  const double r = counts.strict_recall.value();
  const double lax_p = counts.lax_precision.value();
  const double lax_r = counts.lax_recall.value();
  return {{"P", percent(p)},        {"R", percent(r)},
          {"F", percent(f1(p, r))}, {"laxP", percent(lax_p)},
          {"laxR", percent(lax_r)}, {"laxF", percent(f1(lax_p, lax_r))}};
}

// Figures of a part of the beads.
Json part_of(const BeadCounts& counts) {
  Json figures = figures_of(counts);
  // Null beads have no recall, types only the gold has no precision.
  if (counts.strict_recall.all == 0) figures.erase("R");
  if (counts.strict_precision.all == 0) figures.erase("P");
  if (figures.size() < 6) figures.erase("F");
  figures["test"] = counts.strict_precision.all;
  figures["gold"] = counts.strict_recall.all;
  return figures;
}

// Puts the counts of one pair of documents, or of its pieces, into
// `statistics`.
void add_units(const EvalPair& pair, bool has_other, bool are_documents,
               const BeadScoring& scoring, EvalStatistics& statistics) {
  const auto add = [&](const Beads& gold, const Beads& test,
                       const Beads& other) {
    statistics.test.push_back(counts_of(count_beads(gold, test, scoring)));
    if (!has_other) return;
    statistics.other.push_back(counts_of(count_beads(gold, other, scoring)));
  };
  if (are_documents) {
    add(pair.gold, pair.test, pair.other);
    return;
  }
  for (const auto& piece : split_pieces({pair.gold, pair.test, pair.other})) {
    add(piece[0], piece[1], piece[2]);
  }
}

// The pieces in which gold and result differ.
void add_errors(const EvalPair& pair, std::vector<EvalError>& errors) {
  const auto has = [](const Beads& beads, const EvalBead& bead) {
    for (const EvalBead& each : beads) {
      if (each.source == bead.source && each.target == bead.target) return true;
    }
    return false;
  };
  for (const auto& piece : split_pieces({pair.gold, pair.test})) {
    EvalError error;
    error.place = pair.place;
    bool is_wrong = false;
    for (const EvalBead& bead : piece[0]) {
      const bool is_right = has(piece[1], bead);
      is_wrong = is_wrong || !is_right;
      error.gold.push_back(item_of(pair, bead, is_right));
    }
    for (const EvalBead& bead : piece[1]) {
      const bool is_right = has(piece[0], bead);
      is_wrong = is_wrong || !is_right;
      error.test.push_back(item_of(pair, bead, is_right));
    }
    if (is_wrong) errors.push_back(std::move(error));
  }
}

}  // namespace

EvalResult evaluate_beads(const Session& session,
                          const std::vector<EvalFiles>& files) {
  BeadScoring scoring;
  scoring.has_nulls = !session.get<bool>("nonull");
  const bool has_other = session.has("compare");
  std::vector<EvalPair> pairs;
  for (const EvalFiles& each : files) {
    for (EvalPair& pair : read_eval_pairs(each, parse_beads)) {
      pairs.push_back(std::move(pair));
    }
  }
  EvalStatistics statistics;
  const bool are_documents = pairs.size() >= kEnoughDocuments;
  statistics.unit = are_documents ? "documents" : "pieces";
  const auto f_of = [](std::size_t first) {
    return [first](const Counts& sums) {
      return f1(ratio(sums[first], sums[first + 1]),
                ratio(sums[first + 2], sums[first + 3]));
    };
  };
  statistics.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[2], sums[3]); }},
      {"F", f_of(0)},
      {"laxF", f_of(4)}};
  EvalResult result;
  BeadCounts total;
  std::map<std::string, BeadCounts> by_type;
  std::map<std::string, BeadCounts> by_language;
  std::map<std::string, BeadCounts, StepOrder> by_length;
  std::vector<std::pair<double, bool>> judged;
  for (const EvalPair& pair : pairs) {
    for (const auto& [type, counts] :
         count_beads_by_type(pair.gold, pair.test, scoring)) {
      total += counts;
      by_type[type] += counts;
      if (!pair.languages.empty()) by_language[pair.languages] += counts;
    }
    const auto step = [&](const EvalBead& bead) { return pair.step_of(bead); };
    for (const auto& [length, counts] :
         count_beads_by(pair.gold, pair.test, step, scoring)) {
      if (!length.empty()) by_length[length] += counts;
    }
    add_units(pair, has_other, are_documents, scoring, statistics);
    for (const auto& row : judge_beads(pair.gold, pair.test, scoring)) {
      judged.push_back(row);
    }
    add_errors(pair, result.errors);
  }
  result.documents = pairs.size();
  Json& figures = result.figures;
  figures = figures_of(total);
  figures["measure"] = "beads";
  figures["documents"] = pairs.size();
  const auto add_parts = [&](const char* name, const auto& parts) {
    Json all = Json::object();
    for (const auto& [key, counts] : parts) all[key] = part_of(counts);
    if (!all.empty() || std::string(name) == "types") figures[name] = all;
  };
  add_parts("types", by_type);
  add_parts("languages", by_language);
  add_parts("lengths", by_length);
  add_statistics(session, statistics, figures);
  if (!judged.empty()) figures["calibration"] = calibration_of(judged);
  return result;
}

}  // namespace align::cli
