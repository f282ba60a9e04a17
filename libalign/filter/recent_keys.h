// The last keys that were met, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace align {

/// Remembers at least the last `capacity` / 2 keys and at most `capacity`: two
/// generations, of which the older is dropped when the younger is full.
class RecentKeys {
 public:
  explicit RecentKeys(std::size_t capacity);
  /// Remembers `key`; whether it was known.
  bool insert(std::uint64_t key);
  [[nodiscard]] bool has(std::uint64_t key) const;

 private:
  // Open addressing; 0 marks a free place.
  struct Table {
    std::vector<std::uint64_t> places;
    std::size_t count = 0;

    [[nodiscard]] bool has(std::uint64_t key) const;
    void insert(std::uint64_t key);
    void grow();
  };
  std::size_t generation_;
  Table young_;
  Table old_;
};

}  // namespace align
