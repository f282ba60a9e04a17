// align-parallel: versions of one document, in the same order, to a bitext.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/join.h"
#include "align/parallel.h"
#include "align/text.h"
#include "common/bitext_output.h"
#include "common/cli.h"

namespace {

using align::Bead;
using align::Bitext;
using align::Document;
using align::Unit;
using align::cli::Session;
using align::cli::UsageError;

constexpr align::cli::ToolInfo kInfo = {
    "align-parallel",
    "align-parallel [OPTION]... [LANG=]SOURCE [LANG=]TARGET [[LANG=]THIRD]\n"
    "       align-parallel [OPTION]... --batch LIST",
    "Aligns two or three versions of one document whose sentences stand in "
    "the same\norder: one to one, merged, split, left out or added on either "
    "side.",
    R"(Formats: tsv (default), jsonl, tmx, vecalign, ladder. Several, as in
--format tmx,tsv -o story, make story.tmx and story.tsv.

tsv has a header and the columns id, score (log-odds), type (1-1, 2-1, 1-0 ...)
and for each language doc.LANG, segs.LANG (numbers from 0) and text.LANG.
vecalign has a line [source]:[target]:cost a bead, cost = 1 - probability.

A batch list has a job a line: its inputs as LANG=PATH and last the output
file, separated by tabs. The model is loaded once.

Example:
  align-parallel --format tsv vi=story.vi.txt en=story.en.txt -o story.tsv
)"};

/// One call's work, or one line of a batch list.
struct Job {
  std::vector<align::Input> inputs;
  std::string output;
  std::string place;  ///< "list.tsv:3: ", empty outside a batch
};

/// What was done, for the last line on stderr.
struct Totals {
  std::size_t documents = 0;
  std::size_t segments = 0;
  std::map<std::string, std::size_t> links;  ///< by type
  std::size_t unlinked = 0;

  void add(const Unit& unit, const std::vector<std::string>& languages) {
    if (unit.kind == align::UnitKind::kUnlinked) {
      ++unlinked;
    } else {
      ++links[align::unit_type(unit, languages)];
    }
  }
  void add(const Totals& other) {
    documents += other.documents;
    segments += other.segments;
    unlinked += other.unlinked;
    for (const auto& [type, number] : other.links) links[type] += number;
  }
};

/// One file a version.
std::vector<align::Input> expand_files(
    const std::vector<std::string>& arguments) {
  std::vector<align::Input> inputs = align::expand_inputs(arguments);
  if (inputs.size() != arguments.size()) {
    throw UsageError("want a file for each version, not a folder");
  }
  return inputs;
}

/// Languages tell the members of a unit apart, so versions in one language get
/// tags of their own: en, en-x-2.
void separate_languages(std::vector<Document>& documents) {
  std::set<std::string> seen;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    std::string& language = documents[d].language;
    if (!seen.insert(language).second) {
      language += "-x-" + std::to_string(d + 1);
      seen.insert(language);
    }
  }
}

Totals run_job(Session& session, const align::Model& model, const Job& job,
               const std::vector<align::Format>& formats, unsigned threads) {
  std::vector<Document> documents =
      align::cli::read_documents(session, job.inputs);
  separate_languages(documents);
  Totals totals;
  std::vector<std::string> languages;
  for (const Document& document : documents) {
    ++totals.documents;
    totals.segments += document.segments.size();
    languages.push_back(document.language);
  }
  align::cli::BitextOutput output(session, formats, job.output, languages);
  std::size_t number = 0;
  const auto write = [&](Unit& unit) {
    unit.id = std::to_string(++number);
    totals.add(unit, languages);
    output.write(unit);
  };
  align::ParallelOptions options;
  options.max_bead = session.get<std::size_t>("max-bead");
  options.threads = threads;
  if (documents.size() == 2) {
    const auto encode = [&](const Document& document) {
      return align::encode(model, document.segments, document.language,
                           threads);
    };
    const std::vector<Bead> beads = align::align_beads(
        model, encode(documents[0]), encode(documents[1]), options);
    for (const Bead& bead : beads) {
      Unit unit = align::make_unit(documents[0], documents[1], bead);
      write(unit);
    }
  } else {
    align::JoinOptions join;
    join.parallel = options;
    join.threads = threads;
    Bitext bitext = align::align_versions(model, documents, join);
    session.log.diagnose(bitext.diagnostics);
    for (Unit& unit : bitext.units) write(unit);
  }
  output.finish();
  return totals;
}

