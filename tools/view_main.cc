// align-view: a bitext as one page to look at, search and correct.

#include <string>
#include <vector>

#include "align/formats.h"
#include "align/words.h"
#include "common/cli.h"

namespace {

using namespace align;

constexpr cli::ToolInfo kInfo = {
    "align-view", "align-view [OPTION]... FILE",
    "Writes one self-contained HTML page from a bitext: columns in the "
    "documents' order,\nlinks with their probability and the reasons for it, "
    "search, plots, corrections by\nkeyboard, export of what was corrected. "
    "The page needs no network and no server.",
    "FILE is any bitext format, JSONL for a page with everything in it; - is "
    "standard input\n(JSONL with a known set of languages excepted).\n\n"
    "Example:\n"
    "  align-reports corpora/mini --format jsonl -o mini.jsonl\n"
    "  align-view mini.jsonl -o mini.html\n"};

int view(cli::Session& session) {
  if (session.inputs.size() != 1) {
    throw cli::UsageError("want one bitext, got " +
                          std::to_string(session.inputs.size()));
  }
  if (session.format("html") != "html") {
    throw cli::UsageError("--format " + session.format("html") +
                          ": align-view writes html; align-convert the rest");
  }
  const std::string& path = session.inputs.front();
  const std::vector<std::string> languages = read_languages(path);
  const auto reader = open_bitext(path);
  const auto output = session.open_output(session.output);
  const auto writer =
      make_writer(Format::kHtml, languages, *output, session.write_options());
  const bool has_words = session.get<bool>("word-links");
  std::size_t units = 0;
  std::size_t links = 0;
  for (Unit unit; reader->read(unit);) {
    ++units;
    if (unit.members.size() > 1) ++links;
    if (has_words) link_words(session.model(), unit);
    writer->write(unit);
  }
  writer->finish();
  session.log.diagnose(reader->diagnostics());
  session.log.diagnose(writer->diagnostics());
  session.commit(*output);
  session.log.count("units", units);
  session.log.count("links", links);
  return cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return cli::run(
      argc, argv, kInfo,
      [](cli::po::options_description& options) {
        options.add_options()(
            "word-links", cli::po::bool_switch(),
            "find links between words, which the page shows under the pointer");
      },
      view);
}
