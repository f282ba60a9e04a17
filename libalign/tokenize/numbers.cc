#include "tokenize/numbers.h"

#include <xxhash.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace align {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Length of the mark at `text` that may stand inside a number, 0 when none:
// full stop, comma, U+066B ARABIC DECIMAL SEPARATOR, U+066C ARABIC THOUSANDS
// SEPARATOR.
std::size_t mark_length(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == '.' || text[0] == ',') return 1;
  if (text.starts_with("\xD9\xAB") || text.starts_with("\xD9\xAC")) return 2;
  return 0;
}

// The runs of digits of one number, joined by single marks.
struct Number {
  std::vector<std::string_view> runs;
  std::vector<std::string_view> marks;  // one less than runs
};

// Groups of three after one to three digits, all marks alike: 1,234,567.
bool is_grouped(const Number& number, std::size_t runs) {
  if (runs < 2 || number.runs[0].size() > 3 || number.runs[0] == "0") {
    return false;
  }
  for (std::size_t i = 1; i < runs; ++i) {
    if (number.runs[i].size() != 3 || number.marks[i - 1] != number.marks[0]) {
      return false;
    }
  }
  return true;
}

std::string joined(const Number& number, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += number.runs[i];
  return text;
}

std::uint64_t key_of(std::string_view canonical) {
  return XXH3_64bits(canonical.data(), canonical.size());
}

std::string without_leading_zeros(const std::string& text) {
  const std::size_t first = text.find_first_not_of('0');
  return first == std::string::npos ? "0" : text.substr(first);
}

void add_keys(const Number& number, std::vector<std::uint64_t>& keys) {
  const std::size_t runs = number.runs.size();
  const auto add_whole = [&](const std::string& digits) {
    keys.push_back(key_of(without_leading_zeros(digits)));
  };
  const auto add_decimal = [&](std::string whole, std::string_view fraction) {
    const std::size_t last = fraction.find_last_not_of('0');
    whole = without_leading_zeros(whole);
    if (last != std::string_view::npos) {
      whole += '.';
      whole += fraction.substr(0, last + 1);
    }
    keys.push_back(key_of(whole));
  };
  if (is_grouped(number, runs)) {
    add_whole(joined(number, 0, runs));
  } else if (runs == 2) {
    add_decimal(std::string(number.runs[0]), number.runs[1]);
  } else if (runs > 2 && is_grouped(number, runs - 1) &&
             number.marks[runs - 2] != number.marks[0]) {
    add_decimal(joined(number, 0, runs - 1), number.runs[runs - 1]);
  } else {
    // A date, a version, an address: each run for itself.
    for (const std::string_view run : number.runs) add_whole(std::string(run));
  }
}

}  // namespace

void find_numbers(std::string_view folded, std::vector<std::uint64_t>& keys) {
  keys.clear();
  Number number;
  for (std::size_t i = 0; i < folded.size();) {
    if (!is_digit(folded[i])) {
      ++i;
      continue;
    }
    number.runs.clear();
    number.marks.clear();
    while (true) {
      const std::size_t begin = i;
      while (i < folded.size() && is_digit(folded[i])) ++i;
      number.runs.push_back(folded.substr(begin, i - begin));
      const std::size_t mark = mark_length(folded.substr(i));
      if (mark == 0 || i + mark >= folded.size() ||
          !is_digit(folded[i + mark])) {
        break;
      }
      number.marks.push_back(folded.substr(i, mark));
      i += mark;
    }
    add_keys(number, keys);
  }
  std::sort(keys.begin(), keys.end());
}

}  // namespace align
