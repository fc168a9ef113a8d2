// Othello: a disc that encloses a line of the opponent's turns it; who has more discs when nobody
// can move wins.
#pragma once

#include <memory>

#include "games/game.h"
#include "games/othello/bitboard.h"

namespace tandem {

/// The boards' sides: 4, 6 and 8.
inline constexpr int kOthelloMinSize = 4;
inline constexpr int kOthelloMaxSize = 8;

/// The game "othello(size=N)". Throws Error unless the size is 4, 6 or 8.
///
/// Actions are squares, a1 = 0 at the top left, column letter and row number from the top, and
/// last "pass", which is legal exactly when the mover has no square but his opponent has. Black, X,
/// is player 0 and moves first; on 8x8 the game starts with White on d4 and e5, Black on e4 and d5.
/// Features (4 planes, row 0 on top): the mover's discs, the opponent's, the squares where the
/// mover may place one, and a plane of ones if player 0 moves. Text: the squares row by row, 'X',
/// 'O' or
/// '-', a space, and 'X' or 'O' for the side to move: "-----OX--XO----- X" is the start of 4x4. The
/// squares in the middle must not be empty; else any discs will do.
std::shared_ptr<const Game> make_othello(int size);

/// The board's side and its discs, for the solver and other bitboard code. Throw Error when given
/// another game's.
int othello_size(const Game& game);
othello::Bitboard othello_board(const Position& position);

}  // namespace tandem
