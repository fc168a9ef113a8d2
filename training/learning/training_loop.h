// The training daemon: generation after generation until told to stop.
//
// Generation k: all groups play with network k while the trainer learns from games that ended in
// earlier generations; then network k + 1, the trainer, the games and all counters are committed
// together. Time decides only when to stop, never what a generation contains: a run is a function
// of its config.
#pragma once

#include <atomic>
#include <optional>

#include "proto/run_config.pb.h"
#include "training/run/run_directory.h"

namespace tandem {

struct TrainingOptions {
  /// Of this process. No generation is begun that wouldn't end in time. 0: no limit.
  double max_seconds = 0;
  /// Stop when the run has this many generations, those of earlier processes included.
  std::optional<int> max_generations;
  /// Threads that play, train and measure; 0: all cores. Results don't depend on it.
  int threads = 0;
  /// When it becomes true, the generation under way is finished if that takes less than half a
  /// minute, else abandoned: it is repeated when the run goes on.
  const std::atomic<bool>* stop = nullptr;
};

struct TrainingOutcome {
  int generation = 0;        ///< the last commit's
  bool interrupted = false;  ///< by `stop`
};

/// Begins the run, or goes on with it. Progress goes to stderr; metrics to the run directory.
/// Throws Error for bad input, a run that can't be resumed, and numbers that are not finite; what
/// was committed stays.
TrainingOutcome run_training(RunDirectory& directory, const RunConfig& config,
                             const TrainingOptions& options);

}  // namespace tandem
