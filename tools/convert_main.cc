// align-convert: any bitext format to any other, and shards to one bitext.
#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "common/bitext_output.h"
#include "common/cli.h"
#include "common/kept_input.h"

namespace {

using align::BitextReader;
using align::Member;
using align::Unit;
using align::cli::Session;
using align::cli::UsageError;

constexpr align::cli::ToolInfo kInfo = {
    "align-convert", "align-convert [OPTION]... IN... --format NAME [-o OUT]",
    "Converts aligned text from any format to any that can hold it, and joins "
    "several\nfiles to one. The format of IN is told by its content; gzip is "
    "unpacked; - is\nstandard input.",
    R"(Formats, read and written:
  tmx        TMX 1.4, three languages a unit
  tsv        a header, then id score type and doc segs text of each language
  csv        the same for spreadsheets
  jsonl      a link a line, lossless
  xliff      XLIFF 1.2, xliff2 XLIFF 2.1
  moses      a file a language: -o NAME writes NAME.en, NAME.vi; read them
             as en=NAME.en vi=NAME.vi
  bitextor   src_url trg_url src_text trg_text score
  laser      score source target, best first
  xces       cesAlign: sentence numbers from 1, with certainty
  tei        TEI linkGrp: pointers document#s1, with certainty
  vecalign   [0]:[0, 1]:cost, one document a side
  ladder     hunalign's: segment, segment, confidence
  pharaoh    word links 0-0 1-2, a unit a line; found by the model where the
             input has none
Several, as in --format tmx,tsv -o story, make story.tmx and story.tsv. All but
tmx, tsv, csv, jsonl, tei and moses hold exactly two languages: --languages picks
them. What a format has no place for is said on standard error.

Several inputs follow each other in the output; an id that an earlier input
has already gets "-2", "-3" ... from the number of its input. --merge leaves
out units that an earlier input has already, with the same documents, segment
numbers and text.

Example:
  align-convert story.jsonl --format tmx --lang-tags vi-VN,en-US -o story.tmx
)"};

/// 128 bits of a text, so that two different ones are never taken for one.
using Print = std::pair<std::size_t, std::size_t>;

Print print_of(const std::string& text) {
  const std::hash<std::string> hash;
  return {hash(text), hash(text + "\x1F second")};
}

struct PrintHash {
  std::size_t operator()(const Print& print) const { return print.first; }
};

/// What tells a unit of one shard from one of another, whatever their ids.
std::string content_of(const Unit& unit) {
  std::string content;
  const auto add = [&](const std::string& text) {
    content += std::to_string(text.size()) + ':' + text;
  };
  for (const Member& member : unit.members) {
    add(member.language);
    add(member.document);
    for (const std::size_t segment : member.segments) {
      content += std::to_string(segment) + ',';
    }
    add(member.text);
  }
  return content;
}

/// A bitext to read, perhaps twice.
struct Source {
  std::unique_ptr<align::cli::KeptInput> file;
  std::vector<std::pair<std::string, std::string>> moses;  ///< or these

  [[nodiscard]] std::unique_ptr<BitextReader> open(
      align::InlineCodes codes) const {
    if (!file) return align::open_moses(moses);
    align::ReadOptions options = file->options();
    options.inline_codes = codes;
    return align::open_bitext(file->path(), options);
  }
  [[nodiscard]] std::vector<std::string> languages() const {
    if (file) return align::read_languages(file->path(), file->options());
    std::vector<std::string> tags;
    for (const auto& [language, path] : moses) tags.push_back(language);
    return tags;
  }
};

/// The files of one Moses bitext when every input is LANG=PATH, else nothing.
std::vector<std::pair<std::string, std::string>> moses_files(
    const std::vector<std::string>& inputs) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& input : inputs) {
    const std::size_t sign = input.find('=');
    if (sign == std::string::npos || sign == 0 || input.find('/') < sign ||
        input.find('.') < sign) {
      return {};
    }
    files.emplace_back(input.substr(0, sign), input.substr(sign + 1));
  }
  return files;
}

struct Job {
  std::vector<Source> sources;
  align::InlineCodes inline_codes = align::InlineCodes::kDrop;
  std::vector<std::string> languages;
  bool is_merge = false;
  bool is_selected = false;  ///< --languages was given
};

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');) {
    parts.push_back(part);
  }
  return parts;
}

align::InlineCodes inline_codes(const Session& session) {
  const auto value = session.get<std::string>("inline");
  if (value == "drop") return align::InlineCodes::kDrop;
  if (value == "keep") return align::InlineCodes::kKeep;
  throw UsageError("--inline " + value + ": want drop or keep");
}

