#include "align/test_set.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "align/error.h"
#include "filter/hash.h"

namespace align {
namespace {

// Words of a shingle; shorter texts are one shingle as a whole.
constexpr std::size_t kShingleWords = 3;
// Bands of min-hashes: two texts that share half of their shingles meet in one
// of them with a chance of .88, of .98 at .6.
constexpr std::size_t kBands = 16;
constexpr std::size_t kRows = 3;
// Texts before it in its bucket that a text is compared with.
constexpr std::size_t kLookBack = 8;
// Texts of the test part in a bucket that the others are compared with.
constexpr std::size_t kMostExamples = 64;

// Draws that are the same on every machine (SplitMix64).
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

// The words of a text as numbers: letters without case, vowel marks, digits
// and signs.
std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> words;
  constexpr std::uint64_t kNone = 0xcbf29ce484222325U;
  std::uint64_t word = kNone;
  const auto end_word = [&] {
    if (word != kNone) words.push_back(mixed(word));
    word = kNone;
  };
  for (std::size_t at = 0; at < text.size();) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(text.data(), at, text.size(), c);
    if (u_isalpha(c) != 0) {
      const UChar32 folded = u_foldCase(c, U_FOLD_CASE_DEFAULT);
      word = (word ^ static_cast<std::uint64_t>(folded)) * 0x100000001b3U;
      continue;
    }
    const auto category = static_cast<std::uint32_t>(U_GET_GC_MASK(c));
    if ((category & (U_GC_M_MASK | U_GC_CF_MASK)) == 0) end_word();
  }
  end_word();
  return words;
}

// The shingles of a text, ascending, without repeats; of different languages
// different ones.
std::vector<std::uint32_t> shingles_of(const Member& member) {
  const std::vector<std::uint64_t> words = words_of(member.text);
  std::vector<std::uint32_t> shingles;
  if (words.empty()) return shingles;
  std::uint64_t language = 1;
  for (const char c : primary_language(member.language)) {
    language = mixed(language ^ static_cast<unsigned char>(c));
  }
  const std::size_t run = std::min(kShingleWords, words.size());
  for (std::size_t i = 0; i + run <= words.size(); ++i) {
    std::uint64_t key = language;
    for (std::size_t k = 0; k < run; ++k) key = mixed(key ^ words[i + k]);
    shingles.push_back(static_cast<std::uint32_t>(key));
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

double jaccard(std::span<const std::uint32_t> a,
               std::span<const std::uint32_t> b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common;
      ++i;
      ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return static_cast<double>(common) /
         static_cast<double>(a.size() + b.size() - common);
}

// Sets that grow together.
class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count), size_(count, 1) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) {
      parent_[i] = parent_[parent_[i]];
      i = parent_[i];
    }
    return i;
  }
  [[nodiscard]] std::size_t size(std::size_t i) { return size_[find(i)]; }
  // The smaller index stays the root, so that the result has no history.
  void join(std::size_t i, std::size_t j) {
    i = find(i);
    j = find(j);
    if (i == j) return;
    if (j < i) std::swap(i, j);
    parent_[j] = i;
    size_[i] += size_[j];
  }

 private:
  std::vector<std::size_t> parent_;
  std::vector<std::size_t> size_;
};

struct NearPair {
  std::uint32_t first = 0;  // units
  std::uint32_t second = 0;
  float similarity = 0;
};

}  // namespace

struct TestSetBuilder::State {
  TestSetOptions options;
  std::size_t units = 0;
  // Texts: their unit and shingles, those of all in one piece of memory.
  std::vector<std::uint32_t> unit_of;
  std::vector<std::size_t> ends;
  std::vector<std::uint32_t> shingles;
  // Units of each document, the first and, one by one, those joined to it.
  std::unordered_map<std::string, std::uint32_t> first_of_document;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> same_document;
  std::unordered_map<std::string, std::size_t> units_of_document;

