#include "eval_text.h"

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

}  // namespace

std::string eval_text(const EvalJson& result) {
  const auto measure = result["measure"].get<std::string>();
  std::string text = measure + std::string(12 - measure.size(), ' ') +
                     "        P        R       F1\n";
  if (measure == "beads") {
    text += as_line("strict", result, {"P", "R", "F"});
    text += as_line("lax", result, {"laxP", "laxR", "laxF"});
    text += "\nstrict, type        P        R       F1     test     gold\n";
    for (const auto& [type, figures] : result["types"].items()) {
      std::string line = as_line(type, figures, {"P", "R", "F"});
      line.pop_back();
      text += line + format_number("%9.0f", figures["test"].get<double>()) +
              format_number("%9.0f", figures["gold"].get<double>()) + '\n';
    }
  } else if (measure == "links") {
    text += as_line("all", result["all"], {"P", "R", "F"});
    if (result.contains("best") && result["best"].is_object()) {
      std::string line = as_line("best", result["best"], {"P", "R", "F"});
      line.pop_back();
      text += line + "  from a score of " +
              format_number("%g", result["best"]["threshold"].get<double>()) +
              '\n';
    }
  } else {
    text += as_line("ends", result, {"P", "R", "F"});
    text += as_line("segments", result, {"", "", "span_F"});
    text += "texts " + result["records"].dump() + ", without a difference " +
            result["exact_records"].dump() + ", missing " +
            result["missing"].dump() + '\n';
  }
  return text + statistics_text(result);
}

}  // namespace align
