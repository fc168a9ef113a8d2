#include "games/dots_and_boxes/margin_table.h"

#include <algorithm>
#include <bit>

namespace tandem::dots_and_boxes {

MarginTable::MarginTable(std::size_t bytes)
    : buckets_(std::bit_floor(std::max(bytes / sizeof(Bucket), std::size_t{1}))) {}

MarginBounds MarginTable::find(std::uint64_t edges) const {
  for (const Entry& entry : buckets_[bucket_of(edges)].entries) {
    if (entry.edges_plus_1 == edges + 1) return entry.bounds;
  }
  return {};
}

void MarginTable::learn(std::uint64_t edges, MarginBounds bounds, std::uint64_t work) {
  Bucket& bucket = buckets_[bucket_of(edges)];
  Entry* slot = bucket.entries;
  for (Entry& entry : bucket.entries) {
    if (entry.edges_plus_1 == edges + 1) {
      bounds.lower = std::max(bounds.lower, entry.bounds.lower);
      bounds.upper = std::min(bounds.upper, entry.bounds.upper);
      slot = &entry;
      break;
    }
    const auto value = [](const Entry& e) { return e.edges_plus_1 == 0 ? -1 : e.work_bits; };
    if (value(entry) < value(*slot)) slot = &entry;
  }
  *slot = {edges + 1, bounds, static_cast<std::uint8_t>(std::bit_width(work))};
}

}  // namespace tandem::dots_and_boxes
