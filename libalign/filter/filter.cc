#include "align/filter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/text.h"
#include "filter/features.h"
#include "filter/recent_keys.h"

namespace align {
namespace {

// How long texts of a language are beside English ones, in code points;
// measured on 87,279 sentences that exist in all three.
double usual_length(std::string_view language) {
  const std::string_view primary = primary_language(language);
  if (primary == "vi") return 1.09;
  if (primary == "ar") return 0.93;
  return 1;
}

std::string decimal(const char* format, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

struct Side {
  const Member* member = nullptr;
  const ExpectedScript* script = nullptr;
  TextFeatures features;
};

// Messages that spell out the plural forms of their language, one in some and
// six in others: their lengths say nothing.
bool are_plural_patterns(const Side& first, const Side& second) {
  const auto is_pattern = [](const Side& side) {
    const std::string& text = side.member->text;
    return text.find(", plural,") != std::string::npos ||
           text.find(",plural,") != std::string::npos;
  };
  return is_pattern(first) && is_pattern(second);
}

// Whether a number is likely to be written in words, or to be a round figure
// that one side leaves out: tens below a thousand, whole thousands, decades.
bool is_often_in_words(const std::string& number) {
  if (number.size() < 3) return true;
  if (number.back() != '0') return false;
  return number.size() == 3 || number.ends_with("000") ||
         (number.size() == 4 &&
          (number.starts_with("18") || number.starts_with("19") ||
           number.starts_with("20")));
}

// The same number written shorter: 21 for 2021, "30 million" for 30,000,000.
bool is_short_for(const std::string& a, const std::string& b) {
  if (a.size() > b.size()) return is_short_for(b, a);
  if (a.size() == 2 && b.size() == 4 && b.ends_with(a)) return true;
  const std::string zeros(b.size() - a.size(), '0');
  return zeros.size() % 3 == 0 && b == a + zeros;
}

// How two sides contradict each other in their numbers, or nothing: both hold
// one of two digits or more that the other lacks, or one holds none at all
// where the other has one that nobody writes in words.
std::optional<std::string> contradiction(const TextFeatures& first,
                                         const TextFeatures& second) {
  const auto lacking = [](const TextFeatures& a, const TextFeatures& b) {
    std::vector<std::string> only;
    std::set_difference(a.numbers.begin(), a.numbers.end(), b.numbers.begin(),
                        b.numbers.end(), std::back_inserter(only));
    std::string longest;
    for (const std::string& number : only) {
      if (number.size() > longest.size()) longest = number;
    }
    return longest;
  };
  const std::string here = lacking(first, second);
  const std::string there = lacking(second, first);
  if (here.size() >= 2 && there.size() >= 2 && !is_short_for(here, there)) {
    return "'" + here + "' against '" + there + "'";
  }
  if (second.numbers.empty() && !here.empty() && !is_often_in_words(here)) {
    return "only one has '" + here + "'";
  }
  if (first.numbers.empty() && !there.empty() && !is_often_in_words(there)) {
    return "only one has '" + there + "'";
  }
  return std::nullopt;
}

// Keys of the commonest English words, sorted.
const std::vector<std::uint64_t>& english_words() {
  static const std::vector<std::uint64_t> keys = [] {
    const ExpectedScript latin("en");
    return find_features(
               "the of and to in is that for on with as was by it at from are "
               "this be have has not or you your can will if when an",
               latin)
        .words;
  }();
  return keys;
}

// Whether a text shows at a glance that it is in its language, so that the
// slow way need not be gone: letters only Vietnamese has, no letter Arabic
// lacks, many of the commonest English words.
bool is_plainly(std::string_view language, const TextFeatures& features) {
  const auto letters = static_cast<double>(features.letters);
  if (language == "vi") {
    return static_cast<double>(features.vietnamese) > 0.05 * letters;
  }
  if (language == "ar") {
    return features.not_arabic == 0 &&
           static_cast<double>(features.expected) > 0.7 * letters;
  }
  if (language == "en") {
    const std::vector<std::uint64_t>& common = english_words();
    const auto hits = std::count_if(
        features.words.begin(), features.words.end(), [&](std::uint64_t word) {
          return std::binary_search(common.begin(), common.end(), word);
        });
    return static_cast<double>(hits) >
           0.15 * static_cast<double>(features.words.size());
  }
  return false;
}

// Share of the words of the longer side that the other side has too; the
// longer, because a translation may quote the original term in brackets.
double overlap(const TextFeatures& first, const TextFeatures& second) {
  const std::size_t most = std::max(first.words.size(), second.words.size());
  if (most == 0) return 0;
  std::vector<std::uint64_t> common;
  std::set_intersection(first.words.begin(), first.words.end(),
                        second.words.begin(), second.words.end(),
                        std::back_inserter(common));
  return static_cast<double>(common.size()) / static_cast<double>(most);
}

void check_share(double value, const char* name) {
  if (!(value >= 0 && value <= 1)) {
    throw InvalidArgument(std::string(name) + " is " + std::to_string(value) +
                          ", want a value from 0 to 1");
  }
}

}  // namespace

std::string_view to_string(FilterRule rule) {
  switch (rule) {
    case FilterRule::kRejected:
      return "rejected";
    case FilterRule::kUnlinked:
      return "unlinked";
    case FilterRule::kThreshold:
      return "threshold";
    case FilterRule::kLength:
      return "length";
    case FilterRule::kMojibake:
      return "mojibake";
    case FilterRule::kScript:
      return "script";
    case FilterRule::kLanguage:
      return "language";
    case FilterRule::kUntranslated:
      return "untranslated";
    case FilterRule::kRatio:
      return "ratio";
    case FilterRule::kNumbers:
      return "numbers";
    case FilterRule::kBoilerplate:
      return "boilerplate";
    case FilterRule::kRepeated:
      return "repeated";
    case FilterRule::kNearDuplicate:
      return "near-duplicate";
  }
  fail_assertion("rule", "every rule has a name", __FILE__, __LINE__);
}

const std::vector<FilterRule>& filter_rules() {
  static const std::vector<FilterRule> rules = [] {
    std::vector<FilterRule> all;
    for (int i = 0; i <= static_cast<int>(FilterRule::kNearDuplicate); ++i) {
      all.push_back(static_cast<FilterRule>(i));
    }
    return all;
  }();
  return rules;
}

FilterRule parse_filter_rule(std::string_view name) {
  std::string names;
  for (const FilterRule rule : filter_rules()) {
    if (to_string(rule) == name) return rule;
    if (!names.empty()) names += ", ";
    names += to_string(rule);
  }
  throw InvalidArgument("unknown rule '" + std::string(name) +
                        "', want one of " + names);
}

struct BitextFilter::State {
  explicit State(FilterOptions chosen)
      : options(std::move(chosen)),
        exact_keys(options.max_remembered),
        near_keys(options.max_remembered) {
    for (const FilterRule rule : options.rules) {
      in_force[static_cast<std::size_t>(rule)] = true;
    }
  }

