// align-eval: a result against a gold one.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/eval.h"
#include "align/formats.h"
#include "align/text.h"
#include "common/cli.h"
#include "eval_text.h"

namespace {

using align::Counts;
using align::cli::Session;
using align::cli::UsageError;
using Json = align::EvalJson;

constexpr align::cli::ToolInfo kInfo = {
    "align-eval", "align-eval [OPTION]... beads|links|segments GOLD TEST...",
    "Compares results with gold ones: precision, recall and F1 in per cent, "
    "with\nintervals, calibration of the probabilities, and the significance "
    "of a difference\nbetween two results.",
    R"(GOLD and TEST alternate; counts are summed over the documents.

beads     GOLD and TEST are lines i,j:k or [i, j]:[k]:cost, or a bitext of two
          languages in any format. Strict: the same bead stands in the gold;
          lax: it shares a pair of segments with a gold bead. As in Vecalign's
          scorer null beads count in precision; --nonull leaves them out.
links     lines i:j, "i TAB j" or "score TAB i TAB j", without order, or a
          bitext. Where links have scores, also the best F1 over thresholds,
          an upper bound since the threshold is chosen on the gold.
segments  JSON lines {"id","text","sents":[[start,end]..]} or what
          align-segment --format jsonl writes, in code points. P, R and F1 of
          the ends inside paragraphs, and F1 of whole segments.

Intervals hold 95 % of the results of resampling documents, or pieces that
share no segment where there are fewer than ten documents. --format text
(default) or json.

Example:
  align-eval beads story.gold story.vecalign --compare other.vecalign
)"};

/// Documents are the better unit, but a handful of them tells nothing.
constexpr std::size_t kEnoughDocuments = 10;

// Rounded as the scorers in per cent are.
double percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", 100 * share);
  return std::stod(text);
}

double rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return std::stod(text);
}

struct Pair {
  std::string gold;
  std::string test;
  std::string other;  ///< of --compare, or empty
};

std::vector<Pair> pairs_of(const Session& session) {
  const std::vector<std::string> files(session.inputs.begin() + 1,
                                       session.inputs.end());
  if (files.empty() || files.size() % 2 != 0) {
    throw UsageError("want GOLD TEST [GOLD TEST]..., got " +
                     std::to_string(files.size()) + " files");
  }
  std::vector<std::string> others;
  if (session.has("compare")) {
    others = session.get<std::vector<std::string>>("compare");
    if (others.size() != files.size() / 2) {
      throw UsageError("--compare is given " + std::to_string(others.size()) +
                       " times, want once a GOLD, " +
                       std::to_string(files.size() / 2) + " times");
    }
  }
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < files.size(); i += 2) {
    pairs.push_back({files[i], files[i + 1],
                     others.empty() ? std::string() : others[i / 2]});
  }
  return pairs;
}

/// Calls `use` with the units of a bitext of two languages; false when the file
/// is not a bitext that names its documents.
bool read_bitext(
    const std::string& path, const std::string& bytes,
    const std::function<void(const align::Unit&, const std::string& source,
                             const std::string& target)>& use) {
  align::Format format = align::Format::kVecalign;
  try {
    format = align::detect_format(bytes);
  } catch (const align::FormatError&) {
    return false;
  }
  // vecalign's lines are read with those of the gold.
  if (format == align::Format::kVecalign || bytes.empty()) return false;
  const std::vector<std::string> languages = align::read_languages(path);
  if (languages.size() > 2) {
    throw align::FormatError(path + " has " + std::to_string(languages.size()) +
                             " languages, want two; align-convert "
                             "--languages picks them");
  }
  const auto reader = align::open_bitext(path);
  for (align::Unit unit; reader->read(unit);) {
    use(unit, languages[0], languages.size() > 1 ? languages[1] : "");
  }
  return true;
}

std::vector<std::size_t> segments_of(const align::Unit& unit,
                                     const std::string& language) {
  const align::Member* member = align::find_member(unit, language);
  return member == nullptr ? std::vector<std::size_t>() : member->segments;
}

std::vector<align::EvalBead> load_beads(const std::string& path) {
  const std::string bytes = align::read_bytes(path);
  std::vector<align::EvalBead> beads;
  const bool is_bitext = read_bitext(
      path, bytes,
      [&](const align::Unit& unit, const std::string& source,
          const std::string& target) {
        beads.push_back({segments_of(unit, source), segments_of(unit, target),
                         unit.probability});
      });
  return is_bitext ? beads : align::parse_beads(bytes, path);
}

