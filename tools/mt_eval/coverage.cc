#include "mt_eval/coverage.h"

#include <nlohmann/json.hpp>

#include "align/mine.h"
#include "align/mt_eval.h"
#include "align/parallel.h"
#include "align/text.h"
#include "mt_eval/strangers.h"

namespace align::cli {
namespace {

using Json = nlohmann::ordered_json;

// What is known of one pair of documents.
struct Pair {
  const Document* source = nullptr;
  const Document* translation = nullptr;
  std::vector<Bead> beads;
  MtCoverage coverage;
};

std::vector<Segment> select(const Document& document,
                            const std::vector<std::size_t>& numbers) {
  std::vector<Segment> segments;
  for (const std::size_t number : numbers) {
    segments.push_back(document.segments[number]);
    segments.back().repeats.reset();
  }
  return segments;
}

// Links between segments that the alignment in order left alone.
std::vector<Link> find_moved(const Model& model, const Pair& pair,
                             const MtCoverage& coverage, unsigned threads) {
  if (coverage.omissions.empty() || coverage.additions.empty()) return {};
  const auto left = select(*pair.source, coverage.omissions);
  const auto right = select(*pair.translation, coverage.additions);
  const EncodedSegments source =
      encode(model, left, pair.source->language, threads);
  const EncodedSegments target =
      encode(model, right, pair.translation->language, threads);
  MineOptions options;
  options.threads = threads;
  std::vector<Link> links =
      mine_links(model, {left, source}, {right, target}, options).links;
  for (Link& link : links) {
    const std::size_t from = coverage.omissions[link.source.begin];
    const std::size_t to = coverage.additions[link.target.begin];
    link.source = {from, from + 1};
    link.target = {to, to + 1};
  }
  return links;
}

Pair align_pair(const Model& model, const Document& source,
                const Document& translation, unsigned threads) {
  Pair pair;
  pair.source = &source;
  pair.translation = &translation;
  ParallelOptions options;
  options.threads = threads;
  const EncodedSegments from =
      encode(model, source.segments, source.language, threads);
  const EncodedSegments to =
      encode(model, translation.segments, translation.language, threads);
  const std::vector<Bead> aligned = align_beads(model, from, to, options);
  const StrangerJudge judge(model, from, to, aligned);
  pair.beads = judge.part_strangers();
  pair.coverage = report_coverage(pair.beads, {});
  std::vector<Link> moved = find_moved(model, pair, pair.coverage, threads);
  std::erase_if(moved, [&](const Link& link) {
    return !judge.is_pair(link.source.begin, link.target.begin);
  });
  pair.coverage = report_coverage(pair.beads, moved);
  // An empty line says nothing that could be missing.
  std::erase_if(pair.coverage.omissions,
                [&](std::size_t i) { return source.segments[i].text.empty(); });
  std::erase_if(pair.coverage.additions, [&](std::size_t i) {
    return translation.segments[i].text.empty();
  });
  return pair;
}

// Probability of the null bead that a segment is in.
double probability_alone(const Pair& pair, bool is_source,
                         std::size_t segment) {
  for (const Bead& bead : pair.beads) {
    const SegmentRange& own = is_source ? bead.source : bead.target;
    if (segment >= own.begin && segment < own.end) return bead.probability;
  }
  return 0;
}

std::string cell(std::string text) {
  for (char& byte : text) {
    if (byte == '\t' || byte == '\n' || byte == '\r') byte = ' ';
  }
  return text;
}

std::string decimals(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

std::string to_tsv(const std::vector<Pair>& pairs) {
  std::string text =
      "kind\tsource\ttranslation\tsource_segment\ttranslation_segment\t"
      "probability\ttext\n";
  for (const Pair& pair : pairs) {
    const std::string names =
        '\t' + cell(pair.source->name) + '\t' + cell(pair.translation->name);
    for (const std::size_t i : pair.coverage.omissions) {
      text += "omission" + names + '\t' + std::to_string(i) + "\t\t" +
              decimals(probability_alone(pair, true, i)) + '\t' +
              cell(pair.source->segments[i].text) + '\n';
    }
    for (const std::size_t i : pair.coverage.additions) {
      text += "addition" + names + "\t\t" + std::to_string(i) + '\t' +
              decimals(probability_alone(pair, false, i)) + '\t' +
              cell(pair.translation->segments[i].text) + '\n';
    }
    for (const Link& link : pair.coverage.moved) {
      text += "moved" + names + '\t' + std::to_string(link.source.begin) +
              '\t' + std::to_string(link.target.begin) + '\t' +
              decimals(link.probability) + '\t' +
              cell(pair.source->segments[link.source.begin].text) + '\n';
    }
  }
  return text;
}

Json figures_of(const std::vector<Pair>& pairs) {
  std::size_t source = 0;
  std::size_t translation = 0;
  std::size_t omissions = 0;
  std::size_t additions = 0;
  std::size_t moved = 0;
  std::map<std::string, std::size_t> types;
  for (const Pair& pair : pairs) {
    source += pair.source->segments.size();
    translation += pair.translation->segments.size();
    omissions += pair.coverage.omissions.size();
    additions += pair.coverage.additions.size();
    moved += pair.coverage.moved.size();
    for (const auto& [type, count] : pair.coverage.types) {
      types[type] += count;
    }
  }
  return {{"source_segments", source},
          {"translation_segments", translation},
          {"omissions", omissions},
          {"additions", additions},
          {"moved", moved},
          {"types", types}};
}

Json to_json(const Pair& pair) {
  Json entry = {{"source", pair.source->name},
                {"translation", pair.translation->name},
                {"figures", figures_of({pair})}};
  const auto list = [&](bool is_source,
                        const std::vector<std::size_t>& numbers) {
    Json items = Json::array();
    const Document& document = is_source ? *pair.source : *pair.translation;
    for (const std::size_t i : numbers) {
      items.push_back({{"segment", i},
                       {"probability", probability_alone(pair, is_source, i)},
                       {"text", document.segments[i].text}});
    }
    return items;
  };
  entry["omissions"] = list(true, pair.coverage.omissions);
  entry["additions"] = list(false, pair.coverage.additions);
  entry["moved"] = Json::array();
  for (const Link& link : pair.coverage.moved) {
    entry["moved"].push_back({{"source_segment", link.source.begin},
                              {"translation_segment", link.target.begin},
                              {"probability", link.probability}});
  }
  return entry;
}

std::string to_text(const std::vector<Pair>& pairs) {
  std::string text;
  const auto add_figures = [&](const std::string& name, const Json& figures) {
    text += name + ": " + figures["source_segments"].dump() + " source and " +
            figures["translation_segments"].dump() + " translated segments, " +
            figures["omissions"].dump() + " omissions, " +
            figures["additions"].dump() + " additions, " +
            figures["moved"].dump() + " moved\n ";
    for (const auto& [type, count] : figures["types"].items()) {
      text += " " + type + ": " + count.dump();
    }
    text += '\n';
  };
  for (const Pair& pair : pairs) {
    add_figures(pair.translation->name, figures_of({pair}));
    for (const std::size_t i : pair.coverage.omissions) {
      text += "  - " + std::to_string(i) + ' ' +
              cell(pair.source->segments[i].text) + '\n';
    }
    for (const std::size_t i : pair.coverage.additions) {
      text += "  + " + std::to_string(i) + ' ' +
              cell(pair.translation->segments[i].text) + '\n';
    }
    for (const Link& link : pair.coverage.moved) {
      text += "  > " + std::to_string(link.source.begin) + " to " +
              std::to_string(link.target.begin) + ' ' +
              cell(pair.source->segments[link.source.begin].text) + '\n';
    }
  }
  if (pairs.size() > 1) add_figures("total", figures_of(pairs));
  return text;
}

}  // namespace

int report_omissions(Session& session) {
  const std::string format = session.format("text");
  if (session.inputs.empty() || session.inputs.size() % 2 != 0) {
    throw UsageError("--omissions wants pairs of a source and its translation");
  }
  const std::vector<Input> inputs = expand_inputs(session.inputs);
  if (inputs.size() != session.inputs.size()) {
    throw UsageError("--omissions wants files, not folders");
  }
  const std::vector<Document> documents = read_documents(session, inputs);
  const Model& model = session.model();
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i + 1 < documents.size(); i += 2) {
    pairs.push_back(
        align_pair(model, documents[i], documents[i + 1], session.threads));
  }
  const auto output = session.open_output(session.output);
  if (format == "json") {
    Json report = {{"documents", Json::array()}, {"total", figures_of(pairs)}};
    for (const Pair& pair : pairs) report["documents"].push_back(to_json(pair));
    output->write(report.dump(-1, ' ', false, Json::error_handler_t::replace) +
                  "\n");
  } else {
    output->write(format == "tsv" ? to_tsv(pairs) : to_text(pairs));
  }
  session.commit(*output);
  const Json total = figures_of(pairs);
  session.log.count("documents", documents.size());
  for (const char* name : {"omissions", "additions", "moved"}) {
    session.log.count(name, total[name].get<std::size_t>());
  }
  return kDone;
}

}  // namespace align::cli
