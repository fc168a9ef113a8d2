// What the Hex solver knows, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "games/hex/bitboard.h"

namespace tandem::hex {

/// What is known about a position (proof-number search: Allis 1994; depth-first: Nagai 2002).
struct Verdict {
  static constexpr std::uint32_t kNever = 1u << 30;   ///< of what is disproved
  static constexpr std::uint32_t kMost = kNever / 2;  ///< of what is not

  std::uint32_t win = 1;   ///< least effort left to prove that the mover wins: 0 proven
  std::uint32_t loss = 1;  ///< and that he loses

  /// Of a decided position: free squares that suffice the winner, whoever owns the others. Else the
  /// squares to try: a move on another loses, by a strategy of the opponent that needs `base`.
  Bits region = 0;
  Bits base = 0;

  bool won() const { return win == 0; }
  bool lost() const { return loss == 0; }

  static Verdict win_with(Bits carrier) { return {0, kNever, carrier, 0}; }
  static Verdict loss_to(Bits carrier) { return {kNever, 0, carrier, 0}; }
};

/// Verdicts by position. An answer is never another position's. A full bucket forgets what cost the
/// least work. Not thread-safe.
class ProofTable {
 public:
  /// Uses the largest power of two up to `bytes`, but at least 64 KiB.
  explicit ProofTable(std::size_t bytes);

  /// Null if nothing is known; valid until the next learn().
  const Verdict* find(const Bitboard& board) const;

  /// `work` is at least 1.
  void learn(const Bitboard& board, const Verdict& verdict, std::uint64_t work);

 private:
  struct Entry {
    Bitboard board;
    Verdict verdict;
    std::uint32_t work = 0;  ///< 0: free
  };
  static constexpr std::size_t kEntries = 4;
  struct Bucket {
    Entry entries[kEntries];
  };

  std::size_t bucket_of(const Bitboard& board) const;

  int bucket_bits_ = 8;
  std::vector<Bucket> buckets_;
};

}  // namespace tandem::hex
