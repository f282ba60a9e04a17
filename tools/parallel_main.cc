// align-parallel: versions of one document, in the same order, to a bitext.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/join.h"
#include "align/keep.h"
#include "align/parallel.h"
#include "align/text.h"
#include "common/batch.h"
#include "common/bitext_output.h"
#include "common/cli.h"
#include "common/keep_option.h"

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

--keep wants a bitext of the same texts, such as what align-view exports: its
accepted units stay as they are, id and figures too. Segments that a proofread
bitext leaves unlinked stay so when a further language is added to it.

--anchors wants a line a point, a column an input: the numbers, from 0, of
segments that begin together. A column may be empty; # begins a comment.

--hard-marks is for --pre-segmented input in the manner of Gale and Church: the
lines .EOA of all inputs are linked in turn and nothing is aligned across them;
a line .EOP is joined with no other.

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

/// The points of --anchors.
std::vector<std::vector<std::size_t>> read_points(
    const Session& session, const std::vector<Document>& documents) {
  std::vector<std::vector<std::size_t>> points;
  if (!session.has("anchors")) return points;
  const auto path = session.get<std::string>("anchors");
  std::istringstream lines(align::read_text(path).utf8);
  std::size_t number = 0;
  std::vector<std::size_t> last(documents.size(), 0);
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const auto fail = [&](const std::string& what) {
      throw align::FormatError(path + ':' + std::to_string(number) + ": " +
                               what);
    };
    std::vector<std::size_t>& point = points.emplace_back();
    std::istringstream fields(line + '\t');
    for (std::string field; std::getline(fields, field, '\t');) {
      const std::size_t d = point.size();
      if (d == documents.size()) {
        fail("want a column for each of the " +
             std::to_string(documents.size()) + " inputs");
      }
      if (field.empty()) {
        point.push_back(align::kNoPoint);
        continue;
      }
      std::size_t value = 0;
      const auto [end, error] =
          std::from_chars(field.data(), field.data() + field.size(), value);
      if (error != std::errc() || end != field.data() + field.size()) {
        fail("\"" + field + "\" is no segment number");
      }
      if (value > documents[d].segments.size()) {
        fail(documents[d].name + " has " +
             std::to_string(documents[d].segments.size()) +
             " segments, no number " + field);
      }
      if (value < last[d]) fail("want numbers that do not fall in a column");
      last[d] = value;
      point.push_back(value);
    }
    if (point.size() != documents.size()) {
      fail("want a column for each of the " + std::to_string(documents.size()) +
           " inputs");
    }
  }
  return points;
}

/// The lines .EOA of all documents as links that hold, the lines .EOP as
/// segments that stand apart.
void read_marks(const std::vector<Document>& documents,
                align::JoinOptions& join) {
  std::vector<std::vector<std::size_t>> hard(documents.size());
  join.apart.resize(documents.size());
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const std::vector<align::Segment>& segments = documents[d].segments;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (segments[i].text == ".EOA") hard[d].push_back(i);
      if (segments[i].text == ".EOP") join.apart[d].push_back({i, i + 1});
    }
    if (hard[d].size() != hard[0].size()) {
      throw align::FormatError(
          documents[d].name + " has " + std::to_string(hard[d].size()) +
          " lines .EOA and " + documents[0].name + " " +
          std::to_string(hard[0].size()) + ", want as many");
    }
  }
  for (std::size_t k = 0; k < hard[0].size(); ++k) {
    align::KeptUnit mark;
    mark.unit = align::kNoKeptUnit;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      mark.runs.push_back({d, {hard[d][k], hard[d][k] + 1}});
      mark.settled.push_back(d);
    }
    // A bitext that was made with marks has them in it.
    const bool is_kept = std::ranges::any_of(
        join.kept.units, [&mark](const align::KeptUnit& unit) {
          return std::ranges::any_of(unit.runs, [&](const align::KeptRun& run) {
            const align::SegmentRange& own = mark.runs[run.document].segments;
            return run.segments.begin <= own.begin &&
                   own.end <= run.segments.end;
          });
        });
    if (!is_kept) join.kept.units.push_back(std::move(mark));
  }
}

/// What the options say about the alignment beforehand.
align::JoinOptions known_beforehand(Session& session,
                                    const std::vector<Document>& documents) {
  align::JoinOptions join;
  join.kept_units = align::cli::read_kept_units(session);
  if (!join.kept_units.empty()) {
    join.kept = align::find_kept(documents, join.kept_units,
                                 align::cli::kept_file(session));
    session.log.diagnose(join.kept.diagnostics);
  }
  join.points = read_points(session, documents);
  if (session.get<bool>("hard-marks")) read_marks(documents, join);
  return join;
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
  const auto write = [&](const Unit& unit) {
    totals.add(unit, align::unit_type(unit, languages));
    output.write(unit);
  };
  align::ParallelOptions options;
  options.max_bead = session.get<std::size_t>("max-bead");
  options.threads = threads;
  options.encoder = session.encoder();
  align::JoinOptions join = known_beforehand(session, documents);
  const bool is_free =
      join.kept.is_empty() && join.points.empty() && join.apart.empty();
  if (documents.size() == 2 && is_free) {
    const auto encode = [&](const Document& document) {
      return align::encode(model, document.segments, document.language,
                           threads);
    };
    options.source_segments = documents[0].segments;
    options.target_segments = documents[1].segments;
    const std::vector<Bead> beads = align::align_beads(
        model, encode(documents[0]), encode(documents[1]), options);
    std::size_t number = 0;
    for (const Bead& bead : beads) {
      Unit unit = align::make_unit(documents[0], documents[1], bead);
      unit.id = std::to_string(++number);
      write(unit);
    }
  } else {
    join.parallel = options;
    join.threads = threads;
    const Bitext bitext = align::align_versions(model, documents, join);
    session.log.diagnose(bitext.diagnostics);
    for (const Unit& unit : bitext.units) write(unit);
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
  if (session.get<bool>("hard-marks") && !session.get<bool>("pre-segmented")) {
    throw UsageError("--hard-marks are lines, want --pre-segmented beside it");
  }
  static_cast<void>(session.encoder());
  if (session.has("batch")) {
    for (const std::string option : {"keep", "anchors"}) {
      if (session.has(option)) {
        throw UsageError("--" + option +
                         " is about one set of inputs, want no --batch");
      }
    }
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
        align::cli::add_keep_option(options);
        align::cli::add_encoder_options(options);
        options.add_options()(
            "anchors", align::cli::po::value<std::string>()->value_name("FILE"),
            "segments that begin together and that nothing is aligned across, "
            "a TSV, see below")(
            "hard-marks", align::cli::po::bool_switch(),
            "lines .EOA are aligned with each other, see below")(
            "batch", align::cli::po::value<std::string>()->value_name("LIST"),
            "do the jobs of a list, see below")(
            "max-bead",
            align::cli::po::value<std::size_t>()->default_value(8)->value_name(
                "N"),
            "most segments in a bead, both sides together, 2 to 8");
      },
      run);
}
