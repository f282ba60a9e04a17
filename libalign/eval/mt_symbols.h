// Tokens and characters as numbers, and the lines made of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace align::mt {

using Symbol = std::uint32_t;

/// A word no reference has. Never equal to a symbol of a reference.
inline constexpr Symbol kUnknownSymbol = std::numeric_limits<Symbol>::max();

/// The words of all references.
class Vocabulary {
 public:
  /// The number of `word`, given to it now if it has none.
  Symbol add(std::string_view word) {
    const auto known = numbers_.find(word);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<Symbol>(numbers_.size());
    numbers_.emplace(word, number);
    return number;
  }
  [[nodiscard]] Symbol find(std::string_view word) const {
    const auto known = numbers_.find(word);
    return known == numbers_.end() ? kUnknownSymbol : known->second;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const {
      return std::hash<std::string_view>()(word);
    }
  };
  std::unordered_map<std::string, Symbol, Hash, std::equal_to<>> numbers_;
};

/// Many short lines of symbols in one piece of memory.
class SymbolLines {
 public:
  void append(std::span<const Symbol> line) {
    symbols_.insert(symbols_.end(), line.begin(), line.end());
    ends_.push_back(symbols_.size());
  }
  [[nodiscard]] std::span<const Symbol> operator[](std::size_t line) const {
    const std::size_t begin = line == 0 ? 0 : ends_[line - 1];
    return {symbols_.data() + begin, ends_[line] - begin};
  }

 private:
  std::vector<Symbol> symbols_;
  std::vector<std::size_t> ends_;
};

}  // namespace align::mt
