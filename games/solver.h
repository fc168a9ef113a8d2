// What every exact solver answers, whichever game it is made for.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "games/error.h"
#include "games/game.h"

namespace tandem {

/// The game-theoretic value of one legal action, for the player who takes it.
struct SolvedAction {
  Action action = 0;
  int value = 0;  ///< 1 win, 0 draw, -1 loss
};

/// By how much the player who takes a legal action wins in the end, if all play for the margin:
/// less than 0 if he loses. The unit is the game's (Othello: discs).
struct SolvedMargin {
  Action action = 0;
  int margin = 0;
};

/// Exact values by search. Keeps what it learns (transposition table) between calls; not
/// thread-safe.
class Solver {
 public:
  virtual ~Solver() = default;

  /// Searches end with Interrupted soon after *stop becomes true; what they had learnt by then is
  /// kept. Null: never. Solvers that take no time don't look.
  void stop_when(const std::atomic<bool>* stop) { stop_ = stop; }

  /// The values of all legal actions of a non-terminal position, ascending by action.
  virtual std::vector<SolvedAction> solve(const Position& position) = 0;

  /// The same with margins; none from solvers of games that don't count points.
  virtual std::optional<std::vector<SolvedMargin>> margins(const Position&) { return std::nullopt; }

  /// Positions searched since the solver was made; 0 from solvers that don't count.
  virtual std::uint64_t nodes() const { return 0; }

 protected:
  /// For a search to call now and then. Throws Interrupted.
  void check_stop() const {
    if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) {
      throw Interrupted("the solver was stopped before it had an answer");
    }
  }

 private:
  const std::atomic<bool>* stop_ = nullptr;
};

/// The exact solver for this game: its own where it has one, the generic one for tiny games, null
/// when neither can answer in reasonable time. A solve that may take long ends soon after *stop
/// becomes true; null: never.
std::unique_ptr<Solver> make_solver(const Game& game, const std::atomic<bool>* stop = nullptr);

}  // namespace tandem
