#include "align/words.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/text.h"
#include "eval/measure.h"

namespace align::cli {
namespace {

using Json = EvalJson;

// Lines of word links, and the texts where the file is a bitext.
struct WordFile {
  std::vector<EvalWords> lines;
  std::vector<std::string> source;
  std::vector<std::string> target;
  std::string languages;
};

WordFile load(const std::string& path) {
  const std::string bytes = read_bytes(path);
  WordFile file;
  if (!bytes.starts_with("{\"id\"")) {
    file.lines = parse_word_lines(bytes, path);
    return file;
  }
  const std::vector<std::string> languages = read_languages(path);
  if (languages.size() != 2) {
    throw FormatError(path + " has " + std::to_string(languages.size()) +
                      " languages, want two; align-convert --languages picks "
                      "them");
  }
  file.languages = languages[0] + '-' + languages[1];
  const auto reader = open_bitext(path);
  for (Unit unit; reader->read(unit);) {
    EvalWords& line = file.lines.emplace_back();
    for (const WordLinks& words : unit.words) {
      for (const auto& [source, target] : words.pairs) {
        const bool is_forward = words.source == languages[0];
        line.sure.emplace_back(is_forward ? source : target,
                               is_forward ? target : source);
      }
    }
    std::sort(line.sure.begin(), line.sure.end());
    line.possible = line.sure;
    const auto text_in = [&](std::size_t side) {
      const Member* member = find_member(unit, languages[side]);
      return member == nullptr ? std::string() : member->text;
    };
    file.source.push_back(text_in(0));
    file.target.push_back(text_in(1));
  }
  return file;
}

std::vector<std::string> split_lines(const std::string& path) {
  std::vector<std::string> lines;
  if (path.empty()) return lines;
  const std::string bytes = read_bytes(path);
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    lines.push_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

Counts counts_of(const WordCounts& counts) {
  return {static_cast<double>(counts.possible_right),
          static_cast<double>(counts.sure_right),
          static_cast<double>(counts.found), static_cast<double>(counts.sure)};
}

// A line without links has nothing to be wrong about.
double error_rate(const Counts& sums) {
  const double all = sums[2] + sums[3];
  return all == 0 ? 0 : 1 - (sums[0] + sums[1]) / all;
}

Json figures_of(const WordCounts& counts) {
  return {{"P", percent(counts.precision())},
          {"R", percent(counts.recall())},
          {"F", percent(f1(counts.precision(), counts.recall()))},
          {"AER", percent(counts.error_rate())}};
}

// How many source words a line has, as far as its links tell.
std::size_t words_of(const EvalWords& gold, const EvalWords& test) {
  std::size_t words = 0;
  for (const auto* links : {&gold.possible, &test.possible}) {
    for (const auto& [source, target] : *links) {
      words = std::max(words, source + 1);
    }
  }
  return words;
}

std::string word_at(const std::string& text, std::size_t number) {
  const auto words = split_words(text);
  return number < words.size() ? std::string(words[number]) : std::string();
}

void add_error(const EvalWords& gold, const EvalWords& test,
               const std::string& place, const std::string& source,
               const std::string& target, std::vector<EvalError>& errors) {
  EvalError error;
  error.place = place;
  const auto add = [&](const std::vector<EvalWords::Pair>& links,
                       const std::vector<EvalWords::Pair>& others,
                       std::vector<EvalItem>& items) {
    for (const EvalWords::Pair& link : links) {
      if (std::binary_search(others.begin(), others.end(), link)) continue;
      items.push_back(
          {std::to_string(link.first) + '-' + std::to_string(link.second),
           word_at(source, link.first), word_at(target, link.second), false});
    }
  };
  add(gold.sure, test.possible, error.gold);
  add(test.possible, gold.possible, error.test);
  if (error.gold.empty() && error.test.empty()) return;
  errors.push_back(std::move(error));
}

}  // namespace

EvalResult evaluate_words(const Session& session,
                          const std::vector<EvalFiles>& files) {
  EvalStatistics statistics;
  statistics.unit = "lines";
  statistics.all = {
      {"P", [](const Counts& sums) { return ratio(sums[0], sums[2]); }},
      {"R", [](const Counts& sums) { return ratio(sums[1], sums[3]); }},
      {"F",
       [](const Counts& sums) {
         return f1(ratio(sums[0], sums[2]), ratio(sums[1], sums[3]));
       }},
      {"AER", error_rate}};
  EvalResult result;
  WordCounts total;
  std::map<std::string, WordCounts> by_language;
  std::map<std::string, WordCounts, StepOrder> by_length;
  std::size_t lines = 0;
  for (const EvalFiles& each : files) {
    const WordFile gold = load(each.gold);
    const WordFile test = load(each.test);
    WordFile other;
    if (!each.other.empty()) other = load(each.other);
    const auto check = [&](const WordFile& file, const std::string& path) {
      if (file.lines.size() == gold.lines.size()) return;
      throw FormatError(path + " has " + std::to_string(file.lines.size()) +
                        " lines, " + each.gold + " has " +
                        std::to_string(gold.lines.size()));
    };
    check(test, each.test);
    if (!each.other.empty()) check(other, each.other);
    std::vector<std::string> source = split_lines(each.source_text);
    std::vector<std::string> target = split_lines(each.target_text);
    for (const WordFile* file : {&gold, &test}) {
      if (source.empty()) source = file->source;
      if (target.empty()) target = file->target;
    }
    source.resize(gold.lines.size());
    target.resize(gold.lines.size());
    for (std::size_t i = 0; i < gold.lines.size(); ++i) {
      const WordCounts counts = count_words(gold.lines[i], test.lines[i]);
      total += counts;
      const std::string& languages =
          test.languages.empty() ? gold.languages : test.languages;
      if (!languages.empty()) by_language[languages] += counts;
      const std::size_t words = source[i].empty()
                                    ? words_of(gold.lines[i], test.lines[i])
                                    : split_words(source[i]).size();
      by_length[word_step(words)] += counts;
      statistics.test.push_back(counts_of(counts));
      if (!each.other.empty()) {
        statistics.other.push_back(
            counts_of(count_words(gold.lines[i], other.lines[i])));
      }
      add_error(gold.lines[i], test.lines[i],
                each.gold + ':' + std::to_string(i + 1), source[i], target[i],
                result.errors);
    }
    lines += gold.lines.size();
  }
  result.documents = files.size();
  Json& figures = result.figures;
  figures = figures_of(total);
  figures["measure"] = "words";
  figures["lines"] = lines;
  figures["found"] = total.found;
  figures["sure"] = total.sure;
  const auto add_parts = [&](const char* name, const auto& parts) {
    for (const auto& [key, counts] : parts) {
      Json part = figures_of(counts);
      part["test"] = counts.found;
      part["gold"] = counts.sure;
      figures[name][key] = part;
    }
  };
  add_parts("languages", by_language);
  add_parts("lengths", by_length);
  add_statistics(session, statistics, figures);
  return result;
}

}  // namespace align::cli
