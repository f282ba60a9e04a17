// align-testset: a bitext to training, development and test parts.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/test_set.h"
#include "common/bitext_output.h"
#include "common/cli.h"
#include "common/kept_input.h"

namespace {

using align::TestSetPart;
using align::Unit;
using align::cli::Session;
using align::cli::UsageError;
using Json = nlohmann::ordered_json;

constexpr align::cli::ToolInfo kInfo = {
    "align-testset", "align-testset [OPTION]... BITEXT -o PREFIX",
    "Divides a bitext into training, development and test parts that do not "
    "leak into\neach other: units of one document stay together, and so do "
    "near-duplicates in any\nlanguage.",
    R"(Writes PREFIX.train.EXT, PREFIX.dev.EXT and PREFIX.test.EXT in the input's
format or those of --format, and the statistics on standard output: a header
and the columns part language units documents words characters new_words
(share of its different words, in per cent, that the training part lacks).

--dev and --test are numbers of units, or shares such as 2%. Groups of units
that hang together go to one part as a whole; which, is drawn by --seed. Where
near-duplicates would join more than --max-group of all units, the group is cut
and units that would leak across the cut are left out; --left-out keeps them.

Example:
  align-testset corpus.tsv --test 1000 --dev 1000 --seed 7 -o corpus
)"};

constexpr std::array kParts = {TestSetPart::kTrain, TestSetPart::kDev,
                               TestSetPart::kTest};

/// "1000" or, of `units`, "2%".
std::size_t parse_size(const Session& session, const std::string& option,
                       std::size_t units) {
  const auto text = session.get<std::string>(option);
  const bool is_share = text.ends_with('%');
  const std::string number = is_share ? text.substr(0, text.size() - 1) : text;
  const bool is_number =
      !number.empty() && number.size() <= 15 &&
      number.find_first_not_of(is_share ? "0123456789." : "0123456789") ==
          std::string::npos &&
      std::isdigit(static_cast<unsigned char>(number.front())) != 0;
  if (!is_number) {
    throw UsageError("--" + option + ' ' + text +
                     ": want a number of units or a share such as 2%");
  }
  if (!is_share) return std::stoul(number);
  const double share = std::stod(number);
  if (share > 100) throw UsageError("--" + option + ' ' + text + ": too much");
  return static_cast<std::size_t>(static_cast<double>(units) * share / 100);
}

/// What one part has of one language.
struct Counts {
  std::size_t units = 0;
  std::set<std::string> documents;
  std::size_t words = 0;
  std::size_t characters = 0;
  std::unordered_set<std::string> different;  ///< words
};

class Statistics {
 public:
  void add(TestSetPart part, const Unit& unit) {
    for (const align::Member& member : unit.members) {
      Counts& counts = counts_[{part, member.language}];
      ++counts.units;
      counts.documents.insert(member.document);
      for (std::size_t begin = 0; begin < member.text.size();) {
        const std::size_t end = std::min(
            member.text.find_first_of(" \t\r\n", begin), member.text.size());
        if (end > begin) {
          ++counts.words;
          counts.different.insert(member.text.substr(begin, end - begin));
        }
        begin = end + 1;
      }
      for (const char c : member.text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
          ++counts.characters;
        }
      }
    }
  }

  [[nodiscard]] Json to_json(const std::vector<std::string>& languages) const {
    Json rows = Json::array();
    for (const TestSetPart part : kParts) {
      for (const std::string& language : languages) {
        const auto found = counts_.find({part, language});
        const Counts& counts =
            found == counts_.end() ? Counts() : found->second;
        Json row = {{"part", align::to_string(part)},
                    {"language", language},
                    {"units", counts.units},
                    {"documents", counts.documents.size()},
                    {"words", counts.words},
                    {"characters", counts.characters}};
        row["new_words"] = new_words(language, counts);
        rows.push_back(std::move(row));
      }
    }
    return rows;
  }

 private:
  // Per cent of the different words that the training part lacks.
  [[nodiscard]] double new_words(const std::string& language,
                                 const Counts& counts) const {
    const auto train = counts_.find({TestSetPart::kTrain, language});
    if (counts.different.empty()) return 0;
    std::size_t known = 0;
    if (train != counts_.end()) {
      // A sum, whatever the order.
      for (const std::string& word : counts.different) {
        known += train->second.different.count(word);
      }
    }
    return 100 - 100 * static_cast<double>(known) /
                     static_cast<double>(counts.different.size());
  }

  std::map<std::pair<TestSetPart, std::string>, Counts> counts_;
};

std::string table_of(const Json& rows) {
  std::string table =
      "part\tlanguage\tunits\tdocuments\twords\tcharacters\tnew_words\n";
  for (const Json& row : rows) {
    std::array<char, 32> share{};
    std::snprintf(share.data(), share.size(), "%.2f",
                  row["new_words"].get<double>());
    for (const char* key : {"part", "language"}) {
      table += row[key].get<std::string>() + '\t';
    }
    for (const char* key : {"units", "documents", "words", "characters"}) {
      table += std::to_string(row[key].get<std::size_t>()) + '\t';
    }
    table += std::string(share.data()) + '\n';
  }
  return table;
}

align::TestSetDocuments parse_documents(const Session& session) {
  const auto name = session.get<std::string>("documents");
  if (name == "auto") return align::TestSetDocuments::kAuto;
  if (name == "keep") return align::TestSetDocuments::kKeep;
  if (name == "ignore") return align::TestSetDocuments::kIgnore;
  throw UsageError("--documents " + name + ": want auto, keep or ignore");
}

