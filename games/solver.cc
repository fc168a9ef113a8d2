#include "games/solver.h"

#include <string_view>

#include "games/connect_four/solver.h"
#include "games/solving/exact_solver.h"

namespace tandem {
namespace {

constexpr std::size_t kConnectFourTableBytes = std::size_t{64} << 20;

// The standard board's first move takes about a minute; beyond it even a day may not do.
constexpr int kMostConnectFourSquares = 42;

// Solved from the beginning in well under a second, so that trying it on a large game costs little.
constexpr std::int64_t kTinyGamePositions = 200'000;

}  // namespace

std::unique_ptr<Solver> make_solver(const Game& game, const std::atomic<bool>* stop) {
  if (std::string_view(game.info().name).starts_with("connect_four(")) {
    if (game.info().features.squares() > kMostConnectFourSquares) return nullptr;
    auto solver = make_connect_four_solver(game, kConnectFourTableBytes);
    solver->stop_when(stop);
    return solver;
  }
  auto solver = std::make_unique<ExactSolver>(game, kTinyGamePositions);
  if (!solver->value_for_first_player(*game.initial_position())) return nullptr;
  return solver;
}

}  // namespace tandem
