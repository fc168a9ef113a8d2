#include "training/selfplay/active_game.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "games/error.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

/// KL(target || prior) in nats. A prior that underflowed to 0 counts as the smallest normal float.
double surprise(const SearchResult& result) {
  double divergence = 0;
  for (const ActionResult& action : result.actions) {
    if (action.target <= 0) continue;
    const double prior = std::max(action.prior, 1.2e-38f);
    divergence += action.target * std::log(action.target / prior);
  }
  return divergence;
}

}  // namespace

ActiveGame::ActiveGame(const Game& game, const RunConfig& config, const GameStarts& starts)
    : game_(game),
      config_(config),
      starts_(starts),
      position_(game.initial_position()),
      search_(game, config.search()) {}

void ActiveGame::start(std::uint64_t number) {
  record_.Clear();
  record_.set_game(game_.info().name);
  record_.set_number(number);
  const GameStreams streams(config_.seed(), number);
  position_ = game_.initial_position();
  for (const Action action : starts_.opening(number, streams.opening())) {
    record_.add_opening(action);
    position_->apply(action);
  }
  search_.clear();
}

void ActiveGame::restore(GameRecord record) {
  check_game(game_, record);
  position_ = replay_game(game_, record);
  if (position_->is_terminal()) {
    throw Error(fmt::format("game {} is stored as in flight, but it is over", record.number()));
  }
  record_ = std::move(record);
  search_.clear();
}

void ActiveGame::begin_search() {
  Random random = GameStreams(config_.seed(), record_.number()).move(ply());
  full_search_ = random.uniform() < config_.self_play().full_search_fraction();
  if (full_search_) {
    search_.begin(*position_, random, ply());
  } else {
    search_.begin(*position_, random, ply(), config_.self_play().fast_visits(), 0.0);
  }
}

std::int64_t ActiveGame::play_move(int generation) {
  const SearchResult result = search_.result();
  record_move(result, generation);
  position_->apply(result.chosen);
  if (!over() && config_.search().tree_reuse()) search_.apply(result.chosen);
  return result.visits;
}

void ActiveGame::record_move(const SearchResult& result, int generation) {
  const PlayerId mover = position_->side_to_move();
  MoveRecord& move = *record_.add_moves();
  move.set_action(result.chosen);
  move.set_generation(generation);
  move.set_full_search(full_search_);
  move.set_root_value(result.values[mover]);
  move.set_network_value(result.network_values[mover]);
  move.set_proven(result.proven);
  if (full_search_) {
    for (const ActionResult& action : result.actions) move.add_policy(action.target);
    move.set_surprise(static_cast<float>(surprise(result)));
  }
}

Answer ActiveGame::ask_outcome(EvaluationBatch& batch) {
  const std::optional<Values> outcome = position_->outcome();
  if (!outcome) return batch.judge(*position_, &outcome_);
  outcome_ = *outcome;
  return Answer::kReady;
}

void ActiveGame::record_outcome() {
  for (int player = 0; player < game_.info().num_players; ++player) {
    record_.add_outcome(outcome_[player]);
  }
}

}  // namespace tandem
