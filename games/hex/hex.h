// Hex: stones on a rhombus of hexagons; who first joins his two opposite sides wins. There is no
// draw: a full board joins exactly one player's sides.
//
// Square (row, column) touches (row, column +- 1), (row +- 1, column), (row - 1, column + 1) and
// (row + 1, column - 1). Colours, sides and coordinates are those of Benzene, HexGui and HTP: Black
// (player 0, X) moves first and joins top and bottom, White (player 1, O) joins left and right;
// columns are letters from the left, none skipped, and rows count from the top, so "a1" is the top
// left corner, one of the two where the board is sharp.
//
//   a b c
//  1 - - - 1
//   2 - X - 2
//    3 - O - 3
//      a b c
#pragma once

#include <memory>

#include "games/game.h"
#include "games/hex/diagram.h"

namespace tandem {

/// The game "hex(size=N,swap=false)". Throws Error when the size is out of range.
///
/// With `swap`, White may answer the first stone with the global action "swap-pieces": the stone is
/// mirrored in the board's long diagonal, (row, column) to (column, row), and becomes White's; then
/// Black moves. So the swap takes the first move over, while both keep their colours and sides.
///
/// Actions are squares, row-major from the top left; swap-pieces comes last. Features (4 planes,
/// row 0 at the top): the mover's stones, the opponent's, a plane of ones if player 0 moves, and
/// one if he may swap. The board is not turned for White, because actions are squares in absolute
/// terms: the third plane tells which sides the mover joins.
///
/// Text: rows from the top separated by '/', 'X' Black, 'O' White, '-' empty, a space, and 'X' or
/// 'O' for the side to move: "---/-X-/--- O". Whether a swap is allowed follows: when White is to
/// move and the one stone is Black's. Any stones may stand on a board that is read, and either side
/// may move, for analysis.
std::shared_ptr<const Game> make_hex(int size, bool swap);

/// The rules of a Hex game and the stones of a position, for the solver. Throw Error when given
/// another game's.
struct HexRules {
  int size = 0;
  bool swap = false;
};
HexRules hex_rules(const Game& game);
hex::Diagram hex_diagram(const Position& position);

}  // namespace tandem
