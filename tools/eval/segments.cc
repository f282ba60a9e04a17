#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "align/text.h"
#include "eval/measure.h"

namespace align::cli {
namespace {

using Json = EvalJson;

Counts counts_of(const SpanCounts& counts) {
  return {static_cast<double>(counts.boundary_right),
          static_cast<double>(counts.boundary_found),
          static_cast<double>(counts.boundary_gold),
          static_cast<double>(counts.span_right),
          static_cast<double>(counts.span_found),
          static_cast<double>(counts.span_gold)};
}

// Byte offsets of the code points of a text, and of its end.
std::vector<std::size_t> offsets_of(const std::string& text) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      offsets.push_back(i);
    }
  }
  offsets.push_back(text.size());
  return offsets;
}

// The runs of segments that cover the same text and are not the same.
void add_errors(const EvalSpans& gold, const std::vector<CharRange>& test,
                std::vector<EvalError>& errors) {
  const std::vector<std::size_t> offsets = offsets_of(gold.text);
  const auto slice = [&](const CharRange& span) {
    if (gold.text.empty() || span.end >= offsets.size()) return std::string();
    return gold.text.substr(offsets[span.begin],
                            offsets[span.end] - offsets[span.begin]);
  };
  // White space at the ends of a segment is no difference.
  const auto trimmed = [&](CharRange span) {
    const auto is_blank = [&](std::size_t i) {
      return i < gold.is_space.size() && gold.is_space[i];
    };
    while (span.begin < span.end && is_blank(span.begin)) ++span.begin;
    while (span.end > span.begin && is_blank(span.end - 1)) --span.end;
    return span;
  };
  std::set<CharRange> wanted(gold.spans.begin(), gold.spans.end());
  std::set<CharRange> found;
  for (const CharRange& span : test) {
    const CharRange own = trimmed(span);
    if (own.begin < own.end) found.insert(own);
  }
  auto g = wanted.begin();
  auto t = found.begin();
  while (g != wanted.end() || t != found.end()) {
    if (g != wanted.end() && t != found.end() && *g == *t) {
      ++g;
      ++t;
      continue;
    }
    EvalError error;
    error.place = gold.id;
    std::size_t end = 0;
    const auto take = [&](auto& at, const std::set<CharRange>& spans,
                          const std::set<CharRange>& others,
                          std::vector<EvalItem>& items) {
      end = std::max(end, at->end);
      items.push_back(
          {std::to_string(at->begin) + '-' + std::to_string(at->end),
           slice(*at),
           {},
           others.count(*at) > 0});
      ++at;
      static_cast<void>(spans);
    };
    const bool is_gold_first =
        t == found.end() || (g != wanted.end() && g->begin <= t->begin);
    if (is_gold_first) {
      take(g, wanted, found, error.gold);
    } else {
      take(t, found, wanted, error.test);
    }
    while (true) {
      if (g != wanted.end() && g->begin < end) {
        take(g, wanted, found, error.gold);
      } else if (t != found.end() && t->begin < end) {
        take(t, found, wanted, error.test);
      } else {
        break;
      }
    }
    errors.push_back(std::move(error));
  }
}

}  // namespace

EvalResult evaluate_segments(const Session& session,
                             const std::vector<EvalFiles>& files) {
  const auto f_of = [](std::size_t first) {
    return [first](const Counts& sums) {
      return f1(ratio(sums[first], sums[first + 1]),
                ratio(sums[first], sums[first + 2]));
    };
  };
  EvalStatistics statistics;
  statistics.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[1]); }},
      {"R", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"F", f_of(0)},
      {"span_F", f_of(3)}};
  EvalResult result;
  SpanCounts total;
  std::map<std::string, SpanCounts> by_language;
  std::map<std::string, SpanCounts, StepOrder> by_length;
  for (const EvalFiles& each : files) {
    const auto load = [](const std::string& path) {
      return parse_spans(read_bytes(path), path);
    };
    std::vector<EvalSpans> gold = load(each.gold);
    std::erase_if(gold,
                  [](const EvalSpans& text) { return text.spans.empty(); });
    const std::vector<EvalSpans> test = load(each.test);
    const std::vector<SpanCounts> counted = count_spans(gold, test);
    std::map<std::string, const EvalSpans*> by_id;
    for (const EvalSpans& text : test) by_id[text.id] = &text;
    for (std::size_t i = 0; i < counted.size(); ++i) {
      total += counted[i];
      statistics.test.push_back(counts_of(counted[i]));
      if (!gold[i].language.empty()) {
        by_language[gold[i].language] += counted[i];
      }
      const auto found = by_id.find(gold[i].id);
      add_errors(gold[i],
                 found == by_id.end() ? std::vector<CharRange>()
                                      : found->second->spans,
                 result.errors);
    }
    for (const auto& [step, counts] :
         count_spans_by_length(gold, test, length_step)) {
      by_length[step] += counts;
    }
    if (each.other.empty()) continue;
    for (const SpanCounts& counts : count_spans(gold, load(each.other))) {
      statistics.other.push_back(counts_of(counts));
    }
  }
  result.documents = files.size();
  Json& figures = result.figures;
  figures = {{"records", total.records},
             {"missing", total.missing},
             {"exact_records", total.exact}};
  const auto add_figures = [&](const SpanCounts& counts, Json& to) {
    const Counts sums = counts_of(counts);
    for (const auto& [name, figure] : statistics.all) {
      to[name] = percent(figure(sums));
    }
  };
  add_figures(total, figures);
  figures["measure"] = "segments";
  for (const auto& [language, counts] : by_language) {
    Json part = Json::object();
    add_figures(counts, part);
    part["test"] = counts.span_found;
    part["gold"] = counts.span_gold;
    figures["languages"][language] = part;
  }
  for (const auto& [step, counts] : by_length) {
    const double p = Rate{counts.span_right, counts.span_found}.value();
    const double r = Rate{counts.span_right, counts.span_gold}.value();
    figures["lengths"][step] = {{"P", percent(p)},
                                {"R", percent(r)},
                                {"F", percent(f1(p, r))},
                                {"test", counts.span_found},
                                {"gold", counts.span_gold}};
  }
  add_statistics(session, statistics, figures);
  return result;
}

}  // namespace align::cli
