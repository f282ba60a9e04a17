// A section "lexicon.<a>-<b>", a before b in the alphabet: a header, 256
// probabilities, then two directions. Each direction: offsets of the rows (one
// more than pieces), background probabilities, the targets (2 bytes each, 4 in
// a model of more than 65,536 pieces), and a byte an entry that names one of
// the probabilities.
#include "align/lexicon.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

constexpr std::size_t kLevels = 256;

struct SectionHeader {
  std::uint32_t version = 1;
  std::uint32_t pieces = 0;
  std::uint32_t target_bytes = 0;
  std::uint32_t reserved = 0;
  std::array<std::uint64_t, 2> entries{};
};
static_assert(sizeof(SectionHeader) == 32);

using Levels = std::array<float, kLevels>;

// From 1 down by a constant factor to about 1.4e-4.
Levels make_levels() {
  constexpr double kFactor = 0.9657;
  Levels levels;
  double value = 1;
  for (float& level : levels) {
    level = static_cast<float>(value);
    value *= kFactor;
  }
  return levels;
}

std::uint8_t nearest_level(const Levels& levels, float probability) {
  // Levels descend; the first that is not greater.
  const auto below = std::lower_bound(levels.begin(), levels.end(), probability,
                                      [](float a, float b) { return a > b; });
  if (below == levels.end()) return kLevels - 1;
  if (below == levels.begin()) return 0;
  const auto above = below - 1;
  const bool is_above = *above - probability < probability - *below;
  return static_cast<std::uint8_t>((is_above ? above : below) - levels.begin());
}

template <class T>
void append(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

void append_direction(std::string& bytes, const LexiconRows& direction,
                      const Levels& levels, std::size_t target_bytes) {
  std::vector<std::uint32_t> offsets = {0};
  std::string targets;
  std::string codes;
  for (const auto& row : direction.rows) {
    for (const LexiconDirection::Entry& entry : row) {
      append(targets, reinterpret_cast<const char*>(&entry.target),
             target_bytes);  // little-endian: the low bytes
      codes.push_back(
          static_cast<char>(nearest_level(levels, entry.probability)));
    }
    offsets.push_back(static_cast<std::uint32_t>(codes.size()));
  }
  append(bytes, offsets.data(), offsets.size());
  append(bytes, direction.background.data(), direction.background.size());
  bytes += targets;
  bytes += codes;
}

}  // namespace

struct LexiconDirection::State {
  Bundle bundle;  // keeps `targets` and `codes` alive
  std::vector<std::uint32_t> offsets;
  std::vector<float> background;
  Levels levels;
  std::size_t target_bytes = 0;
  std::span<const std::byte> targets;
  std::span<const std::byte> codes;
  // Unpacked when the first row is asked for: most programs need one pair of a
  // model's many.
  mutable std::once_flag is_unpacked;
  mutable std::vector<Entry> entries;

  void unpack() const {
    entries.resize(codes.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      PieceId target = 0;
      std::memcpy(&target, targets.data() + i * target_bytes, target_bytes);
      entries[i] = {target, levels[std::to_integer<std::size_t>(codes[i])]};
    }
  }
};

std::span<const LexiconDirection::Entry> LexiconDirection::row(
    PieceId source) const {
  ALIGN_ASSERT(source + 1 < state->offsets.size(),
               "pieces come from the same model");
  std::call_once(state->is_unpacked, [this] { state->unpack(); });
  const std::size_t begin = state->offsets[source];
  return std::span<const Entry>(state->entries)
      .subspan(begin, state->offsets[source + 1] - begin);
}

float LexiconDirection::background(PieceId target) const {
  ALIGN_ASSERT(target < state->background.size(),
               "pieces come from the same model");
  return state->background[target];
}

namespace {

// Reads a section front to back, never past its end.
class SectionReader {
 public:
  explicit SectionReader(std::span<const std::byte> section) : left_(section) {}

  static void require(bool holds) {
    if (!holds) throw ModelError("the model's lexicon section is damaged");
  }

  template <class T>
  void read(T* values, std::size_t count) {
    const std::span<const std::byte> bytes = take(count * sizeof(T));
    std::memcpy(values, bytes.data(), bytes.size());
  }

