// Finds the units of a proofread bitext in documents.
#include "align/keep.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/join.h"

namespace align {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Text as it is compared: formats keep neither the kind of white space nor
// control characters.
std::string key_of(std::string_view text) {
  std::string key;
  for (const char c : text) {
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
    if (is_space) {
      if (!key.empty() && key.back() != ' ') key += ' ';
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      key += c;
    }
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

// Bytes at the start of a text by which it is looked up.
constexpr std::size_t kStart = 32;

// The segments of one document by their text.
class Index {
 public:
  explicit Index(const Document& document) {
    for (const Segment& segment : document.segments) {
      keys_.push_back(key_of(segment.text));
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      places_[keys_[i].substr(0, kStart)].push_back(i);
    }
  }

  // The run of whole segments from `begin` on that says `key`.
  [[nodiscard]] std::optional<SegmentRange> run_at(std::size_t begin,
                                                   std::string_view key) const {
    if (begin >= keys_.size() || keys_[begin].empty()) return std::nullopt;
    std::size_t end = begin;
    while (end < keys_.size()) {
      if (key.substr(0, keys_[end].size()) != keys_[end]) return std::nullopt;
      key.remove_prefix(keys_[end].size());
      ++end;
      if (key.empty()) return SegmentRange{begin, end};
      // Empty segments add nothing to a run's text, not even a space.
      if (end < keys_.size() && !keys_[end].empty()) {
        if (key.front() != ' ') return std::nullopt;
        key.remove_prefix(1);
      }
    }
    return std::nullopt;
  }

  // All runs that say `key`, in order.
  [[nodiscard]] std::vector<SegmentRange> runs_of(std::string_view key) const {
    std::vector<SegmentRange> runs;
    // A short first segment ends where the key does or before a space.
    for (std::size_t size = 1; size <= std::min(kStart, key.size()); ++size) {
      if (size < kStart && size < key.size() && key[size] != ' ') continue;
      const auto places = places_.find(std::string(key.substr(0, size)));
      if (places == places_.end()) continue;
      for (const std::size_t begin : places->second) {
        if (const auto run = run_at(begin, key)) runs.push_back(*run);
      }
    }
    std::sort(runs.begin(), runs.end());
    return runs;
  }

 private:
  std::vector<std::string> keys_;
  // By the first kStart bytes.
  std::map<std::string, std::vector<std::size_t>> places_;
};

// A unit on its way to its place.
struct Wanted {
  std::size_t unit = 0;
  std::vector<const Member*> members;
  std::vector<std::vector<KeptRun>> candidates;  // one list a member
  std::vector<KeptRun> runs;
  bool is_rejected = false;
  bool is_placed = false;
};

class Finder {
 public:
  Finder(const std::vector<Document>& documents, const std::vector<Unit>& units,
         const std::string& file)
      : documents_(documents), units_(units), file_(file) {
    for (const Document& document : documents) {
      indexes_.emplace_back(document);
      taken_.emplace_back(document.segments.size(), false);
    }
  }

  KeptLinks run() {
    choose();
    for (Wanted& wanted : wanted_) collect(wanted);
    // What can stand in one place only shows where the rest has to be.
    for (std::size_t k = 0; k < wanted_.size(); ++k) {
      if (!wanted_[k].is_rejected && is_unique(wanted_[k])) place(k);
    }
    for (std::size_t k = 0; k < wanted_.size(); ++k) {
      if (!wanted_[k].is_rejected && !is_unique(wanted_[k])) place(k);
    }
    for (std::size_t k = 0; k < wanted_.size(); ++k) {
      if (wanted_[k].is_rejected) place(k);
    }
    return finish();
  }

 private:
  // Which units are confirmed or rejected.
  void choose() {
    bool is_judged = false;
    bool has_unlinked = false;
    bool has_open_link = false;
    for (const Unit& unit : units_) {
      is_judged |= unit.status != UnitStatus::kProposed;
      has_unlinked |= unit.members.size() < 2;
      has_open_link |=
          unit.members.size() > 1 && unit.status == UnitStatus::kProposed;
    }
    const bool is_whole = !is_judged || !has_open_link;
    is_proofread_ = is_whole;
    result_.is_complete = is_whole && has_unlinked;
    for (std::size_t u = 0; u < units_.size(); ++u) {
      const Unit& unit = units_[u];
      const bool is_kept = unit.status == UnitStatus::kAccepted ||
                           (is_whole && unit.status == UnitStatus::kProposed);
      if (!is_kept && unit.status != UnitStatus::kRejected) continue;
      Wanted wanted;
      wanted.unit = u;
      wanted.is_rejected = unit.status == UnitStatus::kRejected;
      for (const Member& member : unit.members) {
        const bool is_known = std::any_of(
            documents_.begin(), documents_.end(),
            [&](const Document& d) { return is_of(d, member.language); });
        if (is_known) wanted.members.push_back(&member);
      }
      // A link that lost its members to languages that are not there says
      // nothing about the documents.
      const bool was_link = unit.members.size() > 1;
      if (wanted.members.empty() || (was_link && wanted.members.size() < 2)) {
        continue;
      }
      wanted_.push_back(std::move(wanted));
    }
  }

  // `en` finds en-GB and the reverse, unless a document has the very tag.
  [[nodiscard]] bool is_of(const Document& document,
                           const std::string& language) const {
    if (document.language == language) return true;
    return primary_language(document.language) == primary_language(language) &&
           std::none_of(
               documents_.begin(), documents_.end(),
               [&](const Document& d) { return d.language == language; });
  }

  void collect(Wanted& wanted) {
    for (const Member* member : wanted.members) {
      std::vector<KeptRun>& runs = wanted.candidates.emplace_back();
      const std::string key = key_of(member->text);
      const std::size_t hint =
          member->segments.empty() ? kNone : member->segments.front();
      bool is_named = false;
      for (const Document& document : documents_) {
        is_named |= document.name == member->document;
      }
      for (std::size_t d = 0; d < documents_.size(); ++d) {
        if (!is_of(documents_[d], member->language)) continue;
        if (is_named && documents_[d].name != member->document) continue;
        // The named place of the named document settles it.
        const auto hinted = run_of_numbers(d, *member, key);
        if (is_named && hinted) {
          runs = {{d, *hinted}};
          break;
        }
        for (const SegmentRange& run : indexes_[d].runs_of(key)) {
          runs.push_back({d, run});
        }
      }
      // Of several equal texts the one that the numbers mean comes first.
      std::stable_partition(runs.begin(), runs.end(), [&](const KeptRun& run) {
        return run.segments.begin == hint;
      });
    }
  }

  // The run that the member's numbers mean, if it says `key`.
  [[nodiscard]] std::optional<SegmentRange> run_of_numbers(
      std::size_t document, const Member& member,
      const std::string& key) const {
    const std::size_t size = documents_[document].segments.size();
    std::string text;
    for (std::size_t k = 0; k < member.segments.size(); ++k) {
      const std::size_t segment = member.segments[k];
      if (segment >= size || segment != member.segments[0] + k) {
        return std::nullopt;
      }
      text += documents_[document].segments[segment].text + ' ';
    }
    if (member.segments.empty() || key_of(text) != key) return std::nullopt;
    return SegmentRange{member.segments.front(), member.segments.back() + 1};
  }

  static bool is_unique(const Wanted& wanted) {
    return std::all_of(wanted.candidates.begin(), wanted.candidates.end(),
                       [](const auto& runs) { return runs.size() == 1; });
  }

  [[nodiscard]] bool is_free(const KeptRun& run) const {
    for (std::size_t i = run.segments.begin; i < run.segments.end; ++i) {
      if (taken_[run.document][i]) return false;
    }
    return true;
  }

  // Where in `document` units around number `k` have been placed.
  [[nodiscard]] SegmentRange neighbourhood(std::size_t k,
                                           std::size_t document) const {
    const auto run_in = [&](std::size_t other) -> const KeptRun* {
      for (const KeptRun& run : wanted_[other].runs) {
        if (run.document == document) return &run;
      }
      return nullptr;
    };
    SegmentRange room{0, documents_[document].segments.size()};
    for (std::size_t before = k; before-- > 0;) {
      if (const KeptRun* run = run_in(before)) {
        room.begin = run->segments.end;
        break;
      }
    }
    for (std::size_t after = k + 1; after < wanted_.size(); ++after) {
      if (const KeptRun* run = run_in(after)) {
        room.end = run->segments.begin;
        break;
      }
    }
    return room;
  }

  void place(std::size_t k) {
    Wanted& wanted = wanted_[k];
    std::vector<KeptRun> runs;
    for (std::size_t m = 0; m < wanted.members.size(); ++m) {
      const std::vector<KeptRun>& candidates = wanted.candidates[m];
      if (candidates.empty()) {
        // An empty line has no text to be found by, and no partner either.
        if (!key_of(wanted.members[m]->text).empty()) {
          complain("kept-link-not-found", wanted, wanted.members[m],
                   "is not in the documents as whole segments");
        }
        return;
      }
      const KeptRun* chosen = nullptr;
      if (candidates.size() > 1) {
        for (const KeptRun& run : candidates) {
          const SegmentRange room = neighbourhood(k, run.document);
          if (is_free(run) && run.segments.begin >= room.begin &&
              run.segments.end <= room.end) {
            chosen = &run;
            break;
          }
        }
      }
      for (const KeptRun& run : candidates) {
        if (chosen == nullptr && (is_free(run) || wanted.is_rejected)) {
          chosen = &run;
        }
      }
      if (chosen == nullptr) {
        complain("kept-link-overlaps", wanted, wanted.members[m],
                 "is in another kept link already");
        return;
      }
      runs.push_back(*chosen);
    }
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
      return a.document < b.document;
    });
    wanted.is_placed = true;
    wanted.runs = std::move(runs);
    if (wanted.is_rejected) return;
    for (const KeptRun& run : wanted.runs) {
      for (std::size_t i = run.segments.begin; i < run.segments.end; ++i) {
        taken_[run.document][i] = true;
      }
    }
  }

  void complain(std::string code, const Wanted& wanted, const Member* member,
                const std::string& what) {
    // What was never to be linked again and is not there needs no word.
    if (wanted.is_rejected) return;
    Diagnostic diagnostic;
    diagnostic.code = std::move(code);
    diagnostic.file = file_;
    diagnostic.message = "unit " + units_[wanted.unit].id + ": its text in " +
                         member->language + " " + what;
    diagnostic.remedy =
        "the unit is not kept; look at it and at what was aligned instead";
    complaints_.emplace_back(wanted.unit, std::move(diagnostic));
  }

  // Whether the bitext is about fewer languages than the documents, and holds
  // most of what it is about.
  [[nodiscard]] bool lacks_language_only() const {
    std::size_t segments = 0;
    std::size_t held = 0;
    std::size_t about = 0;
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      const auto count = static_cast<std::size_t>(
          std::count(taken_[d].begin(), taken_[d].end(), true));
      if (count == 0) continue;
      ++about;
      held += count;
      segments += taken_[d].size();
    }
    return about > 1 && about < documents_.size() && 2 * held >= segments;
  }

