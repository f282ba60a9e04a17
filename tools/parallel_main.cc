// align-parallel: versions of one document, in the same order, to a bitext.
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/join.h"
#include "align/parallel.h"
#include "align/text.h"
#include "common/batch.h"
#include "common/bitext_output.h"
#include "common/cli.h"

namespace {

using align::Bead;
using align::Bitext;
using align::Document;
using align::Unit;
using align::cli::Job;
using align::cli::Session;
using align::cli::Totals;
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
  totals.add(documents);
  std::vector<std::string> languages;
  for (const Document& document : documents) {
    languages.push_back(document.language);
  }
  align::cli::BitextOutput output(session, formats, job.output, languages);
  std::size_t number = 0;
  const auto write = [&](Unit& unit) {
    unit.id = std::to_string(++number);
    totals.add(unit, align::unit_type(unit, languages));
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
    const std::vector<align::Format> formats =
        align::cli::output_formats(session, "tsv");
    return align::cli::run_batch(
        session,
        {.least_inputs = 2,
         .most_inputs = 3,
         .wanted = "two or three inputs and an output",
         .expand = expand_files},
        [&](const Job& job, unsigned threads) {
          static_cast<void>(
              align::cli::output_formats(session, "tsv", job.inputs.size()));
          return run_job(session, session.model(), job, formats, threads);
        });
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
  align::cli::sum_up(session, run_job(session, session.model(), job, formats,
                                      session.threads));
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
