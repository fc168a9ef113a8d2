#include <fmt/format.h>

#include <utility>

#include "engine/network/family.h"
#include "engine/network/network.h"
#include "engine/network/snapshot_impl.h"
#include "games/error.h"
#include "mcts/caching_evaluator.h"

namespace tandem {
namespace {

class NetworkEvaluator : public Evaluator {
 public:
  NetworkEvaluator(const Game& game, std::shared_ptr<const NetworkSnapshot> snapshot, int max_batch)
      : game_(game.info()), snapshot_(std::move(snapshot)), max_batch_(max_batch) {}

  std::unique_ptr<EvaluationBatch> new_batch() const override {
    return snapshot_->impl().new_batch(snapshot_, game_, max_batch_);
  }

 private:
  const GameInfo game_;
  const std::shared_ptr<const NetworkSnapshot> snapshot_;
  const int max_batch_;
};

}  // namespace

std::unique_ptr<Evaluator> make_network_evaluator(const Game& game,
                                                  std::shared_ptr<const NetworkSnapshot> snapshot,
                                                  int max_batch, int cache_positions) {
  const GameInfo& made_for = snapshot->impl().game();
  if (const auto difference = family_difference(game.info(), made_for)) {
    throw Error(fmt::format("a network made for {} can't play {}: {}", made_for.name,
                            game.info().name, *difference));
  }
  const std::uint64_t id = snapshot->id();
  auto evaluator = std::make_unique<NetworkEvaluator>(game, std::move(snapshot), max_batch);
  if (cache_positions <= 0) return evaluator;
  return std::make_unique<CachingEvaluator>(std::move(evaluator), game, id, cache_positions);
}

}  // namespace tandem
