// align-mt-eval: how good machine translation is, and whether two systems
// differ by more than chance.
#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/mt_eval.h"
#include "align/text.h"
#include "common/cli.h"
#include "mt_eval/coverage.h"
#include "mt_eval/cross_lingual.h"
#include "mt_eval/results.h"

namespace {

using align::MtLines;
using align::MtMetric;
using align::MtText;
using align::cli::MtScore;
using align::cli::MtSystem;
using align::cli::Session;
using align::cli::UsageError;
namespace po = align::cli::po;

constexpr align::cli::ToolInfo kInfo = {
    "align-mt-eval",
    "align-mt-eval [OPTION]... REFERENCE HYPOTHESIS...\n"
    "       align-mt-eval --resegment [OPTION]... REFERENCE HYPOTHESIS -o OUT\n"
    "       align-mt-eval --omissions [OPTION]... SOURCE TRANSLATION...",
    "Scores machine translation: BLEU, chrF and TER, equal to sacreBLEU 2.6.0 "
    "for the\nsame options. A segment a line; the first hypothesis is the "
    "baseline of tests.",
    R"(Formats: text (default), json, tsv.

json, one system: {"bleu":{"score":S,"signature":"..."},"chrf":{...},
"ter":{...}}, with --sentence-level also "sentences":[{"bleu":S,...}]. Several:
{"systems":[{"system":NAME,"bleu":{...},...}]}. Tests add p_value, mean and ci.
tsv has a header and the columns system metric score mean ci p_value signature;
with --sentence-level system, line (from 0) and one column a metric. BLEU and
chrF lie in 0..100, higher is better; TER is percent, lower is better.

--resegment puts the words of a hypothesis with any line breaks into as many
lines as the reference has and writes these, or scores them if --metrics is
given. With --docids this is done document by document.
--cross-lingual does it without a reference, to the lines of the source.
--omissions aligns documents with their translations. tsv has a header and the
columns kind (omission, addition, moved) source translation source_segment
translation_segment probability text; segments from 0.
--normalize turns all texts into NFC first; the signature then says form:nfc.

Example:
  align-mt-eval --paired-bs --metrics bleu,chrf ref.txt ours.txt theirs.txt
)"};

constexpr unsigned kBootstrapSamples = 1000;
constexpr unsigned kRandomizationTrials = 10000;
constexpr const char* kAllMetrics = "bleu,chrf,ter";

void add_options(po::options_description& options) {
  const auto text = [](const char* standard, const char* name) {
    return po::value<std::string>()->default_value(standard)->value_name(name);
  };
  const auto number = [](unsigned standard) {
    return po::value<unsigned>()->default_value(standard)->value_name("N");
  };
  options.add_options()(
      "ref", po::value<std::vector<std::string>>()->value_name("FILE"),
      "a further reference; may be given again")(
      "metrics", po::value<std::string>()->value_name("LIST"),
      "of bleu, chrf, ter; default: all")(
      "sentence-level", po::bool_switch(),
      "scores of each line too, BLEU with effective order")(
      "normalize", po::bool_switch(), "turn all texts into NFC first")(
      "resegment", po::bool_switch(),
      "cut hypotheses into the lines of the reference")(
      "docids", po::value<std::string>()->value_name("FILE"),
      "with --resegment: the document of each reference line, a name a line; "
      "without --hyp-docids a line of a hypothesis is a document")(
      "hyp-docids", po::value<std::string>()->value_name("FILE"),
      "with --docids: the document of each hypothesis line")(
      "cross-lingual", po::bool_switch(),
      "with --resegment: REFERENCE is the source, [LANG=]PATH, a segment a "
      "line")("omissions", po::bool_switch(),
              "report what translations left out, put in and moved; inputs are "
              "pairs of source and translation, [LANG=]PATH")(
      "pre-segmented", po::bool_switch(),
      "with --omissions: inputs have one segment a line")(
      "abbreviations",
      po::value<std::vector<std::string>>()->value_name("FILE"),
      "with --omissions: further abbreviations")(
      "encoding", po::value<std::string>()->value_name("NAME"),
      "of the inputs; default: found out")("tokenize", text("13a", "NAME"),
                                           "BLEU: 13a, intl, char or none")(
      "lowercase", po::bool_switch(), "BLEU: ignore case")(
      "smooth-method", text("exp", "NAME"), "BLEU: exp, floor, add-k or none")(
      "smooth-value", po::value<double>()->value_name("X"),
      "BLEU: of floor (standard 0.1) and add-k (1)")(
      "effective-order", po::bool_switch(), "BLEU: only orders the text has")(
      "chrf-char-order", number(6), "chrF: longest run of characters")(
      "chrf-word-order", number(0), "chrF: longest run of words; 2: chrF++")(
      "chrf-beta", number(2), "chrF: weight of recall")(
      "chrf-lowercase", po::bool_switch(), "chrF: ignore case")(
      "chrf-whitespace", po::bool_switch(), "chrF: count white space")(
      "chrf-eps-smoothing", po::bool_switch(), "chrF: smooth as chrF++.py")(
      "ter-case-sensitive", po::bool_switch(), "TER: mind case")(
      "confidence", po::bool_switch(), "95 % intervals by bootstrap")(
      "paired-bs", po::bool_switch(),
      "compare systems with the first by paired bootstrap")(
      "paired-ar", po::bool_switch(),
      "compare systems with the first by approximate randomization")(
      "paired-bs-n", number(kBootstrapSamples), "samples of the bootstrap")(
      "paired-ar-n", number(kRandomizationTrials),
      "trials of the randomization")("seed", number(12345),
                                     "of the random draws, as SACREBLEU_SEED");
}

std::vector<std::string> metric_keys(const Session& session) {
  std::vector<std::string> keys;
  std::istringstream list(session.has("metrics")
                              ? session.get<std::string>("metrics")
                              : std::string(kAllMetrics));
  for (std::string key; std::getline(list, key, ',');) {
    if (key != "bleu" && key != "chrf" && key != "ter") {
      throw UsageError("--metrics " + key + ": want bleu, chrf or ter");
    }
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      keys.push_back(key);
    }
  }
  if (keys.empty()) throw UsageError("--metrics is empty");
  return keys;
}

