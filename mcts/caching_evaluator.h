// A cache in front of any evaluator.
#pragma once

#include <memory>

#include "mcts/evaluator.h"

namespace tandem {

/// Each batch keeps its own cache (so no locks, and results don't depend on other threads);
/// destroying the batch forgets it. Known positions are answered at once. A position that is asked
/// again while its first answer is still queued is not asked twice: the answer is copied to all
/// when the batch is computed. Searches get the same answers with and without the cache, as long as
/// the inner evaluator's answers are a function of the position.
class CachingEvaluator : public Evaluator {
 public:
  /// `network_id` names what answers, and is part of every key; `positions` >= 1 bounds each
  /// batch's cache.
  CachingEvaluator(std::shared_ptr<const Evaluator> inner, const Game& game,
                   std::uint64_t network_id, int positions)
      : inner_(std::move(inner)),
        max_actions_(game.info().max_legal_actions),
        network_id_(network_id),
        positions_(positions) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override;

 private:
  const std::shared_ptr<const Evaluator> inner_;
  const int max_actions_;
  const std::uint64_t network_id_;
  const int positions_;
};

}  // namespace tandem
