// --keep FILE: a bitext whose confirmed links stay as they are.
#pragma once

#include <string>
#include <vector>

#include "align/types.h"
#include "common/cli.h"

namespace align::cli {

/// `--keep`.
void add_keep_option(po::options_description& options);

/// The units of the bitext that --keep names, none without the option, to be
/// found in the documents by find_kept(). What was repaired in it goes to the
/// log. Throws IoError, FormatError.
[[nodiscard]] std::vector<Unit> read_kept_units(Session& session);

/// The file of --keep, as find_kept() names it; empty without the option.
[[nodiscard]] std::string kept_file(const Session& session);

}  // namespace align::cli
