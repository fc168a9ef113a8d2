// The exact solver of Connect Four: win, draw or loss, for boards of any size.
//
// Negamax with null windows on {loss, draw, win}, a transposition table under keys that a mirror
// image shares, moves that lose at once left out, moves that threaten most tried first, and proofs
// without search by pairing strategies (sure_bounds.h). All first moves of 7x6 take about a minute,
// all moves of a position well under a second on average from ply 8 on.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "games/connect_four/bitboard.h"
#include "games/solver.h"

namespace tandem {

class ConnectFourSolver : public Solver {
 public:
  /// The value of a board for its mover: 1 win, 0 draw, -1 loss. The board may be full, but nobody
  /// may have won.
  virtual int value(connect_four::Bitboard board) = 0;

  /// The values of all legal actions, ascending by action, as solve().
  virtual std::vector<SolvedAction> action_values(connect_four::Bitboard board) = 0;
};

/// `game` must be a Connect Four game. The table takes the largest power of two up to
/// `table_bytes`, at least 64 KiB.
std::unique_ptr<ConnectFourSolver> make_connect_four_solver(const Game& game,
                                                            std::size_t table_bytes);

}  // namespace tandem
