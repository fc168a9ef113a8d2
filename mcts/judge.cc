#include "mcts/judge.h"

#include <algorithm>

namespace tandem {
namespace {

class JudgedBatch : public EvaluationBatch {
 public:
  JudgedBatch(std::unique_ptr<EvaluationBatch> evaluations, std::unique_ptr<JudgeBatch> judgements)
      : evaluations_(std::move(evaluations)), judgements_(std::move(judgements)) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    return evaluations_->add(position, legal, slot);
  }

  Answer judge(const Position& finished, Values* values) override {
    const Answer answer = judgements_->add(finished, values);
    if (answer == Answer::kQueued) ++judged_;
    return answer;
  }

  void compute() override {
    if (evaluations_->queued() > 0) evaluations_->compute();
    if (judged_ > 0) judgements_->compute();
    judged_ = 0;
  }

  int queued() const override { return evaluations_->queued() + judged_; }
  std::int64_t evaluations() const override { return evaluations_->evaluations(); }

 private:
  const std::unique_ptr<EvaluationBatch> evaluations_;
  const std::unique_ptr<JudgeBatch> judgements_;
  int judged_ = 0;  // queued
};

}  // namespace

std::unique_ptr<EvaluationBatch> JudgedEvaluator::new_batch() const {
  return std::make_unique<JudgedBatch>(evaluator_->new_batch(), judge_->new_batch());
}

Values values_of_reward(double reward) {
  return {static_cast<float>(std::clamp(2 * reward - 1, -1.0, 1.0))};
}

double reward_of_values(const Values& values) { return 0.5 * (values[0] + 1); }

}  // namespace tandem
