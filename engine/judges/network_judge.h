// Judges of translations that are networks: nobody but a model says what a sentence is worth.
#pragma once

#include <memory>
#include <span>

#include "games/game.h"
#include "games/translation/translation.h"
#include "mcts/evaluator.h"
#include "mcts/judge.h"

namespace tandem {

/// Worth of a target: the geometric mean of the probabilities that the network gives its tokens,
/// its end included, exp(mean log p(t_i | source, t_<i)), in (0, 1]: its own likelihood, without a
/// reward for being short. `evaluator` answers positions of `game` (a translation game).
std::unique_ptr<Judge> make_likelihood_judge(std::shared_ptr<const Game> game,
                                             std::shared_ptr<const Evaluator> evaluator);

/// The same of the source, given the target, by a network of the way back: how well the source can
/// be had again from the translation. `backward` is a translation game from target to source tokens
/// that takes every target of the forward game. An empty target is worth 0.
std::unique_ptr<Judge> make_round_trip_judge(std::shared_ptr<const Game> backward,
                                             std::shared_ptr<const Evaluator> evaluator);

/// What the network's value head says of a target just before it is ended.
std::unique_ptr<Judge> make_value_judge(std::shared_ptr<const Game> game,
                                        std::shared_ptr<const Evaluator> evaluator);

}  // namespace tandem
