// The learner: raw weights, their moving average, AdamW's moments and a step counter. Everything it
// does is a function of (config, seed, step, the window's games), on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/network/network.h"
#include "proto/run_config.pb.h"
#include "training/learning/cancellation.h"
#include "training/run/replay_window.h"
#include "training/run/run_games.h"

namespace tandem {

/// Means over the steps of one call.
struct TrainingStatistics {
  std::int64_t steps = 0;
  double total_loss = 0;
  double policy_loss = 0;     ///< cross-entropy in nats; target_entropy is its floor
  double target_entropy = 0;  ///< of the policy targets, nats
  double value_loss = 0;
  double soft_loss = 0;
  double reply_loss = 0;
  double gradient_norm = 0;  ///< before clipping
  double learning_rate = 0;  ///< at the last step
  double staleness = 0;      ///< generations since the sampled positions were searched
  double seconds = 0;
  double sample_seconds = 0;  ///< of these, spent building batches
};

/// A network as it plays: averaged weights with batch-norm statistics recomputed for them.
struct ExportedNetwork {
  std::string safetensors;
  std::shared_ptr<const NetworkSnapshot> snapshot;
};

/// Not thread-safe; runs on the calling thread alone (which should compute with one OpenMP thread).
class Trainer {
 public:
  /// Fresh weights, drawn from the run's seed, for all the games. Throws Error if the precision
  /// asked for can't be had.
  Trainer(RunGames games, const RunConfig& config);
  ~Trainer();

  /// Trains `steps` batches drawn from the window; step t draws from Random(seed, t) streams.
  /// `generation` dates the samples' staleness. Throws Error, leaving the trainer unusable, when a
  /// loss or gradient is not finite. Ends early, likewise unusable, with Cancelled when `cancel`
  /// becomes true.
  TrainingStatistics train_generation(const ReplayWindow& window, int generation,
                                      std::int64_t steps, GenerationWatch* watch = nullptr);

  /// Steps since the run began.
  std::int64_t step() const;

  /// The averaged weights, with batch-norm statistics from a fixed number of batches of the window
  /// (as initialised, where the window is empty), laid out for `precision`.
  ExportedNetwork export_network(const ReplayWindow& window, Precision precision) const;

  /// Everything that restore() needs, as a safetensors file.
  std::string state() const;

  /// Goes on from state(). Throws Error naming `name` and the tensor that is missing, unknown or
  /// misshapen.
  void restore(const std::string& bytes, const std::string& name);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
