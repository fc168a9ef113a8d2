// Perft: counting what the rules allow, ply by ply, to compare with published tables.
#pragma once

#include <cstdint>
#include <vector>

#include "games/game.h"

namespace tandem {

/// Index d stands for sequences of exactly d moves, d = 0 .. depth.
struct PathCounts {
  std::vector<std::uint64_t> paths;  ///< sequences of d moves
  std::vector<std::uint64_t> ended;  ///< those of them that end the game
};

/// Counts the move sequences from `start` up to `depth` moves.
PathCounts count_paths(const Game& game, const Position& start, int depth);

/// The number of different positions (by board_hash) after exactly d moves from `start`, d = 0 ..
/// depth. Holds the positions of two plies in memory.
std::vector<std::uint64_t> count_positions(const Game& game, const Position& start, int depth);

}  // namespace tandem
