// Which documents report one event: pairs first, then groups that hold
// together as a whole.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/mine.h"
#include "mine/event_pairs.h"

namespace align {
namespace {

// Log-odds of two documents that are not near enough to have been compared.
constexpr double kNotCompared = -2.0;
// A group that the user made is never split.
constexpr double kGiven = 20.0;

// Days since 1970 of an ISO 8601 day.
std::optional<long> day_number(std::string_view date) {
  std::array<int, 3> parts{};
  if (date.size() < 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const std::array<std::string_view, 3> texts = {
      date.substr(0, 4), date.substr(5, 2), date.substr(8, 2)};
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const auto [end, error] = std::from_chars(
        texts[k].data(), texts[k].data() + texts[k].size(), parts[k]);
    if (error != std::errc{} || end != texts[k].data() + texts[k].size()) {
      return std::nullopt;
    }
  }
  const std::chrono::year_month_day day{std::chrono::year(parts[0]),
                                        std::chrono::month(parts[1]),
                                        std::chrono::day(parts[2])};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count();
}

bool is_too_far(const Document& a, const Document& b, std::size_t window) {
  if (window == 0) return false;
  const std::optional<long> first = day_number(a.date);
  const std::optional<long> second = day_number(b.date);
  return first && second &&
         std::labs(*first - *second) > static_cast<long>(window);
}

// Merges clusters, strongest pair first, when their documents belong together
// on the whole: one pair that looks alike does not join two events.
std::vector<std::size_t> cluster(std::size_t documents,
                                 const std::vector<DocumentPair>& pairs) {
  std::vector<std::size_t> root(documents);
  std::iota(root.begin(), root.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> members(documents);
  std::vector<std::map<std::size_t, double>> odds(documents);
  for (std::size_t d = 0; d < documents; ++d) members[d] = {d};
  for (const DocumentPair& pair : pairs) {
    odds[pair.first][pair.second] = pair.score;
    odds[pair.second][pair.first] = pair.score;
  }
  for (const DocumentPair& pair : pairs) {
    if (pair.score <= 0) break;
    const std::size_t a = std::min(root[pair.first], root[pair.second]);
    const std::size_t b = std::max(root[pair.first], root[pair.second]);
    if (a == b) continue;
    double total = 0;
    for (const std::size_t x : members[a]) {
      for (const std::size_t y : members[b]) {
        const auto found = odds[x].find(y);
        total += found == odds[x].end() ? kNotCompared : found->second;
      }
    }
    if (total <= 0) continue;
    for (const std::size_t y : members[b]) {
      root[y] = a;
      members[a].push_back(y);
    }
    members[b].clear();
  }
  return root;
}

}  // namespace

std::string_view to_string(DocumentRelation relation) {
  switch (relation) {
    case DocumentRelation::kNone:
      return "none";
    case DocumentRelation::kSameEvent:
      return "same-event";
    case DocumentRelation::kNearParallel:
      return "near-parallel";
    case DocumentRelation::kParallel:
      return "parallel";
  }
  fail_assertion("relation", "every relation has a name", __FILE__, __LINE__);
}

DocumentGroups group_documents(const Model& model,
                               const std::vector<Document>& documents,
                               const std::vector<EncodedSegments>& encoded,
                               const GroupOptions& options) {
  ALIGN_ASSERT(documents.size() == encoded.size(),
               "every document comes with its encoding");
  auto candidates = mine::candidate_pairs(documents, encoded, options.threads);
  std::erase_if(candidates, [&](const auto& pair) {
    return is_too_far(documents[pair.first], documents[pair.second],
                      options.date_window_days);
  });
  std::vector<std::pair<std::size_t, std::size_t>> together = options.together;
  for (auto& [first, second] : together) {
    if (second < first) std::swap(first, second);
  }
  candidates.insert(candidates.end(), together.begin(), together.end());
  std::ranges::sort(candidates);
  candidates.erase(std::unique(candidates.begin(), candidates.end()),
                   candidates.end());
  std::mutex mutex;
  std::size_t done = 0;
  const auto advance = [&] {
    if (!options.progress) return;
    const std::lock_guard lock(mutex);
    ++done;
    options.progress(static_cast<double>(done) /
                     static_cast<double>(candidates.size()));
  };
  const std::vector<mine::EventEvidence> evidence = mine::compare_documents(
      model, documents, encoded, candidates, options.threads, advance);

  std::vector<DocumentPair> pairs;
  for (std::size_t p = 0; p < candidates.size(); ++p) {
    DocumentPair pair;
    pair.first = candidates[p].first;
    pair.second = candidates[p].second;
    pair.score = mine::event_log_odds(evidence[p]);
    const Document& a = documents[pair.first];
    const Document& b = documents[pair.second];
    mine::EventEvidence known = evidence[p];
    if ((!a.event.empty() && a.event == b.event) ||
        std::ranges::find(together, candidates[p]) != together.end()) {
      pair.score = kGiven;
      known.is_clash = false;
    }
    pair.probability = 1 / (1 + std::exp(-pair.score));
    pair.relation = mine::relation_of(known);
    // A translation may give its dates in a way that is not understood.
    pair.has_date_clash =
        known.is_clash && pair.relation == DocumentRelation::kSameEvent;
    pairs.push_back(pair);
  }
  std::ranges::sort(pairs, [](const DocumentPair& a, const DocumentPair& b) {
    return std::tuple(-a.score, a.first, a.second) <
           std::tuple(-b.score, b.first, b.second);
  });

  DocumentGroups groups;
  const std::vector<std::size_t> root = cluster(documents.size(), pairs);
  std::map<std::size_t, std::size_t> number;
  for (const std::size_t r : root) {
    groups.event_of.push_back(number.emplace(r, number.size()).first->second);
  }
  for (const DocumentPair& pair : pairs) {
    if (groups.event_of[pair.first] == groups.event_of[pair.second]) {
      groups.pairs.push_back(pair);
    }
  }
  return groups;
}

}  // namespace align
