#include "engine/evaluation/proportion.h"

#include <algorithm>
#include <cmath>

namespace tandem {

Interval wilson_interval(const Proportion& proportion) {
  if (proportion.total == 0) return {};
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(proportion.total);
  const double p = proportion.share();
  const double center = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {std::max(0.0, center - half), std::min(1.0, center + half)};
}

}  // namespace tandem
