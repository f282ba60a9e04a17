// align-segment: text files to sentences with their places.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "align/formats.h"
#include "align/segment.h"
#include "align/text.h"
#include "common/cli.h"

namespace {

using align::cli::Session;

constexpr align::cli::ToolInfo kInfo = {
    "align-segment", "align-segment [OPTION]... [LANG=]PATH...",
    "Cuts files into sentences, headings, captions, credits and list items.",
    "PATH is a file, a folder (read recursively) or - for standard input; "
    "plain\n"
    "text, HTML, DOCX, SRT or WebVTT by content, gzip transparently. LANG is "
    "a\n"
    "BCP-47 tag such as vi, en or ar; without it the language is detected.\n"
    "\n"
    "Formats:\n"
    "  text   one segment a line, nothing else\n"
    "  tsv    a header line, then the columns\n"
    "           doc    path of the file\n"
    "           index  number of the segment in its file, from 0\n"
    "           start  first code point of the segment in the decoded file\n"
    "           end    behind its last one (both in bytes of the file with\n"
    "                  --offsets bytes)\n"
    "           kind   sentence, heading, list-item, caption, credit, "
    "dateline,\n"
    "                  byline, or line (of pre-segmented input)\n"
    "           text   the segment, each run of white space one space\n"
    "  jsonl  one object a line with the same keys, and lang where a "
    "paragraph\n"
    "         is in another language than its document\n"
    "\n"
    "Example:\n"
    "  align-segment --format text corpora/libya-2020\n"};

void add_options(align::cli::po::options_description& options) {
  namespace po = align::cli::po;
  align::cli::add_input_options(options);
  options.add_options()(
      "offsets",
      po::value<std::string>()->default_value("chars")->value_name("UNIT"),
      "unit of start and end: chars (code points of the decoded file) or "
      "bytes (of the file as it is, gunzipped)")(
      "repair", po::bool_switch(),
      "join English words that a space breaks; without it they are only "
      "reported")(
      "stream", po::bool_switch(),
      "for plain UTF-8 of any size: cut in parts of some megabytes, so that "
      "memory does not grow with the file")(
      "srx", po::value<std::string>()->value_name("FILE"),
      "cut by the rules of an SRX 2.0 file in place of our own")(
      "export-srx", po::bool_switch(),
      "write our rules as SRX 2.0 and read nothing")(
      "web-text", po::bool_switch(),
      "for messages and comments: a trained stage also ends sentences that "
      "have no mark at their end")(
      "web-text-weights", po::value<std::string>()->value_name("FILE"),
      "weights of that stage, from align-train --segmenter");
}

enum class Form { kText, kTsv, kJsonl };

Form parse_form(const std::string& name) {
  if (name == "text") return Form::kText;
  if (name == "tsv") return Form::kTsv;
  if (name == "jsonl") return Form::kJsonl;
  throw align::cli::UsageError("--format " + name +
                               ": want one of text, tsv, jsonl");
}

// A path is bytes; what is written is text.
std::string printable_name(const std::string& name) {
  align::DecodeOptions plain;
  plain.encoding = "utf-8";
  plain.plain = true;
  std::string text = align::decode(name, name, plain).utf8;
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

void append_json(std::string& line, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  line += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      line += "\\u00";
      line += kDigits[byte >> 4U];
      line += kDigits[byte & 0xFU];
    } else {
      line += c;
    }
  }
  line += '"';
}

class Writer {
 public:
  Writer(align::OutputFile& output, Form form, bool is_in_bytes)
      : output_(output), form_(form), is_in_bytes_(is_in_bytes) {
    if (form_ == Form::kTsv) {
      output_.write("doc\tindex\tstart\tend\tkind\ttext\n");
    }
  }

  // The segments are numbered from `first`.
  void write(const align::Document& document, std::size_t first = 0) {
    const std::string name = printable_name(document.name);
    std::string lines;
    for (std::size_t i = 0; i < document.segments.size(); ++i) {
      append(lines, name, first + i, document.segments[i]);
      if (lines.size() > kChunk) {
        output_.write(lines);
        lines.clear();
      }
    }
    output_.write(lines);
  }

 private:
  static constexpr std::size_t kChunk = 1 << 16;

  void append(std::string& lines, const std::string& name, std::size_t index,
              const align::Segment& segment) const {
    const std::size_t begin =
        is_in_bytes_ ? segment.bytes.begin : segment.chars.begin;
    const std::size_t end =
        is_in_bytes_ ? segment.bytes.end : segment.chars.end;
    const std::string_view kind = align::to_string(segment.kind);
    switch (form_) {
      case Form::kText:
        lines += segment.text;
        break;
      case Form::kTsv:
        lines += name + '\t' + std::to_string(index) + '\t' +
                 std::to_string(begin) + '\t' + std::to_string(end) + '\t' +
                 std::string(kind) + '\t' + segment.text;
        break;
      case Form::kJsonl:
        lines += "{\"doc\":";
        append_json(lines, name);
        lines += ",\"index\":" + std::to_string(index) +
                 ",\"start\":" + std::to_string(begin) +
                 ",\"end\":" + std::to_string(end) + ",\"kind\":\"" +
                 std::string(kind) + "\",\"text\":";
        append_json(lines, segment.text);
        if (!segment.language.empty()) {
          lines += ",\"lang\":";
          append_json(lines, segment.language);
        }
        lines += '}';
        break;
    }
    lines += '\n';
  }

  align::OutputFile& output_;
  Form form_;
  bool is_in_bytes_;
};

// Segments each input part by part. Returns the number of segments.
std::size_t segment_in_parts(Session& session,
                             const std::vector<align::Input>& inputs,
                             Writer& writer) {
  std::size_t all = 0;
  for (const align::Input& input : inputs) {
    std::size_t segments = 0;
    align::SegmentStream stream(
        input.path, input.language, align::cli::decode_options(session),
        align::cli::segment_options(session), [&](const align::Document& part) {
          writer.write(part, segments);
          segments += part.segments.size();
          session.log.diagnose(part.diagnostics);
        });
    align::read_pieces(input.path,
                       [&](std::string_view bytes) { stream.add(bytes); });
    stream.finish();
    all += segments;
  }
  return all;
}

int segment(Session& session) {
  if (session.get<bool>("export-srx")) {
    const auto output = session.open_output(session.output);
    output->write(align::export_srx());
    session.commit(*output);
    return align::cli::kDone;
  }
  const Form form = parse_form(session.format("tsv"));
  const auto unit = session.get<std::string>("offsets");
  if (unit != "chars" && unit != "bytes") {
    throw align::cli::UsageError("--offsets " + unit + ": want chars or bytes");
  }
  if (session.get<bool>("stream")) {
    const std::vector<align::Input> inputs =
        align::expand_inputs(session.inputs);
    if (inputs.empty()) {
      throw align::cli::UsageError("no input, want files or folders");
    }
    const auto output = session.open_output(session.output);
    Writer writer(*output, form, unit == "bytes");
    const std::size_t segments = segment_in_parts(session, inputs, writer);
    session.commit(*output);
    session.log.count("documents", inputs.size());
    session.log.count("segments", segments);
    return align::cli::kDone;
  }
  const std::vector<align::Document> documents =
      align::cli::read_documents(session);
  const auto output = session.open_output(session.output);
  Writer writer(*output, form, unit == "bytes");
  std::size_t segments = 0;
  for (const align::Document& document : documents) {
    writer.write(document);
    segments += document.segments.size();
  }
  session.commit(*output);
  session.log.count("documents", documents.size());
  session.log.count("segments", segments);
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(argc, argv, kInfo, add_options, segment);
}
