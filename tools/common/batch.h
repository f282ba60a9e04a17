// --batch: the jobs of a list done in one call, as if each had one of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "align/text.h"
#include "align/types.h"
#include "common/cli.h"

namespace align::cli {

/// One call's work, or one line of a batch list.
struct Job {
  std::vector<Input> inputs;
  std::string output;
  std::string place;  ///< "list.tsv:3: ", empty outside a batch
};

/// What was done, for the last line on stderr.
struct Totals {
  std::size_t documents = 0;
  std::size_t segments = 0;
  std::map<std::string, std::size_t> links;  ///< by type
  std::size_t unlinked = 0;

  void add(const std::vector<Document>& read);
  /// `type`: what a link is counted as, e.g. 1-2.
  void add(const Unit& unit, const std::string& type);
  void add(const Totals& other);
};

/// Puts the figures into the last line.
void sum_up(Session& session, const Totals& totals);

/// What a line of the list is made of: inputs and last the output, separated
/// by tabs.
struct BatchLine {
  std::size_t least_inputs = 1;
  std::size_t most_inputs = static_cast<std::size_t>(-1);
  std::string wanted;  ///< "two or three inputs and an output"
  /// Turns the inputs of a line into files; may throw an Error.
  std::function<std::vector<Input>(const std::vector<std::string>&)> expand;
};

/// Does the jobs of the list of --batch on the session's threads with the model
/// loaded once; `run_job` gets the threads it may use itself. What is wrong
/// with a line or a job is said with its place and the others are done all the
/// same. Returns kDone when every job was, else kFailed.
int run_batch(
    Session& session, const BatchLine& line,
    const std::function<Totals(const Job& job, unsigned threads)>& run_job);

}  // namespace align::cli
