// align-mine: translation pairs among two lists whose order means nothing.
#include <array>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "align/mine.h"
#include "align/segment.h"
#include "align/text.h"
#include "common/cli.h"

namespace {

using align::cli::Session;
using align::cli::UsageError;
namespace po = align::cli::po;

constexpr align::cli::ToolInfo kInfo = {
    "align-mine", "align-mine [OPTION]... [LANG=]SOURCE [LANG=]TARGET",
    "Finds the lines of two files that are translations of each other, "
    "wherever they\nstand.",
    R"(Inputs hold a segment a line (--pre-segmented is implied). No line is in two
pairs; lines that say what an earlier one says are left out.

Formats, best pair first:
  tsv    a header line, then the columns
           score        probability that the two say the same, 0 to 1
           source_line  number of the line in SOURCE, from 0
           target_line  number of the line in TARGET, from 0
           source       the line of SOURCE
           target       the line of TARGET
  laser  score, source and target, no header

--threshold is a probability. With 0 each line is paired with the best
candidate that is left for it, however bad.

Example:
  align-mine --threshold 0.9 en=news.en.txt vi=news.vi.txt -o pairs.tsv
)"};

enum class Form { kTsv, kLaser };

Form parse_form(const std::string& name) {
  if (name == "tsv") return Form::kTsv;
  if (name == "laser") return Form::kLaser;
  throw UsageError("--format " + name + ": want one of tsv, laser");
}

// Lines as the bitext formats write them: TAB, CR and LF would end a column.
std::string column(const std::string& text) {
  std::string result = text;
  for (char& c : result) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return result;
}

std::vector<align::Document> read_lists(Session& session) {
  align::DecodeOptions decode;
  decode.strict = session.is_strict;
  decode.plain = true;
  if (session.has("encoding")) {
    decode.encoding = session.get<std::string>("encoding");
  }
  const std::vector<align::Input> inputs = align::expand_inputs(session.inputs);
  if (session.inputs.size() != 2 || inputs.size() != 2) {
    throw UsageError("want two files, the source and the target");
  }
  std::vector<align::Document> lists(2);
  align::SegmentOptions lines;
  lines.pre_segmented = true;
  align::cli::for_each_index(2, session.threads, [&](std::size_t k) {
    align::Text text = align::read_text(inputs[k].path, decode);
    text.language = inputs[k].language;
    lists[k] = align::segment(text, lines);
    lists[k].name = inputs[k].path;
  });
  for (const align::Document& list : lists) {
    session.log.diagnose(list.diagnostics);
  }
  return lists;
}

int mine(Session& session) {
  const Form form = parse_form(session.format("tsv"));
  align::MineOptions options;
  options.threshold = session.get<double>("threshold");
  options.threads = session.threads;
  options.encoder = session.encoder();
  if (!(options.threshold >= 0 && options.threshold <= 1)) {
    throw UsageError("--threshold " + std::to_string(options.threshold) +
                     ": want a probability from 0 to 1");
  }
  const std::vector<align::Document> lists = read_lists(session);
  const align::Model& model = session.model();
  const auto output = session.open_output(session.output);
  const align::EncodedSegments source = align::encode(
      model, lists[0].segments, lists[0].language, session.threads);
  const align::EncodedSegments target = align::encode(
      model, lists[1].segments, lists[1].language, session.threads);
  align::MinedLinks mined;
  {
    const auto progress = session.progress("mining", 0);
    options.progress = [&progress](double share) {
      progress->set_share(share);
    };
    mined = align::mine_links(model, {lists[0].segments, source},
                              {lists[1].segments, target}, options);
  }
  if (form == Form::kTsv) {
    output->write("score\tsource_line\ttarget_line\tsource\ttarget\n");
  }
  for (const align::Link& link : mined.links) {
    std::array<char, 32> score{};
    std::snprintf(score.data(), score.size(), "%.6f",
                  static_cast<double>(link.probability));
    std::string row = score.data();
    if (form == Form::kTsv) {
      row += '\t' + std::to_string(link.source.begin) + '\t' +
             std::to_string(link.target.begin);
    }
    row += '\t' + column(lists[0].segments[link.source.begin].text) + '\t' +
           column(lists[1].segments[link.target.begin].text) + '\n';
    output->write(row);
  }
  session.commit(*output);
  session.log.count("documents", 2);
  session.log.count("segments",
                    lists[0].segments.size() + lists[1].segments.size());
  session.log.count("1-1 links", mined.links.size());
  session.log.count("unlinked", lists[0].segments.size() +
                                    lists[1].segments.size() -
                                    2 * mined.links.size());
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](po::options_description& options) {
        align::cli::add_encoder_options(options);
        options.add_options()(
            "pre-segmented", po::bool_switch(),
            "inputs have one segment a line (always so here)")(
            "encoding", po::value<std::string>()->value_name("NAME"),
            "encoding of the inputs; default: UTF-8 or UTF-16, found by "
            "content")(
            "threshold",
            po::value<double>()->default_value(0.5, "0.5")->value_name("P"),
            "least probability of a pair, 0 to 1");
      },
      mine);
}
