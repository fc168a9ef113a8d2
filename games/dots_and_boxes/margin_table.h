// What the Dots and Boxes solver knows, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tandem::dots_and_boxes {

/// Known bounds of the boxes that the mover still wins more than his opponent.
struct MarginBounds {
  std::int8_t lower = -127;
  std::int8_t upper = 127;
};

/// Bounds by the set of edges drawn; an answer is never another set's. A full bucket forgets the
/// entry that cost the least work. Not thread-safe.
class MarginTable {
 public:
  /// Uses the largest power of two up to `bytes`, at least one bucket of 64 bytes.
  explicit MarginTable(std::size_t bytes);

  /// What is known; nothing is of a set not found.
  MarginBounds find(std::uint64_t edges) const;

  /// Adds what was learnt to what is known. `work` is the number of nodes that it cost.
  void learn(std::uint64_t edges, MarginBounds bounds, std::uint64_t work);

 private:
  struct Entry {
    std::uint64_t edges_plus_1 = 0;  ///< 0: free
    MarginBounds bounds;
    std::uint8_t work_bits = 0;  ///< logarithm of the work
  };
  static constexpr int kEntries = 4;  // a cache line
  struct alignas(64) Bucket {
    Entry entries[kEntries];
  };

  std::size_t bucket_of(std::uint64_t edges) const {
    const std::uint64_t hash = edges * 0x9E3779B97F4A7C15ull;
    return (hash ^ (hash >> 32)) & (buckets_.size() - 1);
  }

  std::vector<Bucket> buckets_;
};

}  // namespace tandem::dots_and_boxes
