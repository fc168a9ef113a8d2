// How far ahead a Connect Four result lies: wins that can be forced within a number of plies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "games/connect_four/bitboard.h"

namespace tandem::connect_four {

/// Answers exactly, by search to that depth; keeps what it learns in bounded memory. Not
/// thread-safe.
class ForcedWins {
 public:
  /// Remembers 2^table_bits positions, 16 bytes each.
  explicit ForcedWins(const Geometry& geometry, int table_bits = 20);

  /// Whether the mover can force his four to be complete after at most `plies` more stones, both
  /// sides' counted. Nobody may have won yet.
  bool wins_within(Bitboard board, int plies);

  /// Whether the opponent can do so against every defence.
  bool loses_within(Bitboard board, int plies);

 private:
  /// The mover of the position with this key can force a win within `wins`, and can't within
  /// `fails`.
  struct Entry {
    Bits key = 0;
    std::int8_t wins = 127;
    std::int8_t fails = 0;
  };

  bool attack(Bitboard board, int plies);
  bool some_move_wins(Bitboard board, int plies);
  bool defence_fails(Bitboard board, int plies);

  Geometry geometry_;
  int table_bits_;
  std::vector<Entry> table_;
};

}  // namespace tandem::connect_four
