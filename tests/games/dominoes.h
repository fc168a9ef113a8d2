// The example of docs/add-a-game.md: dominoes in a row. In turn, each player lays one domino on two
// free neighbouring squares; who can't, loses.
#pragma once

#include <memory>

#include "games/game.h"

namespace tandem {

inline constexpr int kDominoesMinSquares = 2;
inline constexpr int kDominoesMaxSquares = 32;

/// The game "dominoes(squares=N)". Action a covers squares a and a + 1 and is called by its left
/// square, "1" from the left. Features: one plane of 1 x N, the covered squares. Text: '.' free,
/// '#' covered, "..##.".
std::shared_ptr<const Game> make_dominoes(int squares);

}  // namespace tandem
