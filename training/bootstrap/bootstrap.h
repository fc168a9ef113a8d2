// The supervised start of a run (Silver et al., Nature 2016, "Supervised learning of policy
// networks"): before self-play begins, the network learns to predict the moves and results of
// recorded games.
//
// The games take no part in what follows: once self-play has finished games of its own, the trainer
// learns from those alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "proto/run_config.pb.h"
#include "training/run/replay_window.h"
#include "training/run/run_games.h"

namespace tandem {

/// How well a network predicts games that it didn't learn from: means over positions.
struct Prediction {
  std::int64_t positions = 0;  ///< 0: no games were held out
  double move_accuracy = 0;    ///< share where its first choice is the move that was played
  double policy_loss = 0;      ///< cross-entropy of the move that was played, nats
  double value_error = 0;      ///< squared difference of its value and the result, in [0, 4]
};

class Bootstrap {
 public:
  /// Reads config.bootstrap.games and holds out every n-th game, n = 1 / held_out rounded. What was
  /// read, and what was left out, is said in `reports`, a line each. Throws Error if that leaves
  /// nothing to learn from.
  Bootstrap(RunGames games, const RunConfig& config, std::vector<std::string>& reports);

  /// Trainer steps to be made on the games: positions * samples_per_position / batch size, rounded
  /// up.
  std::int64_t steps() const { return steps_; }

  /// Of the games that were read: the same games, the same number.
  std::uint32_t checksum() const { return checksum_; }

  /// The games to learn from.
  const ReplayWindow& window() const { return window_; }

  /// What the network alone predicts of the games held out (a fixed sample of their positions, if
  /// there are many).
  Prediction predict(const std::shared_ptr<const NetworkSnapshot>& snapshot) const;

 private:
  RunGames games_;
  ReplayWindow window_;
  std::vector<GameRecord> held_out_;
  std::int64_t steps_ = 0;
  std::uint32_t checksum_ = 0;
};

}  // namespace tandem
