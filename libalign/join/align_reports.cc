// The whole job: events, pairs of documents, groups.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/join.h"
#include "join/kept_pairs.h"
#include "join/pairwise.h"
#include "score/run_indexed.h"

namespace align {

using join::align_in_order;
using join::encode_all;
using join::languages_of;
using join::number_units;

namespace {

// Segments of a near-parallel report that may be told in one of the other.
constexpr std::size_t kLongestMinedRun = 3;
// Combinations of an event's documents, one a language; an event with more is
// joined in pairs.
constexpr std::size_t kMostCombinations = 4096;
// Share of the work that finding the events takes, for the progress.
constexpr double kGroupingShare = 0.7;

PairBeads link_freely(const Model& model,
                      const std::vector<Document>& documents,
                      const std::vector<EncodedSegments>& encoded,
                      const DocumentPair& documents_pair, std::size_t source,
                      std::size_t target, const JoinOptions& options) {
  MineOptions mine = options.mine;
  mine.max_run = std::max(mine.max_run, kLongestMinedRun);
  mine.is_retold = true;
  mine.wants_candidates = true;
  mine.threads = 1;
  mine.progress = nullptr;
  MinedLinks mined =
      mine_links(model, {documents[source].segments, encoded[source]},
                 {documents[target].segments, encoded[target]}, mine);
  PairBeads pair;
  pair.source = source;
  pair.target = target;
  pair.kind = UnitKind::kNearParallel;
  pair.least_probability = mine.threshold;
  const auto take = [&](std::vector<Link>& from, std::vector<Link>& to) {
    for (Link& link : from) {
      // Told of different times: what they share is background.
      if (documents_pair.has_date_clash) link.grade = Grade::kPartial;
      if (options.grades.empty() ||
          std::ranges::find(options.grades, link.grade) !=
              options.grades.end()) {
        to.push_back(link);
      }
    }
  };
  take(mined.links, pair.links);
  take(mined.candidates, pair.candidates);
  pair.source_alone = std::move(mined.source_alone);
  pair.target_alone = std::move(mined.target_alone);
  return pair;
}

// What a member covers: document and segments.
using MemberKey = std::pair<std::string, std::vector<std::size_t>>;
using UnitKey = std::vector<MemberKey>;

UnitKey key_of(const Unit& unit) {
  UnitKey key;
  for (const Member& member : unit.members) {
    key.emplace_back(member.document, member.segments);
  }
  std::ranges::sort(key);
  return key;
}

// Joins the documents of one event.
class Event {
 public:
  Event(const std::vector<Document>& documents,
        const std::vector<std::size_t>& members,
        const std::vector<std::string>& languages, std::vector<PairBeads> pairs,
        const JoinOptions& options)
      : documents_(documents),
        pairs_(std::move(pairs)),
        kept_(options.kept.units) {
    for (const std::string& language : languages) {
      std::vector<std::size_t> of_language;
      for (const std::size_t d : members) {
        if (documents[d].language == language) of_language.push_back(d);
      }
      if (!of_language.empty()) sides_.push_back(std::move(of_language));
    }
    std::size_t combinations = 1;
    for (const std::vector<std::size_t>& side : sides_) {
      combinations =
          std::min(combinations * side.size(), kMostCombinations + 1);
    }
    if (sides_.size() > 2 &&
        (options.is_pairs_only || combinations > kMostCombinations)) {
      for (std::size_t a = 0; a < sides_.size(); ++a) {
        for (std::size_t b = a + 1; b < sides_.size(); ++b) {
          combine({sides_[a], sides_[b]}, 0, {});
        }
      }
    } else {
      combine(sides_, 0, {});
    }
  }

  void write(std::vector<Unit>& units) {
    std::set<UnitKey> contained;
    std::set<MemberKey> linked;
    for (const std::vector<Unit>& combination : combinations_) {
      for (const Unit& unit : combination) {
        if (unit.kind == UnitKind::kUnlinked) continue;
        const UnitKey key = key_of(unit);
        for (const Member& member : unit.members) {
          for (const std::size_t segment : member.segments) {
            linked.insert({member.document, {segment}});
          }
        }
        // Every proper part with two members or more.
        for (std::uint32_t mask = 1; mask + 1 < (1U << key.size()); ++mask) {
          UnitKey part;
          for (std::size_t k = 0; k < key.size(); ++k) {
            if ((mask >> k & 1U) != 0) part.push_back(key[k]);
          }
          if (part.size() > 1) contained.insert(std::move(part));
        }
      }
    }
    std::set<UnitKey> written;
    for (std::vector<Unit>& combination : combinations_) {
      for (Unit& unit : combination) {
        UnitKey key = key_of(unit);
        if (unit.kind == UnitKind::kUnlinked ? linked.contains(key[0])
                                             : contained.contains(key)) {
          continue;
        }
        if (written.insert(std::move(key)).second) {
          units.push_back(std::move(unit));
        }
      }
    }
  }

