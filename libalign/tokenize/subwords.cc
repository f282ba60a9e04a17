#include "tokenize/subwords.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "align/error.h"
#include "tokenize/fold.h"

namespace align {
namespace {

// The trie is a double array (Aoe 1989). Unit 0 is the root. An inner unit
// holds its label in bits 0-7, whether a piece ends at it in bit 8 and its base
// above; its child by byte b stands at base + b and has the label b. No two
// units have the same base, so the label alone tells whose child a unit is. A
// piece that ends at a unit has its number in the unit at base + 0, with
// kLeafBit. A free unit is 0.
constexpr std::uint32_t kLabelMask = 0x800000FFU;
constexpr std::uint32_t kLeafBit = 0x80000000U;
constexpr std::uint32_t kHasPieceBit = 0x100U;
constexpr unsigned kBaseShift = 9;
constexpr std::size_t kMaxBase = (std::size_t{1} << 22U) - 1;
constexpr std::size_t kChildren = 256;

// A word of this many bytes is cut into pieces on its own; longer ones (a line
// of a binary file) in parts of it, which bounds the table of the search.
constexpr std::size_t kMaxWordBytes = 4096;

struct SectionHeader {
  std::uint32_t version = 1;
  std::uint32_t pieces = 0;
  std::uint32_t units = 0;
  std::uint32_t text_size = 0;
  float unknown_score = 0;
  std::uint32_t reserved = 0;
};
static_assert(sizeof(SectionHeader) == 24);

class TrieBuilder {
 public:
  // `keys` are sorted in byte order, without duplicates, none empty.
  explicit TrieBuilder(
      const std::vector<std::pair<std::string_view, PieceId>>& keys)
      : keys_(keys) {
    grow(2 * kChildren);
    used_[0] = 1;
    build(0, 0, keys_.size(), 0);
  }

  std::vector<std::uint32_t> take() {
    // Whatever base a unit has, all its children lie inside.
    units_.resize(highest_base_ + kChildren, 0);
    return std::move(units_);
  }

 private:
  struct Child {
    unsigned label;
    std::size_t begin;
    std::size_t end;
  };

  void grow(std::size_t size) {
    if (units_.size() >= size) return;
    size = std::max(size, units_.size() * 2);
    units_.resize(size, 0);
    used_.resize(size, 0);
    base_used_.resize(size, 0);
  }

  std::size_t find_base(const std::vector<Child>& children) {
    while (used_[first_free_] != 0) grow(++first_free_ + 2 * kChildren);
    std::size_t misses = 0;
    const std::size_t first = std::max<std::size_t>(first_free_, kChildren);
    for (std::size_t slot = first;; ++slot) {
      grow(slot + 2 * kChildren);
      if (used_[slot] != 0) continue;
      const std::size_t base = slot - children.front().label;
      const bool fits =
          base_used_[base] == 0 &&
          std::all_of(children.begin(), children.end(), [&](const Child& c) {
            return used_[base + c.label] == 0;
          });
      if (fits) {
        // Crowded slots are given up, or the search becomes quadratic.
        if (misses > 512 || slot - first > 8192) first_free_ = slot - 256;
        return base;
      }
      ++misses;
    }
  }

  void build(std::size_t unit, std::size_t begin, std::size_t end,
             std::size_t depth) {
    std::vector<Child> children;
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view key = keys_[i].first;
      const unsigned label =
          depth < key.size() ? static_cast<unsigned char>(key[depth]) : 0U;
      if (children.empty() || children.back().label != label) {
        children.push_back({label, i, i});
      }
      children.back().end = i + 1;
    }
    const std::size_t base = find_base(children);
    if (base > kMaxBase) throw InvalidArgument("too many subword pieces");
    base_used_[base] = 1;
    highest_base_ = std::max(highest_base_, base);
    units_[unit] |= static_cast<std::uint32_t>(base) << kBaseShift;
    for (const Child& child : children) used_[base + child.label] = 1;
    for (const Child& child : children) {
      const std::size_t slot = base + child.label;
      if (child.label == 0) {
        units_[unit] |= kHasPieceBit;
        units_[slot] = kLeafBit | keys_[child.begin].second;
      } else {
        units_[slot] = child.label;
      }
    }
    for (const Child& child : children) {
      if (child.label != 0) {
        build(base + child.label, child.begin, child.end, depth + 1);
      }
    }
  }

