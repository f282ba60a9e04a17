// Small things every format needs: numbers as text, valid UTF-8, what was
// repaired and what was lost.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/formats.h"
#include "align/types.h"

namespace align {

/// Appends the shortest decimal that reads back as the same value: as a float
/// when it is one. Throws InvalidArgument for infinities and not-a-number.
void append_number(std::string& out, double value);

/// A whole text as a finite number, or nothing.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
[[nodiscard]] std::optional<std::size_t> parse_count(std::string_view text);

/// Natural logarithm of the odds, of probabilities kept inside [1e-6, 1-1e-6].
[[nodiscard]] double log_odds(double probability);
[[nodiscard]] double probability_of(double log_odds);

/// Names of the enumerations of types.h back to their values.
[[nodiscard]] std::optional<UnitKind> parse_unit_kind(std::string_view name);
[[nodiscard]] std::optional<UnitStatus> parse_unit_status(
    std::string_view name);
[[nodiscard]] std::optional<Grade> parse_grade(std::string_view name);

/// The fields of `line` between tabs.
[[nodiscard]] std::vector<std::string_view> split_fields(std::string_view line,
                                                         char separator = '\t');

/// Segment numbers "3,4"; nothing when it is not such a list.
[[nodiscard]] std::optional<std::vector<std::size_t>> parse_segments(
    std::string_view text);
void append_segments(std::string& out,
                     const std::vector<std::size_t>& segments);

/// Word links "0-0 1-2", ascending; nothing when it is not such a list.
[[nodiscard]] std::optional<std::vector<std::pair<std::size_t, std::size_t>>>
parse_word_links(std::string_view text);

/// Whether a tag can stand in names of columns and elements: letters, digits
/// and hyphens.
[[nodiscard]] bool is_language_tag(std::string_view tag);

/// One code point of UTF-8: its value (-1 when invalid) and its bytes. Of an
/// invalid sequence as many bytes as Unicode's "maximal subpart" has.
struct CodePoint {
  int value = -1;
  std::size_t bytes = 1;
};
[[nodiscard]] CodePoint next_code_point(std::string_view text);

/// Repairs met while reading: a hundred of a kind one by one, then a count.
class RepairLog {
 public:
  explicit RepairLog(std::string file) : file_(std::move(file)) {}
  void add(const std::string& code, std::size_t offset, std::string message,
           std::string remedy = {});
  [[nodiscard]] const std::vector<Diagnostic>& all() const {
    return diagnostics_;
  }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  struct Kind {
    std::size_t count = 0;
    std::size_t summary = 0;  // index of the entry that counts the rest
  };
  std::string file_;
  std::vector<Diagnostic> diagnostics_;
  std::map<std::string, Kind> kinds_;
};

/// Replaces invalid sequences in `line` by U+FFFD and says so in `log`.
/// `storage` holds the repaired line.
[[nodiscard]] std::string_view valid_utf8(std::string_view line,
                                          std::string& storage,
                                          std::size_t line_number,
                                          std::size_t offset, RepairLog& log);

/// The fields of a unit a format may lack.
enum class Field {
  kId,
  kKind,
  kGrade,
  kStatus,
  kScore,
  kProbability,
  kEvidence,
  kWordLinks,
  kOffsets,
  kDocument,
  kSegments,
  kText,
};

/// Counts the units that have something in the fields a format lacks.
class LossCounter {
 public:
  LossCounter(std::initializer_list<Field> lacking) : lacking_(lacking) {}
  void see(const Unit& unit);
  void add(const std::string& what, std::size_t units = 1);
  [[nodiscard]] std::vector<Loss> all() const;

 private:
  std::vector<Field> lacking_;
  std::map<std::string, std::size_t> counts_;
};

/// What WriteOptions::language_tags makes of a tag.
[[nodiscard]] std::string tag_of(const WriteOptions& options,
                                 const std::string& language);

/// Throws InvalidArgument when a member's language is none of `languages`.
void check_languages(const Unit& unit,
                     const std::vector<std::string>& languages);

}  // namespace align
