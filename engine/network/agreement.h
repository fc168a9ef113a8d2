// How closely two evaluators answer: bf16 beside fp32, a folded network beside the module that it
// came from.
#pragma once

#include <span>
#include <string>

#include "games/game.h"
#include "mcts/evaluator.h"

namespace tandem {

/// Over the positions compared.
struct Agreement {
  int positions = 0;
  double mean_value_difference = 0;  ///< |difference| of the mover's values, which lie in [-1, 1]
  double max_value_difference = 0;
  double mean_policy_kl = 0;  ///< KL(reference || other) in nats, over the legal actions
  int clear_positions =
      0;                ///< where the reference's first choice leads its second by kNearTie or more
  int same_choice = 0;  ///< clear positions where both choose the same action

  /// Difference of probabilities below which either choice is as good.
  static constexpr double kNearTie = 0.02;

  double same_choice_share() const {
    return clear_positions == 0 ? 1.0 : static_cast<double>(same_choice) / clear_positions;
  }

  /// "mean |dv| 0.0012 (max 0.011), mean policy KL 0.00004, same choice 99.8 % of 4812 clear
  /// positions".
  std::string to_text() const;
};

/// Asks both about every position. Positions are not terminal and belong to `game`.
Agreement measure_agreement(const Game& game, const Evaluator& reference, const Evaluator& other,
                            std::span<const Position* const> positions);

}  // namespace tandem
