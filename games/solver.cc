#include "games/solver.h"

#include <string>
#include <utility>

#include "games/breakthrough/breakthrough.h"
#include "games/breakthrough/solver.h"
#include "games/connect_four/solver.h"
#include "games/dots_and_boxes/dots_and_boxes.h"
#include "games/dots_and_boxes/solver.h"
#include "games/game_name.h"
#include "games/hex/hex.h"
#include "games/hex/solver.h"
#include "games/othello/solver.h"
#include "games/solving/exact_solver.h"

namespace tandem {
namespace {

constexpr std::size_t kTableBytes = std::size_t{64} << 20;

// The standard board's first move takes about a minute; beyond it even a day may not do.
constexpr int kMostConnectFourSquares = 42;

// 6x6 takes a second or two from the start; 7x7 can take minutes.
constexpr int kMostHexSize = 7;

constexpr int kMostBreakthroughSquares = 25;

// 3 by 3 boxes in a fraction of a second; 3 by 4 had not ended after eight.
constexpr int kMostDotsAndBoxesEdges = 24;

// Solved from the beginning in well under a second, so that trying it on a large game costs little.
constexpr std::int64_t kTinyGamePositions = 200'000;

/// Null when no solver can answer in reasonable time.
std::unique_ptr<Solver> solver_of(const Game& game) {
  const std::string family = GameName::parse(game.info().name).family;
  if (family == "connect_four") {
    if (game.info().features.squares() > kMostConnectFourSquares) return nullptr;
    return make_connect_four_solver(game, kTableBytes);
  }
  if (family == "othello") return make_othello_solver(game, kTableBytes);
  if (family == "hex") {
    if (hex_rules(game).size > kMostHexSize) return nullptr;
    return make_hex_solver(game, kTableBytes);
  }
  if (family == "breakthrough") {
    if (game.info().features.squares() > kMostBreakthroughSquares) return nullptr;
    return make_breakthrough_solver(game, kTableBytes);
  }
  if (family == "dots_and_boxes") {
    if (game.info().num_actions > kMostDotsAndBoxesEdges) return nullptr;
    return make_dots_and_boxes_solver(game, kTableBytes);
  }
  auto solver = std::make_unique<ExactSolver>(game, kTinyGamePositions);
  if (!solver->value_for_first_player(*game.initial_position())) return nullptr;
  return solver;
}

}  // namespace

std::unique_ptr<Solver> make_solver(const Game& game, const std::atomic<bool>* stop) {
  std::unique_ptr<Solver> solver = solver_of(game);
  if (solver != nullptr) solver->stop_when(stop);
  return solver;
}

}  // namespace tandem
