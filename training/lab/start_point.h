// The starting point that all arms of one seed share.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/network/network.h"
#include "games/game.h"
#include "proto/lab_config.pb.h"
#include "training/lab/task.h"
#include "training/learning/trainer.h"
#include "training/run/replay_window.h"

namespace tandem {

/// Trained trainers (Trainer::state()).
struct StartPoint {
  std::string forward;
  std::string backward;
  std::string critic;  ///< the forward network, taught to tell right from wrong: for its values
};

/// Trains both directions on the seed pairs alone, and the critic on the network's own translations
/// of seed sources, right or wrong as the seed pairs say. The critic is a network of its own, so
/// that learning to judge leaves every arm's policy as it is. A
/// function of its arguments; runs on the calling thread. Throws Interrupted soon after `stop`
/// becomes true.
StartPoint train_start(const LabTask& task, const LabConfig& config, std::uint64_t seed,
                       const std::atomic<bool>& stop);

/// A window that holds everything it is given.
ReplayWindow empty_window();

/// Games that write the pairs, each worth 1.
void add_pairs(const Game& game, const std::vector<SentencePair>& pairs, int generation,
               ReplayWindow& window);

/// The same game without policy targets (a target that is 0 everywhere has no loss): it teaches the
/// value head alone.
GameRecord value_lesson(GameRecord game);

/// The trainer's network, as it plays.
std::shared_ptr<const Evaluator> evaluator_of(const Game& game, const Trainer& trainer);

/// Games that self-play of the lab holds at once.
inline constexpr int kGamesAtOnce = 128;

}  // namespace tandem
