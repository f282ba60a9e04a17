// What the keys of texts are mixed with.
#pragma once

#include <cstdint>

namespace align {

/// Spreads a key over all its bits, so that the low ones are good enough for a
/// table: the finaliser of MurmurHash3.
inline std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 33U;
  key *= 0xff51afd7ed558ccdU;
  key ^= key >> 33U;
  key *= 0xc4ceb9fe1a85ec53U;
  return key ^ (key >> 33U);
}

}  // namespace align