/// Keeps the languages of the job, in its order. A link of which one side is
/// left is a link no more. False when nothing is left.
bool select_languages(Unit& unit, const std::vector<std::string>& languages) {
  const std::size_t before = unit.members.size();
  std::vector<Member> members;
  for (const std::string& language : languages) {
    for (Member& member : unit.members) {
      if (member.language == language) members.push_back(std::move(member));
    }
  }
  unit.members = std::move(members);
  std::erase_if(unit.words, [&](const align::WordLinks& words) {
    return align::find_member(unit, words.source) == nullptr ||
           align::find_member(unit, words.target) == nullptr;
  });
  if (unit.members.size() == 1 && before > 1) {
    unit.kind = align::UnitKind::kUnlinked;
    unit.grade.reset();
    unit.evidence.reset();
    unit.score = 0;
    unit.probability = 0;
  }
  return !unit.members.empty();
}

class Converter {
 public:
  Converter(Session& session, const Job& job, align::cli::BitextOutput& output)
      : session_(session), job_(job), output_(output) {}

  void run() {
    const auto progress = session_.progress("converting", 0);
    for (std::size_t i = 0; i < job_.sources.size(); ++i) {
      const auto reader = job_.sources[i].open(job_.inline_codes);
      for (Unit unit; reader->read(unit) && !output_.is_closed();) {
        convert(unit, i + 1);
        progress->advance();
      }
      session_.log.diagnose(reader->diagnostics());
    }
    session_.log.count("units", units_);
    session_.log.count("links", links_);
    if (job_.is_merge) session_.log.count("repeated units", repeated_);
    if (dropped_ > 0) session_.log.count("units without --languages", dropped_);
  }

 private:
  void convert(Unit& unit, std::size_t input) {
    if (job_.is_selected && !select_languages(unit, job_.languages)) {
      ++dropped_;
      return;
    }
    if (job_.is_merge && !contents_.insert(print_of(content_of(unit))).second) {
      ++repeated_;
      return;
    }
    if (job_.sources.size() > 1) make_unique(unit.id, input);
    ++units_;
    if (unit.members.size() > 1) ++links_;
    output_.write(unit);
  }

  void make_unique(std::string& id, std::size_t input) {
    const std::string base = id;
    while (!ids_.insert(print_of(id)).second) {
      id = base + "-" + std::to_string(input);
      ++input;
    }
  }

  Session& session_;
  const Job& job_;
  align::cli::BitextOutput& output_;
  std::unordered_set<Print, PrintHash> contents_;
  std::unordered_set<Print, PrintHash> ids_;
  std::size_t units_ = 0;
  std::size_t links_ = 0;
  std::size_t repeated_ = 0;
  std::size_t dropped_ = 0;
};

int run(Session& session) {
  if (session.inputs.empty()) throw UsageError("want a bitext to convert");
  if (!session.has("format")) {
    throw UsageError("--format is missing, want one of " +
                     align::format_names());
  }
  Job job;
  job.is_merge = session.get<bool>("merge");
  job.is_selected = session.has("languages");
  if (job.is_selected) {
    job.languages = split_list(session.get<std::string>("languages"));
    const std::set<std::string> distinct(job.languages.begin(),
                                         job.languages.end());
    if (job.languages.empty() || distinct.size() != job.languages.size()) {
      throw UsageError("--languages wants different tags, as in vi,en");
    }
  }
  const std::vector<align::Format> formats = align::cli::output_formats(
      session, "", job.is_selected ? job.languages.size() : 0);
  job.inline_codes = inline_codes(session);
  if (std::count(session.inputs.begin(), session.inputs.end(), "-") > 1) {
    throw UsageError("standard input is named twice");
  }
  if (auto files = moses_files(session.inputs); !files.empty()) {
    job.sources.push_back({nullptr, std::move(files)});
  } else {
    for (const std::string& path : session.inputs) {
      job.sources.push_back(
          {std::make_unique<align::cli::KeptInput>(path), {}});
    }
  }
  for (const Source& source : job.sources) {
    if (job.is_selected) break;
    for (const std::string& language : source.languages()) {
      if (std::find(job.languages.begin(), job.languages.end(), language) ==
          job.languages.end()) {
        job.languages.push_back(language);
      }
    }
  }
  align::cli::BitextOutput output(session, formats, session.output,
                                  job.languages);
  Converter(session, job, output).run();
  output.finish();
  for (const std::string& loss : output.losses()) session.log.say(loss);
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](align::cli::po::options_description& options) {
        align::cli::add_output_options(options);
        options.add_options()("merge", align::cli::po::bool_switch(),
                              "leave out units an earlier input has already")(
            "languages",
            align::cli::po::value<std::string>()->value_name("LIST"),
            "only these, the first is the source, as in vi,en")(
            "inline",
            align::cli::po::value<std::string>()
                ->default_value("drop")
                ->value_name("HOW"),
            "codes inside TMX segments: drop or keep as text");
      },
      run);
}
