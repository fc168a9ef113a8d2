#include "training/learning/cancellation.h"

#include <utility>

namespace tandem {
namespace {

class WatchedBatch final : public EvaluationBatch {
 public:
  WatchedBatch(std::unique_ptr<EvaluationBatch> inner, GenerationWatch& watch)
      : inner_(std::move(inner)), watch_(watch) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    return inner_->add(position, legal, slot);
  }

  void compute() override {
    watch_.throw_if_cancelled();
    inner_->compute();
    const std::int64_t evaluations = inner_->evaluations();
    watch_.evaluations.fetch_add(evaluations - counted_, std::memory_order_relaxed);
    counted_ = evaluations;
  }

  int queued() const override { return inner_->queued(); }
  std::int64_t evaluations() const override { return inner_->evaluations(); }

 private:
  std::unique_ptr<EvaluationBatch> inner_;
  GenerationWatch& watch_;
  std::int64_t counted_ = 0;
};

class WatchedEvaluator final : public Evaluator {
 public:
  WatchedEvaluator(const Evaluator& inner, GenerationWatch& watch) : inner_(inner), watch_(watch) {}

  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return std::make_unique<WatchedBatch>(inner_.new_batch(), watch_);
  }

 private:
  const Evaluator& inner_;
  GenerationWatch& watch_;
};

}  // namespace

std::unique_ptr<Evaluator> watch_evaluator(const Evaluator& inner, GenerationWatch& watch) {
  return std::make_unique<WatchedEvaluator>(inner, watch);
}

}  // namespace tandem
