// Positions shown to an evaluator turned or mirrored: an answer under a random symmetry of the
// game, or the average over all of them.
#pragma once

#include <cstdint>
#include <memory>

#include "games/game.h"
#include "mcts/evaluator.h"

namespace tandem {

enum class SymmetryMode {
  /// One question a position, under a symmetry drawn by a hash of the position and the seed: so the
  /// answer is still a function of the position.
  kRandom,
  /// One question for each symmetry. Logits and values are the means of the answers (the prior is
  /// their normalized geometric mean), so positions that are each other's image get the same, up to
  /// rounding.
  kAverage,
};

/// Shows the inner evaluator a position's image under a symmetry and brings its answer back.
/// evaluations() and queued() count the inner evaluator's positions, so averages show what they
/// cost: a visit is then as many network answers as the game has symmetries, and whoever plays with
/// it must say so.
///
/// Images can only be looked at: they are no positions of the game that assign() could copy, so
/// the inner evaluator must not play on from them as RolloutEvaluator does. A CachingEvaluator may
/// stand inside (it then knows images again, also those of other positions) or outside.
/// Finished positions are passed to the inner judge as they are.
class SymmetryEvaluator : public Evaluator {
 public:
  SymmetryEvaluator(std::shared_ptr<const Evaluator> inner, const Game& game, SymmetryMode mode,
                    std::uint64_t seed = 0)
      : inner_(std::move(inner)), game_(game.info()), mode_(mode), seed_(seed) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override;

 private:
  const std::shared_ptr<const Evaluator> inner_;
  const GameInfo game_;
  const SymmetryMode mode_;
  const std::uint64_t seed_;  ///< unused by kAverage
};

}  // namespace tandem
