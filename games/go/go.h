// Go by the Tromp-Taylor rules: area scoring, positional superko, no removal of dead stones.
#pragma once

#include <memory>

#include "games/game.h"

namespace tandem {

inline constexpr int kGoMinSize = 5;
inline constexpr int kGoMaxSize = 19;
inline constexpr int kGoMaxKomiHalves = 2 * kGoMaxSize * kGoMaxSize;

struct GoOptions {
  int size = 9;          ///< the board's side
  int komi_halves = 15;  ///< points for White's second place, in halves: 15 is 7.5
  bool suicide = false;  ///< whether a stone may take its own chain's last liberty. Tromp and
                         ///< Taylor allow it, most other rules don't
};

/// The game "go(size=S,komi=K,suicide=false)". Throws Error when an option is out of range.
///
/// Black is player 0. No play may recreate the whole board of any earlier moment (positional
/// superko), so a stone that would only capture itself is barred even where suicide is allowed. A
/// pass is always legal. The game ends after two passes in a row, or, as AlphaGo Zero's, after
/// 2 * size * size plies, passes included; the board is then counted as it stands: stones, and
/// empty points from which only one colour is reached. A whole komi may give a draw.
///
/// Actions: points, row-major from the top left, then the pass; GTP's names in lower case: "c3",
/// "pass".
///
/// Features (13 planes, row 0 on top): the mover's stones of chains with 1, 2, 3, more liberties
/// (4 planes); the opponent's (4); empty points where the mover may not play; and, the same
/// everywhere: 1 if the opponent has just passed; 1 if Black moves; the mover's komi in tens of
/// points; plies left before the game's last, over size * size, at most 1.
///
/// Text: "-----/--X--/-----/-----/----- O 0 1 0000000000000000": rows from the top, 'X' Black, 'O'
/// White, '-' empty; the side to move; passes just made; plies played; and the Zobrist hashes (hex)
/// of all earlier boards in their order, separated by commas, "-" if there are none. A position
/// that wasn't reached by play may leave them out: then only what comes after can't be repeated.
std::shared_ptr<const Game> make_go(const GoOptions& options = {});

/// Black's area minus White's, komi not counted, of the board as it stands. Throws Error when given
/// another game's position.
int go_area_margin(const Position& position);

}  // namespace tandem
