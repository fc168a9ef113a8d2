#include "tests/mcts/brute_force.h"

#include <algorithm>
#include <unordered_set>

#include "games/position_text.h"
#include "games/random.h"

namespace tandem {

std::vector<Action> legal_actions_of(const Game& game, const Position& position) {
  std::vector<Action> legal(game.info().max_legal_actions);
  legal.resize(position.legal_actions(legal));
  return legal;
}

int BruteForce::value(const Position& position) {
  if (position.is_terminal()) return static_cast<int>((*position.outcome())[0]);
  const FeatureKey key = position.feature_key();
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  const bool maximises = position.side_to_move() == 0;
  int best = maximises ? -1 : 1;
  for (const Action action : legal_actions_of(game_, position)) {
    const int value = value_after(position, action);
    best = maximises ? std::max(best, value) : std::min(best, value);
  }
  return known_[key] = best;
}

int BruteForce::value_after(const Position& position, Action action) {
  const auto next = position.clone();
  next->apply(action);
  return value(*next);
}

std::vector<std::unique_ptr<Position>> all_positions(const Game& game) {
  std::vector<std::unique_ptr<Position>> positions;
  std::unordered_set<std::string> seen;
  positions.push_back(game.initial_position());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (const Action action : legal_actions_of(game, *positions[i])) {
      auto next = positions[i]->clone();
      next->apply(action);
      if (!next->is_terminal() && seen.insert(next->to_text()).second) {
        positions.push_back(std::move(next));
      }
    }
  }
  return positions;
}

std::vector<std::unique_ptr<Position>> random_positions(const Game& game, int count,
                                                        std::uint64_t seed) {
  std::vector<std::unique_ptr<Position>> positions;
  Random random(seed);
  while (static_cast<int>(positions.size()) < count) {
    auto position = game.initial_position();
    for (int plies = random.below(game.info().max_game_length); plies > 0; --plies) {
      const std::vector<Action> legal = legal_actions_of(game, *position);
      if (legal.empty()) break;
      position->apply(legal[random.below(static_cast<int>(legal.size()))]);
    }
    if (!position->is_terminal()) positions.push_back(std::move(position));
  }
  return positions;
}

std::unique_ptr<Position> position_after(const Game& game, const std::string& moves) {
  return parse_position_text(game, "startpos moves " + moves).position;
}

}  // namespace tandem
