#include "eval/mt_symbols.h"

#include <cstring>

namespace align::mt {
namespace {

// Eight bytes at a time, mixed by a multiplication of which both halves count.
std::uint32_t hash_of(std::string_view word) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15U;
  const auto mix = [](std::uint64_t value) {
    value *= kGoldenRatio;
    return value ^ (value >> 32U);
  };
  std::uint64_t hash = word.size();
  while (word.size() >= 8) {
    std::uint64_t part = 0;
    std::memcpy(&part, word.data(), 8);
    hash = mix(hash ^ part);
    word.remove_prefix(8);
  }
  if (!word.empty()) {
    std::uint64_t part = 0;
    std::memcpy(&part, word.data(), word.size());
    hash = mix(hash ^ part);
  }
  return static_cast<std::uint32_t>(mix(hash) >> 16U);
}

}  // namespace

std::size_t Vocabulary::find_slot(std::string_view word,
                                  std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
    const Slot& slot = slots_[place];
    if (slot.number == kUnknownSymbol) return place;
    if (slot.hash != hash) continue;
    const std::size_t begin = begins_[slot.number];
    const std::size_t size = begins_[slot.number + std::size_t{1}] - begin;
    if (size == word.size() &&
        std::memcmp(letters_.data() + begin, word.data(), size) == 0) {
      return place;
    }
  }
}

Symbol Vocabulary::add(std::string_view word) {
  const std::uint32_t hash = hash_of(word);
  const std::size_t place = find_slot(word, hash);
  if (slots_[place].number != kUnknownSymbol) return slots_[place].number;
  const auto number = static_cast<Symbol>(size());
  slots_[place] = {hash, number};
  letters_ += word;
  begins_.push_back(letters_.size());
  if (size() * 2 > slots_.size()) grow();
  return number;
}

Symbol Vocabulary::find(std::string_view word) const {
  return slots_[find_slot(word, hash_of(word))].number;
}

void Vocabulary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kUnknownSymbol) continue;
    std::size_t place = slot.hash & mask;
    while (slots_[place].number != kUnknownSymbol) place = (place + 1) & mask;
    slots_[place] = slot;
  }
}

}  // namespace align::mt
