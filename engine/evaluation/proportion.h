// A share of successes with its uncertainty.
#pragma once

#include <cstdint>

namespace tandem {

struct Proportion {
  std::int64_t hits = 0;
  std::int64_t total = 0;

  double share() const {
    return total > 0 ? static_cast<double>(hits) / static_cast<double>(total) : 0;
  }
};

/// Shares of different things, pooled.
inline Proportion& operator+=(Proportion& sum, const Proportion& other) {
  sum.hits += other.hits;
  sum.total += other.total;
  return sum;
}

struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson's score interval at 95 % (Wilson 1927); 0..1 where nothing was counted.
Interval wilson_interval(const Proportion& proportion);

}  // namespace tandem
