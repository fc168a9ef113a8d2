// One arm of the lab with one seed: a loop of candidates, data and training that goes on from the
// starting point which all arms of the seed share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/task.h"

namespace tandem {

/// Trained trainers (Trainer::state()) of both directions.
struct StartPoint {
  std::string forward;
  std::string backward;
};

/// Trains both directions on the seed pairs alone, then the forward value head to tell the
/// network's own right translations of seed sources from wrong ones. A function of its arguments;
/// runs on the calling thread.
StartPoint train_start(const LabTask& task, const LabConfig& config, std::uint64_t seed);

/// Shares in [0, 1], of the network alone (greedy).
struct Scores {
  double known = 0;  ///< exact matches among test_known
  double novel = 0;  ///< and so on
  double rare = 0;
  double idioms = 0;
};

struct Iteration {
  int number = 0;                ///< 0: the starting point
  Scores scores;                 ///< after the iteration's training
  double reward = 0;             ///< mean judged worth of the candidates
  double true_reward = 0;        ///< share of them that are right
  std::int64_t evaluations = 0;  ///< that the candidates took
  double policy_loss = 0;
  double cpu_seconds = 0;
};

/// Not thread-safe. The constructor's arguments must outlive it.
class Arm {
 public:
  Arm(const LabTask& task, const LabConfig& config, const ArmConfig& arm, std::uint64_t seed,
      const StartPoint& start);
  ~Arm();

  /// Measures the starting point.
  Iteration start();

  /// The next iteration. Throws Error where training diverges.
  Iteration iterate();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
