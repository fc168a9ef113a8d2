// A game for tests of SGF and GTP alone: stones on free squares, each way to pass, a swap.
#pragma once

#include <memory>

#include "games/game.h"

namespace tandem {

struct StonesOptions {
  enum class Pass {
    kNever,
    kAlways,  ///< two in a row end the game
    kForced,  ///< alone legal after the opponent's stone on square 0, else illegal
  };
  int size = 5;
  double komi = 0.5;
  Pass pass = Pass::kAlways;
  bool swap = false;  ///< the second player may take the first stone over, in the mirror
  StoneNotation notation{.sgf_game = 40};
};

/// "stones(size=5,komi=0.5)". A full board ends it, too. The squares' numbers are their worth: the
/// first player wins if his are worth more than the second's and komi, else the second.
std::shared_ptr<const Game> make_stones(const StonesOptions& options = {});

}  // namespace tandem
