// Small runs for the tests of learning.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "proto/run_config.pb.h"
#include "training/run/replay_window.h"
#include "training/selfplay/self_play.h"

namespace tandem {

/// Tic-tac-toe generations of some milliseconds.
inline RunConfig tiny_config() {
  RunConfig config;
  config.set_game("tic_tac_toe");
  config.set_seed(11);
  config.mutable_network()->set_channels(8);
  config.mutable_network()->set_blocks(1);
  config.mutable_network()->set_head_channels(4);
  config.mutable_network()->set_value_hidden(8);
  config.mutable_search()->set_visits(8);
  SelfPlayConfig& self_play = *config.mutable_self_play();
  self_play.set_groups(3);
  self_play.set_games_per_group(6);
  self_play.set_moves_per_generation(8);
  self_play.set_max_random_plies(3);
  self_play.set_cache_positions(256);
  self_play.set_precision(FP32);
  config.mutable_replay()->set_window_c(300);
  TrainerConfig& trainer = *config.mutable_trainer();
  trainer.set_batch_size(16);
  trainer.set_warmup_steps(5);
  trainer.set_precision(FP32);
  return config;
}

/// Games of generation 0 by the scripted evaluator.
inline std::vector<GameRecord> scripted_games(const RunConfig& config, int group = 0) {
  const auto game = make_game(config.game());
  const ScriptedEvaluator evaluator(*game, 1, Answer::kQueued);
  SelfPlayGroup players(game, config, group);
  std::vector<GameRecord> games;
  SelfPlayCounters counters;
  for (int i = 0; i < 4; ++i) players.play(evaluator, 0, games, counters);
  return games;
}

inline ReplayWindow scripted_window(const RunConfig& config) {
  ReplayWindow window(config.replay(), config.trainer().surprise_fraction());
  std::uint64_t positions = 0;
  for (GameRecord& game : scripted_games(config)) {
    positions += static_cast<std::uint64_t>(game.moves_size());
    window.add(std::move(game));
  }
  window.set_total_positions(positions);
  return window;
}

}  // namespace tandem
