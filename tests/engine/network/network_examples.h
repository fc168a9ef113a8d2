// Small networks, games and positions that the tests of engine/network share.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "engine/network/network_module.h"
#include "games/game.h"
#include "games/random.h"

namespace tandem {

inline NetworkConfig small_config() {
  NetworkConfig config;
  config.set_channels(16);
  config.set_blocks(3);
  config.set_head_channels(8);
  config.set_value_hidden(12);
  return config;
}

/// A board of 3 x 4 whose actions use two planes on some squares, and two global actions.
inline GameInfo game_with_globals() {
  GameInfo game;
  game.name = "example";
  game.features = {2, 3, 4};
  game.action_map = {
      {0, 5}, {1, 5}, {1, 11}, {0, ActionPlace::kGlobal}, {0, 0}, {1, ActionPlace::kGlobal}};
  game.num_actions = static_cast<int>(game.action_map.size());
  game.max_legal_actions = game.num_actions;
  return game;
}

/// Zeros and ones, as most planes hold.
inline torch::Tensor random_features(const FeatureShape& shape, int count) {
  return (torch::rand({count, shape.channels, shape.height, shape.width}) > 0.5).to(torch::kFloat);
}

/// A network as after some training: statistics that are not the initial ones, answers that are not
/// nearly uniform. In evaluation mode.
inline NetworkModule experienced_network(const GameInfo& game, const NetworkConfig& config) {
  torch::manual_seed(7);
  NetworkModule module(game, config, /*auxiliary_heads=*/true);
  torch::NoGradGuard no_grad;
  for (auto& item : module->named_parameters()) {
    if (item.key().find("norm.") != std::string::npos) {
      item.value().add_(torch::randn_like(item.value()) * 0.2);
    }
    if (item.key().find("output.") != std::string::npos ||
        item.key().find("pooling") != std::string::npos) {
      item.value().mul_(8).add_(torch::randn_like(item.value()) * 0.1);
    }
  }
  module->train();
  for (int i = 0; i < 20; ++i) module->forward(random_features(game.features, 32));
  module->eval();
  return module;
}

/// Positions of random games, none of them terminal.
inline std::vector<std::unique_ptr<Position>> random_positions(const Game& game, int count) {
  Random random(5);
  std::vector<std::unique_ptr<Position>> positions;
  std::vector<Action> legal(game.info().max_legal_actions);
  auto position = game.initial_position();
  while (static_cast<int>(positions.size()) < count) {
    if (position->is_terminal()) position = game.initial_position();
    positions.push_back(position->clone());
    position->apply(legal[random.below(position->legal_actions(legal))]);
  }
  return positions;
}

}  // namespace tandem
