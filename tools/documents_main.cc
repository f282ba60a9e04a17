// align-documents: which files report the same event or are translations.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "align/mine.h"
#include "align/score.h"
#include "common/cli.h"

namespace {

using align::cli::Session;
using align::cli::UsageError;
namespace po = align::cli::po;

constexpr align::cli::ToolInfo kInfo = {
    "align-documents", "align-documents [OPTION]... [LANG=]PATH...",
    "Finds which documents report the same event, and which are translations "
    "of each\nother.",
    R"(PATH is a file or a folder (read recursively).

Formats, best pair first:
  tsv    a header line, then the columns
           score     probability that the two report one event, 0 to 1
           doc1      path of a document
           doc2      path of another
           relation  parallel (translations), near-parallel (the same event
                     told again) or same-event (little text in common)
           event     name of the event in the manifest, else its number
  jsonl  one object a line with the same keys

Only pairs of one event are written. --date-window keeps documents apart whose
dates, as far as a manifest gives them, are further apart than so many days.

Example:
  align-documents corpora/libya-2020
)"};

std::string column(const std::string& text) {
  std::string result = text;
  for (char& c : result) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return result;
}

std::string quoted(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20) {
      result += "\\u00";
      result += kDigits[byte >> 4U];
      result += kDigits[byte & 0xFU];
    } else {
      result += c;
    }
  }
  return result + '"';
}

int group(Session& session) {
  const std::string format = session.format("tsv");
  if (format != "tsv" && format != "jsonl") {
    throw UsageError("--format " + format + ": want one of tsv, jsonl");
  }
  align::GroupOptions options;
  options.threads = session.threads;
  options.date_window_days = session.get<std::size_t>("date-window");
  const std::vector<align::Document> documents =
      align::cli::read_documents(session);
  const align::Model& model = session.model();
  const auto output = session.open_output(session.output);
  std::vector<align::EncodedSegments> encoded(documents.size());
  std::size_t segments = 0;
  align::cli::for_each_index(
      documents.size(), session.threads, [&](std::size_t d) {
        encoded[d] =
            align::encode(model, documents[d].segments, documents[d].language);
      });
  for (const align::Document& document : documents) {
    segments += document.segments.size();
  }
  align::DocumentGroups groups;
  {
    const auto progress = session.progress("comparing", 0);
    options.progress = [&progress](double share) {
      progress->set_share(share);
    };
    groups = align::group_documents(model, documents, encoded, options);
  }
  if (format == "tsv") output->write("score\tdoc1\tdoc2\trelation\tevent\n");
  for (const align::DocumentPair& pair : groups.pairs) {
    const align::Document& first = documents[pair.first];
    const align::Document& second = documents[pair.second];
    const std::string event =
        first.event.empty() ? std::to_string(groups.event_of[pair.first] + 1)
                            : first.event;
    const std::string relation(align::to_string(pair.relation));
    std::array<char, 32> score{};
    std::snprintf(score.data(), score.size(), "%.6f", pair.probability);
    if (format == "tsv") {
      output->write(std::string(score.data()) + '\t' + column(first.name) +
                    '\t' + column(second.name) + '\t' + relation + '\t' +
                    column(event) + '\n');
    } else {
      output->write("{\"score\":" + std::string(score.data()) +
                    ",\"doc1\":" + quoted(first.name) +
                    ",\"doc2\":" + quoted(second.name) + ",\"relation\":\"" +
                    relation + "\",\"event\":" + quoted(event) + "}\n");
    }
  }
  session.commit(*output);
  std::size_t events = 0;
  for (const std::size_t event : groups.event_of) {
    events = std::max(events, event + 1);
  }
  session.log.count("documents", documents.size());
  session.log.count("segments", segments);
  session.log.count("events", events);
  session.log.count("pairs", groups.pairs.size());
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](po::options_description& options) {
        align::cli::add_input_options(options);
        options.add_options()(
            "date-window",
            po::value<std::size_t>()->default_value(0)->value_name("DAYS"),
            "most days between two documents of one event; 0: dates of "
            "documents are not compared");
      },
      group);
}
