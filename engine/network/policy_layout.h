// How a policy head's planes become one logit for each of a game's actions.
#pragma once

#include <cstdint>
#include <vector>

#include "games/game.h"

namespace tandem {

/// Board actions are gathered from the planes of the squares that any action uses, so that a game
/// whose actions name few squares pays for few.
struct PolicyLayout {
  explicit PolicyLayout(const GameInfo& game);

  int planes = 0;                     ///< of board actions
  int global_planes = 0;              ///< of global actions
  bool all_squares = true;            ///< or only `squares`
  std::vector<std::int64_t> squares;  ///< ascending, squares that the head computes
  /// Of each action: its place in the row [squares.size() * planes board logits, square by square,
  /// then global_planes global logits].
  std::vector<std::int64_t> gather;
};

}  // namespace tandem
