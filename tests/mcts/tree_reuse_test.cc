#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "tests/mcts/brute_force.h"
#include "tests/mcts/same_result.h"

namespace tandem {
namespace {

SearchConfig reusing(int visits) {
  SearchConfig config;
  config.set_algorithm(SearchConfig::PUCT);
  config.set_visits(visits);
  config.set_noise(0);
  config.set_tree_reuse(true);
  return config;
}

const ActionResult& result_of(const SearchResult& result, Action action) {
  for (const ActionResult& candidate : result.actions) {
    if (candidate.action == action) return candidate;
  }
  throw std::out_of_range("no such action");
}

TEST(TreeReuse, KeepsTheChildsStatistics) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, reusing(400));
  const auto position = game->initial_position();
  search.begin(*position, Random(1));
  const SearchResult before = run_search(search, *batch);
  const int kept = result_of(before, before.best).visits;
  search.apply(before.best);
  position->apply(before.best);

  // One more visit: the child's own evaluation is kept too, so all of its visits but that one are
  // on its actions, and the new one.
  search.begin(*position, Random(1), 1, 1);
  const std::int64_t evaluations = batch->evaluations();
  const SearchResult after = run_search(search, *batch);
  EXPECT_EQ(after.visits, 1);
  EXPECT_LE(batch->evaluations() - evaluations, 1);
  int visits = 0;
  for (const ActionResult& action : after.actions) visits += action.visits;
  EXPECT_EQ(visits, kept - 1 + 1);
}

// PUCT without noise walks the same way whether the tree grew from here or was kept, as long as the
// visits to the child are the same: the child's subtree depends on nothing above it.
TEST(TreeReuse, GrowsTheTreeThatASearchFromThereGrows) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, reusing(400));
  const auto position = game->initial_position();
  search.begin(*position, Random(1));
  const SearchResult before = run_search(search, *batch);
  const int kept = result_of(before, before.best).visits;
  search.apply(before.best);
  position->apply(before.best);
  search.begin(*position, Random(1), 1, 100);
  SearchResult reused = run_search(search, *batch);

  Search fresh(*game, reusing(kept + 100));
  fresh.begin(*position, Random(1), 1);
  const SearchResult whole = run_search(fresh, *batch);
  EXPECT_EQ(whole.visits, kept + 100);
  reused.visits = whole.visits;
  reused.nodes = whole.nodes;
  expect_same(reused, whole);
}

TEST(TreeReuse, DropsATreeOfAnotherPosition) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, reusing(100));
  search.begin(*game->initial_position(), Random(1));
  run_search(search, *batch);
  search.apply(3);
  const auto elsewhere = position_after(*game, "1 1");
  search.begin(*elsewhere, Random(1));
  const SearchResult result = run_search(search, *batch);
  Search fresh(*game, reusing(100));
  fresh.begin(*elsewhere, Random(1));
  expect_same(result, run_search(fresh, *batch));
}

TEST(TreeReuse, WithoutItEverySearchStartsAfresh) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  SearchConfig config = reusing(100);
  config.set_tree_reuse(false);
  Search search(*game, config);
  const auto start = game->initial_position();
  search.begin(*start, Random(1));
  const SearchResult first = run_search(search, *batch);
  search.begin(*start, Random(1));
  expect_same(run_search(search, *batch), first);
}

TEST(TreeReuse, PlaysWholeGames) {
  const auto game = make_game("tic_tac_toe");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, reusing(60));
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const auto position = game->initial_position();
    search.clear();
    for (int ply = 0; !position->is_terminal(); ++ply) {
      search.begin(*position, Random(seed, ply), ply, {}, 1.0);
      const Action chosen = run_search(search, *batch).chosen;
      search.apply(chosen);
      position->apply(chosen);
    }
    EXPECT_TRUE(position->outcome());
  }
}

}  // namespace
}  // namespace tandem
