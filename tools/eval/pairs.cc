#include "eval/pairs.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "align/error.h"
#include "align/formats.h"
#include "align/text.h"

namespace align::cli {
namespace {

using Names = std::array<std::string, 2>;

struct NamedBead {
  EvalBead bead;
  Names documents;  // empty where there is no side
};

// One file.
struct Loaded {
  std::vector<NamedBead> beads;
  bool has_names = false;
  Names languages;
  std::array<std::set<std::string>, 2> documents;
  std::map<std::pair<int, std::string>, SegmentTexts> texts;
};

void learn_texts(const Member& member, int side, Loaded& loaded) {
  SegmentTexts& texts = loaded.texts[{side, member.document}];
  if (member.segments.size() == member.parts.size()) {
    for (std::size_t i = 0; i < member.parts.size(); ++i) {
      texts[member.segments[i]] = member.parts[i].text;
    }
  } else if (!member.text.empty()) {
    // Of several that are not told apart the first holds all.
    for (const std::size_t segment : member.segments) {
      texts.emplace(segment, std::string());
    }
    texts[member.segments.front()] = member.text;
  }
}

// Nothing when the file is no bitext that says more than numbers.
std::optional<Loaded> load_bitext(const std::string& path,
                                  const std::string& bytes) {
  // A miner's table is a list of links whose scores count as they stand.
  if (bytes.empty() || bytes.starts_with("score\tsource_line\t")) {
    return std::nullopt;
  }
  Format format = Format::kVecalign;
  try {
    format = detect_format(bytes);
  } catch (const FormatError&) {
    return std::nullopt;
  }
  // vecalign's lines are read with those of the gold.
  if (format == Format::kVecalign || format == Format::kPharaoh) {
    return std::nullopt;
  }
  const std::vector<std::string> languages = read_languages(path);
  if (languages.size() > 2) {
    throw FormatError(path + " has " + std::to_string(languages.size()) +
                      " languages, want two; align-convert --languages picks "
                      "them");
  }
  Loaded loaded;
  for (std::size_t side = 0; side < languages.size(); ++side) {
    loaded.languages[side] = languages[side];
  }
  loaded.has_names = format != Format::kLadder && format != Format::kLaser;
  const auto reader = open_bitext(path);
  for (Unit unit; reader->read(unit);) {
    NamedBead named;
    for (std::size_t side = 0; side < languages.size(); ++side) {
      const Member* member = find_member(unit, languages[side]);
      if (member == nullptr) continue;
      (side == 0 ? named.bead.source : named.bead.target) = member->segments;
      named.documents[side] = member->document;
      loaded.documents[side].insert(member->document);
      learn_texts(*member, static_cast<int>(side), loaded);
    }
    if (named.bead.source.empty() && named.bead.target.empty()) continue;
    named.bead.probability = unit.probability;
    loaded.beads.push_back(std::move(named));
  }
  return loaded;
}

Loaded load(const std::string& path, ParseBeads parse) {
  const std::string bytes = read_bytes(path);
  if (auto bitext = load_bitext(path, bytes)) return std::move(*bitext);
  Loaded loaded;
  for (EvalBead& bead : parse(bytes, path)) {
    loaded.beads.push_back({std::move(bead), {}});
  }
  return loaded;
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Gives the documents of `loaded` the names that the gold has for them: its
// own, or where none is the same the one with the same file name.
void rename_documents(const Loaded& gold, const std::string& path,
                      Loaded& loaded) {
  for (std::size_t side = 0; side < 2; ++side) {
    const auto& wanted = gold.documents[side];
    const auto& own = loaded.documents[side];
    const bool has_common = std::any_of(
        own.begin(), own.end(),
        [&](const std::string& name) { return wanted.count(name) > 0; });
    if (has_common || own.empty() || wanted.empty()) continue;
    std::map<std::string, std::vector<std::string>> by_last;
    for (const std::string& name : wanted) {
      by_last[last_part(name)].push_back(name);
    }
    // Two that end alike are told apart by the longest common end.
    const auto common_end = [](const std::string& a, const std::string& b) {
      const auto [first, second] =
          std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
      return first - a.rbegin();
    };
    bool has_match = false;
    const auto renamed = [&](const std::string& name) {
      const auto found = by_last.find(last_part(name));
      if (found == by_last.end()) return name;
      has_match = true;
      return *std::max_element(found->second.begin(), found->second.end(),
                               [&](const std::string& a, const std::string& b) {
                                 return common_end(a, name) <
                                        common_end(b, name);
                               });
    };
    for (NamedBead& bead : loaded.beads) {
      if (!bead.documents[side].empty()) {
        bead.documents[side] = renamed(bead.documents[side]);
      }
    }
    std::map<std::pair<int, std::string>, SegmentTexts> texts;
    for (auto& [key, value] : loaded.texts) {
      texts[key.first == static_cast<int>(side)
                ? std::pair(key.first, renamed(key.second))
                : key] = std::move(value);
    }
    loaded.texts = std::move(texts);
    if (!has_match) {
      throw FormatError(path + " names no document of the gold, but " +
                        *own.begin() + " for " + *wanted.begin());
    }
  }
}

SegmentTexts read_lines(const std::string& path) {
  SegmentTexts texts;
  if (path.empty()) return texts;
  const std::string bytes = read_bytes(path);
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < bytes.size(); ++number) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    texts[number] = bytes.substr(begin, end - begin);
    begin = end + 1;
  }
  return texts;
}

std::string pair_name(const Names& documents) {
  if (documents[0].empty()) return documents[1];
  if (documents[1].empty()) return documents[0];
  return documents[0] + " \u2013 " + documents[1];  // EN DASH
}

}  // namespace