std::vector<align::EvalLink> load_links(const std::string& path) {
  const std::string bytes = align::read_bytes(path);
  // A miner's table is a list of links whose scores count as they stand.
  if (bytes.starts_with("score\tsource_line\t")) {
    return align::parse_links(bytes, path);
  }
  std::vector<align::EvalLink> links;
  const bool is_bitext =
      read_bitext(path, bytes,
                  [&](const align::Unit& unit, const std::string& source,
                      const std::string& target) {
                    for (const std::size_t i : segments_of(unit, source)) {
                      for (const std::size_t j : segments_of(unit, target)) {
                        links.push_back({i, j, unit.probability});
                      }
                    }
                  });
  return is_bitext ? links : align::parse_links(bytes, path);
}

double ratio(double right, double all) { return all == 0 ? 0 : right / all; }

/// Intervals and comparison of the figures of a measure, by their names.
struct Figures {
  std::vector<std::pair<std::string, align::Figure>> all;
  std::vector<Counts> test;
  std::vector<Counts> other;  ///< empty without --compare
  bool are_documents = false;
};

void add_statistics(const Session& session, const Figures& figures,
                    Json& result) {
  align::BootstrapOptions options;
  options.samples = session.get<std::size_t>("samples");
  options.seed = session.get<std::size_t>("seed");
  result["units"] = {{"kind", figures.are_documents ? "documents" : "pieces"},
                     {"count", figures.test.size()},
                     {"samples", options.samples}};
  Json intervals = Json::object();
  Json comparison = Json::object();
  for (const auto& [name, figure] : figures.all) {
    const auto interval =
        align::bootstrap_interval(figures.test, figure, options);
    if (interval) {
      intervals[name] = {percent(interval->low), percent(interval->high)};
    }
    if (figures.other.empty()) continue;
    const auto compared =
        align::compare_paired(figures.test, figures.other, figure, options);
    if (!compared) continue;
    comparison[name] = {
        {"difference", percent(compared->difference)},
        {"interval",
         {percent(compared->interval.low), percent(compared->interval.high)}},
        {"p", rounded(compared->p_value)}};
  }
  if (!intervals.empty()) result["intervals"] = intervals;
  if (!comparison.empty()) result["comparison"] = comparison;
}

Json calibration_of(const std::vector<std::pair<double, bool>>& judged) {
  const align::Calibration calibration = align::calibrate(judged);
  Json bins = Json::array();
  for (const align::CalibrationBin& bin : calibration.bins) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"count", bin.count},
                    {"mean", rounded(bin.mean_probability)},
                    {"right", rounded(bin.share_right)}});
  }
  return {{"expected_error", rounded(calibration.expected_error)},
          {"bins", bins}};
}

Counts counts_of(const align::BeadCounts& counts) {
  Counts numbers;
  for (const align::Rate& rate : {counts.strict_precision, counts.strict_recall,
                                  counts.lax_precision, counts.lax_recall}) {
    numbers.push_back(static_cast<double>(rate.right));
    numbers.push_back(static_cast<double>(rate.all));
  }
  return numbers;
}

Json bead_figures(const align::BeadCounts& counts) {
  const double p = counts.strict_precision.value();
  const double r = counts.strict_recall.value();
  const double lax_p = counts.lax_precision.value();
  const double lax_r = counts.lax_recall.value();
  return {{"P", percent(p)},
          {"R", percent(r)},
          {"F", percent(align::f1(p, r))},
          {"laxP", percent(lax_p)},
          {"laxR", percent(lax_r)},
          {"laxF", percent(align::f1(lax_p, lax_r))}};
}

/// Puts the counts of one document, or of its pieces, into `figures`.
void add_bead_units(const std::vector<align::EvalBead>& gold,
                    const std::vector<align::EvalBead>& test,
                    const std::vector<align::EvalBead>* other,
                    const align::BeadScoring& scoring, Figures& figures) {
  const auto add = [&](const std::vector<align::EvalBead>& g,
                       const std::vector<align::EvalBead>& t,
                       const std::vector<align::EvalBead>* o) {
    figures.test.push_back(counts_of(align::count_beads(g, t, scoring)));
    if (o == nullptr) return;
    figures.other.push_back(counts_of(align::count_beads(g, *o, scoring)));
  };
  if (figures.are_documents) {
    add(gold, test, other);
    return;
  }
  std::vector<std::vector<align::EvalBead>> alignments = {gold, test};
  if (other != nullptr) alignments.push_back(*other);
  for (const auto& piece : align::split_pieces(alignments)) {
    add(piece[0], piece[1], other == nullptr ? nullptr : &piece[2]);
  }
}

