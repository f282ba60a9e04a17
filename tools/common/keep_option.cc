#include "common/keep_option.h"

#include <memory>
#include <utility>

#include "align/formats.h"

namespace align::cli {

void add_keep_option(po::options_description& options) {
  options.add_options()(
      "keep", po::value<std::string>()->value_name("FILE"),
      "keep the links of a bitext (JSONL, TMX ...) that a person has confirmed "
      "as they are and align the rest around them: its accepted units, or all "
      "when none is accepted or rejected; rejected ones are not made again");
}

std::string kept_file(const Session& session) {
  return session.has("keep") ? session.get<std::string>("keep") : "";
}

std::vector<Unit> read_kept_units(Session& session) {
  std::vector<Unit> units;
  if (!session.has("keep")) return units;
  const std::unique_ptr<BitextReader> reader = open_bitext(kept_file(session));
  Unit unit;
  while (reader->read(unit)) units.push_back(std::move(unit));
  session.log.diagnose(reader->diagnostics());
  return units;
}

}  // namespace align::cli