align::MtMetricOptions metric_options(const Session& session,
                                      const std::string& key) {
  if (key == "bleu") {
    align::BleuOptions options;
    options.tokenizer =
        align::parse_mt_tokenizer(session.get<std::string>("tokenize"));
    options.lowercase = session.get<bool>("lowercase");
    options.smoothing =
        align::parse_bleu_smoothing(session.get<std::string>("smooth-method"));
    if (session.has("smooth-value")) {
      options.smoothing_value = session.get<double>("smooth-value");
    }
    options.effective_order = session.get<bool>("effective-order");
    return options;
  }
  if (key == "chrf") {
    align::ChrfOptions options;
    options.char_order = session.get<unsigned>("chrf-char-order");
    options.word_order = session.get<unsigned>("chrf-word-order");
    options.beta = session.get<unsigned>("chrf-beta");
    options.lowercase = session.get<bool>("chrf-lowercase");
    options.whitespace = session.get<bool>("chrf-whitespace");
    options.eps_smoothing = session.get<bool>("chrf-eps-smoothing");
    return options;
  }
  align::TerOptions options;
  options.case_sensitive = session.get<bool>("ter-case-sensitive");
  return options;
}

/// A text with its map back to the file.
struct Source {
  MtText text;
  align::OffsetMap offsets;
};

Source read_source(Session& session, const std::string& path) {
  align::DecodeOptions options;
  options.strict = session.is_strict;
  options.plain = true;
  if (session.has("encoding")) {
    options.encoding = session.get<std::string>("encoding");
  }
  align::Text text = align::read_text(path, options);
  session.log.diagnose(text.diagnostics);
  return {{path, std::move(text.utf8)}, std::move(text.offsets)};
}

std::vector<MtText> texts_of(const std::vector<Source>& sources) {
  std::vector<MtText> texts;
  texts.reserve(sources.size());
  for (const Source& source : sources) texts.push_back(source.text);
  return texts;
}

