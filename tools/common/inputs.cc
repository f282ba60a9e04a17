#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "align/segment.h"
#include "align/text.h"
#include "common/cli.h"

namespace align::cli {

void add_input_options(po::options_description& options) {
  options.add_options()(
      "pre-segmented", po::bool_switch(),
      "inputs have one segment a line, kept exactly; empty lines too")(
      "manifest", po::value<std::string>()->value_name("FILE"),
      "read the files listed in a TSV with a header and the columns path "
      "lang [date] [event] [title]")(
      "encoding", po::value<std::string>()->value_name("NAME"),
      "encoding of the inputs; default: UTF-8 or UTF-16, found by content")(
      "abbreviations",
      po::value<std::vector<std::string>>()->value_name("FILE"),
      "further abbreviations, in the form of models/segment/en.txt")(
      "max-segment",
      po::value<std::size_t>()->default_value(0)->value_name("N"),
      "most characters of a segment, longer ones are cut at white space with "
      "a diagnostic; 0: no limit");
}

std::vector<Document> read_documents(Session& session) {
  std::vector<Input> inputs;
  if (session.has("manifest")) {
    inputs = read_manifest(session.get<std::string>("manifest"));
  }
  for (Input& input : expand_inputs(session.inputs)) {
    inputs.push_back(std::move(input));
  }
  if (inputs.empty() && !session.has("manifest") && session.inputs.empty()) {
    throw UsageError("no input, want files or folders");
  }
  return read_documents(session, inputs);
}

DecodeOptions decode_options(const Session& session) {
  DecodeOptions decode;
  decode.strict = session.is_strict;
  if (session.has("encoding")) {
    decode.encoding = session.get<std::string>("encoding");
  }
  decode.plain = session.get<bool>("pre-segmented");
  return decode;
}

SegmentOptions segment_options(const Session& session) {
  SegmentOptions options;
  options.pre_segmented = session.get<bool>("pre-segmented");
  // Options that only some tools have.
  if (session.has("max-segment")) {
    options.max_length = session.get<std::size_t>("max-segment");
  }
  options.repair = session.has("repair") && session.get<bool>("repair");
  if (session.has("srx")) {
    options.srx_name = session.get<std::string>("srx");
    options.srx = read_bytes(options.srx_name);
  }
  options.web_text = session.has("web-text") && session.get<bool>("web-text");
  if (session.has("web-text-weights")) {
    options.web_text = true;
    options.web_text_weights =
        read_bytes(session.get<std::string>("web-text-weights"));
  }
  if (session.has("abbreviations")) {
    for (const std::string& path :
         session.get<std::vector<std::string>>("abbreviations")) {
      options.abbreviations.push_back(read_text(path).utf8);
    }
  }
  return options;
}

std::vector<Document> read_documents(Session& session,
                                     const std::vector<Input>& inputs) {
  const DecodeOptions decode = decode_options(session);
  const SegmentOptions options = segment_options(session);
  std::vector<Document> documents(inputs.size());
  const auto progress = session.progress("reading", inputs.size());
  for_each_index(inputs.size(), session.threads, [&](std::size_t i) {
    Text text = read_text(inputs[i].path, decode);
    text.language = inputs[i].language;
    documents[i] = segment(text, options);
    Document& document = documents[i];
    document.name = inputs[i].path;
    if (!inputs[i].date.empty()) document.date = inputs[i].date;
    if (!inputs[i].event.empty()) document.event = inputs[i].event;
    if (!inputs[i].title.empty()) document.title = inputs[i].title;
    progress->advance();
  });
  for (const Document& document : documents) {
    session.log.diagnose(document.diagnostics);
  }
  return documents;
}

void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::size_t failed_index = count;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (i < failed_index) {
          failed_index = i;
          failure = std::current_exception();
        }
        next = count;
      }
    }
  };
  std::vector<std::jthread> workers;
  try {
    for (std::size_t i = 1; i < threads && i < count; ++i) {
      workers.emplace_back(work);
    }
  } catch (const std::system_error&) {
    // No memory for one more: those that are there do the work.
  }
  work();
  workers.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace align::cli
