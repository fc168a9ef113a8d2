// The exact solver of Hex, for boards up to 8x8.
//
// Depth-first proof-number search over positions whose dead and captured squares are filled in
// (inferior_cells.h). H-search (virtual_connections.h) decides many positions at once, and
// elsewhere leaves the mover only the squares where he can meet all threats (his must-play region).
// A proof carries the squares that it needs, so that a refuted move often refutes many others
// (Hayward, Bjornsson, Johanson, Kan, Po and van Rijswijck 2005, "Solving 7x7 Hex with domination,
// virtual connections, and game-state reduction").
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "games/hex/diagram.h"
#include "games/solver.h"

namespace tandem {

inline constexpr int kHexMaxSolverSize = 8;

class HexSolver : public Solver {
 public:
  /// 1 if the mover wins, else -1, decided or not. Cheaper than the values of all actions.
  virtual int value(const hex::Diagram& diagram) = 0;

  /// As solve().
  virtual std::vector<SolvedAction> action_values(const hex::Diagram& diagram) = 0;
};

/// `game` must be a Hex game; throws Error if its board is larger than kHexMaxSolverSize. The table
/// takes up to `table_bytes`.
std::unique_ptr<HexSolver> make_hex_solver(const Game& game, std::size_t table_bytes);

}  // namespace tandem
