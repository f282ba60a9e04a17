// What the rules look at, taken from a text in one pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace align {

struct TextFeatures {
  std::size_t length = 0;  ///< code points
  std::size_t letters = 0;
  std::size_t expected = 0;  ///< letters in the script of the language
  std::size_t latin = 0;
  std::size_t vietnamese = 0;  ///< letters only Vietnamese has
  std::size_t not_arabic = 0;  ///< letters of Persian and Urdu
  std::size_t damaged = 0;     ///< signs of a wrong encoding
  std::size_t addressed = 0;   ///< letters in addresses and mark-up
  bool has_copyright = false;
  /// Keys of the words, case folded, sorted.
  std::vector<std::uint64_t> words;
  /// Digits of the numbers without marks between them and leading zeros,
  /// sorted.
  std::vector<std::string> numbers;
  std::uint64_t exact_key = 0;  ///< of letters and digits, case folded
  std::uint64_t near_key = 0;   ///< of letters, case folded
};

/// The script most texts of a language are in.
class ExpectedScript {
 public:
  explicit ExpectedScript(std::string_view language);
  [[nodiscard]] bool has(int script) const;
  [[nodiscard]] bool is_known() const { return !scripts_.empty(); }
  [[nodiscard]] bool is_latin() const;

 private:
  std::vector<int> scripts_;
};

[[nodiscard]] TextFeatures find_features(std::string_view text,
                                         const ExpectedScript& script);

}  // namespace align
