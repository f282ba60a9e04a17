#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/train.h"

namespace align {
namespace {

// Splits at each `separator`; a final CR is dropped.
std::vector<std::string_view> split(std::string_view line, char separator) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t end = line.find(separator);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::size_t language_index(TrainingData& data, std::string_view language) {
  const auto found =
      std::find(data.languages.begin(), data.languages.end(), language);
  if (found != data.languages.end()) {
    return static_cast<std::size_t>(found - data.languages.begin());
  }
  data.languages.emplace_back(language);
  for (TrainingRow& row : data.rows) row.texts.emplace_back();
  return data.languages.size() - 1;
}

void add_table(TrainingData& data, std::string_view tsv,
               const std::string& name,
               const std::map<std::string, float>& source_weights) {
  constexpr std::size_t kIgnored = static_cast<std::size_t>(-1);
  const std::vector<std::string_view> header = split(take_line(tsv), '\t');
  std::vector<std::size_t> languages;
  std::size_t source_column = kIgnored;
  for (std::size_t c = 0; c < header.size(); ++c) {
    if (header[c].empty()) {
      throw FormatError(name + ":1: column " + std::to_string(c + 1) +
                        " has no name, want a language tag or src");
    }
    if (header[c] == "src") {
      source_column = c;
      languages.push_back(kIgnored);
    } else {
      languages.push_back(language_index(data, header[c]));
    }
  }
  for (std::size_t number = 2; !tsv.empty(); ++number) {
    const std::vector<std::string_view> fields = split(take_line(tsv), '\t');
    if (fields.size() != header.size()) {
      throw FormatError(name + ":" + std::to_string(number) + ": " +
                        std::to_string(fields.size()) + " columns, want " +
                        std::to_string(header.size()) + " as in the header");
    }
    TrainingRow row;
    row.texts.resize(data.languages.size());
    for (std::size_t c = 0; c < fields.size(); ++c) {
      if (languages[c] != kIgnored) row.texts[languages[c]] = fields[c];
    }
    if (source_column != kIgnored) {
      const auto weight =
          source_weights.find(std::string(fields[source_column]));
      if (weight != source_weights.end()) row.weight = weight->second;
    }
    if (row.weight > 0) data.rows.push_back(std::move(row));
  }
}

}  // namespace align