  KeptLinks finish() {
    result_.is_complete |= is_proofread_ && lacks_language_only();
    std::vector<std::size_t> about;
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      if (std::find(taken_[d].begin(), taken_[d].end(), true) !=
          taken_[d].end()) {
        about.push_back(d);
      }
    }
    for (Wanted& wanted : wanted_) {
      if (!wanted.is_placed) continue;
      KeptUnit kept;
      kept.unit = wanted.unit;
      kept.runs = std::move(wanted.runs);
      if (result_.is_complete) {
        kept.settled = about;
      } else {
        for (const KeptRun& run : kept.runs) {
          kept.settled.push_back(run.document);
        }
      }
      (wanted.is_rejected ? result_.rejected : result_.units)
          .push_back(std::move(kept));
    }
    std::stable_sort(
        complaints_.begin(), complaints_.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [unit, diagnostic] : complaints_) {
      result_.diagnostics.push_back(std::move(diagnostic));
    }
    return std::move(result_);
  }

  const std::vector<Document>& documents_;
  const std::vector<Unit>& units_;
  const std::string& file_;
  std::vector<Index> indexes_;
  std::vector<std::vector<bool>> taken_;
  std::vector<Wanted> wanted_;
  std::vector<std::pair<std::size_t, Diagnostic>> complaints_;
  bool is_proofread_ = false;
  KeptLinks result_;
};

}  // namespace

