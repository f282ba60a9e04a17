// Cleaning of bitexts: which units are no good, each with the rule it breaks
// and why.
//
// Units are judged one by one in the order they come; only the rules about
// repetition remember earlier ones, in bounded memory. A unit a person has
// accepted is never dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

/// In the order in which they are tried; the first that is broken is named.
enum class FilterRule : std::uint8_t {
  kRejected,       ///< a person said no
  kUnlinked,       ///< one language only
  kThreshold,      ///< the probability is too low
  kLength,         ///< a side without letters, or too long
  kMojibake,       ///< text decoded with the wrong encoding
  kScript,         ///< a side is mostly in another script than its language's
  kLanguage,       ///< a side is in another language
  kUntranslated,   ///< two sides say the same words
  kRatio,          ///< the lengths do not fit
  kNumbers,        ///< the sides hold different numbers
  kBoilerplate,    ///< mostly addresses, mark-up or a copyright line
  kRepeated,       ///< an earlier unit says the same
  kNearDuplicate,  ///< an earlier unit differs only in digits and signs
};

/// "rejected", "unlinked", "threshold" ...
[[nodiscard]] std::string_view to_string(FilterRule rule);
/// All rules in their order.
[[nodiscard]] const std::vector<FilterRule>& filter_rules();
/// Rule of a name. Throws InvalidArgument listing the names.
[[nodiscard]] FilterRule parse_filter_rule(std::string_view name);

struct FilterOptions {
  /// Rules in force.
  std::vector<FilterRule> rules = filter_rules();
  /// Least probability of a link, in [0, 1]; 0 keeps all.
  double min_probability = 0;
  /// Least letters a side must have, >= 0.
  std::size_t min_letters = 1;
  /// Most code points of a side.
  std::size_t max_length = 2000;
  /// Most that one side may be longer than the other, > 1, in code points
  /// after what is usual between the languages; 20 code points are added to
  /// both, since short texts differ by chance.
  double max_ratio = 2.5;
  /// Least share of letters in the script of the language, in [0, 1].
  double min_script_share = 0.3;
  /// Most share of the words of the longer side that the other side of the
  /// same script may hold, in [0, 1], for sides of five words and more.
  double max_overlap = 0.7;
  /// Most units that the rules about repetition remember, >= 1; older ones are
  /// forgotten. 16 bytes each and rule at the most.
  std::size_t max_remembered = std::size_t{1} << 24;
};

struct Reject {
  FilterRule rule = FilterRule::kRejected;
  std::string reason;  ///< e.g. "vi is 3.4 times as long as en"
};

class BitextFilter {
 public:
  /// Throws InvalidArgument for an option outside its range.
  explicit BitextFilter(FilterOptions options = {});
  ~BitextFilter();
  BitextFilter(const BitextFilter&) = delete;
  BitextFilter& operator=(const BitextFilter&) = delete;

  /// The first rule `unit` breaks; nothing when it is kept.
  [[nodiscard]] std::optional<Reject> judge(const Unit& unit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace align
