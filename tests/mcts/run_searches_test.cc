#include "mcts/run_searches.h"

#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/caching_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "tests/mcts/brute_force.h"
#include "tests/mcts/same_result.h"

namespace tandem {
namespace {

std::vector<SearchResult> one_by_one(const Game& game, const SearchConfig& config,
                                     const std::vector<std::unique_ptr<Position>>& positions,
                                     EvaluationBatch& batch) {
  std::vector<SearchResult> results;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    Search search(game, config);
    search.begin(*positions[i], Random(1, i));
    results.push_back(run_search(search, batch));
  }
  return results;
}

std::vector<SearchResult> together(const Game& game, const SearchConfig& config,
                                   const std::vector<std::unique_ptr<Position>>& positions,
                                   EvaluationBatch& batch) {
  std::vector<Search> searches;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    searches.emplace_back(game, config).begin(*positions[i], Random(1, i));
  }
  run_searches(searches, batch);
  std::vector<SearchResult> results;
  for (const Search& search : searches) results.push_back(search.result());
  return results;
}

TEST(RunSearches, GivesTheResultsOfOneByOne) {
  for (const auto algorithm : {SearchConfig::GUMBEL, SearchConfig::PUCT}) {
    const auto game = make_game("connect_four");
    SearchConfig config;
    config.set_algorithm(algorithm);
    config.set_visits(100);
    const auto positions = random_positions(*game, 40, 2);
    const auto now = ScriptedEvaluator(*game).new_batch();
    const auto later = ScriptedEvaluator(*game, 0, Answer::kQueued).new_batch();
    const auto expected = one_by_one(*game, config, positions, *now);
    const auto results = together(*game, config, positions, *later);
    for (std::size_t i = 0; i < positions.size(); ++i) expect_same(results[i], expected[i]);
    EXPECT_EQ(now->evaluations(), later->evaluations());
  }
}

TEST(RunSearches, GivesTheSameThroughACache) {
  const auto game = make_game("connect_four");
  SearchConfig config;
  config.set_visits(100);
  config.set_solver(false);
  // Each position twice, so that the cache merges questions of the same round.
  auto positions = random_positions(*game, 20, 2);
  for (int i = 0; i < 20; ++i) positions.push_back(positions[i]->clone());
  const auto inner = std::make_shared<ScriptedEvaluator>(*game, 0, Answer::kQueued);
  const auto plain = inner->new_batch();
  const auto expected = together(*game, config, positions, *plain);
  for (const int capacity : {1, 10, 100000}) {
    const auto cached = CachingEvaluator(inner, *game, 7, capacity).new_batch();
    const auto results = together(*game, config, positions, *cached);
    for (std::size_t i = 0; i < positions.size(); ++i) expect_same(results[i], expected[i]);
    EXPECT_LT(cached->evaluations(), plain->evaluations());
  }
}

TEST(RunSearches, NothingToDo) {
  const auto game = make_game("tic_tac_toe");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  run_searches({}, *batch);
  EXPECT_EQ(batch->evaluations(), 0);
}

}  // namespace
}  // namespace tandem
