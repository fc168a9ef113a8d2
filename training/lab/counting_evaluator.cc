#include "training/lab/counting_evaluator.h"

#include <utility>

namespace tandem {
namespace {

class CountingBatch : public EvaluationBatch {
 public:
  CountingBatch(std::unique_ptr<EvaluationBatch> inner, std::int64_t& count)
      : inner_(std::move(inner)), count_(count) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    return inner_->add(position, legal, slot);
  }
  void compute() override {
    const std::int64_t before = inner_->evaluations();
    inner_->compute();
    count_ += inner_->evaluations() - before;
  }
  int queued() const override { return inner_->queued(); }
  std::int64_t evaluations() const override { return inner_->evaluations(); }

 private:
  const std::unique_ptr<EvaluationBatch> inner_;
  std::int64_t& count_;
};

class CountingEvaluator : public Evaluator {
 public:
  CountingEvaluator(std::shared_ptr<const Evaluator> inner, std::int64_t& count)
      : inner_(std::move(inner)), count_(count) {}
  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<CountingBatch>(inner_->new_batch(), count_);
  }

 private:
  const std::shared_ptr<const Evaluator> inner_;
  std::int64_t& count_;
};

}  // namespace

std::shared_ptr<const Evaluator> make_counting_evaluator(std::shared_ptr<const Evaluator> inner,
                                                         std::int64_t& count) {
  return std::make_shared<CountingEvaluator>(std::move(inner), count);
}

}  // namespace tandem