KeptLinks find_kept(const std::vector<Document>& documents,
                    const std::vector<Unit>& units, const std::string& file) {
  return Finder(documents, units, file).run();
}

void restore_kept(const std::vector<Document>& documents, const KeptLinks& kept,
                  const std::vector<Unit>& kept_units,
                  std::vector<Unit>& units) {
  // By document name and first segment.
  std::map<std::pair<std::string, std::size_t>, const KeptUnit*> places;
  for (const KeptUnit& one : kept.units) {
    // Units that were not read, such as marks, have nothing to give back.
    if (one.unit >= kept_units.size()) continue;
    for (const KeptRun& run : one.runs) {
      places[{documents[run.document].name, run.segments.begin}] = &one;
    }
  }
  if (places.empty()) return;
  for (Unit& unit : units) {
    const KeptUnit* found = nullptr;
    for (const Member& member : unit.members) {
      const auto place =
          places.find({member.document, member.segments.front()});
      if (place != places.end() && found == nullptr) found = place->second;
    }
    // Another report in one of the languages may share a part of it.
    const auto holds = [&](const KeptRun& run) {
      return std::ranges::any_of(unit.members, [&](const Member& member) {
        return member.document == documents[run.document].name &&
               member.segments.front() == run.segments.begin;
      });
    };
    if (found == nullptr || !std::ranges::all_of(found->runs, holds)) continue;
    const Unit& original = kept_units[found->unit];
    unit.id = original.id;
    if (unit.members.size() != found->runs.size()) continue;
    unit.kind = original.kind;
    unit.status = original.status;
    unit.grade = original.grade;
    unit.score = original.score;
    unit.probability = original.probability;
    unit.evidence = original.evidence;
  }
}

}  // namespace align
