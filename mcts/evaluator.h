// What search asks of System 1: submit positions, get policy logits and values, each at once or
// when the batch runs. A cache, a network, a uniform guess and a random playout are all Evaluators,
// and decorators wrap any of them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "games/game.h"

namespace tandem {

/// Where one answer goes; owned by whoever asks, and left in place until it is answered.
struct EvaluationSlot {
  std::span<float> logits;   ///< one per legal action, in their order; softmax gives the prior
  Values* values = nullptr;  ///< per player, each in [-1, 1]
};

enum class Answer {
  kReady,   ///< the slot is filled already
  kQueued,  ///< the slot is filled by the next compute()
};

/// Collects positions and answers them together. Belongs to one thread at a time.
class EvaluationBatch {
 public:
  virtual ~EvaluationBatch() = default;

  /// Asks for one non-terminal position. `position` and `legal` are only read during the call; the
  /// slot's memory must stay valid until the answer is there.
  virtual Answer add(const Position& position, std::span<const Action> legal,
                     const EvaluationSlot& slot) = 0;

  /// Asks what a finished position is worth that the rules don't judge; lifetimes as in add(). An
  /// evaluator alone has no say in that and throws Error: see JudgedEvaluator (mcts/judge.h).
  virtual Answer judge(const Position& finished, Values* values);

  /// Answers everything queued and empties the batch.
  virtual void compute() = 0;

  /// Positions queued since the last compute().
  virtual int queued() const = 0;

  /// Positions that this batch passed to System 1 in its life (cache hits not counted).
  virtual std::int64_t evaluations() const = 0;
};

/// Makes batches; immutable, so one Evaluator may be shared by threads that each hold their own
/// batch, and must outlive them.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  virtual std::unique_ptr<EvaluationBatch> new_batch() const = 0;
};

}  // namespace tandem
