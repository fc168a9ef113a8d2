// Players that need no search: the random mover and the exact solver.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "engine/players/player.h"

namespace tandem {

/// Every legal action alike, drawn from the request's seed; values 0.
std::unique_ptr<Player> make_random_player(std::shared_ptr<const Game> game, std::string name);

/// Exact: one of the value-keeping actions, drawn from the request's seed, and the exact value.
/// Throws Error if the game has no solver; choose() throws Interrupted soon after *stop becomes
/// true (null: never).
std::unique_ptr<Player> make_solver_player(std::shared_ptr<const Game> game, std::string name,
                                           const std::atomic<bool>* stop = nullptr);

}  // namespace tandem
