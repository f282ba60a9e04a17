// What the splitter knows of a language: classes of words that stand before or
// after a full stop, read from models/segment/*.txt (embedded at build time).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace align {

/// Classes of a word, a set of bits. models/segment/en.txt explains them.
enum WordClass : std::uint32_t {
  kNever = 1U << 0U,
  kNumberNext = 1U << 1U,
  kSoft = 1U << 2U,
  kFinal = 1U << 3U,
  kStarter = 1U << 4U,
  kContinuer = 1U << 5U,
  kSpeech = 1U << 6U,
  kLabel = 1U << 7U,
  kJoiner = 1U << 8U,
  kPlace = 1U << 9U,
  kCredit = 1U << 10U,
  kPicture = 1U << 11U,
  kAgency = 1U << 12U,
  kByline = 1U << 13U,
  kBySource = 1U << 14U,
};

class LanguageRules {
 public:
  /// The rules of `language`: its own file and, of the English one, the
  /// entries with capitals, which other languages use too. A language without
  /// a file gets the English rules. `further` are contents of users' files.
  /// Throws FormatError naming the line of a broken file.
  LanguageRules(std::string_view language,
                const std::vector<std::string>& further);

  /// The classes of `word`, 0 when it has none. `word` has no final full stop.
  [[nodiscard]] std::uint32_t classes_of(std::string_view word) const;
  /// The words of a class as they are written in the files, in the order of
  /// their bytes.
  [[nodiscard]] std::vector<std::string> words_of(
      std::uint32_t word_class) const;

 private:
  enum class Take : std::uint8_t { kAll, kAbbreviationsWithCapitals };
  void add_file(std::string_view contents, const std::string& name, Take take);
  void add(std::string_view word, std::uint32_t word_class);
  [[nodiscard]] std::uint32_t find(std::string_view written,
                                   std::string_view lower) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Classes =
      std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;

  Classes any_case_;                              // keys in lower case
  Classes as_written_;                            // keys with capitals
  std::size_t longest_ = 0;                       // key, in bytes
  std::map<std::string, std::uint32_t> written_;  // as in the files
};

}  // namespace align