  [[nodiscard]] std::span<const std::uint32_t> text(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span(shingles).subspan(begin, ends[i] - begin);
  }
  // Calls `visit` with the texts, by number, of each bucket of each band: texts
  // that share many shingles meet in some bucket.
  template <class Visit>
  void visit_buckets(const Visit& visit) const;
  [[nodiscard]] std::vector<NearPair> near_pairs() const;
  // Near-duplicates of units in a part that is kept for measuring do not stay
  // in a lesser one.
  void leave_out_leaks(std::vector<TestSetPart>& parts) const;
  [[nodiscard]] bool has_documents() const;
};

template <class Visit>
void TestSetBuilder::State::visit_buckets(const Visit& visit) const {
  Draws draws(0x5eed);  // of the hash functions: no part of the sample
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(unit_of.size());
  std::vector<std::uint32_t> bucket;
  for (std::size_t band = 0; band < kBands; ++band) {
    std::array<std::pair<std::uint64_t, std::uint64_t>, kRows> functions;
    for (auto& [factor, addend] : functions) {
      factor = draws.next() | 1U;
      addend = draws.next();
    }
    for (std::size_t i = 0; i < unit_of.size(); ++i) {
      std::uint64_t key = 0;
      for (const auto& [factor, addend] : functions) {
        std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
        for (const std::uint32_t shingle : text(i)) {
          least = std::min(least, mixed(shingle * factor + addend));
        }
        key = mixed(key ^ least);
      }
      keys[i] = {key, static_cast<std::uint32_t>(i)};
    }
    std::sort(keys.begin(), keys.end());
    for (std::size_t begin = 0; begin < keys.size();) {
      std::size_t end = begin + 1;
      while (end < keys.size() && keys[end].first == keys[begin].first) ++end;
      if (end > begin + 1) {
        bucket.clear();
        for (std::size_t i = begin; i < end; ++i) {
          bucket.push_back(keys[i].second);
        }
        visit(bucket);
      }
      begin = end;
    }
  }
}

// Pairs of near-duplicate units, the most alike first. In a large bucket not
// all of them, but enough to join what is alike.
std::vector<NearPair> TestSetBuilder::State::near_pairs() const {
  std::vector<NearPair> pairs;
  visit_buckets([&](const std::vector<std::uint32_t>& bucket) {
    for (std::size_t i = 1; i < bucket.size(); ++i) {
      for (std::size_t j = i - std::min(i, kLookBack); j < i; ++j) {
        const std::uint32_t a = bucket[j];
        const std::uint32_t b = bucket[i];
        if (unit_of[a] == unit_of[b]) continue;
        const double similarity = jaccard(text(a), text(b));
        if (similarity < options.similarity) continue;
        pairs.push_back({std::min(unit_of[a], unit_of[b]),
                         std::max(unit_of[a], unit_of[b]),
                         static_cast<float>(similarity)});
      }
    }
  });
  const auto units_of = [](const NearPair& pair) {
    return std::pair(pair.first, pair.second);
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const NearPair& a, const NearPair& b) {
              return std::pair(units_of(a), -a.similarity) <
                     std::pair(units_of(b), -b.similarity);
            });
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [&](const NearPair& a, const NearPair& b) {
                            return units_of(a) == units_of(b);
                          }),
              pairs.end());
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const NearPair& a, const NearPair& b) {
                     return a.similarity > b.similarity;
                   });
  return pairs;
}

void TestSetBuilder::State::leave_out_leaks(
    std::vector<TestSetPart>& parts) const {
  // First what is like the test part, then what is like the development part.
  for (const TestSetPart kept : {TestSetPart::kTest, TestSetPart::kDev}) {
    std::vector<std::uint32_t> examples;
    visit_buckets([&](const std::vector<std::uint32_t>& bucket) {
      examples.clear();
      for (const std::uint32_t i : bucket) {
        if (parts[unit_of[i]] == kept && examples.size() < kMostExamples) {
          examples.push_back(i);
        }
      }
      for (const std::uint32_t i : bucket) {
        TestSetPart& part = parts[unit_of[i]];
        if (part >= kept) continue;
        const bool is_leak = std::any_of(
            examples.begin(), examples.end(), [&](std::uint32_t example) {
              return jaccard(text(i), text(example)) >= options.similarity;
            });
        if (is_leak) part = TestSetPart::kLeftOut;
      }
    });
  }
}

