// align-convert: any bitext format to any other, and shards to one bitext.
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <functional>
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
    R"(Formats: tmx, tsv, jsonl (lossless), vecalign, ladder. Several, as in
--format tmx,tsv -o story, make story.tmx and story.tsv. What a format has no
place for is said on standard error.

Several inputs follow each other in the output; an id that an earlier input
has already gets "-2", "-3" ... from the number of its input. --merge leaves
out units that an earlier input has already, with the same documents, segment
numbers and text.

Example:
  align-convert story.jsonl --format tmx --lang-tags vi-VN,en-US -o story.tmx
)"};

/// Standard input kept in a file, since a bitext may have to be read twice.
class KeptInput {
 public:
  KeptInput() {
    const char* folder = std::getenv("TMPDIR");
    std::string name =
        std::string(folder == nullptr || *folder == '\0' ? "/tmp" : folder) +
        "/align-convert-XXXXXX";
    file_ = ::mkstemp(name.data());
    if (file_ < 0) fail("cannot write " + name);
    ::unlink(name.c_str());
    std::vector<char> bytes(std::size_t{1} << 20);
    while (true) {
      const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot read standard input");
      if (count == 0) break;
      for (ssize_t done = 0; done < count;) {
        const ssize_t written = ::write(file_, bytes.data() + done,
                                        static_cast<std::size_t>(count - done));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot write " + name);
        done += written;
      }
    }
  }
  KeptInput(const KeptInput&) = delete;
  KeptInput& operator=(const KeptInput&) = delete;
  ~KeptInput() { ::close(file_); }
  [[nodiscard]] std::string path() const {
    return "/proc/self/fd/" + std::to_string(file_);
  }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw align::IoError(what + ": " + std::strerror(errno));
  }
  int file_ = -1;
};

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

struct Source {
  std::string path;
  align::ReadOptions options;
};

struct Job {
  std::vector<Source> sources;
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
      const auto reader =
          align::open_bitext(job_.sources[i].path, job_.sources[i].options);
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
  const align::InlineCodes codes = inline_codes(session);
  std::unique_ptr<KeptInput> standard_input;
  for (const std::string& path : session.inputs) {
    Source& source = job.sources.emplace_back();
    source.options.inline_codes = codes;
    source.path = path;
    if (path == "-") {
      if (standard_input) throw UsageError("standard input is named twice");
      standard_input = std::make_unique<KeptInput>();
      source.path = standard_input->path();
      source.options.name = "standard input";
    }
  }
  if (!job.is_selected) {
    for (const Source& source : job.sources) {
      for (const std::string& language :
           align::read_languages(source.path, source.options)) {
        if (std::find(job.languages.begin(), job.languages.end(), language) ==
            job.languages.end()) {
          job.languages.push_back(language);
        }
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
