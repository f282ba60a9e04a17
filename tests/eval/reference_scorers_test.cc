// The same figures as the scorers that define them, on random cases. The
// scorers are not part of a clone; the tests are skipped where they are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "align/eval.h"
#include "support/run_tool.h"

namespace align {
namespace {

using Json = nlohmann::json;
using test::TemporaryFolder;

constexpr int kCases = 1000;

double percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", 100 * share);
  return std::stod(text);
}

std::size_t below(std::mt19937& random, std::size_t end) {
  return random() % end;
}

// What a scorer prints for each of `cases` (its arguments, one case a line).
std::vector<Json> run_scorer(const std::string& script,
                             const std::vector<std::string>& cases,
                             const TemporaryFolder& folder) {
  std::string list;
  for (const std::string& each : cases) list += each + "\n";
  folder.write("cases", list);
  folder.write("driver.py",
               "import runpy, sys\n"
               "script, cases = sys.argv[1:]\n"
               "for line in open(cases):\n"
               "    sys.argv = [script] + line.rstrip('\\n').split('\\t')\n"
               "    runpy.run_path(script, run_name='__main__')\n");
  const std::string command = "python3 " + folder.path("driver.py") + " " +
                              script + " " + folder.path("cases") + " >" +
                              folder.path("figures");
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::vector<Json> figures;
  for (const std::string& line :
       test::lines_of(test::read_file(folder.path("figures")))) {
    figures.push_back(Json::parse(line));
  }
  return figures;
}

// Empty when there is none.
std::string scorer(const std::string& name) {
  const std::string path =
      std::string(ALIGN_SOURCE_DIR) + "/../shared/score/" + name;
  return std::filesystem::exists(path) ? path : std::string();
}

std::string random_beads(std::mt19937& random, bool is_vecalign) {
  std::string text;
  const auto list = [&](std::size_t& next) {
    std::string numbers;
    for (std::size_t n = below(random, 3); n > 0; --n) {
      if (below(random, 8) == 0) ++next;
      if (!numbers.empty()) numbers += is_vecalign ? ", " : ",";
      numbers += std::to_string(next++);
    }
    return numbers;
  };
  std::size_t source = 0;
  std::size_t target = 0;
  for (std::size_t n = below(random, 12); n > 0; --n) {
    const std::string a = list(source);
    const std::string b = list(target);
    text += is_vecalign ? "[" + a + "]:[" + b + "]:0." +
                              std::to_string(below(random, 1000)) + "\n"
                        : a + ":" + b + "\n";
  }
  return text;
}

TEST(ReferenceScorers, AgreeOnBeads) {
  const std::string script = scorer("score_beads.py");
  if (script.empty()) GTEST_SKIP() << "no ../shared/score/score_beads.py";
  const TemporaryFolder folder;
  std::mt19937 random(29);
  std::vector<std::string> cases;
  std::vector<Json> ours;
  for (int i = 0; i < kCases; ++i) {
    std::string arguments;
    BeadCounts counts;
    BeadScoring scoring;
    scoring.has_nulls = i % 2 == 0;
    for (std::size_t d = 1 + below(random, 3); d > 0; --d) {
      const std::string name = std::to_string(i) + "-" + std::to_string(d);
      const std::string gold = random_beads(random, false);
      const std::string test = random_beads(random, true);
      arguments += folder.write(name + ".gold", gold) + "\t" +
                   folder.write(name + ".test", test) + "\t";
      counts += count_beads(parse_beads(gold, name), parse_beads(test, name),
                            scoring);
    }
    arguments.pop_back();
    cases.push_back(scoring.has_nulls ? arguments : arguments + "\t--nonull");
    const double p = counts.strict_precision.value();
    const double r = counts.strict_recall.value();
    const double lax_p = counts.lax_precision.value();
    const double lax_r = counts.lax_recall.value();
    ours.push_back({{"P", percent(p)},
                    {"R", percent(r)},
                    {"F", percent(f1(p, r))},
                    {"laxP", percent(lax_p)},
                    {"laxR", percent(lax_r)},
                    {"laxF", percent(f1(lax_p, lax_r))}});
  }
  const std::vector<Json> theirs = run_scorer(script, cases, folder);
  ASSERT_EQ(theirs.size(), ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i], theirs[i]) << cases[i];
  }
}

std::string random_links(std::mt19937& random, int style) {
  std::string text = style == 2 ? "score\tsource\ttarget\n" : "";
  for (std::size_t n = below(random, 15); n > 0; --n) {
    const std::string i = std::to_string(below(random, 8));
    const std::string j = std::to_string(below(random, 8));
    if (style == 0) text += i + ":" + j + "," + i + "\n";
    if (style == 1) text += i + "\t" + j + "\n";
    if (style == 2) {
      text += "-0." + std::to_string(below(random, 5)) + "\t" + i + "\t" + j +
              "\tx\ty\n";
    }
  }
  return text;
}

