#include "games/solving/exact_solver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "games/connect_four/solver.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/random.h"
#include "games/registry.h"

namespace tandem {
namespace {

std::vector<Action> legal_actions(const Game& game, const Position& position) {
  std::vector<Action> legal(game.info().max_legal_actions);
  legal.resize(position.legal_actions(legal));
  return legal;
}

/// Visits every position that can be reached, each once.
template <class Visit>
void for_all_positions(const Game& game, const Position& position,
                       std::unordered_set<std::uint64_t>& seen, const Visit& visit) {
  if (!seen.insert(position.board_hash()).second) return;
  visit(position);
  for (const Action action : legal_actions(game, position)) {
    const auto next = position.clone();
    next->apply(action);
    for_all_positions(game, *next, seen, visit);
  }
}

/// Plain minimax without memory, for player 0.
int minimax(const Game& game, const Position& position) {
  if (position.is_terminal()) return static_cast<int>((*position.outcome())[0]);
  int best = position.side_to_move() == 0 ? -1 : 1;
  for (const Action action : legal_actions(game, position)) {
    const auto next = position.clone();
    next->apply(action);
    const int value = minimax(game, *next);
    best = position.side_to_move() == 0 ? std::max(best, value) : std::min(best, value);
  }
  return best;
}

TEST(ExactSolver, TicTacToeIsADraw) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 10000);
  EXPECT_EQ(solver.value_for_first_player(*game->initial_position()), 0);
  for (const SolvedAction& solved : solver.solve(*game->initial_position())) {
    EXPECT_EQ(solved.value, 0) << game->action_text(solved.action);
  }
}

TEST(ExactSolver, TicTacToePositionsKnownByHand) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 10000);
  const auto values = [&](const char* text) {
    std::map<std::string, int> map;
    for (const SolvedAction& solved : solver.solve(*parse_position_text(*game, text).position)) {
      map[game->action_text(solved.action)] = solved.value;
    }
    return map;
  };
  // A corner opening is held by the centre alone.
  for (const auto& [action, value] : values("startpos moves a1")) {
    EXPECT_EQ(value, action == "b2" ? 0 : -1) << action;
  }
  // Against two corners of a diagonal around the centre, a corner loses and an edge holds.
  for (const auto& [action, value] : values("startpos moves a1 b2 c3")) {
    EXPECT_EQ(value, action == "a3" || action == "c1" ? -1 : 0) << action;
  }
}

TEST(ExactSolver, AllTicTacToeValuesFollowFromOneAnother) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 10000);
  std::unordered_set<std::uint64_t> seen;
  int solved_positions = 0;
  for_all_positions(*game, *game->initial_position(), seen, [&](const Position& position) {
    if (position.is_terminal()) return;
    ++solved_positions;
    const int mover = position.side_to_move() == 0 ? 1 : -1;
    int best = -1;
    const auto solved = solver.solve(position);
    ASSERT_EQ(solved.size(), legal_actions(*game, position).size());
    for (const SolvedAction& action : solved) {
      const auto next = position.clone();
      next->apply(action.action);
      EXPECT_EQ(action.value, mover * *solver.value_for_first_player(*next));
      best = std::max(best, action.value);
    }
    EXPECT_EQ(solver.value_for_first_player(position), mover * best) << position.to_text();
  });
  EXPECT_EQ(seen.size(), 5478u);
  EXPECT_EQ(solver.positions(), solved_positions);
}

TEST(ExactSolver, AgreesWithPlainMinimax) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 10000);
  std::unordered_set<std::uint64_t> seen;
  for (const char* start :
       {"startpos moves b2 a1", "startpos moves a1 a2", "startpos moves a2 b1"}) {
    const auto position = std::move(parse_position_text(*game, start).position);
    for_all_positions(*game, *position, seen, [&](const Position& reached) {
      EXPECT_EQ(solver.value_for_first_player(reached), minimax(*game, reached))
          << reached.to_text();
    });
  }
}

