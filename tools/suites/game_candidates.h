// Positions worth labelling of any game, drawn from games by random movers and by mid-strength
// players.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "games/game.h"
#include "games/random.h"
#include "tools/suites/suite_maker.h"

namespace tandem {

/// The same for the positions that these moves and their images under the game's symmetries lead
/// to.
FeatureKey canonical_key(const Game& game, const std::vector<Action>& moves);

/// Whether a position belongs to the first of the two suites or to the second: a fair coin by
/// canonical key, so that the suites are disjoint however they are drawn.
int suite_side(const FeatureKey& canonical);

/// As SuiteMaker::draw(), at plies drawn uniformly from the phase. No position is terminal or has
/// only one legal action.
class GameSampler {
 public:
  explicit GameSampler(std::shared_ptr<const Game> game);

  std::optional<std::vector<SuiteCandidate>> draw(const SuitePhase& phase, int side, int count,
                                                  std::uint64_t seed,
                                                  const std::atomic<bool>* stop);

 private:
  template <class Choose>
  std::optional<std::vector<Action>> play(int plies, Choose choose);
  std::optional<std::vector<Action>> play_random(int plies, Random& random);
  std::optional<std::vector<Action>> play_players(int plies, Random& random);
  Action random_action(const Position& position, Random& random);

  std::shared_ptr<const Game> game_;
  std::vector<Action> legal_;  // of the position at hand
};

}  // namespace tandem
