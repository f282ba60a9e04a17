#include "eval/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace align {
namespace {

using Json = EvalJson;

std::string format_number(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string as_line(const std::string& name, const Json& figures,
                    const std::vector<std::string>& keys) {
  std::string line = name;
  line.resize(std::max<std::size_t>(line.size(), 12), ' ');
  for (const std::string& key : keys) {
    line += figures.contains(key)
                ? format_number("%9.2f", figures[key].get<double>())
                : std::string(9, ' ');
  }
  return line + '\n';
}

std::string interval_text(const Json& interval) {
  return format_number("%.2f", interval[0].get<double>()) + " .. " +
         format_number("%.2f", interval[1].get<double>());
}

std::string statistics_text(const Json& result) {
  std::string text;
  if (result.contains("intervals")) {
    text += "\n95 % intervals, " +
            std::to_string(result["units"]["count"].get<std::size_t>()) + " " +
            result["units"]["kind"].get<std::string>() + " resampled\n";
    for (const auto& [name, interval] : result["intervals"].items()) {
      text += "  " + name +
              std::string(name.size() < 8 ? 8 - name.size() : 1, ' ') +
              interval_text(interval) + '\n';
    }
  }
  if (result.contains("comparison")) {
    text += "\nhigher than the result compared with by\n";
    for (const auto& [name, compared] : result["comparison"].items()) {
      text += "  " + name +
              std::string(name.size() < 8 ? 8 - name.size() : 1, ' ') +
              format_number("%+.2f", compared["difference"].get<double>()) +
              " (" + interval_text(compared["interval"]) + "), p " +
              format_number("%.4f", compared["p"].get<double>()) + '\n';
    }
  }
  if (result.contains("calibration")) {
    const Json& calibration = result["calibration"];
    text += "\nprobability    count     mean    right\n";
    for (const Json& bin : calibration["bins"]) {
      if (bin["count"] == 0) continue;
      text += format_number("%.1f", bin["low"].get<double>()) + " .. " +
              format_number("%.1f", bin["high"].get<double>()) +
              format_number("%11.0f", bin["count"].get<double>()) +
              format_number("%9.3f", bin["mean"].get<double>()) +
              format_number("%9.3f", bin["right"].get<double>()) + '\n';
    }
    text += "expected calibration error " +
            format_number("%.4f", calibration["expected_error"].get<double>()) +
            '\n';
  }
  return text;
}

// A table of the figures of parts: types, languages, lengths.
std::string parts_text(const Json& parts, const std::string& title,
                       bool has_error_rate) {
  std::string text =
      '\n' + title +
      std::string(title.size() < 12 ? 12 - title.size() : 0, ' ') +
      "        P        R       F1" + (has_error_rate ? "      AER" : "") +
      "     test     gold\n";
  std::vector<std::string> keys = {"P", "R", "F"};
  if (has_error_rate) keys.emplace_back("AER");
  for (const auto& [name, figures] : parts.items()) {
    std::string line = as_line(name, figures, keys);
    line.pop_back();
    for (const char* count : {"test", "gold"}) {
      line += figures.contains(count)
                  ? format_number("%9.0f", figures[count].get<double>())
                  : std::string(9, ' ');
    }
    text += line + '\n';
  }
  return text;
}

}  // namespace

std::string eval_text(const EvalJson& result) {
  const auto measure = result["measure"].get<std::string>();
  std::string text = measure + std::string(12 - measure.size(), ' ') +
                     "        P        R       F1\n";
  if (measure == "beads") {
    text += as_line("strict", result, {"P", "R", "F"});
    text += as_line("lax", result, {"laxP", "laxR", "laxF"});
    text += parts_text(result["types"], "strict, type", false);
  } else if (measure == "links") {
    text += as_line("all", result["all"], {"P", "R", "F"});
    if (result.contains("best") && result["best"].is_object()) {
      std::string line = as_line("best", result["best"], {"P", "R", "F"});
      line.pop_back();
      text += line + "  from a score of " +
              format_number("%g", result["best"]["threshold"].get<double>()) +
              '\n';
    }
  } else if (measure == "documents") {
    text += as_line("pairs", result, {"P", "R", "F"});
    if (result.contains("relation")) {
      text += "relation of the right pairs right: " +
              format_number("%.2f", result["relation"].get<double>()) + " %\n";
    }
  } else if (measure == "words") {
    text += as_line("links", result, {"P", "R", "F"});
    text += "alignment error rate " +
            format_number("%.2f", result["AER"].get<double>()) + '\n';
  } else {
    text += as_line("ends", result, {"P", "R", "F"});
    text += as_line("segments", result, {"", "", "span_F"});
    text += "texts " + result["records"].dump() + ", without a difference " +
            result["exact_records"].dump() + ", missing " +
            result["missing"].dump() + '\n';
  }
  for (const char* part : {"relations", "languages", "lengths"}) {
    if (result.contains(part)) {
      text += parts_text(result[part], part, measure == "words");
    }
  }
  return text + statistics_text(result);
}

}  // namespace align
