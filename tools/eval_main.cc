// align-eval: a result against a gold one.
#include <map>
#include <string>
#include <vector>

#include "common/cli.h"
#include "eval/measure.h"

namespace {

using align::cli::EvalFiles;
using align::cli::EvalResult;
using align::cli::Session;
using align::cli::UsageError;

constexpr align::cli::ToolInfo kInfo = {
    "align-eval", "align-eval [OPTION]... MEASURE GOLD TEST [GOLD TEST]...",
    "Compares results with gold ones: precision, recall and F1 in per cent, "
    "with\nintervals, calibration of the probabilities, and the significance "
    "of a difference\nbetween two results.",
    R"(GOLD and TEST alternate; counts are summed over the documents. MEASURE is

beads      GOLD and TEST are lines i,j:k or [i, j]:[k]:cost, or a bitext of two
           languages in any format. Strict: the same bead stands in the gold;
           lax: it shares a pair of segments with a gold bead. As in Vecalign's
           scorer null beads count in precision; --nonull leaves them out.
links      lines i:j, "i TAB j" or "score TAB i TAB j", without order, or a
           bitext. Where links have scores, also the best F1 over thresholds,
           an upper bound since the threshold is chosen on the gold.
segments   JSON lines {"id","text","sents":[[start,end]..]} or what
           align-segment --format jsonl writes, in code points. P, R and F1 of
           the ends inside paragraphs, and F1 of whole segments.
documents  tables with the columns doc1 and doc2, perhaps score and relation,
           as align-documents writes them, or a manifest with path and event.
words      Pharaoh: a line a pair of segments, 0-0 1-2, 1?2 for links that are
           possible only; or JSONL with word links. Precision by the possible
           links, recall by the sure ones, and the alignment error rate (AER).

Bitexts that name several documents are compared document by document. Figures
by language and by length (code points, of words their number) stand beside the
total where languages and texts are known; --source-text and --target-text give
the texts of results that are numbers.

Intervals hold 95 % of the results of resampling documents, or pieces that
share no segment where there are fewer than ten documents. --format text
(default) or json; --html FILE writes a page with the differences side by side.

Example:
  align-eval beads story.gold story.vecalign --compare other.vecalign
)"};

std::vector<EvalFiles> files_of(const Session& session) {
  const std::vector<std::string> inputs(session.inputs.begin() + 1,
                                        session.inputs.end());
  if (inputs.empty() || inputs.size() % 2 != 0) {
    throw UsageError("want GOLD TEST [GOLD TEST]..., got " +
                     std::to_string(inputs.size()) + " files");
  }
  std::vector<EvalFiles> files(inputs.size() / 2);
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].gold = inputs[2 * i];
    files[i].test = inputs[2 * i + 1];
  }
  const auto fill = [&](const char* option, std::string EvalFiles::*member) {
    if (!session.has(option)) return;
    const auto paths = session.get<std::vector<std::string>>(option);
    if (paths.size() != files.size()) {
      throw UsageError(std::string("--") + option + " is given " +
                       std::to_string(paths.size()) +
                       " times, want once a GOLD, " +
                       std::to_string(files.size()) + " times");
    }
    for (std::size_t i = 0; i < files.size(); ++i) files[i].*member = paths[i];
  };
  fill("compare", &EvalFiles::other);
  fill("source-text", &EvalFiles::source_text);
  fill("target-text", &EvalFiles::target_text);
  return files;
}

int run(Session& session) {
  if (session.inputs.empty()) {
    throw UsageError("want beads, links, segments, documents or words");
  }
  const std::string measure = session.inputs.front();
  const std::string format = session.format("text");
  if (format != "text" && format != "json") {
    throw UsageError("--format " + format + ": want text or json");
  }
  const auto samples = session.get<std::size_t>("samples");
  if (samples == 0 || samples > 1'000'000) {
    throw UsageError("--samples wants a number from 1 to 1000000");
  }
  using Evaluate =
      EvalResult (*)(const Session&, const std::vector<EvalFiles>&);
  const std::map<std::string, Evaluate> measures = {
      {"beads", align::cli::evaluate_beads},
      {"links", align::cli::evaluate_links},
      {"segments", align::cli::evaluate_segments},
      {"documents", align::cli::evaluate_documents},
      {"words", align::cli::evaluate_words}};
  const auto chosen = measures.find(measure);
  if (chosen == measures.end()) {
    throw UsageError("unknown measure " + measure +
                     ", want beads, links, segments, documents or words");
  }
  const std::vector<EvalFiles> files = files_of(session);
  const EvalResult result = chosen->second(session, files);
  const auto output = session.open_output(session.output);
  output->write(format == "json"
                    ? result.figures.dump(
                          -1, ' ', false,
                          nlohmann::ordered_json::error_handler_t::replace) +
                          "\n"
                    : align::eval_text(result.figures));
  if (session.has("html")) {
    const auto page = session.open_output(session.get<std::string>("html"));
    page->write(align::cli::eval_page(result));
    session.commit(*page);
  }
  session.commit(*output);
  session.log.count("documents", result.documents);
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](align::cli::po::options_description& options) {
        options.add_options()("nonull", align::cli::po::bool_switch(),
                              "leave null beads out of precision")(
            "compare",
            align::cli::po::value<std::vector<std::string>>()->value_name(
                "OTHER"),
            "another result for the same GOLD; once for each GOLD")(
            "source-text",
            align::cli::po::value<std::vector<std::string>>()->value_name(
                "FILE"),
            "the source, a segment a line; once for each GOLD")(
            "target-text",
            align::cli::po::value<std::vector<std::string>>()->value_name(
                "FILE"),
            "the target, the same")(
            "html", align::cli::po::value<std::string>()->value_name("FILE"),
            "a page with the differences side by side")(
            "samples",
            align::cli::po::value<std::size_t>()
                ->default_value(1000)
                ->value_name("N"),
            "how often to resample")(
            "seed",
            align::cli::po::value<std::size_t>()->default_value(1)->value_name(
                "N"),
            "of the resampling");
      },
      run);
}
