#include "mcts/network_choices.h"

#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

TEST(NetworkChoices, PlaysTheHighestLogit) {
  const auto game = make_game("connect_four");
  const auto positions = random_positions(*game, 100, 1);
  std::vector<const Position*> pointers;
  for (const auto& position : positions) pointers.push_back(position.get());
  const auto batch = ScriptedEvaluator(*game, 0, Answer::kQueued).new_batch();
  const auto results = network_choices(*game, pointers, *batch);
  ASSERT_EQ(results.size(), 100u);
  EXPECT_EQ(batch->evaluations(), 100);
  const auto now = ScriptedEvaluator(*game).new_batch();
  for (int i = 0; i < 100; ++i) {
    const std::vector<Action> legal = legal_actions_of(*game, *positions[i]);
    std::vector<float> logits(legal.size());
    Values values;
    now->add(*positions[i], legal, {logits, &values});
    ASSERT_EQ(results[i].actions.size(), legal.size());
    float sum = 0;
    float chosen = 0;
    for (std::size_t a = 0; a < legal.size(); ++a) {
      EXPECT_EQ(results[i].actions[a].action, legal[a]);
      EXPECT_EQ(results[i].actions[a].target, results[i].actions[a].prior);
      sum += results[i].actions[a].target;
      if (legal[a] == results[i].best) chosen = logits[a];
    }
    EXPECT_NEAR(sum, 1, 1e-5);
    EXPECT_EQ(chosen, *std::max_element(logits.begin(), logits.end()));
    EXPECT_EQ(results[i].values, values);
    EXPECT_EQ(results[i].visits, 0);
    EXPECT_FALSE(results[i].proven);
  }
}

TEST(NetworkChoices, RefusesAFinishedGame) {
  const auto game = make_game("tic_tac_toe");
  const auto over = position_after(*game, "a1 a2 b1 b2 c1");
  const Position* const pointer = over.get();
  const auto batch = ScriptedEvaluator(*game).new_batch();
  EXPECT_THROW(network_choices(*game, {&pointer, 1}, *batch), Error);
}

}  // namespace
}  // namespace tandem
