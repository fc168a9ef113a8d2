#include "mcts/caching_evaluator.h"

#include <vector>

#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"
#include "mcts/evaluation_cache.h"
#include "mcts/scripted_evaluator.h"
#include "tests/mcts/brute_force.h"

namespace tandem {
namespace {

struct Reply {
  std::vector<float> logits;
  Values values{};
  bool operator==(const Reply&) const = default;
};

Reply blank(std::size_t actions) { return {std::vector<float>(actions, -99.0f), {-99, -99}}; }

Answer ask(const Game& game, EvaluationBatch& batch, const Position& position, Reply& reply) {
  const std::vector<Action> legal = legal_actions_of(game, position);
  reply = blank(legal.size());
  return batch.add(position, legal, {reply.logits, &reply.values});
}

Reply truth(const Game& game, const Position& position) {
  Reply reply;
  const auto batch = ScriptedEvaluator(game).new_batch();
  ask(game, *batch, position, reply);
  return reply;
}

TEST(CachingEvaluator, AnswersKnownPositionsAtOnce) {
  const auto game = make_game("connect_four");
  const auto inner = std::make_shared<ScriptedEvaluator>(*game, 0, Answer::kQueued);
  const auto batch = CachingEvaluator(inner, *game, 1, 1000).new_batch();
  const auto positions = random_positions(*game, 50, 1);
  std::vector<Reply> replies(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    EXPECT_EQ(ask(*game, *batch, *positions[i], replies[i]), Answer::kQueued);
  }
  batch->compute();
  EXPECT_EQ(batch->queued(), 0);
  const std::int64_t evaluations = batch->evaluations();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    EXPECT_EQ(replies[i], truth(*game, *positions[i]));
    Reply again;
    EXPECT_EQ(ask(*game, *batch, *positions[i], again), Answer::kReady);
    EXPECT_EQ(again, replies[i]);
  }
  EXPECT_EQ(batch->evaluations(), evaluations);
  // A fresh batch has forgotten everything.
  const auto fresh = CachingEvaluator(inner, *game, 1, 1000).new_batch();
  Reply reply;
  EXPECT_EQ(ask(*game, *fresh, *positions[0], reply), Answer::kQueued);
}

// 300 different positions, so that the index of what is pending grows, each asked three times.
TEST(CachingEvaluator, AsksOnceForDuplicatesInFlight) {
  const auto game = make_game("tic_tac_toe");
  const auto positions = all_positions(*game);
  const auto inner = std::make_shared<ScriptedEvaluator>(*game, 0, Answer::kQueued);
  const auto batch = CachingEvaluator(inner, *game, 1, 1000).new_batch();
  std::vector<Reply> replies(900);
  for (int i = 0; i < 900; ++i) {
    EXPECT_EQ(ask(*game, *batch, *positions[i % 300], replies[i]), Answer::kQueued);
  }
  EXPECT_EQ(batch->queued(), 300);
  batch->compute();
  EXPECT_EQ(batch->evaluations(), 300);
  for (int i = 0; i < 900; ++i) EXPECT_EQ(replies[i], truth(*game, *positions[i % 300]));
}

TEST(CachingEvaluator, PassesOnWhatIsAnsweredAtOnce) {
  const auto game = make_game("connect_four");
  const auto inner = std::make_shared<ScriptedEvaluator>(*game);
  const auto batch = CachingEvaluator(inner, *game, 1, 1000).new_batch();
  const auto start = game->initial_position();
  for (int i = 0; i < 3; ++i) {
    Reply reply;
    EXPECT_EQ(ask(*game, *batch, *start, reply), Answer::kReady);
    EXPECT_EQ(reply, truth(*game, *start));
  }
  EXPECT_EQ(batch->evaluations(), 1);
}

EvaluationKey key_of(std::uint64_t number, std::uint64_t network = 1) {
  return {{number * 3, number}, network};
}

Reply reply_of(std::uint64_t number, std::size_t actions) {
  Reply reply = blank(actions);
  for (float& logit : reply.logits) logit = static_cast<float>(number);
  reply.values = {static_cast<float>(number), 0};
  return reply;
}

TEST(EvaluationCache, HoldsNoMoreThanItsCapacity) {
  for (const int capacity : {1, 2, 3, 4, 7, 100, 1000}) {
    EvaluationCache cache(capacity, 5);
    EXPECT_LE(cache.capacity(), capacity);
    EXPECT_GT(cache.capacity(), capacity - 4);
    for (std::uint64_t i = 0; i < 5000; ++i) {
      Reply reply = reply_of(i, 1 + i % 5);
      cache.insert(key_of(i), {reply.logits, &reply.values});
      ASSERT_LE(cache.size(), capacity);
      Reply found = blank(1 + i % 5);
      ASSERT_TRUE(cache.lookup(key_of(i), {found.logits, &found.values}));
      ASSERT_EQ(found, reply);
    }
    EXPECT_EQ(cache.size(), cache.capacity());
    int known = 0;
    for (std::uint64_t i = 0; i < 5000; ++i) {
      Reply found = blank(1 + i % 5);
      if (!cache.lookup(key_of(i), {found.logits, &found.values})) continue;
      ++known;
      ASSERT_EQ(found, reply_of(i, 1 + i % 5));
    }
    EXPECT_EQ(known, cache.size());
  }
}

TEST(EvaluationCache, KeepsWhatIsReadOften) {
  EvaluationCache cache(4, 1);
  for (std::uint64_t i = 0; i < 200; ++i) {
    Reply reply = reply_of(i, 1);
    cache.insert(key_of(i), {reply.logits, &reply.values});
    Reply found = blank(1);
    ASSERT_TRUE(cache.lookup(key_of(0), {found.logits, &found.values})) << i;
  }
}

TEST(EvaluationCache, DoesNotMixNetworksOrHalvesOfTheKey) {
  EvaluationCache cache(64, 2);
  Reply one = reply_of(1, 2);
  cache.insert({{5, 6}, 1}, {one.logits, &one.values});
  Reply found = blank(2);
  EXPECT_FALSE(cache.lookup({{5, 6}, 2}, {found.logits, &found.values}));
  EXPECT_FALSE(cache.lookup({{4, 6}, 1}, {found.logits, &found.values}));
  EXPECT_FALSE(cache.lookup({{5, 7}, 1}, {found.logits, &found.values}));
  EXPECT_FALSE(cache.lookup({{6, 5}, 1}, {found.logits, &found.values}));
  EXPECT_EQ(found, blank(2));
  EXPECT_TRUE(cache.lookup({{5, 6}, 1}, {found.logits, &found.values}));
  Reply two = reply_of(2, 2);
  cache.insert({{5, 6}, 2}, {two.logits, &two.values});
  EXPECT_TRUE(cache.lookup({{5, 6}, 1}, {found.logits, &found.values}));
  EXPECT_EQ(found, one);
}

TEST(EvaluationCache, RefusesNoRoom) { EXPECT_THROW(EvaluationCache(0, 7), Error); }

}  // namespace
}  // namespace tandem
