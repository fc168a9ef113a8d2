// Breakthrough on 64 bits: what the rules and the solver share.
//
// Bit s is square s = row * columns + column, row 0 on top. White stands at the foot and moves up,
// to lower rows; Black moves down. Any board of up to 64 squares fits.
#pragma once

#include <array>
#include <cstdint>

#include "games/game.h"

namespace tandem::breakthrough {

using Bits = std::uint64_t;

inline constexpr PlayerId kWhite = 0;
inline constexpr PlayerId kBlack = 1;

constexpr Bits square_bit(int square) { return Bits{1} << square; }

struct Geometry {
  constexpr Geometry(int rows_in, int columns_in) : rows(rows_in), columns(columns_in) {
    for (int row = 0; row < rows; ++row) {
      left_column |= square_bit(row * columns);
      right_column |= square_bit(row * columns + columns - 1);
    }
    top_row = row_bits(0);
    bottom_row = row_bits(rows - 1);
  }

  constexpr int squares() const { return rows * columns; }
  constexpr Bits row_bits(int row) const { return (square_bit(columns) - 1) << (row * columns); }

  int rows;
  int columns;
  Bits left_column = 0;
  Bits right_column = 0;
  Bits top_row = 0;     ///< where White wins
  Bits bottom_row = 0;  ///< where Black wins
};

struct Board {
  std::array<Bits, 2> pieces{};  ///< by player
  PlayerId mover = kWhite;

  bool operator==(const Board&) const = default;

  Bits own() const { return pieces[mover]; }
  Bits other() const { return pieces[1 - mover]; }
};

/// The pieces that may move to the left, straight ahead and to the right, as the board is seen:
/// both players' left is the same. Nobody may have won.
struct Departures {
  Bits left;
  Bits straight;
  Bits right;
};

/// Of pieces `own` that move up.
constexpr Departures departures_up(const Geometry& g, Bits own, Bits other) {
  return {own & ~g.left_column & ~(own << (g.columns + 1)),  //
          own & ~((own | other) << g.columns),               //
          own & ~g.right_column & ~(own << (g.columns - 1))};
}

/// Of pieces `own` that move down.
constexpr Departures departures_down(const Geometry& g, Bits own, Bits other) {
  return {own & ~g.left_column & ~(own >> (g.columns - 1)),  //
          own & ~((own | other) >> g.columns),               //
          own & ~g.right_column & ~(own >> (g.columns + 1))};
}

inline Departures departures(const Geometry& g, const Board& board) {
  return board.mover == kWhite ? departures_up(g, board.own(), board.other())
                               : departures_down(g, board.own(), board.other());
}

/// Whether a player has reached the last row or lost all his pieces.
constexpr bool is_over(const Geometry& g, const Board& board) {
  return (board.pieces[kWhite] & g.top_row) != 0 || (board.pieces[kBlack] & g.bottom_row) != 0 ||
         board.pieces[kWhite] == 0 || board.pieces[kBlack] == 0;
}

constexpr Board initial_board(const Geometry& g) {
  return {{g.bottom_row | g.bottom_row >> g.columns, g.top_row | g.top_row << g.columns}, kWhite};
}

}  // namespace tandem::breakthrough
