// Stones that stand on the board before the first move.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "games/game.h"
#include "games/sgf/stone_board.h"

namespace tandem {

struct StoneSetup {
  std::array<std::vector<int>, 2> squares;  ///< of Black's stones, of White's
  std::optional<StoneColour> to_move;       ///< none: whoever it is then
};

/// The moves from the initial position that lay these stones: each side in its turn lays one, or
/// passes when it has none left, as it does at the end if it isn't to move. So the position is one
/// of a game that could have been played, and what knows games as moves knows it.
///
/// Othello's initial stones are known, and laid by no move. Throws Error where the rules don't lead
/// there: stones of unequal number in a game without a pass, a group without liberties, other
/// stones in Othello, a square named twice.
std::vector<Action> setup_moves(const Game& game, const StoneBoard& board, const StoneSetup& setup);

}  // namespace tandem
