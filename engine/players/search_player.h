// Players that ask an Evaluator: alone, or through a search with a budget of visits or seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/players/player.h"
#include "mcts/evaluator.h"
#include "mcts/parallel_search.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// Where a player's evaluations come from.
struct EvaluatorSource {
  /// One for all positions (a network), which are then searched together in one batch; null where
  /// each request needs its own.
  std::shared_ptr<const Evaluator> shared;
  /// Makes the evaluator of one request from its seed (random playouts); used where `shared` is
  /// null.
  std::function<std::shared_ptr<const Evaluator>(std::uint64_t seed)> make;
  /// Leaves of one tree worth gathering before they are computed, when a position is searched
  /// alone.
  int leaves_per_batch = 1;
};

/// The evaluator's own first choice (highest logit), without search. `source` must be shared.
std::unique_ptr<Player> make_evaluator_player(std::shared_ptr<const Game> game,
                                              EvaluatorSource source, std::string name);

/// Searches each request with config.visits() visits.
std::unique_ptr<Player> make_visits_player(std::shared_ptr<const Game> game, EvaluatorSource source,
                                           const SearchConfig& config, std::string name);

/// A move's clock, and the threads that search its one tree meanwhile.
struct TimeBudgetPerMove {
  double seconds = 1;
  int threads = 1;
};

/// Searches the requests one after the other, each in its budget, by PUCT: sequential halving would
/// have to know its visits beforehand.
std::unique_ptr<Player> make_timed_player(std::shared_ptr<const Game> game, EvaluatorSource source,
                                          const SearchConfig& config, TimeBudgetPerMove budget,
                                          std::string name);

/// Searches by PUCT, `threads` in one tree. `move_limits` are what the player takes for a move.
std::unique_ptr<Analyst> make_search_analyst(std::shared_ptr<const Game> game,
                                             EvaluatorSource source, const SearchConfig& config,
                                             const SearchLimits& move_limits, int threads);

}  // namespace tandem
