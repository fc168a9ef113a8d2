// Giving up a generation in the middle, and watching it from outside.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "mcts/evaluator.h"

namespace tandem {

/// Thrown where work was given up because somebody asked for it; nothing of it may be kept.
struct Cancelled {};

/// Read and written by any thread.
struct GenerationWatch {
  std::atomic<bool> cancel{false};
  std::atomic<std::int64_t> evaluations{0};     ///< self-play's, so far
  std::atomic<std::int64_t> training_steps{0};  ///< done so far

  void throw_if_cancelled() const {
    if (cancel.load(std::memory_order_relaxed)) throw Cancelled();
  }
};

/// `inner`, whose batches count their evaluations in `watch` and throw Cancelled from compute()
/// once it asks for it. Both must outlive the evaluator.
std::unique_ptr<Evaluator> watch_evaluator(const Evaluator& inner, GenerationWatch& watch);

}  // namespace tandem