Json evaluate_beads(const Session& session, const std::vector<Pair>& pairs) {
  align::BeadScoring scoring;
  scoring.has_nulls = !session.get<bool>("nonull");
  Figures figures;
  figures.are_documents = pairs.size() >= kEnoughDocuments;
  const auto f_of = [](std::size_t first) {
    return [first](const Counts& sums) {
      return align::f1(ratio(sums[first], sums[first + 1]),
                       ratio(sums[first + 2], sums[first + 3]));
    };
  };
  figures.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[2], sums[3]); }},
      {"F", f_of(0)},
      {"laxF", f_of(4)}};
  align::BeadCounts total;
  std::map<std::string, align::BeadCounts> by_type;
  std::vector<std::pair<double, bool>> judged;
  for (const Pair& pair : pairs) {
    const auto gold = load_beads(pair.gold);
    const auto test = load_beads(pair.test);
    std::vector<align::EvalBead> other;
    if (!pair.other.empty()) other = load_beads(pair.other);
    for (const auto& [type, counts] :
         align::count_beads_by_type(gold, test, scoring)) {
      total += counts;
      by_type[type] += counts;
    }
    add_bead_units(gold, test, pair.other.empty() ? nullptr : &other, scoring,
                   figures);
    for (const auto& row : align::judge_beads(gold, test, scoring)) {
      judged.push_back(row);
    }
  }
  Json result = bead_figures(total);
  result["measure"] = "beads";
  result["documents"] = pairs.size();
  Json types = Json::object();
  for (const auto& [type, counts] : by_type) {
    types[type] = bead_figures(counts);
    // Null beads have no recall, types only the gold has no precision.
    if (counts.strict_recall.all == 0) types[type].erase("R");
    if (counts.strict_precision.all == 0) types[type].erase("P");
    if (types[type].size() < 6) types[type].erase("F");
    types[type]["test"] = counts.strict_precision.all;
    types[type]["gold"] = counts.strict_recall.all;
  }
  result["types"] = types;
  add_statistics(session, figures, result);
  if (!judged.empty()) result["calibration"] = calibration_of(judged);
  return result;
}

Json link_figures(const align::LinkCounts& counts) {
  return {{"P", percent(counts.precision())},
          {"R", percent(counts.recall())},
          {"F", percent(align::f1(counts.precision(), counts.recall()))}};
}

Counts counts_of(const align::LinkCounts& counts) {
  return {static_cast<double>(counts.right), static_cast<double>(counts.found),
          static_cast<double>(counts.gold)};
}

std::vector<align::EvalBead> as_beads(
    const std::vector<align::EvalLink>& links) {
  std::vector<align::EvalBead> beads;
  for (const align::EvalLink& link : links) {
    beads.push_back({{link.source}, {link.target}, link.score});
  }
  return beads;
}

std::vector<align::EvalLink> as_links(
    const std::vector<align::EvalBead>& beads) {
  std::vector<align::EvalLink> links;
  for (const align::EvalBead& bead : beads) {
    links.push_back({bead.source[0], bead.target[0], bead.probability});
  }
  return links;
}

void add_link_units(const std::vector<align::EvalLink>& gold,
                    const std::vector<align::EvalLink>& test,
                    const std::vector<align::EvalLink>* other,
                    Figures& figures) {
  if (figures.are_documents) {
    figures.test.push_back(counts_of(align::judge_links(gold, test).counts));
    if (other == nullptr) return;
    figures.other.push_back(counts_of(align::judge_links(gold, *other).counts));
    return;
  }
  std::vector<std::vector<align::EvalBead>> alignments = {as_beads(gold),
                                                          as_beads(test)};
  if (other != nullptr) alignments.push_back(as_beads(*other));
  for (const auto& piece : align::split_pieces(alignments)) {
    const auto g = as_links(piece[0]);
    figures.test.push_back(
        counts_of(align::judge_links(g, as_links(piece[1])).counts));
    if (other == nullptr) continue;
    figures.other.push_back(
        counts_of(align::judge_links(g, as_links(piece[2])).counts));
  }
}