// J. Tromp's table of Connect Four values by board size: 4x4 is a draw.
TEST(ExactSolver, SmallConnectFourIsADraw) {
  const auto game = make_game("connect_four(rows=4,columns=4)");
  ExactSolver solver(*game, 200'000);
  EXPECT_EQ(solver.value_for_first_player(*game->initial_position()), 0);
}

/// Compares the generic solver with the one that make_solver() gives, along random games.
void compare_with_own_solver(const std::string& name, int min_ply, int games) {
  const auto game = make_game(name);
  ExactSolver generic(*game, 2'000'000);
  const auto own = make_solver(*game);
  ASSERT_NE(own, nullptr);
  for (int number = 0; number < games; ++number) {
    Random random(7, number);
    const auto position = game->initial_position();
    for (int ply = 0; !position->is_terminal(); ++ply) {
      if (ply >= min_ply) {
        const auto expected = generic.solve(*position);
        const auto actual = own->solve(*position);
        ASSERT_EQ(actual.size(), expected.size());
        for (std::size_t i = 0; i < actual.size(); ++i) {
          ASSERT_EQ(actual[i].action, expected[i].action);
          ASSERT_EQ(actual[i].value, expected[i].value)
              << name << " " << position->to_text() << ", " << game->action_text(actual[i].action);
        }
      }
      const std::vector<Action> legal = legal_actions(*game, *position);
      position->apply(legal[random.below(static_cast<int>(legal.size()))]);
    }
  }
}

TEST(ExactSolver, AgreesWithConnectFoursOwnSolver) {
  compare_with_own_solver("connect_four(rows=4,columns=4)", 0, 100);
  compare_with_own_solver("connect_four(rows=5,columns=4)", 5, 30);
  compare_with_own_solver("connect_four(rows=4,columns=5)", 5, 30);
  compare_with_own_solver("connect_four", 28, 30);
}

TEST(ExactSolver, SaysWhenTheGameIsTooLarge) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 100);
  EXPECT_EQ(solver.value_for_first_player(*game->initial_position()), std::nullopt);
  try {
    solver.solve(*game->initial_position());
    FAIL() << "solved";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("more than 100 positions"));
  }
  // Positions near the end still fit.
  ExactSolver small(*game, 100);
  const auto late = game->parse_position("xo./xo./o.x");
  EXPECT_EQ(small.value_for_first_player(*late), minimax(*game, *late));
}

TEST(ExactSolver, RefusesFinishedGames) {
  const auto game = make_game("tic_tac_toe");
  ExactSolver solver(*game, 10000);
  EXPECT_THROW(solver.solve(*game->parse_position("xxx/oo./...")), Error);
}

/// A large game for which the factory knows no solver.
class Renamed : public Game {
 public:
  explicit Renamed(std::shared_ptr<const Game> game) : game_(std::move(game)) {
    info_ = game_->info();
    info_.name = "renamed";
  }
  std::unique_ptr<Position> initial_position() const override { return game_->initial_position(); }
  std::unique_ptr<Position> parse_position(std::string_view text) const override {
    return game_->parse_position(text);
  }
  std::string action_text(Action action) const override { return game_->action_text(action); }
  std::optional<Action> parse_action(std::string_view text) const override {
    return game_->parse_action(text);
  }

 private:
  std::shared_ptr<const Game> game_;
};

TEST(MakeSolver, SolvesTinyGames) {
  const auto game = make_game("tic_tac_toe");
  const auto solver = make_solver(*game);
  ASSERT_NE(solver, nullptr);
  EXPECT_EQ(solver->solve(*game->initial_position()).size(), 9u);
}

TEST(MakeSolver, ConnectFourHasItsOwn) {
  const auto game = make_game("connect_four");
  const auto solver = make_solver(*game);
  EXPECT_NE(dynamic_cast<ConnectFourSolver*>(solver.get()), nullptr);
}

TEST(MakeSolver, LargeGamesWithoutASolverHaveNone) {
  EXPECT_EQ(make_solver(Renamed(make_game("connect_four"))), nullptr);
}

}  // namespace
}  // namespace tandem
