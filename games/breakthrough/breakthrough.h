// Breakthrough (Dan Troyka, 2000): two rows of pieces each; who first reaches the opposite last row
// wins, and so does who captures everything.
#pragma once

#include <memory>

#include "games/breakthrough/bitboard.h"
#include "games/game.h"

namespace tandem {

/// Limits of the parameters; besides, rows * columns <= 64.
inline constexpr int kBreakthroughMinRows = 5;
inline constexpr int kBreakthroughMaxRows = 10;
inline constexpr int kBreakthroughMinColumns = 2;
inline constexpr int kBreakthroughMaxColumns = 12;

/// The game "breakthrough(rows=R,columns=C)". Throws Error when the board is out of range.
///
/// White is player 0, starts on the two rows at the foot and moves first. A piece moves one step
/// straight or diagonally forward to a free square, or captures diagonally; there is always a move
/// and never a draw.
///
/// Actions are called by the squares they lead from and to, columns by letters from the left, rows
/// by numbers from the foot: "a2b3", whether it captures or not. Their policy plane is the
/// direction (six: three up for White, three down for Black), their square the one they start from.
/// Features (3 planes, row 0 on top): the mover's pieces, the opponent's, and a plane of ones if
/// White moves. Text: rows from the top separated by '/', 'W', 'B' and '-' for free squares, a
/// space, and the side to move: "BBBBB/BBBBB/-----/WWWWW/WWWWW W".
std::shared_ptr<const Game> make_breakthrough(int rows, int columns);

/// The board's size and its pieces, for the solver. Throw Error when given another game's.
breakthrough::Geometry breakthrough_geometry(const Game& game);
breakthrough::Board breakthrough_board(const Position& position);

}  // namespace tandem
