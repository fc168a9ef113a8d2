// Pentago (Tomas Floden 2005): 6x6 squares in four quadrants of 3x3. In turn, each player puts a
// stone on a free square and then turns one quadrant, whichever, by 90 degrees to the left or to
// the right. Five in a row win.
//
// Where descriptions differ, the rules are those of G. Irving, "Pentago is a First Player Win:
// Strongly Solving a Game Using Parallel In-Core Retrograde Analysis" (2014):
// - a stone that makes five wins at once: no quadrant is turned (so all eight actions with that
//   stone lead to the same position);
// - else what stands after the turn counts: one player's five wins, also if the opponent turned it
//   into place; fives of both are a draw, as is a full board without any;
// - a quadrant must be turned even where that changes nothing.
#pragma once

#include <memory>

#include "games/game.h"

namespace tandem {

/// The game "pentago".
///
/// Player 0 is 'X' and begins. Squares are numbered row by row from the top left corner and called
/// by column, a .. f from the left, and row, 1 .. 6 from the foot. Quadrants: 1 top left, 2 top
/// right, 3 bottom left, 4 bottom right; L turns to the left (counterclockwise), R to the right.
///
/// Action = 8 * square + 2 * (quadrant - 1) + (R ? 1 : 0), called "b3-2R": a stone on b3, quadrant
/// 2 turned to the right. On the action map the square is the stone's and the plane is the turn.
///
/// Features (3 planes, row 0 on top): the mover's stones, the opponent's, and a plane of ones if
/// player 0 moves. Text: rows from the top separated by '/', 'X', 'O', '-' empty, a space, and 'X'
/// or 'O' for the side to move: "------/-X----/------/------/------/------ O".
std::shared_ptr<const Game> make_pentago();

}  // namespace tandem
