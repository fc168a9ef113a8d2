#include "mcts/search.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/uniform_evaluator.h"
#include "tests/mcts/brute_force.h"
#include "tests/mcts/same_result.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SearchConfig make_config(SearchConfig::Algorithm algorithm, int visits, double noise) {
  SearchConfig config;
  config.set_algorithm(algorithm);
  config.set_visits(visits);
  config.set_noise(noise);
  return config;
}

class BothAlgorithms : public ::testing::TestWithParam<SearchConfig::Algorithm> {};
INSTANTIATE_TEST_SUITE_P(All, BothAlgorithms,
                         ::testing::Values(SearchConfig::GUMBEL, SearchConfig::PUCT),
                         [](const auto& i) { return SearchConfig::Algorithm_Name(i.param); });

TEST_P(BothAlgorithms, OneVisitIsTheNetworkAlone) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, make_config(GetParam(), 1, 0));
  search.begin(*game->initial_position(), Random(1));
  const SearchResult result = run_search(search, *batch);
  EXPECT_EQ(batch->evaluations(), 1);
  EXPECT_EQ(result.visits, 1);
  EXPECT_EQ(result.values, result.network_values);
  float highest = 0;
  for (const ActionResult& action : result.actions) {
    EXPECT_EQ(action.visits, 0);
    EXPECT_NEAR(action.target, action.prior, 1e-6);
    EXPECT_NEAR(action.value, result.network_values[0], 1e-6);
    highest = std::max(highest, action.prior);
  }
  EXPECT_EQ(result.actions[result.best].prior, highest);
  EXPECT_THAT(search.principal_variation(), ElementsAre(result.best));
}

TEST_P(BothAlgorithms, AVisitAsksTheEvaluatorAtMostOnce) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, make_config(GetParam(), 500, 1));
  for (const auto& position : random_positions(*game, 30, 1)) {
    const std::int64_t before = batch->evaluations();
    search.begin(*position, Random(2));
    const SearchResult result = run_search(search, *batch);
    EXPECT_LE(batch->evaluations() - before, result.visits);
    EXPECT_GE(result.nodes, result.visits);
  }
}

TEST_P(BothAlgorithms, IsAFunctionOfItsArguments) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  const auto start = game->initial_position();
  Search one(*game, make_config(GetParam(), 100, 1));
  one.begin(*start, Random(5));
  const SearchResult first = run_search(one, *batch);
  // Another search has used the tree in between.
  one.begin(*position_after(*game, "4 4"), Random(6));
  run_search(one, *batch);
  one.begin(*start, Random(5));
  expect_same(run_search(one, *batch), first);
  one.begin(*start, Random(7));
  const SearchResult other = run_search(one, *batch);
  bool differs = false;
  for (std::size_t i = 0; i < first.actions.size(); ++i) {
    differs |= first.actions[i].visits != other.actions[i].visits;
  }
  EXPECT_TRUE(differs) << "other noise, other visits";
}

TEST_P(BothAlgorithms, WithoutNoiseTheRandomStreamDoesNotMatter) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, make_config(GetParam(), 100, 1));
  search.begin(*game->initial_position(), Random(1), 0, {}, 0.0);
  const SearchResult first = run_search(search, *batch);
  search.begin(*game->initial_position(), Random(2), 0, {}, 0.0);
  expect_same(run_search(search, *batch), first);
}

TEST_P(BothAlgorithms, VisitsCanBeGivenForOneSearch) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, make_config(GetParam(), 100, 1));
  search.begin(*game->initial_position(), Random(1), 0, 8);
  EXPECT_EQ(run_search(search, *batch).visits, 8);
}

TEST_P(BothAlgorithms, TakesAWinAtOnce) {
  const auto game = make_game("connect_four");
  const auto batch = UniformEvaluator().new_batch();
  Search search(*game, make_config(GetParam(), 100, 1));
  // Three in column 4; the mover wins there.
  search.begin(*position_after(*game, "4 1 4 1 4 2"), Random(1));
  const SearchResult result = run_search(search, *batch);
  EXPECT_TRUE(result.proven);
  EXPECT_EQ(result.best, 3);
  EXPECT_EQ(result.chosen, 3);
  EXPECT_EQ(result.values, (Values{1, -1}));
  EXPECT_FLOAT_EQ(result.actions[3].target, 1);
  EXPECT_LT(result.visits, 100) << "a proven root ends the search";
  EXPECT_THAT(search.principal_variation(), ElementsAre(3));
}

