// Exact values by plain exhaustive search, independent of everything in mcts/: what search is
// checked against.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "games/game.h"

namespace tandem {

/// Two-player zero-sum games with a few hundred thousand positions at most.
class BruteForce {
 public:
  explicit BruteForce(const Game& game) : game_(game) {}

  /// The game-theoretic value for player 0.
  int value(const Position& position);

  /// The value for player 0 after `action`.
  int value_after(const Position& position, Action action);

 private:
  struct KeyHash {
    std::size_t operator()(const FeatureKey& key) const {
      return (key.low ^ key.high * 31) * 0x9E3779B97F4A7C15ull;
    }
  };
  const Game& game_;
  std::unordered_map<FeatureKey, int, KeyHash> known_;
};

std::vector<Action> legal_actions_of(const Game& game, const Position& position);

/// Every reachable position that isn't terminal.
std::vector<std::unique_ptr<Position>> all_positions(const Game& game);

/// `count` positions that aren't terminal, each the end of a random number of random plies.
std::vector<std::unique_ptr<Position>> random_positions(const Game& game, int count,
                                                        std::uint64_t seed);

/// The position after moves in the game's notation, separated by spaces.
std::unique_ptr<Position> position_after(const Game& game, const std::string& moves);

}  // namespace tandem
