#include "games/connect_four/transposition_table.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace tandem::connect_four {
namespace {

// In an entry: bits 0-1 lower + 1, bits 2-3 1 - upper, bits 4-9 logarithm of the work. "Nothing
// known" would be 0 in both, and is never stored.
std::uint64_t value_bits(Bounds bounds) {
  return static_cast<std::uint64_t>(bounds.lower + 1) | static_cast<std::uint64_t>(1 - bounds.upper)
                                                            << 2;
}

Bounds bounds_of(std::uint64_t entry) {
  return {static_cast<int>(entry & 3) - 1, 1 - static_cast<int>(entry >> 2 & 3)};
}

std::uint64_t work_of(std::uint64_t entry) { return entry >> 4 & 63; }

}  // namespace

TranspositionTable::TranspositionTable(std::size_t bytes)
    : bucket_bits_(
          std::max(kMetaBits, static_cast<int>(std::bit_width(bytes / sizeof(Bucket))) - 1)),
      pages_(this->bytes()),
      buckets_(static_cast<Bucket*>(pages_.memory())) {}

Bounds TranspositionTable::find(std::uint64_t key) const {
  const std::uint64_t scrambled = scramble(key);
  for (const std::uint64_t entry : bucket_of(scrambled).entries) {
    if (holds(entry, scrambled)) return bounds_of(entry);
  }
  return {};
}

void TranspositionTable::learn(std::uint64_t key, Bounds bounds, std::uint64_t work) {
  const std::uint64_t scrambled = scramble(key);
  std::uint64_t* slot = nullptr;
  for (std::uint64_t& entry : bucket_of(scrambled).entries) {
    if (holds(entry, scrambled)) {
      const Bounds known = bounds_of(entry);
      bounds.lower = std::max(bounds.lower, known.lower);
      bounds.upper = std::min(bounds.upper, known.upper);
      slot = &entry;
      break;
    }
    if (slot == nullptr || (entry == 0 && *slot != 0) ||
        (entry != 0 && *slot != 0 && work_of(entry) < work_of(*slot))) {
      slot = &entry;
    }
  }
  assert(bounds.lower <= bounds.upper && value_bits(bounds) != 0);
  *slot = (scrambled << bucket_bits_) | value_bits(bounds) |
          static_cast<std::uint64_t>(std::bit_width(work)) << 4;
}

}  // namespace tandem::connect_four