bool TestSetBuilder::State::has_documents() const {
  if (options.documents != TestSetDocuments::kAuto) {
    return options.documents == TestSetDocuments::kKeep;
  }
  return std::all_of(
      units_of_document.begin(), units_of_document.end(),
      [&](const auto& document) { return document.second * 2 <= units; });
}

std::string_view to_string(TestSetPart part) {
  switch (part) {
    case TestSetPart::kTrain:
      return "train";
    case TestSetPart::kDev:
      return "dev";
    case TestSetPart::kTest:
      return "test";
    case TestSetPart::kLeftOut:
      return "left-out";
  }
  fail_assertion("part", "every part has a name", __FILE__, __LINE__);
}

TestSetBuilder::TestSetBuilder(TestSetOptions options)
    : state_(std::make_unique<State>()) {
  const auto check = [](const char* name, double value) {
    if (value > 0 && value <= 1) return;
    throw InvalidArgument(std::string(name) + " " + std::to_string(value) +
                          ": want a number above 0 and at most 1");
  };
  check("similarity", options.similarity);
  check("largest group", options.max_group);
  state_->options = options;
}

TestSetBuilder::~TestSetBuilder() = default;

void TestSetBuilder::add(const Unit& unit) {
  State& state = *state_;
  const auto number = static_cast<std::uint32_t>(state.units++);
  for (const Member& member : unit.members) {
    const std::string document = member.language + '\0' + member.document;
    ++state.units_of_document[document];
    const auto [place, is_new] =
        state.first_of_document.emplace(document, number);
    if (!is_new) state.same_document.emplace_back(place->second, number);
    const std::vector<std::uint32_t> shingles = shingles_of(member);
    if (shingles.empty()) continue;
    state.unit_of.push_back(number);
    state.shingles.insert(state.shingles.end(), shingles.begin(),
                          shingles.end());
    state.ends.push_back(state.shingles.size());
  }
}

TestSet TestSetBuilder::divide() const {
  const State& state = *state_;
  TestSet result;
  result.are_documents_kept = state.has_documents();
  Groups groups(state.units);
  if (result.are_documents_kept) {
    for (const auto& [first, other] : state.same_document) {
      groups.join(first, other);
    }
  }
  const std::vector<NearPair> pairs = state.near_pairs();
  result.near_pairs = pairs.size();
  const auto most = static_cast<std::size_t>(std::max(
      2.0, state.options.max_group * static_cast<double>(state.units)));
  for (const NearPair& pair : pairs) {
    const bool is_joined = groups.find(pair.first) == groups.find(pair.second);
    if (is_joined) continue;
    if (groups.size(pair.first) + groups.size(pair.second) <= most) {
      groups.join(pair.first, pair.second);
    }
  }
  // Groups in an order drawn by the seed; each goes where it fits.
  Draws draws(state.options.seed);
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (std::size_t i = 0; i < state.units; ++i) {
    if (groups.find(i) != i) continue;
    order.emplace_back(draws.next(), i);
    result.largest_group = std::max(result.largest_group, groups.size(i));
  }
  result.groups = order.size();
  std::sort(order.begin(), order.end());
  std::vector<TestSetPart> part_of_group(state.units, TestSetPart::kTrain);
  std::size_t test_left = state.options.test;
  std::size_t dev_left = state.options.dev;
  for (const auto& [draw, group] : order) {
    const std::size_t size = groups.size(group);
    if (size <= test_left) {
      part_of_group[group] = TestSetPart::kTest;
      test_left -= size;
    } else if (size <= dev_left) {
      part_of_group[group] = TestSetPart::kDev;
      dev_left -= size;
    }
  }
  result.parts.resize(state.units);
  for (std::size_t i = 0; i < state.units; ++i) {
    result.parts[i] = part_of_group[groups.find(i)];
  }
  state.leave_out_leaks(result.parts);
  return result;
}

}  // namespace align
