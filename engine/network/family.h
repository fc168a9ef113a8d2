// Which games one network can play: those of a family, above all one game on boards of many sizes.
#pragma once

#include <optional>
#include <string>

#include "games/game.h"

namespace tandem {

/// What keeps one network from playing both games, in words about `game`: "it has 2 feature planes
/// instead of 4". None if they are of one family: all that a network's parameters depend on
/// (feature channels, policy planes of the board and of global actions, players, and a token game's
/// TokenShape) is equal, whatever the boards' sizes.
std::optional<std::string> family_difference(const GameInfo& game, const GameInfo& other);

/// Boards of several sizes that are learned together lie in the first rows and columns of a canvas
/// of `width` columns: the canvas's square where square `square` of `board` lies.
inline int square_on_canvas(const FeatureShape& board, int square, int width) {
  return square / board.width * width + square % board.width;
}

}  // namespace tandem
