// Dates, numbers and names in a form that is the same in every language.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

namespace align {

enum class FactKind : std::uint8_t {
  kNumber,     ///< a number that is no part of a date; 5+5 is one number
  kDay,        ///< day and month
  kMonthYear,  ///< month of a year
  kMonth,      ///< month alone
  kYear,       ///< year alone or in a date
  kName,       ///< consonants of a name, or an abbreviation in capitals
};

struct Fact {
  FactKind kind = FactKind::kNumber;
  std::uint64_t key = 0;  ///< equal keys of a kind are the same fact

  friend auto operator<=>(const Fact&, const Fact&) = default;
};

/// Facts of a segment, sorted, each once. Knows the dates of vi, en and ar;
/// in other languages only years and numbers are found.
[[nodiscard]] std::vector<Fact> find_facts(std::string_view text,
                                           std::string_view language);

}  // namespace align
