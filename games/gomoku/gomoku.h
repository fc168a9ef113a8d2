// Gomoku, five in a row: in turn, each player puts a stone on a free square; who makes a row of
// five, across, down or diagonally, wins; a full board is a draw.
#pragma once

#include <memory>

#include "games/game.h"

namespace tandem {

inline constexpr int kGomokuMinSize = 7;
inline constexpr int kGomokuMaxSize = 19;

/// Which rows win.
enum class GomokuRule {
  kFreestyle,  ///< "freestyle": five or more
  kExact,      ///< "exact": five and no more; a longer row (overline) is worth nothing, for both
};

/// The game "gomoku(size=N,rule=R)". Throws Error when the size is out of range.
///
/// Player 0 is Black, 'X', and begins. Actions are the squares, row by row from the top left
/// corner. They are called as in Renju, columns a, b, .. (i included) from the left and rows 1, 2,
/// .. from the foot: "h8" is the middle of 15x15. (GTP's vertices leave out the letter I: see
/// GameInfo::stones.)
///
/// Features (3 planes, row 0 on top): the mover's stones, the opponent's, and a plane of ones if
/// player 0 moves. Text: rows from the top separated by '/', 'X', 'O', '-' empty, a space, and 'X'
/// or 'O' for the side to move.
std::shared_ptr<const Game> make_gomoku(int size, GomokuRule rule);

}  // namespace tandem
