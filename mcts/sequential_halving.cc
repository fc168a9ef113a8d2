#include "mcts/sequential_halving.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace tandem {
namespace {

HalvingPhase phase_with(int candidates, int m, int n) {
  const int rounds = std::bit_width(static_cast<unsigned>(m - 1));  // ceil(log2 m)
  const std::int64_t shares = static_cast<std::int64_t>(rounds) * candidates;
  return {candidates, std::max(1, static_cast<int>(n / shares))};
}

}  // namespace

HalvingPhase first_halving_phase(int m, int n) {
  if (m == 1) return {1, std::max(1, n)};
  return phase_with(m, m, n);
}

HalvingPhase next_halving_phase(const HalvingPhase& phase, int m, int n) {
  if (m == 1) return phase;
  return phase_with(std::max(2, phase.candidates / 2), m, n);
}

}  // namespace tandem
