// Who says what a finished position is worth when its rules don't: the one thing that differs
// between a closed game and an open task. A judge has the shape of an evaluator: it may be slow,
// batched, a model or a process, and answers at once or when the batch runs.
//
// A judgement proves nothing: MCTS-solver takes the rules' outcomes alone.
#pragma once

#include <cstdint>
#include <memory>

#include "games/game.h"
#include "mcts/evaluator.h"

namespace tandem {

/// Collects finished positions and judges them together. Belongs to one thread at a time.
class JudgeBatch {
 public:
  virtual ~JudgeBatch() = default;

  /// Asks for one finished position, which is only read during the call; `values` gets one value
  /// per player, each in [-1, 1], and must stay valid until the answer is there.
  virtual Answer add(const Position& finished, Values* values) = 0;

  /// Answers everything queued and empties the batch.
  virtual void compute() = 0;
};

/// Makes batches; immutable, shared by threads that each hold their own batch, and must outlive
/// them. Its answers are a function of the position.
class Judge {
 public:
  virtual ~Judge() = default;
  virtual std::unique_ptr<JudgeBatch> new_batch() const = 0;
};

/// What search asks where rules don't judge: `evaluator` answers positions, `judge` finished ones,
/// and one compute() serves both. Put caches of positions inside.
class JudgedEvaluator : public Evaluator {
 public:
  JudgedEvaluator(std::shared_ptr<const Evaluator> evaluator, std::shared_ptr<const Judge> judge)
      : evaluator_(std::move(evaluator)), judge_(std::move(judge)) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override;

 private:
  const std::shared_ptr<const Evaluator> evaluator_;
  const std::shared_ptr<const Judge> judge_;
};

/// Values of the one player of a task whose reward lies in [0, 1].
Values values_of_reward(double reward);
/// And back.
double reward_of_values(const Values& values);

}  // namespace tandem