TEST_P(BothAlgorithms, PrincipalVariationIsALegalLine) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game).new_batch();
  Search search(*game, make_config(GetParam(), 300, 0));
  for (const auto& position : random_positions(*game, 50, 3)) {
    search.begin(*position, Random(1));
    const SearchResult result = run_search(search, *batch);
    const std::vector<Action> line = search.principal_variation();
    ASSERT_FALSE(line.empty());
    EXPECT_EQ(line.front(), result.best);
    const auto end = position->clone();
    for (const Action action : line) {
      EXPECT_THAT(legal_actions_of(*game, *end), ::testing::Contains(action));
      end->apply(action);
    }
  }
}

TEST_P(BothAlgorithms, StopsWhereItIs) {
  const auto game = make_game("connect_four");
  const auto batch = ScriptedEvaluator(*game, 0, Answer::kQueued).new_batch();
  Search search(*game, make_config(GetParam(), 1000, 0));
  search.begin(*game->initial_position(), Random(1));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(search.advance(*batch));
    batch->compute();
  }
  ASSERT_TRUE(search.advance(*batch));  // the 21st leaf is never answered
  search.stop();
  EXPECT_EQ(search.result().visits, 20);
  batch->compute();
  EXPECT_FALSE(search.advance(*batch));
  EXPECT_EQ(search.result().visits, 20);
}

TEST(Search, RefusesWhatItCannotDo) {
  const auto game = make_game("tic_tac_toe");
  Search search(*game, make_config(SearchConfig::GUMBEL, 10, 1));
  const auto over = position_after(*game, "a1 a2 b1 b2 c1");
  EXPECT_THROW(search.begin(*over, Random(1)), Error);
  EXPECT_THROW(search.begin(*game->initial_position(), Random(1), 0, 0), Error);
  EXPECT_THROW(search.result(), std::logic_error);
  SearchConfig reuse;
  reuse.set_tree_reuse(true);
  EXPECT_THROW(Search(*game, reuse), Error);
}

/// Answers with a number that isn't one, like a network that has diverged.
class BrokenBatch : public EvaluationBatch {
 public:
  Answer add(const Position&, std::span<const Action>, const EvaluationSlot& slot) override {
    for (float& logit : slot.logits) logit = 0;
    slot.logits.back() = std::numeric_limits<float>::quiet_NaN();
    *slot.values = {};
    return Answer::kReady;
  }
  void compute() override {}
  int queued() const override { return 0; }
  std::int64_t evaluations() const override { return 0; }
};

TEST(Search, NamesAnEvaluatorThatAnswersNaN) {
  const auto game = make_game("tic_tac_toe");
  BrokenBatch batch;
  Search search(*game, make_config(SearchConfig::GUMBEL, 10, 1));
  search.begin(*game->initial_position(), Random(1));
  try {
    run_search(search, batch);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("not a finite number"));
  }
}

// Early moves of PUCT self-play are drawn in proportion to visits; later ones, and all without
// noise, aren't.
TEST(PuctSearch, SamplesEarlyMoves) {
  const auto game = make_game("connect_four");
  const auto batch = UniformEvaluator().new_batch();
  SearchConfig config = make_config(SearchConfig::PUCT, 50, 1);
  config.set_sampled_plies(4);
  Search search(*game, config);
  const auto position = position_after(*game, "4 4 4");
  int sampled = 0;
  for (int seed = 0; seed < 200; ++seed) {
    search.begin(*position, Random(seed), 3);
    const SearchResult early = run_search(search, *batch);
    sampled += early.chosen != early.best;
    search.begin(*position, Random(seed), 4);
    const SearchResult late = run_search(search, *batch);
    EXPECT_EQ(late.chosen, late.best);
    search.begin(*position, Random(seed), 3, {}, 0.0);
    const SearchResult quiet = run_search(search, *batch);
    EXPECT_EQ(quiet.chosen, quiet.best);
  }
  EXPECT_GT(sampled, 60);
}

}  // namespace
}  // namespace tandem
