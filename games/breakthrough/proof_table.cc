#include "games/breakthrough/proof_table.h"

#include <algorithm>
#include <bit>

namespace tandem::breakthrough {

ProofTable::ProofTable(std::size_t bytes)
    : buckets_(std::bit_floor(std::max(bytes / sizeof(Bucket), std::size_t{1}))) {}

ProofNumbers ProofTable::find(std::uint64_t key) const {
  for (const Entry& entry : buckets_[bucket_of(key)].entries) {
    if (entry.key == key) {
      return {static_cast<std::uint32_t>(entry.win), static_cast<std::uint32_t>(entry.loss)};
    }
  }
  return {};
}

void ProofTable::store(std::uint64_t key, ProofNumbers numbers, std::uint64_t work) {
  Bucket& bucket = buckets_[bucket_of(key)];
  Entry* slot = bucket.entries;
  for (Entry& entry : bucket.entries) {
    if (entry.key == key) {
      work += std::uint64_t{1} << entry.work_bits >> 1;
      slot = &entry;
      break;
    }
    const auto value = [](const Entry& e) {
      return e.key == 0 ? -1 : static_cast<int>(e.work_bits);
    };
    if (value(entry) < value(*slot)) slot = &entry;
  }
  slot->key = key;
  slot->win = numbers.win;
  slot->loss = numbers.loss;
  slot->work_bits = std::bit_width(work);
}

}  // namespace tandem::breakthrough
