// The generic exact solver: visits every position that can follow, so it serves tiny games only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "games/game.h"
#include "games/solver.h"

namespace tandem {

/// Solves games of one player, or of two whose values add up to 0, in which every end has an
/// outcome of 1, 0 or -1 by the rules, and a position's value depends only on what board_hash() and
/// feature_key() tell apart.
class ExactSolver : public Solver {
 public:
  /// Values of at most `max_positions` positions are kept: about 64 bytes each. `game` must outlive
  /// the solver.
  ExactSolver(const Game& game, std::int64_t max_positions);
  ~ExactSolver() override;

  /// Throws Error if the position is terminal, if the game is larger than max_positions, or if it
  /// ends with an outcome that is none of win, draw and loss.
  std::vector<SolvedAction> solve(const Position& position) override;

  /// The position's value for player 0, terminal or not; none if more than max_positions positions
  /// would have to be kept, or if an end has no such outcome.
  std::optional<int> value_for_first_player(const Position& position);

  /// Non-terminal positions solved so far.
  std::int64_t positions() const;

 private:
  class Search;
  std::unique_ptr<Search> search_;
};

}  // namespace tandem
