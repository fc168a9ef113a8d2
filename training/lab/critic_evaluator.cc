#include "training/lab/critic_evaluator.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

namespace tandem {
namespace {

class CriticBatch : public EvaluationBatch {
 public:
  CriticBatch(std::unique_ptr<EvaluationBatch> policy, std::unique_ptr<EvaluationBatch> critic)
      : policy_(std::move(policy)), critic_(std::move(critic)) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    if (policy_->queued() + critic_->queued() == 0) unused_.clear();
    Unused& unused = unused_.emplace_back();
    unused.logits.resize(legal.size());
    const Answer logits = policy_->add(position, legal, {slot.logits, &unused.values});
    const Answer values = critic_->add(position, legal, {unused.logits, slot.values});
    return logits == Answer::kReady && values == Answer::kReady ? Answer::kReady : Answer::kQueued;
  }

  void compute() override {
    if (policy_->queued() > 0) policy_->compute();
    if (critic_->queued() > 0) critic_->compute();
  }

  int queued() const override { return std::max(policy_->queued(), critic_->queued()); }
  std::int64_t evaluations() const override {
    return policy_->evaluations() + critic_->evaluations();
  }

 private:
  /// What each answers beside what is wanted of it.
  struct Unused {
    std::vector<float> logits;
    Values values{};
  };

  const std::unique_ptr<EvaluationBatch> policy_;
  const std::unique_ptr<EvaluationBatch> critic_;
  std::deque<Unused> unused_;  ///< stay where they are while answers are awaited
};

class CriticEvaluator : public Evaluator {
 public:
  CriticEvaluator(std::shared_ptr<const Evaluator> policy, std::shared_ptr<const Evaluator> critic)
      : policy_(std::move(policy)), critic_(std::move(critic)) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<CriticBatch>(policy_->new_batch(), critic_->new_batch());
  }

 private:
  const std::shared_ptr<const Evaluator> policy_;
  const std::shared_ptr<const Evaluator> critic_;
};

}  // namespace

std::shared_ptr<const Evaluator> make_critic_evaluator(std::shared_ptr<const Evaluator> policy,
                                                       std::shared_ptr<const Evaluator> critic) {
  return std::make_shared<CriticEvaluator>(std::move(policy), std::move(critic));
}

}  // namespace tandem
