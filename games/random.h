// Random numbers with explicit seeds, the same on every machine and standard library.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace tandem {

/// xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64. Two 64-bit numbers name a
/// stream, so that game 17 of run 3 draws the same numbers whoever plays it and whenever:
/// Random(run_seed, game). Copyable: a copy continues the same sequence on its own. Not
/// thread-safe.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t x = split_mix(seed) ^ (stream * 0xD1342543DE82EF95ull + 1);
    for (std::uint64_t& word : state_) word = split_mix(x += 0x9E3779B97F4A7C15ull);
  }

  /// 64 uniform bits.
  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// Uniform in 0..n-1; n >= 1. The bias of the multiply-shift is below n / 2^32.
  int below(int n) {
    return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }

  /// Standard Gumbel(0, 1): -log(-log(u)), u in (0, 1).
  double gumbel() {
    return -std::log(-std::log((static_cast<double>(next() >> 11) + 0.5) * 0x1p-53));
  }

 private:
  static std::uint64_t split_mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace tandem
