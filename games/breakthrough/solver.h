// The exact solver of Breakthrough on small boards: who wins.
//
// Depth-first proof-number search (Nagai 2002) with a table of proof and disproof numbers under
// exact keys, and race patterns (Saffidine, Jouandeau and Cazenave 2011) that see a win or a loss
// up to three moves ahead: a piece one step from its goal, two such pieces of the opponent, one
// that can't be captured, and a step to such a place that can't be answered.
#pragma once

#include <cstddef>
#include <memory>

#include "games/breakthrough/bitboard.h"
#include "games/solver.h"

namespace tandem {

/// The solver's keys hold boards of up to so many squares.
inline constexpr int kBreakthroughSolverMaxSquares = 32;

class BreakthroughSolver : public Solver {
 public:
  /// The value of a board for its mover: 1 win, -1 loss. The game must not be over.
  virtual int value(const breakthrough::Board& board) = 0;
};

/// `game` must be a Breakthrough game of at most kBreakthroughSolverMaxSquares squares, else throws
/// Error. The table takes the largest power of two up to `table_bytes`.
std::unique_ptr<BreakthroughSolver> make_breakthrough_solver(const Game& game,
                                                             std::size_t table_bytes);

}  // namespace tandem
