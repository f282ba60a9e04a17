#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
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

using Json = nlohmann::json;

// The code points that Python's str.isspace() holds for white space, by which
// the reference scorer trims.
bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
         c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// Of valid UTF-8, which is all the JSON parser lets through.
std::vector<bool> white_space_of(const std::string& text) {
  std::vector<bool> flags;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                                             : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      c = c * 64 + (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    flags.push_back(is_white_space(c));
    i += length;
  }
  return flags;
}

std::string id_of(const Json& record, const std::string& at) {
  for (const char* key : {"id", "doc"}) {
    const auto found = record.find(key);
    if (found == record.end()) continue;
    if (found->is_string()) return found->get<std::string>();
    return found->dump();
  }
  throw FormatError(at + "no \"id\" and no \"doc\"");
}

CharRange range_of(const Json& begin, const Json& end, const std::string& at) {
  if (!begin.is_number_unsigned() || !end.is_number_unsigned()) {
    throw FormatError(at + "want whole numbers of code points");
  }
  return {begin.get<std::size_t>(), end.get<std::size_t>()};
}

CharRange pair_of(const Json& pair, const std::string& at) {
  if (!pair.is_array() || pair.size() != 2) {
    throw FormatError(at + "want [start, end]");
  }
  return range_of(pair[0], pair[1], at);
}

void read_record(const Json& record, const std::string& at, EvalSpans& spans) {
  static const Json kNone = Json::array();
  if (const Json& list = record.value("sents", kNone); !list.empty()) {
    for (const Json& pair : list) spans.spans.push_back(pair_of(pair, at));
  } else {
    for (const Json& sentence : record.value("sentences", kNone)) {
      spans.spans.push_back(
          range_of(sentence.at("start"), sentence.at("end"), at));
    }
  }
  for (const char* key : {"lang", "language"}) {
    const auto language = record.find(key);
    if (language != record.end() && language->is_string()) {
      spans.language = language->get<std::string>();
    }
  }
  for (const Json& pair : record.value("pars", kNone)) {
    spans.paragraph_ends.push_back(pair_of(pair, at).end);
  }
  if (const auto text = record.find("text");
      text != record.end() && text->is_string()) {
    spans.text = text->get<std::string>();
    spans.is_space = white_space_of(spans.text);
  }
}

std::set<CharRange> trimmed_spans(const std::vector<CharRange>& spans,
                                  const std::vector<bool>& is_space) {
  const auto is_blank = [&](std::size_t i) {
    return i < is_space.size() && is_space[i];
  };
  std::set<CharRange> result;
  for (CharRange span : spans) {
    while (span.begin < span.end && is_blank(span.begin)) ++span.begin;
    while (span.end > span.begin && is_blank(span.end - 1)) --span.end;
    if (span.begin < span.end) result.insert(span);
  }
  return result;
}

template <class Value>
std::size_t count_common(const std::set<Value>& a, const std::set<Value>& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(),
                    [&](const Value& value) { return b.count(value) > 0; }));
}

SpanCounts count_text(const EvalSpans& gold,
                      const std::vector<CharRange>& test) {
  const std::set<CharRange> wanted(gold.spans.begin(), gold.spans.end());
  const std::set<CharRange> found = trimmed_spans(test, gold.is_space);
  // The ends of paragraphs and of the text are no achievement.
  std::set<std::size_t> given(gold.paragraph_ends.begin(),
                              gold.paragraph_ends.end());
  std::size_t last = 0;
  for (const CharRange& span : wanted) last = std::max(last, span.end);
  given.insert(last);
  const auto ends_of = [&](const std::set<CharRange>& spans) {
    std::set<std::size_t> ends;
    for (const CharRange& span : spans) {
      if (given.count(span.end) == 0) ends.insert(span.end);
    }
    return ends;
  };
  const std::set<std::size_t> wanted_ends = ends_of(wanted);
  const std::set<std::size_t> found_ends = ends_of(found);
  SpanCounts counts;
  counts.boundary_right = count_common(wanted_ends, found_ends);
  counts.boundary_found = found_ends.size();
  counts.boundary_gold = wanted_ends.size();
  counts.span_right = count_common(wanted, found);
  counts.span_found = found.size();
  counts.span_gold = wanted.size();
  counts.records = 1;
  counts.exact = wanted == found ? 1 : 0;
  return counts;
}

}  // namespace

std::vector<EvalSpans> parse_spans(std::string_view text,
                                   const std::string& name) {
  std::vector<EvalSpans> result;
  std::map<std::string, std::size_t> by_segment;  // records of single segments
  for_each_line(text, name, [&](std::string_view line, const std::string& at) {
    if (line.find_first_not_of(" \t\r\v\f") == std::string_view::npos) return;
    try {
      const Json record = Json::parse(line);
      if (!record.is_object()) throw FormatError(at + "want an object");
      const std::string id = id_of(record, at);
      if (!record.contains("sents") && record.contains("start")) {
        const auto [place, is_new] = by_segment.emplace(id, result.size());
        if (is_new) {
          result.emplace_back();
          result.back().id = id;
        }
        result[place->second].spans.push_back(
            range_of(record.at("start"), record.at("end"), at));
        return;
      }
      EvalSpans& spans = result.emplace_back();
      spans.id = id;
      read_record(record, at, spans);
    } catch (const Json::exception& error) {
      throw FormatError(at + "broken JSON: " + error.what());
    }
  });
  return result;
}

SpanCounts& SpanCounts::operator+=(const SpanCounts& other) {
  boundary_right += other.boundary_right;
  boundary_found += other.boundary_found;
  boundary_gold += other.boundary_gold;
  span_right += other.span_right;
  span_found += other.span_found;
  span_gold += other.span_gold;
  records += other.records;
  missing += other.missing;
  exact += other.exact;
  return *this;
}

std::vector<SpanCounts> count_spans(const std::vector<EvalSpans>& gold,
                                    const std::vector<EvalSpans>& test) {
  std::map<std::string, const EvalSpans*> by_id;
  for (const EvalSpans& text : test) by_id[text.id] = &text;
  std::vector<SpanCounts> counts;
  for (const EvalSpans& text : gold) {
    if (text.spans.empty()) continue;
    const auto found = by_id.find(text.id);
    const bool is_missing = found == by_id.end();
    counts.push_back(count_text(
        text, is_missing ? std::vector<CharRange>{} : found->second->spans));
    if (is_missing) counts.back().missing = 1;
  }
  return counts;
}

std::map<std::string, SpanCounts> count_spans_by_length(
    const std::vector<EvalSpans>& gold, const std::vector<EvalSpans>& test,
    const std::function<std::string(std::size_t)>& key_of) {
  std::map<std::string, const EvalSpans*> by_id;
  for (const EvalSpans& text : test) by_id[text.id] = &text;
  std::map<std::string, SpanCounts> counts;
  for (const EvalSpans& text : gold) {
    if (text.spans.empty()) continue;
    const std::set<CharRange> wanted(text.spans.begin(), text.spans.end());
    std::set<CharRange> found;
    if (const auto place = by_id.find(text.id); place != by_id.end()) {
      found = trimmed_spans(place->second->spans, text.is_space);
    }
    for (const CharRange& span : wanted) {
      SpanCounts& of_length = counts[key_of(span.size())];
      ++of_length.span_gold;
      of_length.span_right += found.count(span);
    }
    for (const CharRange& span : found) {
      ++counts[key_of(span.size())].span_found;
    }
  }
  return counts;
}

}  // namespace align
