#include "eval/mt_random.h"

#include <array>
#include <bit>

namespace align::mt {
namespace {

constexpr std::size_t kPool = 4;

// Spreads the bits of a seed over 256 bits.
class SeedPool {
 public:
  explicit SeedPool(std::uint64_t seed) {
    pool_[0] = static_cast<std::uint32_t>(seed);
    pool_[1] = static_cast<std::uint32_t>(seed >> 32U);
    std::uint32_t constant = 0x43B0D7E5U;
    const auto hash = [&](std::uint32_t value) {
      value ^= constant;
      constant *= 0x931E8875U;
      value *= constant;
      return value ^ (value >> 16U);
    };
    for (std::uint32_t& word : pool_) word = hash(word);
    for (std::size_t from = 0; from < kPool; ++from) {
      for (std::size_t to = 0; to < kPool; ++to) {
        if (from == to) continue;
        const std::uint32_t mixed =
            0xCA01F9DDU * pool_[to] - 0x4973F715U * hash(pool_[from]);
        pool_[to] = mixed ^ (mixed >> 16U);
      }
    }
  }

  // The next 64 bits of the state it generates.
  std::uint64_t next64() {
    const std::uint64_t low = next32();
    return low | (std::uint64_t{next32()} << 32U);
  }

 private:
  std::uint32_t next32() {
    std::uint32_t value = pool_[position_] ^ constant_;
    position_ = (position_ + 1) % kPool;
    constant_ *= 0x58F38DEDU;
    value *= constant_;
    return value ^ (value >> 16U);
  }

  std::array<std::uint32_t, kPool> pool_ = {};
  std::size_t position_ = 0;
  std::uint32_t constant_ = 0x8B51F9DDU;
};

}  // namespace

NumpyRandom::NumpyRandom(std::uint64_t seed) {
  SeedPool pool(seed);
  const auto next_wide = [&] {
    const Wide high = pool.next64();
    return (high << 64U) | pool.next64();
  };
  const Wide start = next_wide();
  increment_ = (next_wide() << 1U) | 1U;
  static_cast<void>(next64());
  state_ += start;
  static_cast<void>(next64());
}

std::uint64_t NumpyRandom::next64() {
  constexpr Wide kMultiplier =
      (Wide{0x2360ED051FC65DA4U} << 64U) | 0x4385DF649FCCF645U;
  state_ = state_ * kMultiplier + increment_;
  const auto folded = static_cast<std::uint64_t>(state_ >> 64U) ^
                      static_cast<std::uint64_t>(state_);
  return std::rotr(folded, static_cast<int>(state_ >> 122U));
}

std::uint32_t NumpyRandom::next32() {
  if (has_half_) {
    has_half_ = false;
    return half_;
  }
  const std::uint64_t both = next64();
  has_half_ = true;
  half_ = static_cast<std::uint32_t>(both >> 32U);
  return static_cast<std::uint32_t>(both);
}

void NumpyRandom::fill_integers(std::uint32_t bound,
                                std::span<std::uint32_t> values) {
  for (std::uint32_t& value : values) {
    if (bound == 1) {
      value = 0;
      continue;
    }
    std::uint64_t product = std::uint64_t{next32()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (static_cast<std::uint32_t>(product) < threshold) {
        product = std::uint64_t{next32()} * bound;
      }
    }
    value = static_cast<std::uint32_t>(product >> 32U);
  }
}

}  // namespace align::mt