void warn(Session& session, const std::vector<Source>& references,
          const std::vector<Source>& hypotheses) {
  for (align::Diagnostic diagnostic :
       align::check_mt_texts(texts_of(references), texts_of(hypotheses))) {
    // No fault where the lines are about to be made anew.
    if (session.get<bool>("resegment") && diagnostic.code == "line-counts") {
      continue;
    }
    // From bytes of the decoded text to bytes of the file.
    for (const auto* sources : {&references, &hypotheses}) {
      const auto source = std::find_if(
          sources->begin(), sources->end(), [&](const Source& each) {
            return each.text.name == diagnostic.file;
          });
      if (source == sources->end()) continue;
      const std::string_view before =
          std::string_view(source->text.utf8).substr(0, diagnostic.offset);
      const auto chars =
          std::count_if(before.begin(), before.end(), [](char byte) {
            return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
          });
      diagnostic.offset =
          source->offsets
              .begin_of({static_cast<std::size_t>(chars), diagnostic.offset})
              .bytes;
      break;
    }
    session.log.diagnose(diagnostic);
  }
}

MtLines lines_of(const Session& session, const Source& source) {
  return session.get<bool>("normalize")
             ? align::split_mt_lines(align::to_nfc(source.text.utf8))
             : align::split_mt_lines(source.text.utf8);
}

/// Which document the lines of reference and hypothesis belong to.
struct Documents {
  MtLines of_reference;   ///< empty: the whole is one document
  MtLines of_hypothesis;  ///< empty: a line is a document
};

Documents read_document_ids(Session& session) {
  Documents documents;
  if (session.has("hyp-docids") && !session.has("docids")) {
    throw UsageError("--hyp-docids wants --docids");
  }
  if (session.has("docids")) {
    if (!session.get<bool>("resegment")) {
      throw UsageError("--docids wants --resegment");
    }
    documents.of_reference = align::split_mt_lines(
        read_source(session, session.get<std::string>("docids")).text.utf8);
  }
  if (session.has("hyp-docids")) {
    documents.of_hypothesis = align::split_mt_lines(
        read_source(session, session.get<std::string>("hyp-docids")).text.utf8);
  }
  return documents;
}

/// The lines of `hypothesis` joined by line ends, by document.
std::map<std::string, std::string> split_documents(const MtLines& hypothesis,
                                                   const MtLines& in_order,
                                                   const MtLines& names,
                                                   const std::string& file) {
  std::map<std::string, std::string> texts;
  const std::size_t wanted = names.empty() ? in_order.size() : names.size();
  if (hypothesis.size() != wanted) {
    throw align::FormatError(file + ": " + std::to_string(hypothesis.size()) +
                             " lines, want " + std::to_string(wanted) +
                             (names.empty() ? ", one a document of --docids"
                                            : ", one a line of --hyp-docids"));
  }
  for (std::size_t i = 0; i < hypothesis.size(); ++i) {
    texts[names.empty() ? in_order[i] : names[i]] += hypothesis[i] + '\n';
  }
  for (const auto& [name, text] : texts) {
    if (std::find(in_order.begin(), in_order.end(), name) == in_order.end()) {
      throw align::FormatError(std::string(file)
                                   .append(": document ")
                                   .append(name)
                                   .append(" is not in --docids"));
    }
  }
  return texts;
}

/// The hypothesis in the lines of the reference.
MtLines resegment(const MtLines& reference, const MtLines& hypothesis,
                  const Documents& documents, const std::string& file) {
  const MtLines& ids = documents.of_reference;
  if (ids.empty()) {
    std::string text;
    for (const std::string& line : hypothesis) (text += line) += '\n';
    return align::resegment(reference, text);
  }
  if (ids.size() != reference.size()) {
    throw align::FormatError(
        "--docids: " + std::to_string(ids.size()) + " lines, want " +
        std::to_string(reference.size()) + " as in the reference");
  }
  MtLines in_order;  // documents as they first appear
  std::map<std::string, std::vector<std::size_t>> lines_of_document;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::vector<std::size_t>& lines = lines_of_document[ids[i]];
    if (lines.empty()) in_order.push_back(ids[i]);
    lines.push_back(i);
  }
  const auto texts =
      split_documents(hypothesis, in_order, documents.of_hypothesis, file);
  MtLines result(reference.size());
  for (const std::string& name : in_order) {
    const auto text = texts.find(name);
    if (text == texts.end()) continue;
    const std::vector<std::size_t>& numbers = lines_of_document[name];
    MtLines part;
    for (const std::size_t number : numbers) part.push_back(reference[number]);
    MtLines cut = align::resegment(part, text->second);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      result[numbers[i]] = std::move(cut[i]);
    }
  }
  return result;
}