std::vector<EvalPair> read_eval_pairs(const EvalFiles& files,
                                      ParseBeads parse) {
  const Loaded gold = load(files.gold, parse);
  std::vector<Loaded> results;
  std::vector<std::string> paths = {files.test};
  if (!files.other.empty()) paths.push_back(files.other);
  bool has_names = gold.has_names;
  bool has_several = false;
  const auto look_at = [&](const Loaded& loaded) {
    has_names = has_names && loaded.has_names;
    for (const auto& documents : loaded.documents) {
      has_several = has_several || documents.size() > 1;
    }
  };
  look_at(gold);
  for (const std::string& path : paths) {
    results.push_back(load(path, parse));
    look_at(results.back());
  }
  const bool is_by_name = has_names && has_several;
  Names languages = gold.languages;
  for (const Loaded& loaded : results) {
    const bool is_known = !languages[0].empty() && languages[0] != "src";
    if (!is_known) languages = loaded.languages;
  }
  std::map<Names, std::size_t> place_of;
  std::vector<EvalPair> pairs;
  const auto pair_of = [&](const Names& documents) -> EvalPair& {
    const auto [place, is_new] =
        place_of.emplace(is_by_name ? documents : Names(), pairs.size());
    if (is_new) {
      EvalPair& pair = pairs.emplace_back();
      pair.place = is_by_name ? pair_name(documents) : files.gold;
      if (!languages[1].empty() && languages[0] != "src") {
        pair.languages = languages[0] + '-' + languages[1];
      }
    }
    return pairs[place->second];
  };
  const auto add = [&](const Loaded& loaded,
                       std::vector<EvalBead> EvalPair::*list) {
    for (const NamedBead& named : loaded.beads) {
      (pair_of(named.documents).*list).push_back(named.bead);
    }
  };
  if (is_by_name) {
    for (std::size_t i = 0; i < results.size(); ++i) {
      rename_documents(gold, paths[i], results[i]);
    }
  }
  if (!is_by_name) static_cast<void>(pair_of({}));
  add(gold, &EvalPair::gold);
  add(results[0], &EvalPair::test);
  if (results.size() > 1) add(results[1], &EvalPair::other);

  const std::array<SegmentTexts, 2> given = {read_lines(files.source_text),
                                             read_lines(files.target_text)};
  for (const auto& [documents, place] : place_of) {
    for (std::size_t side = 0; side < 2; ++side) {
      SegmentTexts& texts = pairs[place].texts[side];
      texts = given[side];
      const auto& name = documents[side];
      const auto learn = [&](const Loaded& loaded) {
        for (const auto& [key, known] : loaded.texts) {
          if (key.first != static_cast<int>(side)) continue;
          if (is_by_name && key.second != name) continue;
          texts.insert(known.begin(), known.end());
        }
      };
      for (const Loaded& loaded : results) learn(loaded);
      learn(gold);
    }
  }
  return pairs;
}

std::string EvalPair::text_of(std::size_t side,
                              const std::vector<std::size_t>& segments) const {
  std::string text;
  for (const std::size_t segment : segments) {
    const auto found = texts.at(side).find(segment);
    if (found == texts.at(side).end()) continue;
    if (!text.empty() && !found->second.empty()) text += ' ';
    text += found->second;
  }
  return text;
}

std::string EvalPair::step_of(const EvalBead& bead) const {
  const std::size_t side = bead.source.empty() ? 1 : 0;
  const auto& segments = side == 0 ? bead.source : bead.target;
  const bool is_known = std::all_of(
      segments.begin(), segments.end(),
      [&](std::size_t segment) { return texts.at(side).count(segment) > 0; });
  if (!is_known) return {};
  const std::string text = text_of(side, segments);
  return length_step(static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
      })));
}

std::string numbers_text(const EvalBead& bead) {
  std::string text;
  for (const auto* side : {&bead.source, &bead.target}) {
    if (side == &bead.target) text += ':';
    for (std::size_t i = 0; i < side->size(); ++i) {
      if (i > 0) text += ',';
      text += std::to_string((*side)[i]);
    }
  }
  return text;
}

EvalItem item_of(const EvalPair& pair, const EvalBead& bead, bool is_right) {
  EvalItem item;
  item.note = numbers_text(bead);
  if (bead.probability) {
    std::string number = std::to_string(rounded(*bead.probability));
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
    item.note += "  " + number;
  }
  item.source = pair.text_of(0, bead.source);
  item.target = pair.text_of(1, bead.target);
  item.is_right = is_right;
  return item;
}

}  // namespace align::cli
