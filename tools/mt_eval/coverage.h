// What of a source its translation left out, put in and moved.
#pragma once

#include "common/cli.h"

namespace align::cli {

/// Reads pairs of source and translation named on the command line and writes
/// the report in the format asked for. Throws UsageError.
int report_omissions(Session& session);

}  // namespace align::cli
