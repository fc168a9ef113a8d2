// Breakthrough as its solver sees it: the mover always moves up, both sides' pieces in one word,
// and wins and losses that need no search.
#pragma once

#include <array>
#include <bit>

#include "games/breakthrough/bitboard.h"

namespace tandem::breakthrough {

/// For boards of at most 32 squares: bits 0 .. squares - 1 are the mover's pieces, the next ones
/// his opponent's.
class Race {
 public:
  static constexpr int kMostMoves = 3 * 12;  ///< of two rows of six

  explicit Race(const Geometry& geometry) : g_(geometry) {}

  /// The board turned so that its mover moves up.
  Bits pack(const Board& board) const {
    const Bits word = board.pieces[kWhite] | board.pieces[kBlack] << g_.squares();
    return board.mover == kWhite ? word : turned(word);
  }

  /// One word for a board and its mirror image: the lesser.
  Bits canonical(Bits word) const {
    const Bits column = g_.left_column | g_.left_column << g_.squares();
    Bits mirror = 0;
    for (int c = 0; c < g_.columns; ++c) {
      mirror |= ((word >> c) & column) << (g_.columns - 1 - c);
    }
    return word < mirror ? word : mirror;
  }

  /// What is certain for the mover: 1 win, -1 loss, 0 not known. Nobody has reached his goal, and
  /// the opponent has pieces; the mover may have none.
  int certain(Bits word) const {
    const Bits own = mine(word);
    const Bits other = theirs(word);
    if (own == 0) return -1;
    if (own & g_.row_bits(1)) return 1;
    const Bits threats = other & g_.row_bits(g_.rows - 2);
    if (threats != 0) {
      const bool single = (threats & (threats - 1)) == 0;
      return single && (own & attackers(threats)) != 0 ? 0 : -1;
    }
    // The next step wins unless this one is answered by a capture from the last row.
    const Bits row_0 = other & g_.top_row;
    const Bits guarded = (row_0 & ~g_.left_column) << (g_.columns - 1) | (row_0 & ~g_.right_column)
                                                                             << (g_.columns + 1);
    return steps(own & g_.row_bits(2), other) & ~guarded ? 1 : 0;
  }

  /// Writes the boards after each move that is to be searched, and returns their number; certain()
  /// must be 0. Captures come first. A move that captures the last piece leaves a board without
  /// pieces for its mover.
  int children(Bits word, std::array<Bits, kMostMoves>& out) const {
    const Bits own = mine(word);
    const Bits other = theirs(word);
    const Bits threat = other & g_.row_bits(g_.rows - 2);
    const Departures from = departures_up(g_, own, other);
    const Bits right_of_capture = from.left & other << (g_.columns + 1);
    const Bits left_of_capture = from.right & other << (g_.columns - 1);
    int count = 0;
    const auto write = [&](Bits pieces, int step) {
      for (; pieces != 0; pieces &= pieces - 1) {
        const Bits piece = pieces & -pieces;
        const Bits to = piece >> step;
        out[count++] = turned((own ^ piece ^ to) | (other & ~to) << g_.squares());
      }
    };
    if (threat != 0) {
      write(right_of_capture & threat << (g_.columns + 1), g_.columns + 1);
      write(left_of_capture & threat << (g_.columns - 1), g_.columns - 1);
      return count;
    }
    write(right_of_capture, g_.columns + 1);
    write(left_of_capture, g_.columns - 1);
    write(from.straight, g_.columns);
    write(from.left & ~right_of_capture, g_.columns + 1);
    write(from.right & ~left_of_capture, g_.columns - 1);
    return count;
  }

 private:
  Bits mine(Bits word) const { return word & (square_bit(g_.squares()) - 1); }
  Bits theirs(Bits word) const { return word >> g_.squares(); }

  /// The board turned by half and the sides exchanged.
  Bits turned(Bits word) const {
    const auto swap = [&word](int shift, Bits low) {
      word = (word >> shift & low) | (word & low) << shift;
    };
    swap(1, 0x5555555555555555ull);
    swap(2, 0x3333333333333333ull);
    swap(4, 0x0F0F0F0F0F0F0F0Full);
    return __builtin_bswap64(word) >> (64 - 2 * g_.squares());
  }

  /// Where pieces that move up would capture on these squares.
  Bits attackers(Bits squares) const {
    return (squares & ~g_.left_column) << (g_.columns - 1) | (squares & ~g_.right_column)
                                                                 << (g_.columns + 1);
  }

  /// The squares to which these pieces can move; none of their own stands there.
  Bits steps(Bits own, Bits other) const {
    return (own & ~g_.left_column) >> (g_.columns + 1) | (own >> g_.columns & ~other) |
           (own & ~g_.right_column) >> (g_.columns - 1);
  }

  Geometry g_;
};

}  // namespace tandem::breakthrough
