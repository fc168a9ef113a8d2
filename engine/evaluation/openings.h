// Starts for match games: a few random plies, so that two players who never roll dice still meet in
// many different games.
#pragma once

#include <cstdint>
#include <vector>

#include "games/game.h"

namespace tandem {

struct Openings {
  std::vector<std::vector<Action>> moves;  ///< from the initial position
  /// How many of them lead to different positions; the rest repeat those in turn. Less than
  /// moves.size() only where the game has no more openings of this length.
  std::size_t distinct = 0;
};

/// `count` openings of `plies` uniformly random plies. Left out are finished positions, positions
/// where the mover wins at once, and (until they run out) positions met already. The first n
/// openings are the same whatever `count` is. Throws Error if no opening of that length is left.
Openings sample_openings(const Game& game, int plies, std::size_t count, std::uint64_t seed);

}  // namespace tandem
