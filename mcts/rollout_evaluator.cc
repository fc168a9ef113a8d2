#include "mcts/rollout_evaluator.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <vector>

#include "games/random.h"

namespace tandem {
namespace {

class RolloutBatch : public EvaluationBatch {
 public:
  RolloutBatch(const Game& game, std::uint64_t seed)
      : seed_(seed), scratch_(game.initial_position()), legal_(game.info().max_legal_actions) {}

  Answer add(const Position& position, std::span<const Action> legal,
             const EvaluationSlot& slot) override {
    const FeatureKey key = position.feature_key();
    Random random(seed_ ^ std::rotl(key.high, 32), key.low);
    std::fill_n(slot.logits.begin(), legal.size(), 0.0f);
    scratch_->assign(position);
    scratch_->apply(legal[random.below(static_cast<int>(legal.size()))]);
    while (const int count = scratch_->legal_actions(legal_)) {
      scratch_->apply(legal_[random.below(count)]);
    }
    ++evaluations_;
    const std::optional<Values> outcome = scratch_->outcome();
    if (!outcome) return judge(*scratch_, slot.values);
    *slot.values = *outcome;
    return Answer::kReady;
  }
  void compute() override {}
  int queued() const override { return 0; }
  std::int64_t evaluations() const override { return evaluations_; }

 private:
  const std::uint64_t seed_;
  std::unique_ptr<Position> scratch_;
  std::vector<Action> legal_;
  std::int64_t evaluations_ = 0;
};

}  // namespace

std::unique_ptr<EvaluationBatch> RolloutEvaluator::new_batch() const {
  return std::make_unique<RolloutBatch>(game_, seed_);
}

}  // namespace tandem
