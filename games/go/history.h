// The boards that a game has seen, by Zobrist hash, for positional superko.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace tandem::go {

/// Up to Capacity hashes in the order of play, with a chained hash table over them: membership
/// costs about one look. Copying copies only what is in use.
///
/// Two boards share a 64-bit hash with probability 2^-64. A 9x9 game compares fewer than 10^6 pairs
/// of boards, a 19x19 game fewer than 10^8: one game in some 10^13, or 10^11, finds a legal move
/// barred.
template <int Capacity, int Buckets>
class History {
 public:
  static_assert((Buckets & (Buckets - 1)) == 0 && Capacity < 65536);

  History() = default;
  History(const History& other) { *this = other; }
  History& operator=(const History& other) {
    count_ = other.count_;
    newest_ = other.newest_;
    std::copy_n(other.hashes_.begin(), count_, hashes_.begin());
    std::copy_n(other.older_.begin(), count_, older_.begin());
    return *this;
  }

  std::span<const std::uint64_t> hashes() const {
    return {hashes_.data(), static_cast<std::size_t>(count_)};
  }

  bool contains(std::uint64_t hash) const {
    for (int i = newest_[bucket(hash)]; i != 0; i = older_[i - 1]) {
      if (hashes_[i - 1] == hash) return true;
    }
    return false;
  }

  void add(std::uint64_t hash) {
    std::uint16_t& newest = newest_[bucket(hash)];
    hashes_[count_] = hash;
    older_[count_] = newest;
    newest = static_cast<std::uint16_t>(++count_);
  }

 private:
  static std::size_t bucket(std::uint64_t hash) { return hash & (Buckets - 1); }

  // Links are indices + 1; 0 ends a chain.
  int count_ = 0;
  std::array<std::uint16_t, Buckets> newest_{};
  std::array<std::uint16_t, Capacity> older_;
  std::array<std::uint64_t, Capacity> hashes_;
};

}  // namespace tandem::go
