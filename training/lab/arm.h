// One arm of the lab with one seed: a loop of candidates, data and training that goes on from the
// starting point which all arms of the seed share.
#pragma once

#include <cstdint>
#include <memory>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/network_meter.h"
#include "training/lab/start_point.h"
#include "training/lab/task.h"

namespace tandem {

/// Whether the arm makes candidates of its own.
bool makes_candidates(const ArmConfig& arm);

/// Not thread-safe. The constructor's arguments must outlive it.
class Arm {
 public:
  Arm(const LabTask& task, const NetworkMeter& meter, const LabConfig& config, const ArmConfig& arm,
      std::uint64_t seed, const StartPoint& start);
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
