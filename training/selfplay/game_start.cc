#include "training/selfplay/game_start.h"

#include <memory>

namespace tandem {
namespace {

/// The legal actions after which the game goes on.
std::vector<Action> continuing_actions(const Position& position, Position& scratch,
                                       std::vector<Action>& legal) {
  std::vector<Action> continuing;
  const int count = position.legal_actions(legal);
  for (int i = 0; i < count; ++i) {
    scratch.assign(position);
    scratch.apply(legal[i]);
    if (!scratch.is_terminal()) continuing.push_back(legal[i]);
  }
  return continuing;
}

}  // namespace

std::vector<Action> draw_opening(const Game& game, const SelfPlayConfig& config, Random random) {
  std::vector<Action> opening;
  if (config.max_random_plies() == 0 || random.uniform() >= config.random_start_fraction()) {
    return opening;
  }
  const int plies = 1 + random.below(config.max_random_plies());
  const std::unique_ptr<Position> position = game.initial_position();
  const std::unique_ptr<Position> scratch = game.initial_position();
  std::vector<Action> legal(game.info().max_legal_actions);
  for (int ply = 0; ply < plies; ++ply) {
    const std::vector<Action> actions = continuing_actions(*position, *scratch, legal);
    if (actions.empty()) break;
    opening.push_back(actions[random.below(static_cast<int>(actions.size()))]);
    position->apply(opening.back());
  }
  return opening;
}

}  // namespace tandem
