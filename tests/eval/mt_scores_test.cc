// Our scores beside those sacreBLEU 2.6.0 gave for the same lines: figures
// measured once and kept in tests/data/mt_eval, and, where python3 has
// sacreBLEU, figures measured now over many damaged systems.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "align/mt_eval.h"
#include "support/run_tool.h"

namespace align::test {
namespace {

std::string data_folder(const std::string& language) {
  return std::string(ALIGN_SOURCE_DIR) + "/tests/data/mt_eval/" + language;
}

MtLines read_lines(const std::string& path) {
  const std::string bytes = read_file(path);
  MtLines lines;
  std::istringstream stream(bytes);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// "bleu 13a lowercase smooth=floor", as sacrebleu_scores.py spells settings.
MtMetricOptions parse_settings(const std::string& settings) {
  std::istringstream stream(settings);
  std::string name;
  stream >> name;
  BleuOptions bleu;
  ChrfOptions chrf;
  TerOptions ter;
  if (name == "bleu") {
    std::string tokenizer;
    stream >> tokenizer;
    bleu.tokenizer = parse_mt_tokenizer(tokenizer);
  }
  for (std::string word; stream >> word;) {
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value =
        equals == std::string::npos ? "" : word.substr(equals + 1);
    if (key == "lowercase") {
      bleu.lowercase = true;
      chrf.lowercase = true;
    } else if (key == "smooth") {
      bleu.smoothing = parse_bleu_smoothing(value);
    } else if (key == "value") {
      bleu.smoothing_value = std::stod(value);
    } else if (key == "effective") {
      bleu.effective_order = true;
    } else if (key == "words") {
      chrf.word_order = std::stoul(value);
    } else if (key == "chars") {
      chrf.char_order = std::stoul(value);
    } else if (key == "beta") {
      chrf.beta = std::stoul(value);
    } else if (key == "space") {
      chrf.whitespace = true;
    } else if (key == "eps") {
      chrf.eps_smoothing = true;
    } else if (key == "cased") {
      ter.case_sensitive = true;
    } else {
      ADD_FAILURE() << "setting " << word;
    }
  }
  if (name == "bleu") return bleu;
  if (name == "chrf") return chrf;
  return ter;
}

// The metrics of one folder, made when first asked for.
class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {
    references_ = {read_lines(path_ + "/ref"), read_lines(path_ + "/ref2")};
    for (char name = 'a'; std::ifstream(path_ + "/" + name); ++name) {
      systems_.push_back(read_lines(path_ + "/" + name));
    }
  }

  void check(const std::string& scores) {
    std::istringstream stream(scores);
    std::size_t checked = 0;
    for (std::string line; std::getline(stream, line); ++checked) {
      std::istringstream columns(line);
      std::string count;
      std::string settings;
      std::string system;
      std::string what;
      std::string value;
      std::getline(columns, count, '\t');
      std::getline(columns, settings, '\t');
      std::getline(columns, system, '\t');
      std::getline(columns, what, '\t');
      std::getline(columns, value, '\t');
      SCOPED_TRACE(path_ + ": " + line);
      check_one(std::stoul(count), settings, system, what, value);
      if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(checked, 600U);
    EXPECT_GE(systems_.size(), 3U);
  }

 private:
  struct Counted {
    std::unique_ptr<MtMetric> metric;
    std::vector<MtStatistics> statistics;
    std::map<std::string, std::vector<MtTestResult>> tests;
  };

  Counted& counted(std::size_t count, const std::string& settings) {
    Counted& one = counted_[{count, settings}];
    if (one.metric) return one;
    one.metric = std::make_unique<MtMetric>(
        parse_settings(settings),
        std::vector<MtLines>(
            references_.begin(),
            references_.begin() + static_cast<std::ptrdiff_t>(count)));
    for (const MtLines& system : systems_) {
      one.statistics.push_back(one.metric->count(system, 2));
    }
    return one;
  }

  void check_one(std::size_t count, const std::string& settings,
                 const std::string& system, const std::string& what,
                 const std::string& value) {
    Counted& one = counted(count, settings);
    if (what == "signature") {
      const std::string ours = one.metric->signature();
      EXPECT_EQ(ours.substr(0, value.size() + 10), value + "|libalign:");
      return;
    }
    const std::size_t number = static_cast<std::size_t>(system[0] - 'a');
    const MtStatistics& statistics = one.statistics.at(number);
    const double expected = std::stod(value);
    if (what == "corpus") {
      EXPECT_NEAR(one.metric->corpus_score(statistics), expected, 1e-9);
      return;
    }
    const std::size_t hyphen = what.find('-');
    if (hyphen == std::string::npos) {
      const auto row = statistics.row(std::stoul(what));
      EXPECT_NEAR(one.metric->sentence_score(row), expected, 1e-9);
      return;
    }
    const MtTestResult& result = tested(one, what.substr(0, hyphen)).at(number);
    const std::string figure = what.substr(hyphen + 1);
    if (figure == "p") {
      EXPECT_DOUBLE_EQ(result.p_value.value(), expected);
    } else {
      // sacreBLEU resamples in single precision.
      EXPECT_NEAR(
          figure == "mean" ? result.mean.value() : result.interval.value(),
          expected, 1e-4);
    }
  }

  static const std::vector<MtTestResult>& tested(Counted& one,
                                                 const std::string& kind) {
    std::vector<MtTestResult>& results = one.tests[kind];
    if (results.empty()) {
      MtTestOptions options;
      if (kind == "ar") {
        options.test = MtTest::kRandomization;
        options.samples = 2000;
      }
      results = compare_systems(*one.metric, one.statistics, options, 2);
    }
    return results;
  }

  std::string path_;
  std::vector<MtLines> references_;
  std::vector<MtLines> systems_;
  std::map<std::pair<std::size_t, std::string>, Counted> counted_;
};

class MtScores : public testing::TestWithParam<std::string> {};

TEST_P(MtScores, EqualTheFiguresKeptFromSacrebleu) {
  const std::string folder = data_folder(GetParam());
  Folder(folder).check(read_file(folder + "/scores.tsv"));
}

// Words dropped, doubled, moved, cut short or written in capitals.
std::string damage(const std::string& line, double rate, std::mt19937& random) {
  std::vector<std::string> words;
  std::istringstream stream(line);
  for (std::string word; std::getline(stream, word, ' ');) {
    const double chance = static_cast<double>(random() % 1000) / 1000 / rate;
    if (chance < 0.2) continue;
    words.push_back(word);
    if (chance < 0.3) words.push_back(word);
    if (chance > 0.3 && chance < 0.4 && !words.empty()) {
      words.back() = words[random() % words.size()];
    }
    if (chance > 0.4 && chance < 0.5) words.back() += ",";
  }
  if (words.size() > 2 && random() % 3 == 0) {
    const std::size_t from = random() % words.size();
    const std::string moved = words[from];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(from));
    words.insert(words.begin() +
                     static_cast<std::ptrdiff_t>(random() % (words.size() + 1)),
                 moved);
  }
  std::string damaged;
  for (const std::string& word : words) {
    if (!damaged.empty()) damaged += ' ';
    damaged += word;
  }
  return damaged;
}

TEST_P(MtScores, EqualSacrebleuForDamagedSystems) {
  const char* named = std::getenv("ALIGN_TEST_PYTHON");
  const std::string python = named != nullptr ? named : "python3";
  const std::string probe =
      python +
      " -c 'import sacrebleu, sys; "
      "sys.exit(sacrebleu.__version__ != \"2.6.0\")' 2>/dev/null";
  if (std::system(probe.c_str()) != 0) {
    GTEST_SKIP() << "no sacreBLEU 2.6.0 in " << python
                 << " (ALIGN_TEST_PYTHON names another)";
  }
  const TemporaryFolder folder;
  std::mt19937 random(9);
  const MtLines lines = read_lines(data_folder(GetParam()) + "/ref");
  std::map<std::string, std::string> files;
  // Every tenth line is long; sacreBLEU's TER takes its time over those.
  for (int i = 0; i < 40; ++i) {
    std::string line;
    for (std::size_t k = i % 10 == 0 ? 4 : 1; k > 0; --k) {
      if (!line.empty()) line += ' ';
      line += lines[random() % lines.size()];
    }
    files["ref"] += line + "\n";
    files["ref2"] += damage(line, 0.5, random) + "\n";
    files["a"] += damage(line, 0.3, random) + "\n";
    files["b"] += damage(line, 0.35, random) + "\n";
    files["c"] += damage(line, 1, random) + "\n";
  }
  for (const auto& [name, bytes] : files) folder.write(name, bytes);
  const std::string command = python + " '" + std::string(ALIGN_SOURCE_DIR) +
                              "/tests/eval/sacrebleu_scores.py' '" +
                              folder.path("") + "' > '" +
                              folder.path("scores.tsv") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  Folder(folder.path("")).check(read_file(folder.path("scores.tsv")));
}

INSTANTIATE_TEST_SUITE_P(Languages, MtScores, testing::Values("vi", "en", "ar"),
                         [](const auto& language) { return language.param; });

}  // namespace
}  // namespace align::test