int write_lines(Session& session, const MtLines& lines) {
  const auto output = session.open_output(session.output);
  for (const std::string& line : lines) output->write(line + "\n");
  session.commit(*output);
  session.log.count("lines", lines.size());
  return align::cli::kDone;
}

void check_line_counts(const std::vector<Source>& sources,
                       const std::vector<MtLines>& lines,
                       const Source& reference, std::size_t wanted) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].size() == wanted) continue;
    throw align::FormatError(sources[i].text.name + ": " +
                             std::to_string(lines[i].size()) + " lines, want " +
                             std::to_string(wanted) + " as in " +
                             reference.text.name +
                             "; --resegment cuts a hypothesis to the lines "
                             "of its reference");
  }
}

/// The significance test the command line asks for.
std::optional<align::MtTestOptions> test_options(const Session& session) {
  const bool is_bootstrap = session.get<bool>("paired-bs");
  const bool is_randomization = session.get<bool>("paired-ar");
  if (is_bootstrap && is_randomization) {
    throw UsageError("--paired-bs and --paired-ar exclude each other");
  }
  if (!is_bootstrap && !is_randomization && !session.get<bool>("confidence")) {
    return std::nullopt;
  }
  align::MtTestOptions options;
  options.seed = session.get<unsigned>("seed");
  if (is_randomization) {
    options.test = align::MtTest::kRandomization;
    options.samples = session.get<unsigned>("paired-ar-n");
  } else {
    options.samples = session.get<unsigned>("paired-bs-n");
  }
  if (options.samples < 1) throw UsageError("0 samples, want 1 or more");
  return options;
}

// What the signature says besides the metric's own options.
std::string signature_extra(const Session& session,
                            const std::optional<align::MtTestOptions>& test) {
  std::string extra;
  if (test) {
    extra = (test->test == align::MtTest::kBootstrap ? "bs:" : "ar:") +
            std::to_string(test->samples) +
            "|seed:" + std::to_string(test->seed);
  }
  if (session.get<bool>("normalize")) {
    extra += (extra.empty() ? "" : "|") + std::string("form:nfc");
  }
  return extra;
}

std::vector<MtSystem> score_systems(
    const Session& session, const std::vector<MtLines>& references,
    const std::vector<Source>& sources, const std::vector<MtLines>& systems,
    const std::optional<align::MtTestOptions>& test) {
  const bool is_paired =
      session.get<bool>("paired-bs") || session.get<bool>("paired-ar");
  std::vector<MtSystem> results(systems.size());
  for (std::size_t s = 0; s < systems.size(); ++s) {
    results[s].name = sources[s].text.name;
  }
  for (const std::string& key : metric_keys(session)) {
    const MtMetric metric(metric_options(session, key), references);
    std::vector<align::MtStatistics> statistics;
    statistics.reserve(systems.size());
    for (const MtLines& lines : systems) {
      statistics.push_back(metric.count(lines, session.threads));
    }
    std::vector<align::MtTestResult> tested;
    if (test && metric.size() > 0) {
      tested =
          align::compare_systems(metric, statistics, *test, session.threads);
    }
    for (std::size_t s = 0; s < systems.size(); ++s) {
      MtScore& score = results[s].scores.emplace_back();
      score.key = key;
      score.name = metric.name();
      score.signature = metric.signature(signature_extra(session, test));
      score.score = metric.corpus_score(statistics[s]);
      if (!tested.empty()) {
        if (is_paired) score.p_value = tested[s].p_value;
        score.mean = tested[s].mean;
        score.interval = tested[s].interval;
      }
      if (!session.get<bool>("sentence-level")) continue;
      for (std::size_t line = 0; line < statistics[s].size(); ++line) {
        score.sentences.push_back(
            metric.sentence_score(statistics[s].row(line)));
      }
    }
  }
  return results;
}

