#include "common/batch.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "align/error.h"

namespace align::cli {
namespace {

Job parse_line(const std::string& text, const BatchLine& line,
               std::set<std::string>& outputs) {
  std::vector<std::string> fields;
  std::istringstream rest(text);
  for (std::string field; std::getline(rest, field, '\t');) {
    fields.push_back(field);
  }
  if (fields.size() < line.least_inputs + 1 ||
      fields.size() - 1 > line.most_inputs ||
      std::ranges::find(fields, "") != fields.end()) {
    throw FormatError("want " + line.wanted + ", separated by tabs");
  }
  Job job;
  job.output = fields.back();
  fields.pop_back();
  if (job.output == "-") {
    throw FormatError("want a file as the output, not -");
  }
  if (!outputs.insert(job.output).second) {
    throw FormatError("an earlier line writes " + job.output);
  }
  job.inputs = line.expand(fields);
  return job;
}

// Jobs of the list; what is wrong with a line is said and counted.
std::vector<Job> read_jobs(Session& session, const BatchLine& line,
                           std::size_t& broken) {
  const auto path = session.get<std::string>("batch");
  const Text text = read_text(path);
  std::vector<Job> jobs;
  std::set<std::string> outputs;
  std::istringstream lines(text.utf8);
  std::size_t number = 0;
  for (std::string row; std::getline(lines, row);) {
    ++number;
    if (!row.empty() && row.back() == '\r') row.pop_back();
    if (row.empty()) continue;
    const std::string place = path + ':' + std::to_string(number) + ": ";
    try {
      jobs.push_back(parse_line(row, line, outputs));
      jobs.back().place = place;
    } catch (const Error& error) {
      session.log.error(place + error.what());
      ++broken;
    }
  }
  return jobs;
}

}  // namespace

void Totals::add(const std::vector<Document>& read) {
  documents += read.size();
  for (const Document& document : read) segments += document.segments.size();
}

void Totals::add(const Unit& unit, const std::string& type) {
  if (unit.kind == UnitKind::kUnlinked) {
    ++unlinked;
  } else {
    ++links[type];
  }
}

void Totals::add(const Totals& other) {
  documents += other.documents;
  segments += other.segments;
  unlinked += other.unlinked;
  for (const auto& [type, number] : other.links) links[type] += number;
}

void sum_up(Session& session, const Totals& totals) {
  session.log.count("documents", totals.documents);
  session.log.count("segments", totals.segments);
  for (const auto& [type, number] : totals.links) {
    session.log.count(type + " links", number);
  }
  session.log.count("unlinked", totals.unlinked);
}

int run_batch(
    Session& session, const BatchLine& line,
    const std::function<Totals(const Job& job, unsigned threads)>& run_job) {
  std::size_t failed = 0;
  const std::vector<Job> jobs = read_jobs(session, line, failed);
  // Loaded before the threads start, which only read it.
  static_cast<void>(session.model());
  const auto count = static_cast<unsigned>(std::min<std::size_t>(
      session.threads, std::max<std::size_t>(1, jobs.size())));
  const unsigned inside = std::max(1U, session.threads / count);
  const auto progress = session.progress("aligning", jobs.size());
  std::vector<Totals> totals(jobs.size());
  std::vector<std::string> errors(jobs.size());
  for_each_index(jobs.size(), count, [&](std::size_t j) {
    try {
      totals[j] = run_job(jobs[j], inside);
    } catch (const Error& error) {
      errors[j] = error.what();
    }
    progress->advance();
  });
  Totals sum;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    sum.add(totals[j]);
    if (errors[j].empty()) continue;
    session.log.error(jobs[j].place + errors[j]);
    ++failed;
  }
  sum_up(session, sum);
  return failed == 0 ? kDone : kFailed;
}

}  // namespace align::cli
