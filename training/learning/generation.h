// One generation: every group plays with the newest network while the trainer learns from older
// games.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "proto/game_record.pb.h"
#include "training/bootstrap/bootstrap.h"
#include "training/learning/cancellation.h"
#include "training/learning/trainer.h"
#include "training/run/replay_window.h"
#include "training/run/run_games.h"
#include "training/selfplay/self_play.h"

namespace tandem {

/// What a generation works on. The window is only read; the groups and the trainer move on.
struct GenerationTask {
  const RunGames* games = nullptr;
  const RunConfig* config = nullptr;
  int generation = 0;
  std::int64_t training_steps = 0;
  std::shared_ptr<const NetworkSnapshot> snapshot;
  std::span<const std::unique_ptr<SelfPlayGroup>> groups;  ///< that play; may be none
  Trainer* trainer = nullptr;
  const ReplayWindow* window = nullptr;
  Precision precision = FP32;  ///< of the network that is exported
};

struct GenerationResult {
  std::vector<GameRecord>
      finished_games;  ///< group by group, in the order in which each finished them
  SelfPlayCounters counters;
  TrainingStatistics training;
  ExportedNetwork network;  ///< what the next generation plays with
  std::string trainer_state;
  std::optional<Prediction>
      prediction;                    ///< by that network, while the run learns from recorded games
  double trainer_cpu_seconds = 0;    ///< of the training task, export included
  double self_play_cpu_seconds = 0;  ///< of all groups
};

/// Runs the training task and one task a group on the calling thread's task arena, the training
/// task first, and waits for all. The result is the same for any number of threads. Throws what a
/// task threw first (Error, Cancelled); the groups and the trainer are then unusable.
GenerationResult run_generation(const GenerationTask& task, GenerationWatch& watch);

}  // namespace tandem
