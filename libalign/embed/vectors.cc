// The "vectors" section: a header of 64 bytes, the int8 rows, the int16 scales.
// A number of a row stands for row[i] * scale * 2^exponent. Products of rows
// and scales are integers, so their sum is exact and its order does not matter.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "align/embed.h"
#include "align/error.h"
#include "embed/lanes.h"

namespace align {
namespace {

struct SectionHeader {
  std::uint32_t version = 1;
  std::uint32_t rows = 0;
  std::uint32_t dimension = 0;
  std::int32_t exponent = 0;
  char reserved[48] = {};
};
static_assert(sizeof(SectionHeader) == 64);

constexpr std::uint32_t kMaxDimension = 4096;
constexpr float kMostInRow = 127;
constexpr float kMostScale = 32767;
// So many products of a row and a scale fit into 32 bits whatever they are.
constexpr std::size_t kMostRowsInSum = 512;

}  // namespace

struct VectorTable::State {
  Bundle bundle;      // keeps the mapping alive; empty when `owned` is not
  std::string owned;  // the section, when it comes from no bundle
  std::size_t rows = 0;
  std::size_t dimension = 0;
  float unit = 0;  // 2^exponent
  const std::int8_t* values = nullptr;
  const std::byte* scales = nullptr;  // int16, at any address

  void parse(std::span<const std::byte> section) {
    SectionHeader header;
    const auto require = [](bool holds) {
      if (!holds) throw ModelError("the model's vector section is damaged");
    };
    require(section.size() >= sizeof header);
    std::memcpy(&header, section.data(), sizeof header);
    require(header.version == 1 && header.dimension > 0 &&
            header.dimension <= kMaxDimension && header.exponent > -100 &&
            header.exponent < 100);
    rows = header.rows;
    dimension = header.dimension;
    require(section.size() ==
            sizeof header + rows * dimension + rows * sizeof(std::int16_t));
    unit = std::ldexp(1.0F, header.exponent);
    values =
        reinterpret_cast<const std::int8_t*>(section.data()) + sizeof header;
    scales = section.data() + sizeof header + rows * dimension;
  }

  [[nodiscard]] std::int16_t scale(PieceId piece) const {
    std::int16_t value = 0;
    std::memcpy(&value, scales + piece * sizeof value, sizeof value);
    return value;
  }
};

VectorTable::VectorTable(const Bundle& bundle) {
  auto state = std::make_shared<State>();
  state->bundle = bundle;
  state->parse(state->bundle.section("vectors"));
  state_ = std::move(state);
}

VectorTable::VectorTable(std::string section) {
  auto state = std::make_shared<State>();
  state->owned = std::move(section);
  state->parse(std::as_bytes(std::span<const char>(state->owned)));
  state_ = std::move(state);
}

std::size_t VectorTable::dimension() const { return state_->dimension; }

std::size_t VectorTable::size() const { return state_->rows; }

void VectorTable::add(std::span<const PieceId> pieces,
                      std::span<float> sum) const {
  const State& state = *state_;
  const std::size_t dimension = state.dimension;
  ALIGN_ASSERT(sum.size() == dimension, "a sum has the table's dimension");
  const lanes::AddRow add_row = lanes::fastest().add_row;
  thread_local std::vector<std::int32_t> part;
  thread_local std::vector<std::int64_t> total;
  const bool is_long = pieces.size() > kMostRowsInSum;
  if (is_long) total.assign(dimension, 0);
  while (true) {
    const auto now = pieces.first(std::min(pieces.size(), kMostRowsInSum));
    part.assign(dimension, 0);
    for (const PieceId piece : now) {
      ALIGN_ASSERT(piece < state.rows, "pieces come from the same model");
      add_row(state.values + piece * dimension, state.scale(piece), dimension,
              part.data());
    }
    pieces = pieces.subspan(now.size());
    if (!is_long) break;
    for (std::size_t i = 0; i < dimension; ++i) total[i] += part[i];
    if (pieces.empty()) break;
  }
  for (std::size_t i = 0; i < dimension; ++i) {
    sum[i] += static_cast<float>(is_long ? total[i] : part[i]) * state.unit;
  }
}

std::string make_vectors_section(std::span<const float> rows,
                                 std::size_t dimension) {
  if (dimension == 0 || dimension > kMaxDimension ||
      rows.size() % dimension != 0) {
    throw InvalidArgument("vectors of dimension " + std::to_string(dimension) +
                          ", want 1 to " + std::to_string(kMaxDimension));
  }
  SectionHeader header;
  header.dimension = static_cast<std::uint32_t>(dimension);
  header.rows = static_cast<std::uint32_t>(rows.size() / dimension);
  float most = 0;
  for (const float value : rows) most = std::max(most, std::abs(value));
  // The least power of two at which the greatest scale still fits.
  header.exponent = -64;
  while (std::ldexp(kMostInRow * kMostScale, header.exponent) < most) {
    ++header.exponent;
  }
  const float unit = std::ldexp(1.0F, header.exponent);
  std::string values;
  std::string scales;
  values.reserve(rows.size());
  for (std::size_t r = 0; r < header.rows; ++r) {
    const std::span<const float> row = rows.subspan(r * dimension, dimension);
    float greatest = 0;
    for (const float value : row) {
      greatest = std::max(greatest, std::abs(value));
    }
    const auto scale = static_cast<std::int16_t>(
        std::min(kMostScale, std::ceil(greatest / kMostInRow / unit)));
    for (const float value : row) {
      const float level =
          scale == 0 ? 0
                     : std::round(value / (static_cast<float>(scale) * unit));
      values.push_back(static_cast<char>(static_cast<std::int8_t>(
          std::clamp(level, -kMostInRow, kMostInRow))));
    }
    scales.append(reinterpret_cast<const char*>(&scale), sizeof scale);
  }
  std::string section(reinterpret_cast<const char*>(&header), sizeof header);
  section += values;
  section += scales;
  return section;
}

}  // namespace align
