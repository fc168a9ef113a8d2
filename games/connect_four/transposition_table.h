// What the solver knows, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "games/solving/zeroed_pages.h"

namespace tandem::connect_four {

/// Known bounds of a position's value for its mover.
struct Bounds {
  int lower = -1;
  int upper = 1;
  bool exact() const { return lower == upper; }
  bool operator==(const Bounds&) const = default;
};

/// Bounds by position key, 8 bytes an entry. An answer is never another position's: the key passes
/// through a bijection of 64 bits, of which the bucket's number gives the high bits and the entry
/// holds the rest. A full bucket forgets the entry that cost the least work. Not thread-safe.
class TranspositionTable {
 public:
  /// Uses the largest power of two up to `bytes`, but at least 64 KiB; pages are touched as they
  /// fill.
  explicit TranspositionTable(std::size_t bytes);

  std::size_t bytes() const { return sizeof(Bucket) << bucket_bits_; }

  /// Starts loading the key's bucket into the processor's cache.
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&bucket_of(scramble(key))); }

  /// What is known; {-1, 1} when nothing is.
  Bounds find(std::uint64_t key) const;

  /// Adds what was learnt to what is known. `work` is the number of nodes that it cost.
  void learn(std::uint64_t key, Bounds bounds, std::uint64_t work);

 private:
  // An entry's low bits are its value (2 + 2) and the logarithm of its work (6); the key takes the
  // rest, so that there must be at least 2^10 buckets. An entry of 0 is free.
  static constexpr int kMetaBits = 10;
  static constexpr int kEntries = 8;  // a cache line

  struct alignas(64) Bucket {
    std::uint64_t entries[kEntries];
  };

  static std::uint64_t scramble(std::uint64_t key) {
    key *= 0x9E3779B97F4A7C15ull;
    key ^= key >> 32;
    return key * 0xD6E8FEB86659FD93ull;
  }
  Bucket& bucket_of(std::uint64_t scrambled) const {
    return buckets_[scrambled >> (64 - bucket_bits_)];
  }
  bool holds(std::uint64_t entry, std::uint64_t scrambled) const {
    return ((entry ^ (scrambled << bucket_bits_)) >> bucket_bits_) == 0 && entry != 0;
  }

  int bucket_bits_;
  ZeroedPages pages_;
  Bucket* buckets_;
};

}  // namespace tandem::connect_four
