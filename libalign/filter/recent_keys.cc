#include "filter/recent_keys.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace align {
namespace {

std::uint64_t never_zero(std::uint64_t key) { return key == 0 ? 1 : key; }

}  // namespace

bool RecentKeys::Table::has(std::uint64_t key) const {
  if (places.empty()) return false;
  const std::size_t mask = places.size() - 1;
  for (std::size_t i = key & mask; places[i] != 0; i = (i + 1) & mask) {
    if (places[i] == key) return true;
  }
  return false;
}

void RecentKeys::Table::grow() {
  std::vector<std::uint64_t> before(
      std::max<std::size_t>(1024, places.size() * 2));
  before.swap(places);
  const std::size_t mask = places.size() - 1;
  for (const std::uint64_t key : before) {
    if (key == 0) continue;
    std::size_t i = key & mask;
    while (places[i] != 0) i = (i + 1) & mask;
    places[i] = key;
  }
}

void RecentKeys::Table::insert(std::uint64_t key) {
  if (2 * (count + 1) > places.size()) grow();
  const std::size_t mask = places.size() - 1;
  std::size_t i = key & mask;
  while (places[i] != 0) i = (i + 1) & mask;
  places[i] = key;
  ++count;
}

RecentKeys::RecentKeys(std::size_t capacity)
    : generation_(std::max<std::size_t>(1, capacity / 2)) {}

bool RecentKeys::has(std::uint64_t key) const {
  key = never_zero(key);
  return young_.has(key) || old_.has(key);
}

bool RecentKeys::insert(std::uint64_t key) {
  key = never_zero(key);
  if (young_.has(key)) return true;
  const bool is_known = old_.has(key);
  if (young_.count >= generation_) {
    old_ = std::move(young_);
    young_ = Table();
  }
  young_.insert(key);
  return is_known;
}

}  // namespace align