 private:
  void combine(const std::vector<std::vector<std::size_t>>& sides,
               std::size_t side, std::vector<std::size_t> chosen) {
    if (side < sides.size()) {
      for (const std::size_t d : sides[side]) {
        chosen.push_back(d);
        combine(sides, side + 1, chosen);
        chosen.pop_back();
      }
      return;
    }
    std::vector<const Document*> documents;
    std::map<std::size_t, std::size_t> place;
    for (const std::size_t d : chosen) {
      place[d] = documents.size();
      documents.push_back(&documents_[d]);
    }
    std::vector<PairBeads> pairs;
    for (const PairBeads& pair : pairs_) {
      if (!place.contains(pair.source) || !place.contains(pair.target)) {
        continue;
      }
      pairs.push_back(pair);
      pairs.back().source = place[pair.source];
      pairs.back().target = place[pair.target];
    }
    std::vector<KeptUnit> kept;
    for (const KeptUnit& unit : kept_) {
      KeptUnit part;
      part.unit = unit.unit;
      for (const KeptRun& run : unit.runs) {
        const auto found = place.find(run.document);
        if (found != place.end()) {
          part.runs.push_back({found->second, run.segments});
        }
      }
      if (!part.runs.empty()) kept.push_back(std::move(part));
    }
    combinations_.push_back(join_links(documents, pairs, kept));
  }

  const std::vector<Document>& documents_;
  std::vector<PairBeads> pairs_;
  const std::vector<KeptUnit>& kept_;
  std::vector<std::vector<std::size_t>> sides_;  // documents of each language
  std::vector<std::vector<Unit>> combinations_;
};

}  // namespace

Bitext align_reports(const Model& model, const std::vector<Document>& documents,
                     const JoinOptions& options) {
  Bitext bitext;
  bitext.languages = languages_of(documents);
  const std::vector<EncodedSegments> encoded =
      encode_all(model, documents, options.threads);
  GroupOptions group = options.group;
  group.threads = options.threads;
  if (options.progress) {
    group.progress = [&options](double share) {
      options.progress(kGroupingShare * share);
    };
  }
  for (const KeptUnit& unit : options.kept.units) {
    for (std::size_t k = 1; k < unit.runs.size(); ++k) {
      const std::pair pair(unit.runs[k - 1].document, unit.runs[k].document);
      if (std::ranges::find(group.together, pair) == group.together.end()) {
        group.together.push_back(pair);
      }
    }
  }
  const DocumentGroups groups =
      group_documents(model, documents, encoded, group);

  std::vector<DocumentPair> across;
  for (const DocumentPair& pair : groups.pairs) {
    if (documents[pair.first].language != documents[pair.second].language) {
      across.push_back(pair);
    }
  }
  std::ranges::sort(across, {}, [](const DocumentPair& pair) {
    return std::pair(pair.first, pair.second);
  });
  std::vector<PairBeads> results(across.size());
  std::mutex mutex;
  std::size_t done = 0;
  std::vector<std::vector<Diagnostic>> diagnostics(across.size());
  run_indexed(across.size(), options.threads, [&](std::size_t p) {
    std::size_t source = across[p].first;
    std::size_t target = across[p].second;
    const auto rank = [&](std::size_t d) {
      return std::ranges::find(bitext.languages, documents[d].language);
    };
    if (rank(target) < rank(source)) std::swap(source, target);
    join::PairConstraints known =
        join::constraints_of(documents, options, source, target);
    if (across[p].relation == DocumentRelation::kParallel) {
      ParallelOptions parallel = options.parallel;
      parallel.threads = 1;
      parallel.constraints = known.path;
      parallel.source_segments = documents[source].segments;
      parallel.target_segments = documents[target].segments;
      results[p] = align_in_order(model, encoded, source, target, parallel);
      join::settle(known, results[p]);
      diagnostics[p] = std::move(known.diagnostics);
    } else {
      results[p] = link_freely(model, documents, encoded, across[p], source,
                               target, options);
      join::settle_freely(known, results[p]);
    }
    if (!options.progress) return;
    const std::lock_guard lock(mutex);
    ++done;
    options.progress(kGroupingShare + (1 - kGroupingShare) *
                                          static_cast<double>(done) /
                                          static_cast<double>(across.size()));
  });

  std::size_t events = 0;
  for (const std::size_t event : groups.event_of) {
    events = std::max(events, event + 1);
  }
  std::vector<std::vector<std::size_t>> members(events);
  for (std::size_t d = 0; d < documents.size(); ++d) {
    members[groups.event_of[d]].push_back(d);
  }
  std::vector<std::vector<PairBeads>> pairs(events);
  for (PairBeads& pair : results) {
    pairs[groups.event_of[pair.source]].push_back(std::move(pair));
  }
  for (std::size_t e = 0; e < events; ++e) {
    Event(documents, members[e], bitext.languages, std::move(pairs[e]), options)
        .write(bitext.units);
  }
  for (std::vector<Diagnostic>& found : diagnostics) {
    bitext.diagnostics.insert(bitext.diagnostics.end(), found.begin(),
                              found.end());
  }
  restore_kept(documents, options.kept, options.kept_units, bitext.units);
  number_units(bitext.units);
  if (options.progress) options.progress(1);
  return bitext;
}

}  // namespace align