  [[nodiscard]] bool has(FilterRule rule) const {
    return in_force[static_cast<std::size_t>(rule)];
  }
  const ExpectedScript& script_of(const std::string& language) {
    return scripts.try_emplace(language, language).first->second;
  }
  std::vector<Side> sides_of(const Unit& unit);
  std::optional<Reject> judge_side(const Side& side) const;
  std::optional<Reject> judge_pair(const Side& first, const Side& second) const;
  std::optional<Reject> judge_repetition(const std::vector<Side>& sides);

  FilterOptions options;
  std::array<bool, 16> in_force{};
  std::map<std::string, ExpectedScript> scripts;
  RecentKeys exact_keys;
  RecentKeys near_keys;
};

std::vector<Side> BitextFilter::State::sides_of(const Unit& unit) {
  std::vector<Side> sides;
  for (const Member& member : unit.members) {
    const ExpectedScript& script = script_of(member.language);
    sides.push_back({&member, &script, find_features(member.text, script)});
  }
  return sides;
}

std::optional<Reject> BitextFilter::State::judge_side(const Side& side) const {
  const TextFeatures& features = side.features;
  const std::string& language = side.member->language;
  const auto letters = static_cast<double>(features.letters);
  if (has(FilterRule::kLength)) {
    if (features.letters < options.min_letters) {
      return Reject{
          FilterRule::kLength,
          language + " has " + std::to_string(features.letters) + " letters"};
    }
    if (features.length > options.max_length) {
      return Reject{
          FilterRule::kLength,
          language + " has " + std::to_string(features.length) + " characters"};
    }
  }
  // Two signs, or one for a damaged character of its own.
  if (has(FilterRule::kMojibake) &&
      (features.damaged >= 2 ||
       (features.damaged == 1 &&
        side.member->text.find("\xEF\xBF\xBD") != std::string::npos))) {
    return Reject{FilterRule::kMojibake, language + " has " +
                                             std::to_string(features.damaged) +
                                             " signs of a wrong encoding"};
  }
  // A product name and a preposition are no sign of anything.
  constexpr std::size_t kLettersOfAScript = 10;
  if (has(FilterRule::kScript) && side.script->is_known() &&
      features.letters >= kLettersOfAScript) {
    const double share = static_cast<double>(features.expected) / letters;
    if (share < options.min_script_share) {
      return Reject{FilterRule::kScript, decimal("%.0f", 100 * share) +
                                             " % of the letters of " +
                                             language + " are in its script"};
    }
  }
  // Shorter headings of names are taken for anything.
  constexpr std::size_t kLettersToTell = 60;
  constexpr double kSure = 0.85;
  if (has(FilterRule::kLanguage) && features.letters >= kLettersToTell &&
      !is_plainly(primary_language(language), features)) {
    const DetectedLanguage found = detect_language(side.member->text);
    if (found.confidence >= kSure && found.tag != "und" &&
        found.tag != primary_language(language)) {
      return Reject{FilterRule::kLanguage,
                    language + " looks like " + found.tag};
    }
  }
  if (has(FilterRule::kBoilerplate) &&
      (features.has_copyright ||
       static_cast<double>(features.addressed) > 0.75 * letters)) {
    return Reject{FilterRule::kBoilerplate,
                  features.has_copyright
                      ? language + " is a copyright line"
                      : language + " is mostly addresses or mark-up"};
  }
  return std::nullopt;
}

std::optional<Reject> BitextFilter::State::judge_pair(
    const Side& first, const Side& second) const {
  const TextFeatures& a = first.features;
  const TextFeatures& b = second.features;
  const std::string& from = first.member->language;
  const std::string& to = second.member->language;
  if (has(FilterRule::kUntranslated) && first.script->is_latin() &&
      second.script->is_latin()) {
    constexpr std::size_t kWordsToTell = 5;
    const std::size_t words = std::min(a.words.size(), b.words.size());
    const double share = overlap(a, b);
    if ((words >= 3 && a.exact_key == b.exact_key) ||
        (words >= kWordsToTell && share > options.max_overlap)) {
      return Reject{FilterRule::kUntranslated,
                    decimal("%.0f", 100 * share) + " % of the words are the " +
                        "same in " + from + " and " + to};
    }
  }
  if (has(FilterRule::kRatio) && !are_plural_patterns(first, second)) {
    const double ratio =
        (static_cast<double>(a.length) / usual_length(from) + 20) /
        (static_cast<double>(b.length) / usual_length(to) + 20);
    if (ratio > options.max_ratio || 1 / ratio > options.max_ratio) {
      const bool is_first_long = ratio > 1;
      return Reject{FilterRule::kRatio,
                    (is_first_long ? from : to) + " is " +
                        decimal("%.1f", is_first_long ? ratio : 1 / ratio) +
                        " times as long as " + (is_first_long ? to : from)};
    }
  }
  if (has(FilterRule::kNumbers)) {
    if (const auto what = contradiction(a, b)) {
      return Reject{FilterRule::kNumbers, from + " and " + to + ": " + *what};
    }
  }
  return std::nullopt;
}

std::optional<Reject> BitextFilter::State::judge_repetition(
    const std::vector<Side>& sides) {
  std::uint64_t exact = 0;
  std::uint64_t near = 0;
  for (const Side& side : sides) {
    // The order of the sides counts, so that swapped languages differ.
    exact = exact * 0x9E3779B97F4A7C15U + side.features.exact_key;
    near = near * 0x9E3779B97F4A7C15U + side.features.near_key;
  }
  if (has(FilterRule::kRepeated) && exact_keys.insert(exact)) {
    return Reject{FilterRule::kRepeated, "an earlier unit says the same"};
  }
  if (has(FilterRule::kNearDuplicate) && near_keys.insert(near)) {
    return Reject{FilterRule::kNearDuplicate,
                  "an earlier unit differs only in digits and signs"};
  }
  return std::nullopt;
}

BitextFilter::BitextFilter(FilterOptions options) {
  check_share(options.min_probability, "the least probability");
  check_share(options.min_script_share, "the least share of a script");
  check_share(options.max_overlap, "the most overlap");
  if (!(options.max_ratio > 1)) {
    throw InvalidArgument("the most ratio is " +
                          std::to_string(options.max_ratio) +
                          ", want more than 1");
  }
  state_ = std::make_unique<State>(std::move(options));
}

BitextFilter::~BitextFilter() = default;

std::optional<Reject> BitextFilter::judge(const Unit& unit) {
  State& state = *state_;
  if (unit.status == UnitStatus::kAccepted) return std::nullopt;
  if (state.has(FilterRule::kRejected) &&
      unit.status == UnitStatus::kRejected) {
    return Reject{FilterRule::kRejected, "a person rejected it"};
  }
  if (state.has(FilterRule::kUnlinked) && unit.members.size() < 2) {
    return Reject{
        FilterRule::kUnlinked,
        unit.members.empty() ? "no text" : "only " + unit.members[0].language};
  }
  if (state.has(FilterRule::kThreshold) && unit.members.size() > 1 &&
      unit.probability < state.options.min_probability) {
    return Reject{FilterRule::kThreshold,
                  "probability " + decimal("%.3f", unit.probability)};
  }
  const std::vector<Side> sides = state.sides_of(unit);
  for (const Side& side : sides) {
    if (auto reject = state.judge_side(side)) return reject;
  }
  for (std::size_t i = 0; i < sides.size(); ++i) {
    for (std::size_t j = i + 1; j < sides.size(); ++j) {
      if (auto reject = state.judge_pair(sides[i], sides[j])) return reject;
    }
  }
  return state.judge_repetition(sides);
}

}  // namespace align
