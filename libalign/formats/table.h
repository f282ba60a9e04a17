// The columns TSV and CSV share: id, score and type, then doc.LANG, segs.LANG
// and text.LANG for each language.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

inline constexpr std::size_t kFixedColumns = 3;
inline constexpr std::size_t kLanguageColumns = 3;

/// Where a row stands, for messages.
struct RowPlace {
  const std::string& file;
  std::size_t line = 0;
};

/// Reads rows as their header says. Everything that does not fit throws
/// FormatError naming file and line.
class TableColumns {
 public:
  void read_header(std::span<const std::string_view> fields, RowPlace place);
  void read_row(std::span<const std::string_view> fields, RowPlace place,
                Unit& unit) const;
  [[nodiscard]] const std::vector<std::string>& languages() const {
    return languages_;
  }

 private:
  static void read_member(const std::string& language,
                          std::span<const std::string_view> fields,
                          RowPlace place, Unit& unit);

  std::vector<std::string> languages_;
};

}  // namespace align
