// What is certain about a Connect Four position without search, by pairing strategies.
//
// Let F be the player who is not to move. Suppose the free squares of each column, from some square
// down, are paired (lower, upper), a square that is left over at the foot of a column being where a
// stone can land now, and that the number of squares left over is even. Then F can follow: a stone
// on a lower square is answered on the upper one, a stone on a square left over by one on another
// of those. The mover gets at most all lower squares and all left over; if they and his stones hold
// no four, he can't win.
//
// A column may be paired to its top (claimeven), or only up to two squares below a threat of F, a
// free square that completes his four. F never plays the square between; when nothing else is left
// the mover must, and F wins. So such a threat wins outright, if the mover has no four before: on
// that square between at the latest.
#pragma once

#include "games/connect_four/bitboard.h"
#include "games/connect_four/transposition_table.h"

namespace tandem::connect_four {

/// The upper squares when columns are paired from their tops.
constexpr Bits upper_squares(int rows, int columns) {
  Bits column = 0;
  for (int row = rows - 1; row >= 0; row -= 2) column |= Bits{1} << row;
  return bottom_row(rows, columns) * column;
}

/// `squares` and all above them in their columns.
template <class G>
constexpr Bits with_above(const G& g, Bits squares) {
  for (int row = 1; row < g.rows; ++row) squares |= (squares << 1) & g.board;
  return squares;
}

/// Bounds of the value for the mover, who has no immediate win but a move that doesn't lose at
/// once. `threats` are the winning squares of his opponent, `upper` is upper_squares(), `empty` the
/// number of free squares.
template <class G>
Bounds sure_bounds(const G& g, Bitboard board, Bits threats, Bits upper, int empty) {
  const Bits mine = board.mover;
  const Bits other = mine ^ board.all;
  const Bits free = g.board & ~board.all;
  const Bits landing = landing_squares(g, board.all);
  const Bits later = threats & ~landing;

  // A column with a threat on an upper square is over once the square under it is played.
  const Bits upper_threats = later & upper;
  const Bits beyond = upper_threats != 0 ? with_above(g, upper_threats) : 0;
  const Bits paired = free & ~beyond;
  const Bits left_over = landing & upper;
  if (empty % 2 == 0) {
    if (!has_four(g, mine | (paired & ~upper) | left_over)) {
      if (upper_threats != 0 || has_four(g, other | (paired & upper & ~left_over))) return {-1, -1};
      return {has_four(g, other | free) ? -1 : 0, 0};
    }
    return {has_four(g, other | free) ? -1 : 0, 1};
  }

  // One column with a threat on a lower square; below it upper and lower squares change parts.
  for (Bits rest = later & ~upper & ~beyond; rest != 0; rest &= rest - 1) {
    const Bits threat = rest & -rest;
    Bits below = 0;
    for (Bits square = (threat >> 2) & free; square != 0; square = (square >> 1) & free) {
      below |= square;
    }
    const Bits column = with_above(g, threat >> 1) | below;
    const Bits most = (paired & ~upper & ~column) | (left_over & ~column) | (below & upper) |
                      (below & landing) | (threat >> 1);
    if (!has_four(g, mine | most)) return {-1, -1};
  }
  return {has_four(g, other | free) ? -1 : 0, has_four(g, mine | free) ? 1 : 0};
}

}  // namespace tandem::connect_four
