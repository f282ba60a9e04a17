// The random numbers of numpy.random.default_rng(seed), so that resamples are
// the same ones sacreBLEU draws.
// Source: O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient
// Statistically Good Algorithms" (XSL RR 128/64); O'Neill 2015, "Developing a
// seed_seq Alternative"; Lemire 2019, "Fast Random Integer Generation in an
// Interval".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace align::mt {

class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint64_t seed);

  /// Generator.integers(0, bound, size): each in [0, bound), bound >= 1.
  void fill_integers(std::uint32_t bound, std::span<std::uint32_t> values);
  /// Generator.integers(2, size, dtype=bool). Each whole array is one call.
  class Coins;

  [[nodiscard]] std::uint32_t next32();

 private:
  __extension__ typedef unsigned __int128 Wide;  // ISO C++ has no such type
  [[nodiscard]] std::uint64_t next64();

  Wide state_ = 0;
  Wide increment_ = 0;
  bool has_half_ = false;
  std::uint32_t half_ = 0;
};

/// Coin tosses, 32 from each random number. Shares `random`.
class NumpyRandom::Coins {
 public:
  explicit Coins(NumpyRandom& random) : random_(random) {}
  [[nodiscard]] bool toss() {
    if (left_ == 0) {
      bits_ = random_.next32();
      left_ = 32;
    }
    const bool is_set = (bits_ & 1U) != 0;
    bits_ >>= 1U;
    --left_;
    return is_set;
  }

 private:
  NumpyRandom& random_;
  std::uint32_t bits_ = 0;
  int left_ = 0;
};

}  // namespace align::mt