/// Jobs of a batch list; what is wrong with a line is said and counted.
std::vector<Job> read_batch(Session& session, const std::string& path,
                            std::size_t& broken) {
  const align::Text text = align::read_text(path);
  std::vector<Job> jobs;
  std::set<std::string> outputs;
  std::istringstream lines(text.utf8);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    Job job;
    job.place = path + ":" + std::to_string(number) + ": ";
    try {
      std::vector<std::string> fields;
      std::istringstream rest(line);
      for (std::string field; std::getline(rest, field, '\t');) {
        fields.push_back(field);
      }
      if (fields.size() < 3 || fields.size() > 4 ||
          std::find(fields.begin(), fields.end(), "") != fields.end()) {
        throw align::FormatError(
            "want two or three inputs and an output, separated by tabs");
      }
      job.output = fields.back();
      fields.pop_back();
      if (job.output == "-") {
        throw align::FormatError("want a file as the output, not -");
      }
      if (!outputs.insert(job.output).second) {
        throw align::FormatError("an earlier line writes " + job.output);
      }
      job.inputs = expand_files(fields);
      jobs.push_back(std::move(job));
    } catch (const align::Error& error) {
      session.log.error(job.place + error.what());
      ++broken;
    }
  }
  return jobs;
}

void sum_up(Session& session, const Totals& totals) {
  session.log.count("documents", totals.documents);
  session.log.count("segments", totals.segments);
  for (const auto& [type, number] : totals.links) {
    session.log.count(type + " links", number);
  }
  session.log.count("unlinked", totals.unlinked);
}

int run_batch(Session& session) {
  const std::vector<align::Format> formats =
      align::cli::output_formats(session, "tsv");
  std::size_t failed = 0;
  const std::vector<Job> jobs =
      read_batch(session, session.get<std::string>("batch"), failed);
  const align::Model& model = session.model();
  const auto count = static_cast<unsigned>(std::min<std::size_t>(
      session.threads, std::max<std::size_t>(1, jobs.size())));
  const unsigned inside = std::max(1U, session.threads / count);
  const auto progress = session.progress("aligning", jobs.size());
  std::vector<Totals> totals(jobs.size());
  std::vector<std::string> errors(jobs.size());
  align::cli::for_each_index(jobs.size(), count, [&](std::size_t j) {
    try {
      static_cast<void>(
          align::cli::output_formats(session, "tsv", jobs[j].inputs.size()));
      totals[j] = run_job(session, model, jobs[j], formats, inside);
    } catch (const align::Error& error) {
      errors[j] = error.what();
    }
    progress->advance();
  });
  Totals sum;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    sum.add(totals[j]);
    if (errors[j].empty()) continue;
    session.log.error(jobs[j].place + errors[j]);
    ++failed;
  }
  sum_up(session, sum);
  return failed == 0 ? align::cli::kDone : align::cli::kFailed;
}

int run(Session& session) {
  const auto max_bead = session.get<std::size_t>("max-bead");
  if (max_bead < 2 || max_bead > 8) {
    throw UsageError("--max-bead " + std::to_string(max_bead) +
                     ": want 2 to 8 segments");
  }
  if (session.has("batch")) {
    if (!session.inputs.empty()) {
      throw UsageError("--batch names the inputs, want none beside it");
    }
    return run_batch(session);
  }
  Job job;
  if (session.has("manifest")) {
    job.inputs = align::read_manifest(session.get<std::string>("manifest"));
  }
  for (align::Input& input : expand_files(session.inputs)) {
    job.inputs.push_back(std::move(input));
  }
  job.output = session.output;
  if (job.inputs.size() < 2 || job.inputs.size() > 3) {
    throw UsageError("want two or three versions of one document, not " +
                     std::to_string(job.inputs.size()));
  }
  const std::vector<align::Format> formats =
      align::cli::output_formats(session, "tsv", job.inputs.size());
  sum_up(session,
         run_job(session, session.model(), job, formats, session.threads));
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](align::cli::po::options_description& options) {
        align::cli::add_input_options(options);
        align::cli::add_output_options(options);
        options.add_options()(
            "batch", align::cli::po::value<std::string>()->value_name("LIST"),
            "do the jobs of a list, see below")(
            "max-bead",
            align::cli::po::value<std::size_t>()->default_value(8)->value_name(
                "N"),
            "most segments in a bead, both sides together, 2 to 8");
      },
      run);
}
