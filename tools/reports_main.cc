// align-reports: the whole job, from a folder of reports to a bitext.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/join.h"
#include "align/text.h"
#include "common/batch.h"
#include "common/bitext_output.h"
#include "common/cli.h"
#include "common/keep_option.h"

namespace {

using align::Bitext;
using align::Document;
using align::Member;
using align::Unit;
using align::cli::Job;
using align::cli::Session;
using align::cli::Totals;
using align::cli::UsageError;
namespace po = align::cli::po;

constexpr align::cli::ToolInfo kInfo = {
    "align-reports",
    "align-reports [OPTION]... [LANG=]PATH...\n"
    "       align-reports [OPTION]... --batch LIST",
    "Finds what reports in different languages say alike: groups them by "
    "event, aligns\ntranslations in order and re-told reports in any order, "
    "and joins the languages.",
    R"(PATH is a file or a folder (read recursively). LANG is a BCP-47 tag such as vi,
en or ar; without it the language is detected.

Formats: tsv (default), jsonl, tmx and the other bitext formats. Several, as in
--format tmx,tsv,jsonl -o PREFIX, make PREFIX.tmx, PREFIX.tsv and so on.
tsv has a header and the columns id, score (log-odds), type (1-1, 1-1-2 ...) and
for each language doc.LANG, segs.LANG (numbers from 0) and text.LANG. jsonl also
has the probability of each link, its grade (equivalent: the same statement;
near: the same core fact; partial: some fact in common) and places in the files.
Segments without a partner are in every format but tmx.

--keep wants a bitext of some of the reports, such as what align-view exports:
its confirmed links stay as they are and the rest is aligned around them.

A batch list has a job a line: its inputs as LANG=PATH and last the output
(with several formats its prefix), separated by tabs.

Example:
  align-reports --format tmx,tsv,jsonl -o libya corpora/libya-2020
)"};

struct Settings {
  std::vector<align::Format> formats;
  align::JoinOptions join;
};

// Sizes of the members that are there: 1-2, 1-1-1.
std::string type_of(const Unit& unit) {
  std::string type;
  for (const Member& member : unit.members) {
    if (!type.empty()) type += '-';
    type += std::to_string(member.segments.size());
  }
  return type;
}

std::string languages_of(const Unit& unit) {
  std::string languages;
  for (const Member& member : unit.members) {
    if (!languages.empty()) languages += '-';
    languages += member.language;
  }
  return languages;
}

// How many characters a terminal shows, near enough: marks that combine and
// bytes that continue a character take no room.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void put_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], width_of(row[c]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(widths[c] - width_of(row[c]), ' ');
      line += c == 0 ? row[c] + padding : "  " + padding + row[c];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  std::fputs(text.c_str(), stderr);
}

// Documents with their segments, then links by languages and type.
void show_summary(const Bitext& bitext, const std::vector<Document>& read) {
  std::map<std::string, std::set<std::size_t>> linked;
  std::map<std::string, std::map<std::string, std::size_t>> links;
  std::set<std::string> types;
  for (const Unit& unit : bitext.units) {
    if (unit.kind == align::UnitKind::kUnlinked) continue;
    for (const Member& member : unit.members) {
      linked[member.document].insert(member.segments.begin(),
                                     member.segments.end());
    }
    const std::string kind =
        languages_of(unit) + ' ' + std::string(align::to_string(unit.kind));
    const std::string type = type_of(unit);
    types.insert(type);
    ++links[kind][type];
    ++links[kind]["all"];
  }
  std::vector<std::vector<std::string>> rows = {
      {"document", "language", "segments", "linked", "unlinked"}};
  for (const Document& document : read) {
    const std::size_t count = linked[document.name].size();
    rows.push_back({document.name, document.language,
                    std::to_string(document.segments.size()),
                    std::to_string(count),
                    std::to_string(document.segments.size() - count)});
  }
  put_table(rows);
  std::fputc('\n', stderr);
  if (links.empty()) return;
  rows = {{"links"}};
  rows[0].insert(rows[0].end(), types.begin(), types.end());
  rows[0].emplace_back("all");
  for (auto& [kind, counts] : links) {
    std::vector<std::string> row = {kind};
    for (const std::string& type : types) {
      row.push_back(counts.contains(type) ? std::to_string(counts[type]) : "");
    }
    row.push_back(std::to_string(counts["all"]));
    rows.push_back(std::move(row));
  }
  put_table(rows);
  std::fputc('\n', stderr);
}

// The five strongest links of each pair of languages.
void show_taste(const Bitext& bitext) {
  constexpr std::size_t kTaste = 5;
  std::string text;
  for (std::size_t a = 0; a < bitext.languages.size(); ++a) {
    for (std::size_t b = a + 1; b < bitext.languages.size(); ++b) {
      std::vector<const Unit*> best;
      for (const Unit& unit : bitext.units) {
        if (align::find_member(unit, bitext.languages[a]) != nullptr &&
            align::find_member(unit, bitext.languages[b]) != nullptr) {
          best.push_back(&unit);
        }
      }
      std::ranges::stable_sort(best, [](const Unit* x, const Unit* y) {
        return x->probability > y->probability;
      });
      if (best.size() > kTaste) best.resize(kTaste);
      for (const Unit* unit : best) {
        char probability[16];
        std::snprintf(probability, sizeof probability, "%.2f",
                      unit->probability);
        text += std::string(probability) + ' ' +
                std::string(unit->grade ? align::to_string(*unit->grade) : "");
        for (const std::size_t k : {a, b}) {
          const Member* member = align::find_member(*unit, bitext.languages[k]);
          text += "\n  " + member->language + "  " + member->text;
        }
        text += "\n\n";
      }
    }
  }
  std::fputs(text.c_str(), stdout);
}