  const std::vector<std::pair<std::string_view, PieceId>>& keys_;
  std::vector<std::uint32_t> units_;
  std::vector<char> used_;
  std::vector<char> base_used_;
  std::size_t first_free_ = 1;
  std::size_t highest_base_ = 0;
};

template <class T>
void append(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

std::size_t character_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

// The search table of one word: the best way to reach each byte.
struct Node {
  float score;
  std::uint32_t begin;  // of the piece that ends here
  PieceId piece;
};
constexpr PieceId kUnknown = std::numeric_limits<PieceId>::max();
constexpr std::uint32_t kUnreached = std::numeric_limits<std::uint32_t>::max();

}  // namespace

std::string make_subwords_section(
    const std::vector<std::pair<std::string, float>>& pieces) {
  SectionHeader header;
  std::vector<float> scores;
  std::vector<std::uint32_t> offsets = {0};
  std::string text;
  std::vector<std::pair<std::string_view, PieceId>> keys;
  float least = 0;
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const auto& [piece, score] = pieces[id];
    if (piece.empty() || piece.find('\0') != std::string::npos ||
        piece.find(kWordStart, 1) != std::string::npos) {
      throw InvalidArgument("subword piece '" + piece +
                            "', want a non-empty part of one word");
    }
    scores.push_back(score);
    least = std::min(least, score);
    text += piece;
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
    keys.emplace_back(piece, static_cast<PieceId>(id));
  }
  if (keys.empty()) throw InvalidArgument("a subword model without pieces");
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i - 1].first == keys[i].first) {
      throw InvalidArgument("subword piece '" + std::string(keys[i].first) +
                            "' twice");
    }
  }
  const std::vector<std::uint32_t> units = TrieBuilder(keys).take();
  header.pieces = static_cast<std::uint32_t>(pieces.size());
  header.units = static_cast<std::uint32_t>(units.size());
  header.text_size = static_cast<std::uint32_t>(text.size());
  header.unknown_score = least - 10;  // SentencePiece's price of an unknown
  std::string section;
  append(section, &header, 1);
  append(section, scores.data(), scores.size());
  append(section, offsets.data(), offsets.size());
  append(section, units.data(), units.size());
  section += text;
  return section;
}

Subwords::Subwords(std::span<const std::byte> section) {
  SectionHeader header;
  const auto require = [](bool holds) {
    if (!holds) throw ModelError("the model's subword section is damaged");
  };
  require(section.size() >= sizeof header);
  std::memcpy(&header, section.data(), sizeof header);
  require(header.version == 1);
  require(section.size() == sizeof header + 4 * std::size_t{header.pieces} +
                                4 * (std::size_t{header.pieces} + 1) +
                                4 * std::size_t{header.units} +
                                header.text_size);
  const std::byte* next = section.data() + sizeof header;
  scores_ = {reinterpret_cast<const float*>(next), header.pieces};
  next += scores_.size_bytes();
  offsets_ = {reinterpret_cast<const std::uint32_t*>(next),
              std::size_t{header.pieces} + 1};
  next += offsets_.size_bytes();
  units_ = {reinterpret_cast<const std::uint32_t*>(next), header.units};
  next += units_.size_bytes();
  text_ = {reinterpret_cast<const char*>(next), header.text_size};
  unknown_score_ = header.unknown_score;

  // Checked once, so that the search need not check anything.
  require(!units_.empty());
  for (const std::uint32_t unit : units_) {
    if ((unit & kLeafBit) != 0) {
      require((unit & ~kLeafBit) < header.pieces);
    } else {
      require((unit >> kBaseShift) + kChildren <= units_.size());
    }
  }
  require(offsets_.front() == 0 && offsets_.back() == header.text_size &&
          std::is_sorted(offsets_.begin(), offsets_.end()));
}

std::string_view Subwords::piece(PieceId id) const {
  ALIGN_ASSERT(id < size(), "pieces come from this model");
  return text_.substr(offsets_[id], offsets_[id + 1] - offsets_[id]);
}

void Subwords::cut(std::string_view folded,
                   std::vector<PieceId>& pieces) const {
  // No piece crosses the start of a word, so the best cut of the text is the
  // best cut of each word.
  std::size_t begin = 0;
  while (begin < folded.size()) {
    std::size_t end = folded.find(kWordStart, begin + 1);
    if (end == std::string_view::npos) end = folded.size();
    if (end - begin > kMaxWordBytes) {
      end = begin + kMaxWordBytes;
      while ((static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80U) --end;
    }
    cut_word(folded.substr(begin, end - begin), pieces);
    begin = end;
  }
}

void Subwords::cut_word(std::string_view word,
                        std::vector<PieceId>& pieces) const {
  thread_local std::vector<Node> nodes;
  thread_local std::vector<PieceId> backwards;
  const std::size_t size = word.size();
  nodes.assign(size + 1, Node{0, kUnreached, kUnknown});
  const std::uint32_t* units = units_.data();
  for (std::size_t begin = 0; begin < size;) {
    const float score_here = nodes[begin].score;
    const std::size_t next = std::min(
        size,
        begin + character_length(static_cast<unsigned char>(word[begin])));
    bool has_single = false;
    const auto offer = [&](std::size_t end, float score, PieceId piece) {
      Node& node = nodes[end];
      const float total = score + score_here;
      if (node.begin == kUnreached || total > node.score) {
        node = {total, static_cast<std::uint32_t>(begin), piece};
      }
    };
    std::uint32_t unit = units[0];
    for (std::size_t end = begin; end < size;) {
      const auto label = static_cast<unsigned char>(word[end]);
      unit = units[(unit >> kBaseShift) + label];
      if ((unit & kLabelMask) != label) break;
      ++end;
      if ((unit & kHasPieceBit) != 0) {
        const PieceId piece = units[unit >> kBaseShift] & ~kLeafBit;
        offer(end, scores_[piece], piece);
        if (end == next) has_single = true;
      }
    }
    if (!has_single) offer(next, unknown_score_, kUnknown);
    begin = next;
  }
  backwards.clear();
  for (std::size_t end = size; end > 0; end = nodes[end].begin) {
    if (nodes[end].piece != kUnknown) backwards.push_back(nodes[end].piece);
  }
  pieces.insert(pieces.end(), backwards.rbegin(), backwards.rend());
}

}  // namespace align
