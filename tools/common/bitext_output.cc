#include "common/bitext_output.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "align/words.h"

namespace align::cli {
namespace {

bool is_tag(const std::string& tag) {
  return !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-';
  });
}

// "vi-VN,en-US" as {"vi", "vi-VN"}, {"en", "en-US"}.
std::vector<std::pair<std::string, std::string>> language_tags(
    const Session& session) {
  std::vector<std::pair<std::string, std::string>> tags;
  if (!session.has("lang-tags")) return tags;
  std::istringstream list(session.get<std::string>("lang-tags"));
  for (std::string tag; std::getline(list, tag, ',');) {
    if (!is_tag(tag)) {
      throw UsageError("--lang-tags " + session.get<std::string>("lang-tags") +
                       ": want tags like vi-VN,en-US,ar-SA");
    }
    tags.emplace_back(primary_language(tag), tag);
  }
  return tags;
}

}  // namespace

void add_output_options(po::options_description& options) {
  options.add_options()("keep-unaligned", po::bool_switch(),
                        "units of one language go into TMX and XLIFF too")(
      "lang-tags", po::value<std::string>()->value_name("LIST"),
      "language tags of TMX and XLIFF, as in vi-VN,en-US,ar-SA")(
      "tmx-pairs", po::bool_switch(),
      "beside NAME.tmx also NAME.<a>-<b>.tmx for each two languages")(
      "bom", po::bool_switch(),
      "CSV starts with a byte-order mark, as spreadsheets want it")(
      "word-links", po::bool_switch(),
      "links between the words of each unit too, which jsonl, html and "
      "pharaoh hold");
}

std::vector<Format> output_formats(const Session& session,
                                   std::string_view standard,
                                   std::size_t languages) {
  std::vector<Format> formats;
  for (const std::string& name : session.formats(standard)) {
    const Format format = parse_format(name);
    if (std::find(formats.begin(), formats.end(), format) != formats.end()) {
      throw UsageError("--format names " + name + " twice");
    }
    if (is_bilingual(format) && languages != 0 && languages != 2) {
      throw UsageError("--format " + name + " holds exactly two languages, " +
                       "not " + std::to_string(languages));
    }
    formats.push_back(format);
  }
  if (formats.empty()) throw UsageError("--format is empty");
  // The outputs of a batch are named in its list.
  const bool is_stdout = session.output == "-" && !session.has("batch");
  if (formats.size() > 1 && is_stdout) {
    throw UsageError("several formats want a prefix, name one with -o");
  }
  const bool has_moses = std::find(formats.begin(), formats.end(),
                                   Format::kMoses) != formats.end();
  if (has_moses && is_stdout) {
    throw UsageError(
        "--format moses writes a file a language, name them "
        "with -o");
  }
  if (session.get<bool>("tmx-pairs")) {
    if (std::find(formats.begin(), formats.end(), Format::kTmx) ==
        formats.end()) {
      throw UsageError("--tmx-pairs wants --format tmx");
    }
    if (is_stdout) {
      throw UsageError("--tmx-pairs wants a file, name one with -o");
    }
  }
  static_cast<void>(language_tags(session));
  return formats;
}

WriteOptions bitext_write_options(const Session& session) {
  WriteOptions options = session.write_options();
  options.keep_unaligned = session.get<bool>("keep-unaligned");
  options.language_tags = language_tags(session);
  options.byte_order_mark = session.get<bool>("bom");
  return options;
}

BitextOutput::BitextOutput(Session& session, const std::vector<Format>& formats,
                           const std::string& path,
                           const std::vector<std::string>& languages)
    : session_(session), has_words_(session.get<bool>("word-links")) {
  const WriteOptions options = bitext_write_options(session);
  const auto open = [&session](const std::string& name) {
    return session.open_output(name);
  };
  for (const Format format : formats) {
    if (format == Format::kMoses) {
      moses_ = std::make_unique<MosesWriter>(path, languages, open);
      continue;
    }
    has_words_ = has_words_ || format == Format::kPharaoh;
    Part part{format, nullptr, nullptr};
    part.file = session.open_output(
        formats.size() == 1 ? path
                            : path + "." + std::string(to_string(format)));
    part.writer = make_writer(format, languages, *part.file, options);
    parts_.push_back(std::move(part));
    if (format == Format::kTmx && session.get<bool>("tmx-pairs")) {
      pairs_ = std::make_unique<TmxPairsWriter>(
          tmx_pairs_name(parts_.back().file->path()), languages, options, open);
    }
  }
}

BitextOutput::~BitextOutput() = default;

void BitextOutput::write(const Unit& unit) {
  if (has_words_ && unit.words.empty() && unit.members.size() > 1) {
    Unit linked = unit;
    link_words(session_.model(), linked);
    put(linked);
  } else {
    put(unit);
  }
}

void BitextOutput::put(const Unit& unit) {
  for (Part& part : parts_) part.writer->write(unit);
  if (pairs_) pairs_->write(unit);
  if (moses_) moses_->write(unit);
}

void BitextOutput::finish() {
  for (Part& part : parts_) {
    part.writer->finish();
    session_.log.diagnose(part.writer->diagnostics());
  }
  if (pairs_) pairs_->finish();
  if (moses_) {
    moses_->finish();
    session_.log.diagnose(moses_->diagnostics());
  }
  for (Part& part : parts_) session_.commit(*part.file);
  if (pairs_) {
    for (OutputFile* file : pairs_->files()) session_.commit(*file);
  }
  if (moses_) {
    for (OutputFile* file : moses_->files()) session_.commit(*file);
  }
}

bool BitextOutput::is_closed() const {
  return !pairs_ && !moses_ &&
         std::all_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.file->is_closed(); });
}

std::vector<std::string> BitextOutput::losses() const {
  std::vector<std::string> sentences;
  const auto add = [&](Format format, const BitextWriter& writer) {
    for (const Loss& loss : writer.losses()) {
      sentences.push_back(std::string(to_string(format)) + " holds no " +
                          loss.what + ": lost in " +
                          std::to_string(loss.units) +
                          (loss.units == 1 ? " unit" : " units"));
    }
  };
  for (const Part& part : parts_) add(part.format, *part.writer);
  if (moses_) add(Format::kMoses, *moses_);
  return sentences;
}

}  // namespace align::cli