Totals run_job(Session& session, const align::Model& model, const Job& job,
               const Settings& settings, bool is_shown) {
  const std::vector<Document> documents =
      align::cli::read_documents(session, job.inputs);
  Bitext bitext;
  {
    align::JoinOptions options = settings.join;
    if (!options.kept_units.empty()) {
      options.kept = align::find_kept(documents, options.kept_units,
                                      align::cli::kept_file(session));
      session.log.diagnose(options.kept.diagnostics);
    }
    const auto progress = session.progress("aligning", 0);
    if (is_shown) {
      options.progress = [&progress](double share) {
        progress->set_share(share);
      };
    }
    bitext = align::align_reports(model, documents, options);
  }
  session.log.diagnose(bitext.diagnostics);
  align::cli::BitextOutput output(session, settings.formats, job.output,
                                  bitext.languages);
  for (const Unit& unit : bitext.units) output.write(unit);
  output.finish();
  if (is_shown) {
    for (const std::string& loss : output.losses()) session.log.note(loss);
  }
  if (is_shown && !session.log.is_quiet &&
      session.log.format == align::cli::LogFormat::kText) {
    show_summary(bitext, documents);
    if (job.output != "-" && ::isatty(STDOUT_FILENO) == 1) show_taste(bitext);
  }
  Totals totals;
  totals.add(documents);
  for (const Unit& unit : bitext.units) totals.add(unit, type_of(unit));
  return totals;
}

std::vector<align::Grade> parse_grades(const std::string& names) {
  std::vector<align::Grade> grades;
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) {
    if (name == "equivalent") {
      grades.push_back(align::Grade::kEquivalent);
    } else if (name == "near") {
      grades.push_back(align::Grade::kNear);
    } else if (name == "partial") {
      grades.push_back(align::Grade::kPartial);
    } else {
      throw UsageError("--grades " + name +
                       ": want some of equivalent, near, partial");
    }
  }
  if (grades.empty()) {
    throw UsageError("--grades is empty, want equivalent, near or partial");
  }
  return grades;
}

Settings parse_settings(Session& session) {
  Settings settings;
  settings.formats = align::cli::output_formats(session, "tsv");
  for (const align::Format format : settings.formats) {
    if (format == align::Format::kVecalign ||
        format == align::Format::kLadder) {
      throw UsageError("--format " + std::string(align::to_string(format)) +
                       " holds one pair of documents in order, use "
                       "align-parallel");
    }
  }
  settings.join.threads = session.threads;
  settings.join.parallel.encoder = session.encoder();
  settings.join.mine.encoder = session.encoder();
  settings.join.is_pairs_only = session.get<bool>("pairs-only");
  settings.join.mine.threshold = session.get<double>("threshold");
  if (!(settings.join.mine.threshold >= 0 &&
        settings.join.mine.threshold <= 1)) {
    throw UsageError("--threshold " +
                     std::to_string(settings.join.mine.threshold) +
                     ": want a probability from 0 to 1");
  }
  settings.join.kept_units = align::cli::read_kept_units(session);
  settings.join.group.date_window_days =
      session.get<std::size_t>("date-window");
  if (session.has("grades")) {
    settings.join.grades = parse_grades(session.get<std::string>("grades"));
  }
  return settings;
}

int run(Session& session) {
  const Settings settings = parse_settings(session);
  if (session.has("batch")) {
    if (!session.inputs.empty() || session.has("manifest")) {
      throw UsageError("--batch names the inputs, want none beside it");
    }
    return align::cli::run_batch(
        session,
        {.wanted = "inputs and an output", .expand = align::expand_inputs},
        [&](const Job& job, unsigned threads) {
          Settings each = settings;
          each.join.threads = threads;
          return run_job(session, session.model(), job, each, false);
        });
  }
  Job job;
  job.output = session.output;
  if (session.has("manifest")) {
    job.inputs = align::read_manifest(session.get<std::string>("manifest"));
  }
  for (align::Input& input : align::expand_inputs(session.inputs)) {
    job.inputs.push_back(std::move(input));
  }
  if (session.inputs.empty() && !session.has("manifest")) {
    throw UsageError("no input, want files or folders");
  }
  align::cli::sum_up(session,
                     run_job(session, session.model(), job, settings, true));
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](po::options_description& options) {
        align::cli::add_input_options(options);
        align::cli::add_output_options(options);
        align::cli::add_keep_option(options);
        align::cli::add_encoder_options(options);
        options.add_options()("batch",
                              po::value<std::string>()->value_name("LIST"),
                              "do the jobs of a list, see below")(
            "pairs-only", po::bool_switch(),
            "units of two languages, not three")(
            "threshold",
            po::value<double>()->default_value(0.5, "0.5")->value_name("P"),
            "least probability of a link between re-told reports, 0 to 1")(
            "grades", po::value<std::string>()->value_name("LIST"),
            "of the links between re-told reports keep only those: some of "
            "equivalent,near,partial")(
            "date-window",
            po::value<std::size_t>()->default_value(0)->value_name("DAYS"),
            "most days between two reports of one event, by the dates of the "
            "manifest; 0: any number");
      },
      run);
}
