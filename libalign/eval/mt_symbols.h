// Tokens and characters as numbers, and the lines made of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace align::mt {

using Symbol = std::uint32_t;

/// A word no reference has. Never equal to a symbol of a reference.
inline constexpr Symbol kUnknownSymbol = std::numeric_limits<Symbol>::max();

/// Words by number, in the order in which they came. An open table over one
/// piece of memory: a look-up is what scoring spends its time on.
class Vocabulary {
 public:
  /// The number of `word`, given to it now if it has none.
  Symbol add(std::string_view word);
  /// kUnknownSymbol when it has none.
  [[nodiscard]] Symbol find(std::string_view word) const;
  [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Symbol number = kUnknownSymbol;  // empty
  };
  [[nodiscard]] std::size_t find_slot(std::string_view word,
                                      std::uint32_t hash) const;
  void grow();

  std::vector<Slot> slots_ = std::vector<Slot>(1024);  // a power of two
  std::string letters_;  // of all words, one after the other
  std::vector<std::size_t> begins_ = {0};
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

/// What each piece of text between white space was cut into, so that only a
/// piece met for the first time has to be cut.
class PieceSymbols {
 public:
  /// The symbols of `piece`, or nothing when it is new.
  [[nodiscard]] std::optional<std::span<const Symbol>> find(
      std::string_view piece) const {
    const Symbol number = pieces_.find(piece);
    if (number == kUnknownSymbol) return std::nullopt;
    return symbols_[number];
  }
  /// `piece` is new.
  void add(std::string_view piece, std::span<const Symbol> symbols) {
    pieces_.add(piece);
    symbols_.append(symbols);
  }

 private:
  Vocabulary pieces_;
  SymbolLines symbols_;
};

}  // namespace align::mt
