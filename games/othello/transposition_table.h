// What the Othello solver knows, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "games/othello/bitboard.h"
#include "games/solving/zeroed_pages.h"

namespace tandem::othello {

/// Bounds of a position's score for its mover, and the move that did best.
struct Knowledge {
  static constexpr std::uint8_t kNoMove = 255;
  std::int8_t lower = -64;
  std::int8_t upper = 64;
  std::uint8_t move = kNoMove;
};

/// Knowledge by position. Entries hold the whole position, so an answer is never another one's. A
/// full bucket forgets what was not of this search, then what cost least. Not thread-safe.
class TranspositionTable {
 public:
  /// Uses as many buckets of 128 bytes as fit in `bytes`, at least one; pages are touched as they
  /// fill.
  explicit TranspositionTable(std::size_t bytes);

  /// What earlier searches learnt stays, but makes room first.
  void begin_search() { ++search_; }

  /// Starts loading the position's bucket into the processor's cache.
  void prefetch(Bitboard board) const { __builtin_prefetch(&bucket_of(board)); }

  /// Null when nothing is known.
  const Knowledge* find(Bitboard board) const {
    for (const Entry& entry : bucket_of(board).entries) {
      if (entry.board == board) return &entry.known;
    }
    return nullptr;
  }

  /// Adds what was learnt to what is known. `work` is the number of nodes that it cost.
  void learn(Bitboard board, Knowledge learnt, std::uint64_t work);

 private:
  struct Entry {
    Bitboard board;  ///< without discs: free
    Knowledge known;
    std::uint8_t work = 0;  ///< its logarithm
    std::uint8_t search = 0;
  };
  static_assert(sizeof(Entry) == 24);

  struct alignas(128) Bucket {
    Entry entries[5];
  };

  Bucket& bucket_of(Bitboard board) const {
    std::uint64_t z = board.mover * 0x9E3779B97F4A7C15ull;
    z = ((z ^ z >> 32) + board.other) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 29) * 0x94D049BB133111EBull;
    return buckets_[static_cast<std::size_t>((static_cast<unsigned __int128>(z) * size_) >> 64)];
  }

  std::size_t size_;
  ZeroedPages pages_;  // zeros are free entries
  Bucket* buckets_;
  std::uint8_t search_ = 0;
};

}  // namespace tandem::othello