/// Refuses a wrong value before hours of reading.
void check_options(const Session& session) {
  for (const char* option : {"dev", "test"}) {
    static_cast<void>(parse_size(session, option, 0));
  }
  for (const char* option : {"similarity", "max-group"}) {
    const auto value = session.get<double>(option);
    if (!(value > 0 && value <= 1)) {
      throw UsageError(std::string("--") + option +
                       ": want a number above 0 and at most 1");
    }
  }
  const auto format = session.get<std::string>("statistics-format");
  if (format != "tsv" && format != "json") {
    throw UsageError("--statistics-format " + format + ": want tsv or json");
  }
}

int run(Session& session) {
  if (session.inputs.size() != 1) {
    throw UsageError("want one bitext, got " +
                     std::to_string(session.inputs.size()));
  }
  if (session.output == "-") {
    throw UsageError("three files are written, name them with -o PREFIX");
  }
  check_options(session);
  align::TestSetOptions options;
  options.documents = parse_documents(session);
  options.similarity = session.get<double>("similarity");
  options.max_group = session.get<double>("max-group");
  options.seed = session.get<std::size_t>("seed");

  const align::cli::KeptInput input(session.inputs.front());
  const std::vector<std::string> languages =
      align::read_languages(input.path(), input.options());
  std::size_t units = 0;
  std::vector<align::Format> formats;
  {
    const auto reader = align::open_bitext(input.path(), input.options());
    formats =
        align::cli::output_formats(session, align::to_string(reader->format()));
    for (Unit unit; reader->read(unit);) ++units;
  }
  options.dev = parse_size(session, "dev", units);
  options.test = parse_size(session, "test", units);

  align::TestSetBuilder builder(options);
  {
    const auto reader = align::open_bitext(input.path(), input.options());
    const auto progress = session.progress("comparing", units);
    for (Unit unit; reader->read(unit);) {
      builder.add(unit);
      progress->advance();
    }
  }
  const align::TestSet set = builder.divide();

  const auto path_of = [&](TestSetPart part) {
    const std::string path =
        session.output + '.' + std::string(align::to_string(part));
    // Several formats, and Moses, put their own ends behind the name.
    const bool has_end =
        formats.size() == 1 && formats.front() != align::Format::kMoses;
    return has_end ? path + '.' + std::string(align::to_string(formats.front()))
                   : path;
  };
  std::map<TestSetPart, std::unique_ptr<align::cli::BitextOutput>> outputs;
  for (const TestSetPart part : kParts) {
    outputs[part] = std::make_unique<align::cli::BitextOutput>(
        session, formats, path_of(part), languages);
  }
  if (session.get<bool>("left-out")) {
    outputs[TestSetPart::kLeftOut] = std::make_unique<align::cli::BitextOutput>(
        session, formats, path_of(TestSetPart::kLeftOut), languages);
  }
  Statistics statistics;
  std::map<TestSetPart, std::size_t> counts;
  const auto reader = align::open_bitext(input.path(), input.options());
  Unit unit;
  for (std::size_t i = 0; i < units && reader->read(unit); ++i) {
    const TestSetPart part = set.parts[i];
    ++counts[part];
    statistics.add(part, unit);
    if (const auto found = outputs.find(part); found != outputs.end()) {
      found->second->write(unit);
    }
  }
  session.log.diagnose(reader->diagnostics());
  for (const auto& [part, output] : outputs) output->finish();

  const Json rows = statistics.to_json(languages);
  const auto output = session.open_output("-");
  if (session.get<std::string>("statistics-format") == "json") {
    Json record = {{"parts", rows},
                   {"groups", set.groups},
                   {"largest_group", set.largest_group},
                   {"near_pairs", set.near_pairs},
                   {"left_out", counts[TestSetPart::kLeftOut]},
                   {"documents_kept", set.are_documents_kept}};
    output->write(record.dump() + '\n');
  } else {
    output->write(table_of(rows));
  }
  session.commit(*output);
  if (options.documents == align::TestSetDocuments::kAuto &&
      !set.are_documents_kept) {
    session.log.say(
        "one document holds more than half of the units, so documents are not "
        "kept together; --documents keep does it");
  }
  for (const auto& [part, wanted] :
       {std::pair(TestSetPart::kTest, options.test),
        std::pair(TestSetPart::kDev, options.dev)}) {
    if (counts[part] < wanted) {
      session.log.say(std::string(align::to_string(part)) + " has " +
                      std::to_string(counts[part]) + " units, " +
                      std::to_string(wanted) + " were wanted");
    }
  }
  for (const auto& [part, count] : counts) {
    session.log.count(std::string(align::to_string(part)), count);
  }
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  namespace po = align::cli::po;
  const align::TestSetOptions standard;
  return align::cli::run(
      argc, argv, kInfo,
      [&](po::options_description& options) {
        align::cli::add_output_options(options);
        options.add_options()(
            "dev",
            po::value<std::string>()->default_value("1000")->value_name("N"),
            "units of the development part, or a share such as 2%")(
            "test",
            po::value<std::string>()->default_value("1000")->value_name("N"),
            "units of the test part, the same")(
            "seed",
            po::value<std::size_t>()
                ->default_value(standard.seed)
                ->value_name("N"),
            "of the draw")(
            "documents",
            po::value<std::string>()->default_value("auto")->value_name("HOW"),
            "keep the units of a document together: auto (unless one holds "
            "more than half of all), keep or ignore")(
            "similarity",
            po::value<double>()
                ->default_value(standard.similarity)
                ->value_name("S"),
            "least share of runs of three words that make near-duplicates")(
            "max-group",
            po::value<double>()
                ->default_value(standard.max_group)
                ->value_name("S"),
            "largest share of the units that near-duplicates may join")(
            "left-out", po::bool_switch(),
            "units that would leak go to PREFIX.left-out.EXT")(
            "statistics-format",
            po::value<std::string>()->default_value("tsv")->value_name("NAME"),
            "tsv or json");
      },
      run);
}
