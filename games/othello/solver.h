// The exact solver of Othello endgames: final disc differences.
//
// Alpha-beta by null windows, narrowed in until the score is known; a transposition table; moves
// that leave the opponent few replies tried first, with many empty squares after a look ahead; the
// last squares by parity; safe discs as a bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "games/othello/bitboard.h"
#include "games/solver.h"

namespace tandem {

class OthelloSolver : public Solver {
 public:
  /// The final disc difference for the mover, empty squares given to the winner.
  virtual int score(othello::Bitboard board) = 0;
};

/// With so many empty squares or fewer solve() and margins() take a position; with more they throw
/// Error.
int othello_solvable_squares(int size);

/// `game` must be an Othello game, which the solver may outlive. The table takes `table_bytes`.
std::unique_ptr<OthelloSolver> make_othello_solver(const Game& game, std::size_t table_bytes);

}  // namespace tandem
