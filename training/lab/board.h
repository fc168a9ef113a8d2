// The closed game beside the open task: the same self-play, replay window, trainer and loop on a
// board whose solver knows every best move.
#pragma once

#include <cstdint>
#include <memory>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"

namespace tandem {

/// One seed of it. An iteration plays games, trains on all games so far and measures, on positions
/// in which some move is a mistake:
///
///   known.exact        share of positions in which the network alone keeps the solver's value
///   known.with_search  the same with search, as often as the arms' sampled measures are taken
///   evaluations, policy_loss, cpu_seconds  as of the arms
///
/// Test positions come from random games; self-play may meet them, but no label of the solver is
/// ever trained on. A function of config and seed. Not thread-safe; the config must outlive it.
class BoardStudy {
 public:
  /// Throws Error if the game isn't known or has no exact solver.
  BoardStudy(const LabConfig& config, std::uint64_t seed);
  ~BoardStudy();

  Iteration start();
  Iteration iterate();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tandem
