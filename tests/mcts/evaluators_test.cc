#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "games/registry.h"
#include "mcts/rollout_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/uniform_evaluator.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

struct Reply {
  std::vector<float> logits;
  Values values{};
  bool operator==(const Reply&) const = default;
};

Reply ask_now(const Game& game, EvaluationBatch& batch, const Position& position) {
  const std::vector<Action> legal = legal_actions_of(game, position);
  Reply reply{std::vector<float>(legal.size(), NAN), {NAN, NAN}};
  if (batch.add(position, legal, {reply.logits, &reply.values}) == Answer::kQueued) {
    EXPECT_EQ(batch.queued(), 1);
    EXPECT_TRUE(std::isnan(reply.values[0])) << "answered before compute()";
    batch.compute();
  }
  EXPECT_EQ(batch.queued(), 0);
  return reply;
}

TEST(UniformEvaluator, KnowsNothing) {
  const auto game = make_game("connect_four");
  const auto batch = UniformEvaluator().new_batch();
  const Reply reply = ask_now(*game, *batch, *game->initial_position());
  EXPECT_EQ(reply, (Reply{std::vector<float>(7, 0.0f), {0, 0}}));
  EXPECT_EQ(batch->evaluations(), 1);
}

// Two random players: x wins 58.5 %, o 28.8 % of the games from the empty board (a known count over
// all 9! orders: 212256 and 104544 of 362880). 20,000 playouts: standard error of the mean value
// below 0.0064.
TEST(RolloutEvaluator, AveragesToTheValueOfRandomPlay) {
  const auto game = make_game("tic_tac_toe");
  const auto start = game->initial_position();
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    const auto batch = RolloutEvaluator(*game, seed).new_batch();
    const Reply reply = ask_now(*game, *batch, *start);
    ASSERT_EQ(reply.values[0], -reply.values[1]);
    sum += reply.values[0];
  }
  EXPECT_NEAR(sum / 20000, (212256.0 - 104544.0) / 362880.0, 4 * 0.0064);
}

TEST(RolloutEvaluator, DependsOnSeedAndPositionAlone) {
  const auto game = make_game("connect_four");
  const auto positions = random_positions(*game, 100, 3);
  const RolloutEvaluator evaluator(*game, 11);
  const auto forwards = evaluator.new_batch();
  const auto backwards = evaluator.new_batch();
  const auto other = RolloutEvaluator(*game, 12).new_batch();
  std::vector<Reply> replies;
  int differing = 0;
  for (const auto& position : positions) {
    replies.push_back(ask_now(*game, *forwards, *position));
    differing += ask_now(*game, *other, *position).values != replies.back().values;
  }
  for (int i = 99; i >= 0; --i) {
    EXPECT_EQ(ask_now(*game, *backwards, *positions[i]), replies[i]);
  }
  EXPECT_GT(differing, 10);
}

TEST(ScriptedEvaluator, IsExactAndTheSameQueuedOrNot) {
  const auto game = make_game("connect_four");
  const auto now = ScriptedEvaluator(*game).new_batch();
  const auto later = ScriptedEvaluator(*game, 0, Answer::kQueued).new_batch();
  for (const auto& position : random_positions(*game, 100, 4)) {
    const Reply reply = ask_now(*game, *now, *position);
    EXPECT_EQ(ask_now(*game, *later, *position), reply);
    EXPECT_EQ(reply.values[0] * 64, std::round(reply.values[0] * 64));
    EXPECT_EQ(reply.values[1], -reply.values[0]);
    for (const float logit : reply.logits) {
      EXPECT_EQ(logit * 8, std::round(logit * 8));
      EXPECT_LE(std::abs(logit), 2);
    }
  }
}

}  // namespace
}  // namespace tandem
