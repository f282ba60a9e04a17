// align-words: a bitext to links between the words of its units.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/words.h"
#include "common/cli.h"

namespace {

using align::Member;
using align::Unit;
using align::WordLink;
using align::cli::Session;
using align::cli::UsageError;

constexpr align::cli::ToolInfo kInfo = {
    "align-words", "align-words [OPTION]... BITEXT",
    "Links the words of each unit of a bitext by the model's lexicon and "
    "vectors.",
    R"(Words are what stands between white space. Units without both languages
give an empty line.

pharaoh (default): a line a unit, links as source-target word numbers from 0.
jsonl: a line a unit with the keys id, source and target (languages),
source_words, target_words and links, each [source, target, score].

Example:
  align-words --pair vi-en story.tmx > story.pharaoh
)"};

/// The two languages of --pair, or the first two of the bitext.
struct Pair {
  std::string source;
  std::string target;
};

Pair parse_pair(const std::string& text) {
  // Tags may hold hyphens themselves (en-GB-vi): a comma or colon always
  // parts, else there must be one hyphen only.
  const std::size_t comma = text.find_first_of(",:");
  const std::size_t cut = comma != std::string::npos ? comma : text.find('-');
  const bool is_clear = cut != std::string::npos && cut > 0 &&
                        cut + 1 < text.size() &&
                        (comma != std::string::npos ||
                         text.find('-', cut + 1) == std::string::npos);
  if (!is_clear) {
    throw UsageError("--pair " + text +
                     ": want two languages such as vi-en or vi,en-GB");
  }
  return {text.substr(0, cut), text.substr(cut + 1)};
}

const Member* find_language(const Unit& unit, const std::string& language) {
  if (const Member* member = align::find_member(unit, language)) return member;
  for (const Member& member : unit.members) {
    if (align::primary_language(member.language) ==
        align::primary_language(language)) {
      return &member;
    }
  }
  return nullptr;
}

std::string pharaoh_line(const std::vector<WordLink>& links) {
  std::string line;
  for (const WordLink& link : links) {
    if (!line.empty()) line += ' ';
    line += std::to_string(link.source) + '-' + std::to_string(link.target);
  }
  return line + '\n';
}

std::string json_line(const Unit& unit, const Pair& pair, const Member* source,
                      const Member* target,
                      const std::vector<WordLink>& links) {
  nlohmann::ordered_json record;
  record["id"] = unit.id;
  record["source"] = source != nullptr ? source->language : pair.source;
  record["target"] = target != nullptr ? target->language : pair.target;
  const auto words_of = [](const Member* member) {
    nlohmann::ordered_json words = nlohmann::ordered_json::array();
    if (member == nullptr) return words;
    for (const std::string_view word : align::split_words(member->text)) {
      words.push_back(word);
    }
    return words;
  };
  record["source_words"] = words_of(source);
  record["target_words"] = words_of(target);
  record["links"] = nlohmann::ordered_json::array();
  for (const WordLink& link : links) {
    // Two digits: more would be noise.
    const double score =
        static_cast<double>(static_cast<long>(link.score * 100.0F + 0.5F)) /
        100.0;
    record["links"].push_back({link.source, link.target, score});
  }
  return record.dump(-1, ' ', false,
                     nlohmann::ordered_json::error_handler_t::replace) +
         '\n';
}

int run(Session& session) {
  const std::string format = session.format("pharaoh");
  if (format != "pharaoh" && format != "jsonl") {
    throw UsageError("--format " + format + ": want pharaoh or jsonl");
  }
  if (session.inputs.size() != 1) {
    throw UsageError("want one bitext, not " +
                     std::to_string(session.inputs.size()));
  }
  Pair pair;
  if (session.has("pair")) pair = parse_pair(session.get<std::string>("pair"));
  const auto reader = align::open_bitext(session.inputs.front());
  const align::Model& model = session.model();
  const auto output = session.open_output(session.output);
  std::size_t units = 0;
  std::size_t linked = 0;
  Unit unit;
  while (reader->read(unit)) {
    ++units;
    const std::vector<std::string>& languages = reader->languages();
    if (pair.source.empty() && languages.size() >= 2) {
      pair = {languages[0], languages[1]};
    }
    const Member* source = find_language(unit, pair.source);
    const Member* target = find_language(unit, pair.target);
    std::vector<WordLink> links;
    if (source != nullptr && target != nullptr) {
      links = align::align_words(model, source->text, source->language,
                                 target->text, target->language);
    }
    linked += links.size();
    output->write(format == "jsonl"
                      ? json_line(unit, pair, source, target, links)
                      : pharaoh_line(links));
  }
  session.log.diagnose(reader->diagnostics());
  session.commit(*output);
  session.log.count("units", units);
  session.log.count("word links", linked);
  return align::cli::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  return align::cli::run(
      argc, argv, kInfo,
      [](align::cli::po::options_description& options) {
        options.add_options()(
            "pair", align::cli::po::value<std::string>()->value_name("LANGS"),
            "languages to link, e.g. vi-en; default: the bitext's first two");
      },
      run);
}