  std::span<const std::byte> take(std::size_t size) {
    require(size <= left_.size());
    const std::span<const std::byte> bytes = left_.first(size);
    left_ = left_.subspan(size);
    return bytes;
  }

  [[nodiscard]] bool is_at_end() const { return left_.empty(); }

 private:
  std::span<const std::byte> left_;
};

// The greatest target, read in whole numbers of their size: a plain loop that
// the compiler makes fast.
template <class T>
std::size_t greatest_target(std::span<const std::byte> targets) {
  T greatest = 0;
  for (std::size_t i = 0; i < targets.size(); i += sizeof(T)) {
    T target = 0;
    std::memcpy(&target, targets.data() + i, sizeof target);
    greatest = std::max(greatest, target);
  }
  return greatest;
}

LexiconDirection read_direction(const Bundle& bundle, SectionReader& reader,
                                const SectionHeader& header,
                                std::size_t entries, const Levels& levels) {
  auto state = std::make_shared<LexiconDirection::State>();
  state->bundle = bundle;
  state->levels = levels;
  state->target_bytes = header.target_bytes;
  state->offsets.resize(std::size_t{header.pieces} + 1);
  reader.read(state->offsets.data(), state->offsets.size());
  state->background.resize(header.pieces);
  reader.read(state->background.data(), state->background.size());
  state->targets = reader.take(entries * header.target_bytes);
  state->codes = reader.take(entries);
  SectionReader::require(
      state->offsets.front() == 0 && state->offsets.back() == entries &&
      std::is_sorted(state->offsets.begin(), state->offsets.end()));
  const std::size_t greatest =
      header.target_bytes == 2 ? greatest_target<std::uint16_t>(state->targets)
                               : greatest_target<std::uint32_t>(state->targets);
  SectionReader::require(entries == 0 || greatest < header.pieces);
  LexiconDirection direction;
  direction.state = std::move(state);
  return direction;
}

}  // namespace

std::string lexicon_section_name(std::string_view source,
                                 std::string_view target) {
  std::string first(primary_language(source));
  std::string second(primary_language(target));
  if (second < first) std::swap(first, second);
  return "lexicon." + first + "-" + second;
}

std::optional<Lexicon> load_lexicon(const Bundle& bundle,
                                    std::string_view source,
                                    std::string_view target) {
  const std::string name = lexicon_section_name(source, target);
  if (!bundle.has_section(name)) return std::nullopt;
  SectionReader reader(bundle.section(name));
  SectionHeader header;
  reader.read(&header, 1);
  SectionReader::require(header.version == 1 && (header.target_bytes == 2 ||
                                                 header.target_bytes == 4));
  Levels levels;
  reader.read(levels.data(), levels.size());
  Lexicon lexicon;
  lexicon.forward =
      read_direction(bundle, reader, header, header.entries[0], levels);
  lexicon.backward =
      read_direction(bundle, reader, header, header.entries[1], levels);
  SectionReader::require(reader.is_at_end());
  if (primary_language(target) < primary_language(source)) {
    std::swap(lexicon.forward, lexicon.backward);
  }
  return lexicon;
}

std::string make_lexicon_section(const LexiconRows& forward,
                                 const LexiconRows& backward) {
  const std::size_t pieces = forward.rows.size();
  if (backward.rows.size() != pieces || forward.background.size() != pieces ||
      backward.background.size() != pieces) {
    throw InvalidArgument("both directions of a lexicon are over all pieces");
  }
  SectionHeader header;
  header.pieces = static_cast<std::uint32_t>(pieces);
  header.target_bytes = pieces <= 65536 ? 2 : 4;
  std::size_t direction = 0;
  for (const LexiconRows* rows : {&forward, &backward}) {
    for (const auto& row : rows->rows) header.entries[direction] += row.size();
    ++direction;
  }
  const Levels levels = make_levels();
  std::string bytes;
  append(bytes, &header, 1);
  append(bytes, levels.data(), levels.size());
  append_direction(bytes, forward, levels, header.target_bytes);
  append_direction(bytes, backward, levels, header.target_bytes);
  return bytes;
}

}  // namespace align
