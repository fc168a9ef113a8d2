// Search against brute force: what it calls proven is never wrong, with every algorithm and
// evaluator, and with enough visits it finds the best move and proves it.
#include <cmath>
#include <memory>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/rollout_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "mcts/uniform_evaluator.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

SearchConfig make_config(SearchConfig::Algorithm algorithm, int visits) {
  SearchConfig config;
  config.set_algorithm(algorithm);
  config.set_visits(visits);
  return config;
}

std::unique_ptr<Evaluator> make_evaluator(const Game& game, const std::string& name) {
  if (name == "uniform") return std::make_unique<UniformEvaluator>();
  if (name == "rollout") return std::make_unique<RolloutEvaluator>(game, 1);
  return std::make_unique<ScriptedEvaluator>(game);
}

/// All that must hold of any result.
void check_result(const Position& root, const SearchResult& result, int budget, BruteForce& truth) {
  const PlayerId mover = root.side_to_move();
  int visits = 0;
  float target = 0;
  int lost = 0;
  for (const ActionResult& action : result.actions) {
    visits += action.visits;
    target += action.target;
    EXPECT_GE(action.target, 0);
    EXPECT_TRUE(std::isfinite(action.value) && std::abs(action.value) <= 1);
    if (!action.proven) continue;
    EXPECT_EQ((*action.proven)[0], truth.value_after(root, action.action));
    EXPECT_EQ(action.value, (*action.proven)[mover]);
    lost += action.value == -1;
  }
  EXPECT_EQ(visits, result.visits - 1) << "the first visit evaluates the root";
  EXPECT_TRUE(result.proven ? result.visits <= budget : result.visits == budget);
  EXPECT_NEAR(target, 1, 1e-5);
  for (const ActionResult& action : result.actions) {
    if (!action.proven || (*action.proven)[mover] != -1) continue;
    if (lost == static_cast<int>(result.actions.size())) continue;
    EXPECT_EQ(action.target, 0) << "a proven loss has no target mass";
    EXPECT_NE(action.action, result.best) << "a proven loss is not played";
  }
  if (!result.proven) return;
  EXPECT_EQ(result.values[0], truth.value(root));
  EXPECT_EQ(truth.value_after(root, result.best), truth.value(root));
  for (const ActionResult& action : result.actions) {
    if (action.target > 0) {
      EXPECT_EQ(action.value, result.values[mover]);
    }
  }
}

using Case = std::tuple<SearchConfig::Algorithm, std::string>;

class SolvedGames : public ::testing::TestWithParam<Case> {
 protected:
  void check(const Game& game, const std::vector<std::unique_ptr<Position>>& positions,
             int visits) {
    BruteForce truth(game);
    const auto evaluator = make_evaluator(game, std::get<1>(GetParam()));
    const auto batch = evaluator->new_batch();
    Search search(game, make_config(std::get<0>(GetParam()), visits));
    int proven = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      search.begin(*positions[i], Random(9, i));
      const SearchResult result = run_search(search, *batch);
      check_result(*positions[i], result, visits, truth);
      proven += result.proven;
      ASSERT_FALSE(HasFailure()) << game.info().name << " " << positions[i]->to_text();
    }
    EXPECT_GT(proven, 0);
  }
};

TEST_P(SolvedGames, EveryTicTacToePosition) {
  const auto game = make_game("tic_tac_toe");
  const auto positions = all_positions(*game);
  EXPECT_EQ(positions.size(), 4520u);  // 5478 reachable, 958 of them ends
  check(*game, positions, 40);
}

TEST_P(SolvedGames, SmallConnectFour) {
  for (const char* name : {"connect_four(rows=4,columns=4)", "connect_four(rows=3,columns=5)"}) {
    const auto game = make_game(name);
    check(*game, random_positions(*game, 250, 5), 60);
    check(*game, random_positions(*game, 20, 6), 2000);
  }
}

// At most 5 empty squares: fewer than 326 nodes.
TEST_P(SolvedGames, EnoughVisitsProveSmallPositions) {
  const auto game = make_game("tic_tac_toe");
  const auto evaluator = make_evaluator(*game, std::get<1>(GetParam()));
  const auto batch = evaluator->new_batch();
  BruteForce truth(*game);
  Search search(*game, make_config(std::get<0>(GetParam()), 5000));
  int unproven = 0;
  for (const auto& position : all_positions(*game)) {
    if (legal_actions_of(*game, *position).size() > 5) continue;
    search.begin(*position, Random(1), 100, {}, 0.0);
    const SearchResult result = run_search(search, *batch);
    unproven += !result.proven;
    ASSERT_EQ(truth.value_after(*position, result.best), truth.value(*position))
        << position->to_text();
  }
  EXPECT_EQ(unproven, 0);
}

TEST_P(SolvedGames, EnoughVisitsFindTheBestMove) {
  for (const char* name : {"tic_tac_toe", "connect_four(rows=3,columns=4)"}) {
    const auto game = make_game(name);
    const auto evaluator = make_evaluator(*game, std::get<1>(GetParam()));
    const auto batch = evaluator->new_batch();
    BruteForce truth(*game);
    SearchConfig config = make_config(std::get<0>(GetParam()), 4000);
    Search search(*game, config);
    int wrong = 0;
    for (const auto& position : random_positions(*game, 60, 8)) {
      search.begin(*position, Random(1), 100, {}, 0.0);
      const SearchResult result = run_search(search, *batch);
      wrong += truth.value_after(*position, result.best) != truth.value(*position);
    }
    EXPECT_LE(wrong, 1) << name;
  }
}

TEST_P(SolvedGames, WithoutSolverNothingIsProven) {
  const auto game = make_game("tic_tac_toe");
  const auto evaluator = make_evaluator(*game, std::get<1>(GetParam()));
  const auto batch = evaluator->new_batch();
  SearchConfig config = make_config(std::get<0>(GetParam()), 200);
  config.set_solver(false);
  Search search(*game, config);
  for (const auto& position : random_positions(*game, 100, 2)) {
    search.begin(*position, Random(3));
    const SearchResult result = run_search(search, *batch);
    EXPECT_FALSE(result.proven);
    EXPECT_EQ(result.visits, 200);
    int visits = 0;
    for (const ActionResult& action : result.actions) {
      EXPECT_FALSE(action.proven);
      visits += action.visits;
    }
    EXPECT_EQ(visits, 199);
  }
}

INSTANTIATE_TEST_SUITE_P(All, SolvedGames,
                         ::testing::Combine(::testing::Values(SearchConfig::GUMBEL,
                                                              SearchConfig::PUCT),
                                            ::testing::Values("uniform", "rollout", "scripted")),
                         [](const auto& info) {
                           return SearchConfig::Algorithm_Name(std::get<0>(info.param)) + "_" +
                                  std::get<1>(info.param);
                         });

}  // namespace
}  // namespace tandem