/// What the figures of a test in the text format mean.
std::string explain_test(const Session& session,
                         const std::optional<align::MtTestOptions>& test) {
  if (!test) return "";
  const std::string samples = std::to_string(test->samples);
  if (test->test == align::MtTest::kRandomization) {
    return "approximate randomization, " + samples +
           " trials; each system beside the first, * is p < 0.05";
  }
  return "bootstrap, " + samples +
         " samples; in brackets mean \u00B1 half the 95 % interval" +
         (session.get<bool>("paired-bs")
              ? "; each system beside the first, * is p < 0.05"
              : "");
}

int evaluate(Session& session) {
  const std::string format = session.format("text");
  if (format != "text" && format != "json" && format != "tsv") {
    throw UsageError("--format " + format + ": want text, json or tsv");
  }
  if (session.get<bool>("omissions")) {
    return align::cli::report_omissions(session);
  }
  if (session.inputs.size() < 2) {
    throw UsageError("want a reference and a hypothesis");
  }
  const bool is_resegmented = session.get<bool>("resegment");
  if (is_resegmented && !session.has("metrics") && session.inputs.size() > 2) {
    throw UsageError(
        "--resegment writes one hypothesis; --metrics scores several");
  }
  const bool is_cross_lingual = session.get<bool>("cross-lingual");
  if (is_cross_lingual &&
      (!is_resegmented || session.has("metrics") || session.has("docids"))) {
    throw UsageError(
        "--cross-lingual wants --resegment, without --metrics or --docids");
  }
  const Documents documents = read_document_ids(session);
  const auto test = test_options(session);
  for (const std::string& key : metric_keys(session)) {
    static_cast<void>(metric_options(session, key));
  }

  std::vector<Source> references;
  std::string source_language;
  if (is_cross_lingual) {
    // LANG=PATH is for a source, whose language the model must know.
    const auto inputs = align::expand_inputs({session.inputs.front()});
    if (inputs.size() != 1) throw UsageError("want a file, not a folder");
    source_language = inputs.front().language;
    references.push_back(read_source(session, inputs.front().path));
  } else {
    references.push_back(read_source(session, session.inputs.front()));
  }
  if (session.has("ref")) {
    for (const auto& path : session.get<std::vector<std::string>>("ref")) {
      references.push_back(read_source(session, path));
    }
  }
  std::vector<Source> sources;
  for (std::size_t i = 1; i < session.inputs.size(); ++i) {
    sources.push_back(read_source(session, session.inputs[i]));
  }
  if (!is_cross_lingual) warn(session, references, sources);
  std::vector<MtLines> reference_lines;
  reference_lines.reserve(references.size());
  for (const Source& source : references) {
    reference_lines.push_back(lines_of(session, source));
  }
  std::vector<MtLines> systems;
  systems.reserve(sources.size());
  for (const Source& source : sources) {
    systems.push_back(lines_of(session, source));
  }
  const std::size_t lines = reference_lines.front().size();
  if (is_cross_lingual) {
    std::string text;
    for (const std::string& line : systems.front()) text += line + '\n';
    return write_lines(
        session, align::cli::resegment_to_source(
                     session, reference_lines.front(), source_language, text));
  }
  if (is_resegmented) {
    for (std::size_t i = 0; i < systems.size(); ++i) {
      systems[i] = resegment(reference_lines.front(), systems[i], documents,
                             sources[i].text.name);
    }
    if (!session.has("metrics")) return write_lines(session, systems.front());
  }
  check_line_counts(references, reference_lines, references.front(), lines);
  check_line_counts(sources, systems, references.front(), lines);

  const auto results =
      score_systems(session, reference_lines, sources, systems, test);
  const auto output = session.open_output(session.output);
  output->write(format == "json"  ? align::cli::to_json(results)
                : format == "tsv" ? align::cli::to_tsv(results)
                                  : align::cli::to_text(
                                        results, explain_test(session, test)));
  session.commit(*output);
  session.log.count("systems", systems.size());
  session.log.count("references", references.size());
  session.log.count("lines", lines);
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(argc, argv, kInfo, add_options, evaluate);
}
