#include "mt_eval/results.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace align::cli {
namespace {

using Json = nlohmann::ordered_json;

// A p-value under which a difference is marked.
constexpr double kSignificant = 0.05;

bool has_sentences(const std::vector<MtSystem>& systems) {
  return !systems.empty() && !systems.front().scores.empty() &&
         !systems.front().scores.front().sentences.empty();
}

std::string decimals(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

// Every digit that tells the value from its neighbours, as in JSON.
std::string exact(double value) { return Json(value).dump(); }

std::string exact(const std::optional<double>& value) {
  return value ? exact(*value) : "";
}

// TAB and line ends would break the table.
std::string cell(std::string text) {
  for (char& byte : text) {
    if (byte == '\t' || byte == '\n' || byte == '\r') byte = ' ';
  }
  return text;
}

Json scores_of(const MtSystem& system) {
  Json object = Json::object();
  for (const MtScore& score : system.scores) {
    Json& entry = object[score.key];
    entry = {{"score", score.score}, {"signature", score.signature}};
    if (score.p_value) entry["p_value"] = *score.p_value;
    if (score.mean) entry["mean"] = *score.mean;
    if (score.interval) entry["ci"] = *score.interval;
  }
  const std::size_t lines = system.scores.front().sentences.size();
  if (lines == 0) return object;
  Json& sentences = object["sentences"];
  for (std::size_t line = 0; line < lines; ++line) {
    Json sentence = Json::object();
    for (const MtScore& score : system.scores) {
      sentence[score.key] = score.sentences[line];
    }
    sentences.push_back(std::move(sentence));
  }
  return object;
}

// A table whose columns are as wide as their widest cell; the first is flush
// left.
std::string draw(const std::vector<std::vector<std::string>>& rows) {
  const auto width_of = [](const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) {
          return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        }));
  };
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      if (i > 0) text += "  ";
      text += i == 0 ? row[i] + padding : padding + row[i];
    }
    while (text.ends_with(' ')) text.pop_back();
    text += '\n';
  }
  return text;
}

std::string score_cell(const MtScore& score) {
  std::string text = decimals(score.score, 2);
  if (score.mean && score.interval) {
    text += " (" + decimals(*score.mean, 2) + " \u00B1 " +
            decimals(*score.interval, 2) + ")";
  }
  if (score.p_value) {
    text += " p=" + decimals(*score.p_value, 4);
    if (*score.p_value < kSignificant) text += "*";
  }
  return text;
}

}  // namespace

std::string to_text(const std::vector<MtSystem>& systems,
                    const std::string& test) {
  std::vector<std::vector<std::string>> rows(1, {"system"});
  for (const MtScore& score : systems.front().scores) {
    rows.front().push_back(score.name);
  }
  for (const MtSystem& system : systems) {
    std::vector<std::string>& row = rows.emplace_back(1, cell(system.name));
    for (const MtScore& score : system.scores) {
      row.push_back(score_cell(score));
    }
  }
  std::string text = draw(rows) + "\n";
  for (const MtScore& score : systems.front().scores) {
    text += score.name + ": " + score.signature + "\n";
  }
  if (!test.empty()) text += test + "\n";
  if (!has_sentences(systems)) return text;
  rows.assign(1, {"system", "line"});
  for (const MtScore& score : systems.front().scores) {
    rows.front().push_back(score.name);
  }
  for (const MtSystem& system : systems) {
    const std::size_t lines = system.scores.front().sentences.size();
    for (std::size_t line = 0; line < lines; ++line) {
      auto& row = rows.emplace_back(
          std::vector{cell(system.name), std::to_string(line)});
      for (const MtScore& score : system.scores) {
        row.push_back(decimals(score.sentences[line], 2));
      }
    }
  }
  return text + "\n" + draw(rows);
}

std::string to_json(const std::vector<MtSystem>& systems) {
  Json document;
  if (systems.size() == 1) {
    document = scores_of(systems.front());
  } else {
    Json& list = document["systems"];
    for (const MtSystem& system : systems) {
      Json entry = {{"system", system.name}};
      entry.update(scores_of(system));
      list.push_back(std::move(entry));
    }
  }
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_tsv(const std::vector<MtSystem>& systems) {
  std::string text;
  if (!has_sentences(systems)) {
    text = "system\tmetric\tscore\tmean\tci\tp_value\tsignature\n";
    for (const MtSystem& system : systems) {
      for (const MtScore& score : system.scores) {
        text += cell(system.name) + '\t' + score.key + '\t' +
                exact(score.score) + '\t' + exact(score.mean) + '\t' +
                exact(score.interval) + '\t' + exact(score.p_value) + '\t' +
                score.signature + '\n';
      }
    }
    return text;
  }
  text = "system\tline";
  for (const MtScore& score : systems.front().scores) text += '\t' + score.key;
  text += '\n';
  for (const MtSystem& system : systems) {
    const std::size_t lines = system.scores.front().sentences.size();
    for (std::size_t line = 0; line < lines; ++line) {
      text += cell(system.name) + '\t' + std::to_string(line);
      for (const MtScore& score : system.scores) {
        text += '\t' + exact(score.sentences[line]);
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace align::cli
