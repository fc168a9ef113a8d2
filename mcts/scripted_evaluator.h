// Answers that mean nothing but never change: a hash of the position in integer arithmetic. For
// tests and for the search signature, which must be the same on every processor.
#pragma once

#include "mcts/evaluator.h"

namespace tandem {

/// Logits are multiples of 1/8 in [-2, 2), values multiples of 1/64 in [-1, 1), the second player's
/// the first's negated: functions of (seed, feature key) alone, exact in floating point. Judges
/// finished positions in the same way. With Answer::kQueued, answers wait for compute(), like a
/// network's.
class ScriptedEvaluator : public Evaluator {
 public:
  explicit ScriptedEvaluator(const Game& game, std::uint64_t seed = 0,
                             Answer answer = Answer::kReady)
      : num_players_(game.info().num_players), seed_(seed), answer_(answer) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override;

 private:
  const int num_players_;
  const std::uint64_t seed_;
  const Answer answer_;
};

}  // namespace tandem
