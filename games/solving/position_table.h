// What a solver knows about positions, in bounded memory.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tandem {

/// Scatters keys that are much alike.
constexpr std::uint64_t hash_of(std::uint64_t key) {
  key *= 0x9E3779B97F4A7C15ull;
  return key ^ key >> 32;
}

/// Knowledge by position; an answer is never another position's. A full bucket forgets the entry
/// that cost the least work. Not thread-safe.
///
/// Key is the whole position, with == and hash_of(). Knowledge has an unsigned member `work` of 8
/// bits, 0 at first, which is the table's: the logarithm of what an entry cost, 0 in a free one.
template <class Key, class Knowledge>
class PositionTable {
 public:
  /// Uses the largest power of two of buckets that `bytes` have room for, at least one.
  explicit PositionTable(std::size_t bytes)
      : buckets_(std::bit_floor(std::max(bytes / sizeof(Bucket), std::size_t{1}))) {}

  /// Null if nothing is known; valid until the next learn().
  const Knowledge* find(const Key& key) const {
    for (const Entry& entry : buckets_[bucket_of(key)].entries) {
      if (entry.key == key && entry.knowledge.work > 0) return &entry.knowledge;
    }
    return nullptr;
  }

  /// Takes the place of what was known. `work` is the number of nodes that it cost, at least 1;
  /// what the position cost before is added.
  void learn(const Key& key, Knowledge knowledge, std::uint64_t work) {
    Bucket& bucket = buckets_[bucket_of(key)];
    Entry* slot = bucket.entries;
    for (Entry& entry : bucket.entries) {
      if (entry.key == key && entry.knowledge.work > 0) {
        work += std::uint64_t{1} << (entry.knowledge.work - 1);
        slot = &entry;
        break;
      }
      if (entry.knowledge.work < slot->knowledge.work) slot = &entry;
    }
    knowledge.work = static_cast<std::uint8_t>(std::bit_width(work));
    *slot = {key, knowledge};
  }

  /// Starts loading the position's bucket into the processor's cache.
  void prefetch(const Key& key) const { __builtin_prefetch(&buckets_[bucket_of(key)]); }

 private:
  struct Entry {
    Key key{};
    Knowledge knowledge{};
  };
  struct alignas(64) Bucket {  // of cache lines
    Entry entries[4];
  };

  std::size_t bucket_of(const Key& key) const { return hash_of(key) & (buckets_.size() - 1); }

  std::vector<Bucket> buckets_;
};

}  // namespace tandem