Json evaluate_links(const Session& session, const std::vector<Pair>& pairs) {
  Figures figures;
  figures.are_documents = pairs.size() >= kEnoughDocuments;
  figures.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"F", [](const Counts& sums) {
         return align::f1(ratio(sums[0], sums[1]), ratio(sums[0], sums[2]));
       }}};
  align::LinkCounts total;
  std::vector<align::JudgedLinks> lists;
  std::vector<std::pair<double, bool>> judged;
  bool are_probabilities = true;
  for (const Pair& pair : pairs) {
    const auto gold = load_links(pair.gold);
    const auto test = load_links(pair.test);
    std::vector<align::EvalLink> other;
    if (!pair.other.empty()) other = load_links(pair.other);
    lists.push_back(align::judge_links(gold, test));
    total += lists.back().counts;
    for (const auto& [score, is_right] : lists.back().rows) {
      are_probabilities =
          are_probabilities && score && *score >= 0 && *score <= 1;
      if (score) judged.emplace_back(*score, is_right);
    }
    add_link_units(gold, test, pair.other.empty() ? nullptr : &other, figures);
  }
  Json result;
  result["all"] = link_figures(total);
  if (!judged.empty() && judged.size() == total.found) {
    result["best"] = nullptr;
    if (const auto best = align::best_threshold(lists)) {
      result["best"] = link_figures(best->counts);
      result["best"]["threshold"] = best->threshold;
    }
  }
  result["measure"] = "links";
  result["documents"] = pairs.size();
  result["found"] = total.found;
  result["gold"] = total.gold;
  add_statistics(session, figures, result);
  if (!judged.empty() && are_probabilities) {
    result["calibration"] = calibration_of(judged);
  }
  return result;
}

Counts counts_of(const align::SpanCounts& counts) {
  return {static_cast<double>(counts.boundary_right),
          static_cast<double>(counts.boundary_found),
          static_cast<double>(counts.boundary_gold),
          static_cast<double>(counts.span_right),
          static_cast<double>(counts.span_found),
          static_cast<double>(counts.span_gold)};
}

Json evaluate_segments(const Session& session, const std::vector<Pair>& pairs) {
  const auto f_of = [](std::size_t first) {
    return [first](const Counts& sums) {
      return align::f1(ratio(sums[first], sums[first + 1]),
                       ratio(sums[first], sums[first + 2]));
    };
  };
  Figures figures;
  figures.are_documents = true;
  figures.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"F", f_of(0)},
      {"span_F", f_of(3)}};
  align::SpanCounts total;
  for (const Pair& pair : pairs) {
    const auto load = [](const std::string& path) {
      return align::parse_spans(align::read_bytes(path), path);
    };
    const auto gold = load(pair.gold);
    for (const align::SpanCounts& counts :
         align::count_spans(gold, load(pair.test))) {
      total += counts;
      figures.test.push_back(counts_of(counts));
    }
    if (pair.other.empty()) continue;
    for (const align::SpanCounts& counts :
         align::count_spans(gold, load(pair.other))) {
      figures.other.push_back(counts_of(counts));
    }
  }
  const Counts sums = counts_of(total);
  Json result = {{"records", total.records},
                 {"missing", total.missing},
                 {"exact_records", total.exact}};
  for (const auto& [name, figure] : figures.all) {
    result[name] = percent(figure(sums));
  }
  result["measure"] = "segments";
  add_statistics(session, figures, result);
  return result;
}

int run(Session& session) {
  if (session.inputs.empty()) {
    throw UsageError("want beads, links or segments");
  }
  const std::string measure = session.inputs.front();
  const std::string format = session.format("text");
  if (format != "text" && format != "json") {
    throw UsageError("--format " + format + ": want text or json");
  }
  const auto samples = session.get<std::size_t>("samples");
  if (samples == 0 || samples > 1'000'000) {
    throw UsageError("--samples wants a number from 1 to 1000000");
  }
  using Evaluate = Json (*)(const Session&, const std::vector<Pair>&);
  const std::map<std::string, Evaluate> measures = {
      {"beads", evaluate_beads},
      {"links", evaluate_links},
      {"segments", evaluate_segments}};
  const auto chosen = measures.find(measure);
  if (chosen == measures.end()) {
    throw UsageError("unknown measure " + measure +
                     ", want beads, links or segments");
  }
  const std::vector<Pair> pairs = pairs_of(session);
  const Json result = chosen->second(session, pairs);
  const auto output = session.open_output(session.output);
  output->write(format == "json" ? result.dump() + "\n"
                                 : align::eval_text(result));
  session.commit(*output);
  session.log.count("documents", pairs.size());
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](align::cli::po::options_description& options) {
        options.add_options()("nonull", align::cli::po::bool_switch(),
                              "leave null beads out of precision")(
            "compare",
            align::cli::po::value<std::vector<std::string>>()->value_name(
                "OTHER"),
            "another result for the same GOLD; once for each GOLD")(
            "samples",
            align::cli::po::value<std::size_t>()
                ->default_value(1000)
                ->value_name("N"),
            "how often to resample")(
            "seed",
            align::cli::po::value<std::size_t>()->default_value(1)->value_name(
                "N"),
            "of the resampling");
      },
      run);
}