TEST(ReferenceScorers, AgreeOnLinks) {
  const std::string script = scorer("score_links.py");
  if (script.empty()) GTEST_SKIP() << "no ../shared/score/score_links.py";
  const TemporaryFolder folder;
  std::mt19937 random(31);
  std::vector<std::string> cases;
  std::vector<Json> ours;
  const auto figures = [](const LinkCounts& counts) {
    const double p = counts.precision();
    const double r = counts.recall();
    return Json{{"P", percent(p)}, {"R", percent(r)}, {"F", percent(f1(p, r))}};
  };
  for (int i = 0; i < kCases; ++i) {
    std::string arguments;
    std::vector<JudgedLinks> lists;
    LinkCounts total;
    const int style = i % 3;
    for (std::size_t d = 1 + below(random, 3); d > 0; --d) {
      const std::string name = std::to_string(i) + "-" + std::to_string(d);
      const std::string gold = random_links(random, i % 2);
      const std::string test = random_links(random, style);
      arguments += folder.write(name + ".gold", gold) + "\t" +
                   folder.write(name + ".test", test) + "\t";
      lists.push_back(
          judge_links(parse_links(gold, name), parse_links(test, name)));
      total += lists.back().counts;
    }
    arguments.pop_back();
    cases.push_back(arguments);
    Json result = {{"all", figures(total)}};
    if (style == 2 && total.found > 0) {
      result["best"] = nullptr;
      if (const auto best = best_threshold(lists)) {
        result["best"] = figures(best->counts);
        result["best"]["threshold"] = best->threshold;
      }
    }
    ours.push_back(result);
  }
  const std::vector<Json> theirs = run_scorer(script, cases, folder);
  ASSERT_EQ(theirs.size(), ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i], theirs[i]) << cases[i];
  }
}

Json random_spans(std::mt19937& random, std::size_t length) {
  Json spans = Json::array();
  for (std::size_t at = 0; at < length;) {
    const std::size_t end = std::min(length, at + 1 + below(random, 6));
    spans.push_back({at, end});
    at = end + below(random, 2);
  }
  return spans;
}

TEST(ReferenceScorers, AgreeOnSegments) {
  const std::string script = scorer("score_segments.py");
  if (script.empty()) GTEST_SKIP() << "no ../shared/score/score_segments.py";
  const TemporaryFolder folder;
  std::mt19937 random(37);
  std::vector<std::string> cases;
  std::vector<Json> ours;
  const std::vector<std::string> letters = {"a",      " ",      "\n",
                                            "\u3000", "\u0111", "\U0001F600",
                                            "\u00A0", "\u200B", "\x1C"};
  for (int i = 0; i < kCases; ++i) {
    const std::string name = std::to_string(i);
    std::string gold;
    std::string test;
    for (std::size_t t = 1 + below(random, 3); t > 0; --t) {
      const std::size_t length = below(random, 25);
      std::string text;
      for (std::size_t k = 0; k < length; ++k) {
        text += letters[below(random, letters.size())];
      }
      Json record = {{"id", t}, {"sents", random_spans(random, length)}};
      if (i % 2 == 0) record["text"] = text;
      if (i % 3 == 0) record["pars"] = random_spans(random, length);
      gold += record.dump() + "\n";
      if (below(random, 5) > 0) {
        test +=
            Json{{"id", t}, {"sents", random_spans(random, length)}}.dump() +
            "\n";
      }
    }
    cases.push_back(folder.write(name + ".gold", gold) + "\t" +
                    folder.write(name + ".test", test));
    SpanCounts sum;
    for (const SpanCounts& counts :
         count_spans(parse_spans(gold, name), parse_spans(test, name))) {
      sum += counts;
    }
    const double p = Rate{sum.boundary_right, sum.boundary_found}.value();
    const double r = Rate{sum.boundary_right, sum.boundary_gold}.value();
    ours.push_back(
        {{"records", sum.records},
         {"missing", sum.missing},
         {"exact_records", sum.exact},
         {"P", percent(p)},
         {"R", percent(r)},
         {"F", percent(f1(p, r))},
         {"span_F", percent(f1(Rate{sum.span_right, sum.span_found}.value(),
                               Rate{sum.span_right, sum.span_gold}.value()))}});
  }
  const std::vector<Json> theirs = run_scorer(script, cases, folder);
  ASSERT_EQ(theirs.size(), ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i], theirs[i]) << cases[i];
  }
}

}  // namespace
}  // namespace align
