// The exact solver of Dots and Boxes: by how many boxes the mover wins.
//
// What remains to be won depends on the edges alone, so that one table serves all scores. Negamax
// with null windows, a transposition table, and fewer moves by what chain_moves.h proves.
#pragma once

#include <cstddef>
#include <memory>

#include "games/dots_and_boxes/bitboard.h"
#include "games/solver.h"

namespace tandem {

class DotsAndBoxesSolver : public Solver {
 public:
  /// The boxes that the mover still wins minus those that his opponent does, with these edges
  /// drawn.
  virtual int margin(dots_and_boxes::Bits edges) = 0;
};

/// `game` must be a Dots and Boxes game. The table takes the largest power of two up to
/// `table_bytes`.
std::unique_ptr<DotsAndBoxesSolver> make_dots_and_boxes_solver(const Game& game,
                                                               std::size_t table_bytes);

}  // namespace tandem
