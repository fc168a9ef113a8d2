// What the Breakthrough solver knows, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tandem::breakthrough {

/// How far a position is from being proven: at least so many leaves below it must still turn out
/// well for the mover to prove that he wins, and so many to prove that he loses. 0 is proven,
/// kDisproven impossible.
struct ProofNumbers {
  static constexpr std::uint32_t kDisproven = (1u << 28) - 1;
  std::uint32_t win = 1;
  std::uint32_t loss = 1;

  static constexpr ProofNumbers won() { return {0, kDisproven}; }
  static constexpr ProofNumbers lost() { return {kDisproven, 0}; }
  bool solved() const { return win == 0 || loss == 0; }
};

/// Proof numbers by position. A full bucket forgets the entry that cost the least work. Not
/// thread-safe.
class ProofTable {
 public:
  /// Uses the largest power of two up to `bytes`, at least one bucket of 64 bytes.
  explicit ProofTable(std::size_t bytes);

  /// What is known; {1, 1} of a position not found. Keys are not 0.
  ProofNumbers find(std::uint64_t key) const;

  /// `work` is the number of nodes that it cost.
  void store(std::uint64_t key, ProofNumbers numbers, std::uint64_t work);

  /// Starts loading the key's bucket into the processor's cache.
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&buckets_[bucket_of(key)]); }

 private:
  struct Entry {
    std::uint64_t key = 0;  ///< 0: free
    std::uint64_t win : 28 = 0;
    std::uint64_t loss : 28 = 0;
    std::uint64_t work_bits : 8 = 0;  ///< logarithm of the work
  };
  static constexpr int kEntries = 4;  // a cache line
  struct alignas(64) Bucket {
    Entry entries[kEntries];
  };

  std::size_t bucket_of(std::uint64_t key) const {
    const std::uint64_t hash = key * 0x9E3779B97F4A7C15ull;
    return (hash ^ (hash >> 32)) & (buckets_.size() - 1);
  }

  std::vector<Bucket> buckets_;
};

}  // namespace tandem::breakthrough
