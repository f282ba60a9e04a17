// align-filter: drops what is no good from a bitext, each with its reason.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/filter.h"
#include "align/formats.h"
#include "common/bitext_output.h"
#include "common/cli.h"
#include "common/kept_input.h"

namespace {

using align::FilterRule;
using align::Unit;
using align::cli::Session;
using align::cli::UsageError;

constexpr align::cli::ToolInfo kInfo = {
    "align-filter", "align-filter [OPTION]... IN [-o OUT] [--rejects FILE]",
    "Cleans a bitext: units that break a rule are left out and written, with "
    "rule and\nreason, to the rejects. Units a person has accepted always "
    "stay.",
    R"(Rules, in the order in which they are tried:
  rejected        a person said no
  unlinked        one language only
  threshold       the probability is below --threshold
  length          no letter, or more than --max-length characters
  mojibake        text decoded with the wrong encoding
  script          fewer than --min-script of the letters in the right script
  language        a side is in another language
  untranslated    vi and en share more than --max-overlap of their words
  ratio           one side is more than --max-ratio times as long
  numbers         the sides hold different numbers
  boilerplate     addresses, mark-up, copyright lines
  repeated        an earlier unit says the same
  near-duplicate  an earlier unit differs only in digits and signs
--rules length,ratio takes only these, --rules -numbers all but that.

IN is any bitext format; --format is the format of OUT, that of IN by default.
The rejects are tab-separated with a header: rule reason id score, then
text.LANG for each language. How many units each rule dropped is in the last
line on standard error.

Example:
  align-filter story.jsonl -o clean.jsonl --threshold 0.8 --rejects bad.tsv
)"};

std::vector<FilterRule> chosen_rules(const Session& session) {
  std::vector<FilterRule> rules;
  if (!session.has("rules")) return align::filter_rules();
  const auto text = session.get<std::string>("rules");
  std::vector<FilterRule> without;
  std::istringstream list(text);
  for (std::string name; std::getline(list, name, ',');) {
    if (name.rfind('-', 0) == 0) {
      without.push_back(align::parse_filter_rule(name.substr(1)));
    } else {
      rules.push_back(align::parse_filter_rule(name));
    }
  }
  if (rules.empty() == without.empty()) {
    throw UsageError("--rules " + text +
                     ": want rules to take, or rules to leave out each with "
                     "a -");
  }
  if (!rules.empty()) return rules;
  for (const FilterRule rule : align::filter_rules()) {
    if (std::find(without.begin(), without.end(), rule) == without.end()) {
      rules.push_back(rule);
    }
  }
  return rules;
}

align::FilterOptions filter_options(const Session& session) {
  align::FilterOptions options;
  options.rules = chosen_rules(session);
  options.min_probability = session.get<double>("threshold");
  options.min_letters = session.get<std::size_t>("min-letters");
  options.max_length = session.get<std::size_t>("max-length");
  options.max_ratio = session.get<double>("max-ratio");
  options.min_script_share = session.get<double>("min-script");
  options.max_overlap = session.get<double>("max-overlap");
  return options;
}

/// The units that were left out, as a table.
class Rejects {
 public:
  Rejects(Session& session, const std::string& path,
          std::vector<std::string> languages)
      : file_(session.open_output(path)), languages_(std::move(languages)) {
    std::string header = "rule\treason\tid\tscore";
    for (const std::string& language : languages_) {
      header += "\ttext." + language;
    }
    file_->write(header + '\n');
  }
  void write(const align::Reject& reject, const Unit& unit) {
    line_.clear();
    add(align::to_string(reject.rule));
    add(reject.reason);
    add(unit.id);
    std::ostringstream score;
    score << unit.score;
    add(score.str());
    for (const std::string& language : languages_) {
      const align::Member* member = align::find_member(unit, language);
      add(member == nullptr ? std::string_view() : member->text);
    }
    line_.back() = '\n';
    file_->write(line_);
  }
  align::OutputFile& file() { return *file_; }

 private:
  void add(std::string_view cell) {
    for (const char c : cell) {
      line_ += c == '\t' || c == '\r' || c == '\n' ? ' ' : c;
    }
    line_ += '\t';
  }
  std::unique_ptr<align::OutputFile> file_;
  std::vector<std::string> languages_;
  std::string line_;
};

int run(Session& session) {
  if (session.inputs.size() != 1) {
    throw UsageError("want one bitext, got " +
                     std::to_string(session.inputs.size()));
  }
  const align::cli::KeptInput input(session.inputs.front());
  align::BitextFilter filter(filter_options(session));
  const auto reader = align::open_bitext(input.path(), input.options());
  const std::vector<align::Format> formats =
      align::cli::output_formats(session, align::to_string(reader->format()));
  const std::vector<std::string> languages =
      align::read_languages(input.path(), input.options());
  align::cli::BitextOutput output(session, formats, session.output, languages);
  std::unique_ptr<Rejects> rejects;
  if (session.has("rejects")) {
    rejects = std::make_unique<Rejects>(
        session, session.get<std::string>("rejects"), languages);
  }
  std::map<FilterRule, std::size_t> dropped;
  std::size_t kept = 0;
  const auto progress = session.progress("filtering", 0);
  for (Unit unit; reader->read(unit) && !output.is_closed();) {
    progress->advance();
    if (const std::optional<align::Reject> reject = filter.judge(unit)) {
      ++dropped[reject->rule];
      if (rejects) rejects->write(*reject, unit);
    } else {
      ++kept;
      output.write(unit);
    }
  }
  session.log.diagnose(reader->diagnostics());
  output.finish();
  if (rejects) session.commit(rejects->file());
  session.log.count("kept", kept);
  for (const auto& [rule, count] : dropped) {
    session.log.count(std::string(align::to_string(rule)), count);
  }
  return align::cli::kDone;
}

template <class Value>
align::cli::po::typed_value<Value>* option_value(Value standard,
                                                 const char* name) {
  return align::cli::po::value<Value>()->default_value(standard)->value_name(
      name);
}

}  // namespace

int main(int argc, char** argv) {
  const align::FilterOptions standard;
  return align::cli::run(
      argc, argv, kInfo,
      [&](align::cli::po::options_description& options) {
        align::cli::add_output_options(options);
        options.add_options()(
            "rejects", align::cli::po::value<std::string>()->value_name("FILE"),
            "where units that are left out go, with rule and reason")(
            "rules", align::cli::po::value<std::string>()->value_name("LIST"),
            "rules in force, default all; -NAME leaves one out")(
            "threshold", option_value(standard.min_probability, "P"),
            "least probability of a link, 0 to 1")(
            "min-letters", option_value(standard.min_letters, "N"),
            "least letters of a side")("max-length",
                                       option_value(standard.max_length, "N"),
                                       "most characters of a side")(
            "max-ratio", option_value(standard.max_ratio, "R"),
            "most that one side may be longer")(
            "min-script", option_value(standard.min_script_share, "S"),
            "least share of letters in the language's script")(
            "max-overlap", option_value(standard.max_overlap, "S"),
            "most share of words that vi and en may have in common");
      },
      run);
}
