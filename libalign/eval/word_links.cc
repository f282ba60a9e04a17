#include <algorithm>
#include <cstddef>
#include <iterator>
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

void sort_once(std::vector<EvalWords::Pair>& links) {
  std::sort(links.begin(), links.end());
  links.erase(std::unique(links.begin(), links.end()), links.end());
}

std::size_t count_common(const std::vector<EvalWords::Pair>& a,
                         const std::vector<EvalWords::Pair>& b) {
  std::vector<EvalWords::Pair> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(common));
  return common.size();
}

}  // namespace

std::vector<EvalWords> parse_word_lines(std::string_view text,
                                        const std::string& name) {
  std::vector<EvalWords> lines;
  for_each_line(text, name, [&](std::string_view line, const std::string& at) {
    EvalWords& words = lines.emplace_back();
    while (!line.empty()) {
      const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
      const std::string_view field = line.substr(0, end);
      line.remove_prefix(std::min(end + 1, line.size()));
      if (field.empty()) continue;
      const std::size_t middle = field.find_first_of("-?p");
      const auto source = as_number<std::size_t>(field.substr(0, middle));
      const auto target =
          middle == std::string_view::npos
              ? std::nullopt
              : as_number<std::size_t>(field.substr(middle + 1));
      if (!source || !target) {
        throw FormatError(at + "word link '" + std::string(field) +
                          "', want 0-0, or 0?0 for a possible one");
      }
      words.possible.emplace_back(*source, *target);
      if (field[middle] == '-') words.sure.emplace_back(*source, *target);
    }
    sort_once(words.sure);
    sort_once(words.possible);
  });
  return lines;
}

double WordCounts::precision() const {
  return Rate{possible_right, found}.value();
}

double WordCounts::recall() const { return Rate{sure_right, sure}.value(); }

double WordCounts::error_rate() const {
  const std::size_t all = found + sure;
  return all == 0 ? 0 : 1 - Rate{sure_right + possible_right, all}.value();
}

WordCounts& WordCounts::operator+=(const WordCounts& other) {
  possible_right += other.possible_right;
  sure_right += other.sure_right;
  found += other.found;
  sure += other.sure;
  return *this;
}

WordCounts count_words(const EvalWords& gold, const EvalWords& test) {
  WordCounts counts;
  counts.possible_right = count_common(gold.possible, test.possible);
  counts.sure_right = count_common(gold.sure, test.possible);
  counts.found = test.possible.size();
  counts.sure = gold.sure.size();
  return counts;
}

}  // namespace align
