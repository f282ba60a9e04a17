#include "mine/event_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "score/fast_math.h"
#include "score/run_indexed.h"
#include "tokenize/facts.h"

namespace align::mine {
namespace {

// Up to this many documents every pair is compared.
constexpr std::size_t kCompareAll = 40;
// Above it, each document with so many of each language.
constexpr std::size_t kNearestDocuments = 8;
// Documents a language's mean is averaged with zero by.
constexpr float kPseudoDocuments = 4;

// Segments of one document that may be told in one of the other.
constexpr std::size_t kLongestRun = 3;

using Vectors = std::vector<std::vector<float>>;

void normalise(std::vector<float>& vector) {
  float squares = 0;
  for (const float value : vector) squares += value * value;
  if (!(squares > 0)) return;
  const float inverse = 1 / std::sqrt(squares);
  for (float& value : vector) value *= inverse;
}

// One direction a document, what all documents of its language have in common
// taken off.
Vectors document_vectors(const std::vector<Document>& documents,
                         const std::vector<EncodedSegments>& encoded) {
  Vectors vectors(documents.size());
  std::map<std::string, std::pair<std::vector<float>, float>> means;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    vectors[d].assign(encoded[d].dimension, 0.0F);
    for (std::size_t i = 0; i < encoded[d].size(); ++i) {
      if (documents[d].segments[i].repeats) continue;
      encoded[d].add_to(i, 1.0F, vectors[d]);
    }
    normalise(vectors[d]);
    auto& [sum, count] =
        means[std::string(primary_language(documents[d].language))];
    sum.resize(vectors[d].size());
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += vectors[d][k];
    ++count;
  }
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const auto& [sum, count] =
        means[std::string(primary_language(documents[d].language))];
    // Each document is compared with the mean of the others, so that a lone
    // one keeps what it says.
    const float share = 1 / (count - 1 + kPseudoDocuments);
    std::vector<float> others(sum.size());
    for (std::size_t k = 0; k < sum.size(); ++k) {
      others[k] = (sum[k] - vectors[d][k]) * share;
    }
    for (std::size_t k = 0; k < sum.size(); ++k) vectors[d][k] -= others[k];
    normalise(vectors[d]);
  }
  return vectors;
}

float dot_product(const std::vector<float>& a, const std::vector<float>& b) {
  float sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
  return sum;
}

bool are_events_apart(const Document& a, const Document& b) {
  return !a.event.empty() && !b.event.empty() && a.event != b.event;
}

// Facts of a document, sorted, each once.
std::vector<Fact> facts_of(const Document& document) {
  std::vector<Fact> facts;
  for (const Segment& segment : document.segments) {
    const std::vector<Fact> found = find_facts(segment.text, document.language);
    facts.insert(facts.end(), found.begin(), found.end());
  }
  std::ranges::sort(facts);
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

bool is_date(const Fact& fact) {
  return fact.kind == FactKind::kDay || fact.kind == FactKind::kMonthYear;
}

// Share of the words of a side that have a link.
float linked_share(const EncodedSegments& encoded,
                   const std::vector<float>& alone) {
  double linked = 0;
  double all = 0;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const auto pieces = static_cast<double>(encoded.tokens[i].pieces.size());
    linked += pieces * (1 - alone[i]);
    all += pieces;
  }
  return all > 0 ? static_cast<float>(linked / all) : 0.0F;
}

// Share of the linked words whose link is equivalent.
float equivalent_share(const EncodedSegments& encoded,
                       const std::vector<Link>& links) {
  double equivalent = 0;
  double all = 0;
  for (const Link& link : links) {
    for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
      const auto pieces = static_cast<double>(encoded.tokens[i].pieces.size());
      all += pieces;
      if (link.grade == Grade::kEquivalent) equivalent += pieces;
    }
  }
  return all > 0 ? static_cast<float>(equivalent / all) : 0.0F;
}

