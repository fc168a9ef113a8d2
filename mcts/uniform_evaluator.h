// Knows nothing: all actions alike, every position a draw. Search with it learns from the rules
// alone, so it is the floor that a trained network is measured against.
#pragma once

#include "mcts/evaluator.h"

namespace tandem {

/// Logits 0 and values 0, answered at once.
class UniformEvaluator : public Evaluator {
 public:
  std::unique_ptr<EvaluationBatch> new_batch() const override;
};

}  // namespace tandem
