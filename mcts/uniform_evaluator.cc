#include "mcts/uniform_evaluator.h"

#include <algorithm>

namespace tandem {
namespace {

class UniformBatch : public EvaluationBatch {
 public:
  Answer add(const Position&, std::span<const Action> legal, const EvaluationSlot& slot) override {
    std::fill_n(slot.logits.begin(), legal.size(), 0.0f);
    *slot.values = {};
    ++evaluations_;
    return Answer::kReady;
  }
  void compute() override {}
  int queued() const override { return 0; }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  std::int64_t evaluations_ = 0;
};

}  // namespace

std::unique_ptr<EvaluationBatch> UniformEvaluator::new_batch() const {
  return std::make_unique<UniformBatch>();
}

}  // namespace tandem