// Length of the longest ascending run of targets, over the number of links.
float order_share(std::vector<Link> links) {
  if (links.empty()) return 0;
  std::ranges::sort(links, {},
                    [](const Link& link) { return link.source.begin; });
  std::vector<std::size_t> tails;
  for (const Link& link : links) {
    const auto place = std::ranges::lower_bound(tails, link.target.begin);
    if (place == tails.end()) {
      tails.push_back(link.target.begin);
    } else {
      *place = link.target.begin;
    }
  }
  return static_cast<float>(tails.size()) / static_cast<float>(links.size());
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> candidate_pairs(
    const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded, unsigned threads) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  const std::size_t n = documents.size();
  if (n <= kCompareAll) {
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        if (!are_events_apart(documents[a], documents[b])) {
          pairs.emplace_back(a, b);
        }
      }
    }
    return pairs;
  }
  const Vectors vectors = document_vectors(documents, encoded);
  std::vector<std::size_t> language_of;
  std::vector<std::string> languages;
  std::map<std::string, std::vector<std::size_t>> by_event;
  for (std::size_t d = 0; d < n; ++d) {
    const std::string tag(primary_language(documents[d].language));
    const auto found = std::ranges::find(languages, tag);
    language_of.push_back(static_cast<std::size_t>(found - languages.begin()));
    if (found == languages.end()) languages.push_back(tag);
    if (!documents[d].event.empty()) {
      by_event[documents[d].event].push_back(d);
    }
  }
  struct Near {
    float cosine;
    std::size_t document;
  };
  const auto is_nearer = [](const Near& a, const Near& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.document < b.document;
  };
  std::vector<std::vector<std::size_t>> partners(n);
  run_indexed(n, threads, [&](std::size_t a) {
    std::vector<std::vector<Near>> heaps(languages.size());
    for (std::size_t b = 0; b < n; ++b) {
      if (a == b || are_events_apart(documents[a], documents[b])) continue;
      std::vector<Near>& heap = heaps[language_of[b]];
      const Near near{dot_product(vectors[a], vectors[b]), b};
      if (heap.size() == kNearestDocuments) {
        if (!is_nearer(near, heap.front())) continue;
        std::ranges::pop_heap(heap, is_nearer);
        heap.back() = near;
      } else {
        heap.push_back(near);
      }
      std::ranges::push_heap(heap, is_nearer);
    }
    for (const std::vector<Near>& heap : heaps) {
      for (const Near& near : heap) partners[a].push_back(near.document);
    }
  });
  for (std::size_t a = 0; a < n; ++a) {
    for (const std::size_t b : partners[a]) {
      pairs.emplace_back(std::min(a, b), std::max(a, b));
    }
  }
  for (const auto& [event, members] : by_event) {
    for (std::size_t k = 0; k < members.size(); ++k) {
      for (std::size_t l = k + 1; l < members.size(); ++l) {
        pairs.emplace_back(members[k], members[l]);
      }
    }
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

std::vector<EventEvidence> compare_documents(
    const Model& model, const std::vector<Document>& documents,
    const std::vector<EncodedSegments>& encoded,
    const std::vector<std::pair<std::size_t, std::size_t>>& pairs,
    unsigned threads, const std::function<void()>& advance) {
  const Vectors vectors = document_vectors(documents, encoded);
  std::vector<std::vector<Fact>> facts(documents.size());
  run_indexed(documents.size(), threads,
              [&](std::size_t d) { facts[d] = facts_of(documents[d]); });
  std::map<Fact, std::size_t> frequency;
  for (const std::vector<Fact>& of_document : facts) {
    for (const Fact& fact : of_document) ++frequency[fact];
  }
  std::vector<EventEvidence> result(pairs.size());
  run_indexed(pairs.size(), threads, [&](std::size_t p) {
    const auto [a, b] = pairs[p];
    EventEvidence& evidence = result[p];
    evidence.cosine = dot_product(vectors[a], vectors[b]);
    MineOptions options;
    options.max_run = kLongestRun;
    const MinedLinks mined =
        mine_links(model, {documents[a].segments, encoded[a]},
                   {documents[b].segments, encoded[b]}, options);
    const float first = linked_share(encoded[a], mined.source_alone);
    const float second = linked_share(encoded[b], mined.target_alone);
    evidence.coverage = (first + second) / 2;
    evidence.least = std::min(first, second);
    evidence.equivalent = equivalent_share(encoded[a], mined.links);
    evidence.in_order = order_share(mined.links);
    bool is_dated_first = false;
    bool is_dated_second = false;
    bool is_date_shared = false;
    for (const Fact& fact : facts[a]) is_dated_first |= is_date(fact);
    for (const Fact& fact : facts[b]) {
      is_dated_second |= is_date(fact);
      if (!std::ranges::binary_search(facts[a], fact)) continue;
      is_date_shared |= is_date(fact);
      evidence.facts +=
          fast_log(static_cast<float>(documents.size() + 1) /
                   static_cast<float>(frequency.find(fact)->second));
    }
    evidence.is_clash = is_dated_first && is_dated_second && !is_date_shared;
    advance();
  });
  return result;
}

double event_log_odds(const EventEvidence& evidence) {
  const double facts = std::min<double>(evidence.facts, 10);
  return -4.0 + 4.0 * evidence.cosine + 8.0 * evidence.coverage + 0.3 * facts -
         (evidence.is_clash ? 3.0 : 0.0);
}

DocumentRelation relation_of(const EventEvidence& evidence) {
  // A translation leaves little out, keeps the order and says the same. On dev
  // 140 of 141 clean translations cover 0.78 or more and only one of 141
  // re-told pairs that keep the order more than 0.58; short re-told reports can
  // cover as much as 0.72, with less than 0.4 of it equivalent.
  if (evidence.least >= 0.56F && evidence.coverage >= 0.58F &&
      evidence.in_order >= 0.95F &&
      (evidence.coverage >= 0.8F || evidence.equivalent >= 0.45F)) {
    return DocumentRelation::kParallel;
  }
  if ((evidence.is_clash && evidence.coverage < 0.3F) ||
      evidence.coverage < 0.05F) {
    return DocumentRelation::kSameEvent;
  }
  return DocumentRelation::kNearParallel;
}

}  // namespace align::mine
