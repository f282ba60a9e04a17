#include "eval/mt_ngrams.h"

#include <algorithm>

namespace align::mt {
namespace {

constexpr std::size_t kFirstSize = 4096;

// Fibonacci hashing: the high bits of the product are well mixed.
std::size_t hash(std::uint64_t key) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15U;
  const std::uint64_t product = (key ^ (key >> 29U)) * kGoldenRatio;
  return static_cast<std::size_t>(product >> 24U);
}

}  // namespace

NgramMatcher::NgramMatcher(std::size_t order)
    : order_(order), mask_(kFirstSize - 1), edges_(kFirstSize), counts_(1) {}

void NgramMatcher::clear() {
  counts_.resize(1);
  if (++round_ == 0) {
    std::fill(edges_.begin(), edges_.end(), Edge());
    round_ = 1;
  }
}

std::size_t NgramMatcher::find_place(std::uint64_t key) const {
  std::size_t place = hash(key) & mask_;
  while (edges_[place].round == round_ && edges_[place].key != key) {
    place = (place + 1) & mask_;
  }
  return place;
}

NgramMatcher::Node NgramMatcher::descend(Node node, Symbol symbol) const {
  const std::uint64_t key = (std::uint64_t{node} << 32U) | symbol;
  const Edge& edge = edges_[find_place(key)];
  return edge.round == round_ ? edge.target : 0;
}

NgramMatcher::Node NgramMatcher::descend_or_add(Node node, Symbol symbol) {
  const std::uint64_t key = (std::uint64_t{node} << 32U) | symbol;
  Edge& edge = edges_[find_place(key)];
  if (edge.round == round_) return edge.target;
  const auto target = static_cast<Node>(counts_.size());
  edge = {key, target, round_};
  counts_.push_back({});
  if (counts_.size() * 2 > edges_.size()) grow();
  return target;
}

void NgramMatcher::grow() {
  std::vector<Edge> old(edges_.size() * 2);
  old.swap(edges_);
  mask_ = edges_.size() - 1;
  for (const Edge& edge : old) {
    if (edge.round == round_) edges_[find_place(edge.key)] = edge;
  }
}

void NgramMatcher::add_reference(std::span<const Symbol> symbols) {
  for (std::size_t begin = 0; begin < symbols.size(); ++begin) {
    const std::size_t end = std::min(symbols.size(), begin + order_);
    Node node = 0;
    for (std::size_t i = begin; i < end; ++i) {
      node = descend_or_add(node, symbols[i]);
      ++counts_[node].current;
    }
  }
  for (Count& count : counts_) {
    count.highest = std::max(count.highest, count.current);
    count.current = 0;
  }
}

void NgramMatcher::count_matches(std::span<const Symbol> hypothesis,
                                 std::span<double> matches) {
  for (Count& count : counts_) count.current = count.highest;
  for (std::size_t begin = 0; begin < hypothesis.size(); ++begin) {
    const std::size_t end = std::min(hypothesis.size(), begin + order_);
    Node node = 0;
    for (std::size_t i = begin; i < end; ++i) {
      node = descend(node, hypothesis[i]);
      if (node == 0) break;
      if (counts_[node].current == 0) continue;
      --counts_[node].current;
      ++matches[i - begin];
    }
  }
  for (Count& count : counts_) count.current = 0;
}

}  // namespace align::mt
