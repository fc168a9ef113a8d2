// Which positions a run has learned from: for accuracy on those that it never met.
#pragma once

#include <filesystem>
#include <unordered_set>

#include "engine/evaluation/accuracy.h"
#include "games/game.h"

namespace tandem {

using SeenPositions = std::unordered_set<FeatureKey, FeatureKeyHash>;

/// Every position of the game searched in the run's replay, up to its newest commit, under every
/// symmetry of the game (training uses them all). Takes no lock, so a run may be at work meanwhile.
/// Throws Error naming the file that can't be read, or saying that the run plays other games.
SeenPositions seen_positions(const Game& game, const std::filesystem::path& run);

}  // namespace tandem
