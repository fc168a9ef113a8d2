// Connect Four: stones fall to the foot of a column; four in a line win; a full board is a draw.
#pragma once

#include <memory>

#include "games/connect_four/bitboard.h"
#include "games/game.h"

namespace tandem {

/// Limits of the parameters; besides, columns * (rows + 1) <= 64.
inline constexpr int kConnectFourMinSide = 2;
inline constexpr int kConnectFourMaxSide = 12;

/// The game "connect_four(rows=R,columns=C)". Throws Error when the board is out of range.
///
/// Actions are columns, "1" from the left. Features (4 planes, row 0 at the foot of the board): the
/// mover's stones, the opponent's, the squares where a stone would land, and a plane of ones if
/// player 0 moves. Text: rows from the top separated by '/', 'X' player 0, 'O' player 1, '-' empty,
/// a space, and 'X' or 'O' for the side to move: "-------/-------/-------/-------/-------/---X---
/// O".
std::shared_ptr<const Game> make_connect_four(int rows, int columns);

/// The board's size and its stones, for the solver and other bitboard code. Throw Error when given
/// another game's.
connect_four::Geometry connect_four_geometry(const Game& game);
connect_four::Bitboard connect_four_board(const Position& position);

}  // namespace tandem
