// The classic Monte Carlo answer: all actions alike, and the outcome of one uniformly random
// playout.
#pragma once

#include "mcts/evaluator.h"

namespace tandem {

/// Logits 0 and the playout's outcome, answered at once. An answer is a function of (seed, feature
/// key) alone: it depends on neither the order of questions nor the thread, and asking twice gives
/// the same playout again. Other playouts need another seed. `game` must outlive the evaluator and
/// its batches.
///
/// A single playout is a loud value: search it with PUCT, since Gumbel's sigma would follow every
/// playout.
class RolloutEvaluator : public Evaluator {
 public:
  RolloutEvaluator(const Game& game, std::uint64_t seed) : game_(game), seed_(seed) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override;

 private:
  const Game& game_;
  const std::uint64_t seed_;
};

}  // namespace tandem
