#include "mcts/parallel_search.h"

#include <atomic>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/uniform_evaluator.h"
#include "tests/mcts/brute_force.h"
#include "tests/mcts/same_result.h"

namespace tandem {
namespace {

struct Shape {
  int threads;
  int leaves;
  Answer answer;
};

class ParallelSearchTest : public ::testing::TestWithParam<Shape> {
 protected:
  ParallelOptions options() const { return {GetParam().threads, GetParam().leaves}; }
};
INSTANTIATE_TEST_SUITE_P(Shapes, ParallelSearchTest,
                         ::testing::Values(Shape{1, 1, Answer::kReady}, Shape{4, 1, Answer::kReady},
                                           Shape{1, 8, Answer::kQueued},
                                           Shape{4, 8, Answer::kQueued}),
                         [](const auto& info) {
                           return std::to_string(info.param.threads) + "threads_" +
                                  std::to_string(info.param.leaves) + "leaves";
                         });

TEST_P(ParallelSearchTest, MakesExactlyTheVisitsAskedFor) {
  const auto game = make_game("connect_four");
  const ScriptedEvaluator evaluator(*game, 0, GetParam().answer);
  ParallelSearch search(*game, SearchConfig(), evaluator, options());
  for (const int visits : {1, 2, 50, 1000}) {
    const SearchResult result = search.search(*game->initial_position(), {visits, {}});
    EXPECT_EQ(result.visits, visits);
    EXPECT_EQ(search.in_flight(), 0);
    int on_actions = 0;
    float target = 0;
    for (const ActionResult& action : result.actions) {
      on_actions += action.visits;
      target += action.target;
    }
    EXPECT_EQ(on_actions, visits - 1);
    EXPECT_NEAR(target, 1, 1e-5);
    EXPECT_EQ(search.principal_variation().front(), result.best);
  }
}

TEST_P(ParallelSearchTest, ProvesNothingWrong) {
  for (const char* name : {"tic_tac_toe", "connect_four(rows=4,columns=4)"}) {
    const auto game = make_game(name);
    BruteForce truth(*game);
    const ScriptedEvaluator evaluator(*game, 0, GetParam().answer);
    ParallelSearch search(*game, SearchConfig(), evaluator, options());
    for (const auto& position : random_positions(*game, 20, 3)) {
      const SearchResult result = search.search(*position, {800, {}});
      EXPECT_EQ(search.in_flight(), 0);
      for (const ActionResult& action : result.actions) {
        if (action.proven) {
          EXPECT_EQ((*action.proven)[0], truth.value_after(*position, action.action));
        }
      }
      if (result.proven) {
        EXPECT_EQ(result.values[0], truth.value(*position));
        EXPECT_EQ(truth.value_after(*position, result.best), truth.value(*position));
      }
    }
  }
}

TEST_P(ParallelSearchTest, FindsAWinAndStops) {
  const auto game = make_game("connect_four");
  const UniformEvaluator evaluator;
  ParallelSearch search(*game, SearchConfig(), evaluator, options());
  const SearchResult result = search.search(*position_after(*game, "4 1 4 1 4 2"), {100000, {}});
  EXPECT_TRUE(result.proven);
  EXPECT_EQ(result.best, 3);
  EXPECT_LT(result.visits, 1000);
  EXPECT_EQ(search.in_flight(), 0);
}

TEST_P(ParallelSearchTest, NoTimeIsStillOneVisit) {
  const auto game = make_game("connect_four");
  const ScriptedEvaluator evaluator(*game, 0, GetParam().answer);
  ParallelSearch search(*game, SearchConfig(), evaluator, options());
  const SearchResult result = search.search(*game->initial_position(), {{}, 0.0});
  EXPECT_EQ(result.visits, 1);
  EXPECT_EQ(search.in_flight(), 0);
}

TEST_P(ParallelSearchTest, StopsByTheClock) {
  const auto game = make_game("connect_four");
  const ScriptedEvaluator evaluator(*game, 0, GetParam().answer);
  ParallelSearch search(*game, SearchConfig(), evaluator, options());
  const SearchResult result = search.search(*game->initial_position(), {{}, 0.05});
  EXPECT_GE(result.visits, 1);
  EXPECT_EQ(search.in_flight(), 0);
}

/// Fails at the given question.
class FailingEvaluator : public Evaluator {
 public:
  explicit FailingEvaluator(int at) : left_(at) {}

  std::unique_ptr<EvaluationBatch> new_batch() const override {
    class Batch : public EvaluationBatch {
     public:
      explicit Batch(std::atomic<int>& left) : left_(left) {}
      Answer add(const Position&, std::span<const Action>, const EvaluationSlot& slot) override {
        if (--left_ == 0) throw Error("the network broke down");
        for (float& logit : slot.logits) logit = 0;
        *slot.values = {};
        return Answer::kReady;
      }
      void compute() override {}
      int queued() const override { return 0; }
      std::int64_t evaluations() const override { return 0; }

     private:
      std::atomic<int>& left_;
    };
    return std::make_unique<Batch>(left_);
  }

 private:
  mutable std::atomic<int> left_;
};

TEST_P(ParallelSearchTest, PassesErrorsOn) {
  const auto game = make_game("connect_four");
  for (const int at : {1, 2, 100}) {
    const FailingEvaluator evaluator(at);
    ParallelSearch search(*game, SearchConfig(), evaluator, options());
    EXPECT_THROW(search.search(*game->initial_position(), {1000, {}}), Error);
    EXPECT_EQ(search.in_flight(), 0);
    // And the next search works.
    EXPECT_EQ(search.search(*game->initial_position(), {100, {}}).visits, 100);
  }
}

TEST(ParallelSearch, OneThreadIsPlainPuct) {
  const auto game = make_game("connect_four");
  const ScriptedEvaluator evaluator(*game);
  SearchConfig config;
  config.set_algorithm(SearchConfig::PUCT);
  config.set_visits(500);
  config.set_noise(0);
  Search plain(*game, config);
  const auto batch = evaluator.new_batch();
  ParallelSearch parallel(*game, config, evaluator, {1, 1});
  for (const auto& position : random_positions(*game, 30, 4)) {
    plain.begin(*position, Random(1));
    expect_same(parallel.search(*position, {500, {}}), run_search(plain, *batch));
    EXPECT_EQ(parallel.principal_variation(), plain.principal_variation());
  }
}

TEST(ParallelSearch, RefusesWhatItCannotDo) {
  const auto game = make_game("tic_tac_toe");
  const UniformEvaluator evaluator;
  EXPECT_THROW(ParallelSearch(*game, SearchConfig(), evaluator, {0, 1}), Error);
  EXPECT_THROW(ParallelSearch(*game, SearchConfig(), evaluator, {1, 0}), Error);
  ParallelSearch search(*game, SearchConfig(), evaluator, {1, 1});
  const auto start = game->initial_position();
  EXPECT_THROW(search.search(*start, {}), Error);
  EXPECT_THROW(search.search(*start, {0, {}}), Error);
  EXPECT_THROW(search.search(*start, {{}, -1.0}), Error);
  EXPECT_THROW(search.search(*position_after(*game, "a1 a2 b1 b2 c1"), {10, {}}), Error);
  EXPECT_TRUE(search.principal_variation().empty());
}

TEST(ParallelSearch, AStopEndsItAndASnapshotTellsWhatItKnows) {
  const auto game = make_game("connect_four");
  const UniformEvaluator evaluator;
  ParallelSearch search(*game, SearchConfig(), evaluator, {2, 1});
  EXPECT_FALSE(search.snapshot());
  std::atomic<bool> stop{false};
  SearchLimits limits;
  limits.stop = &stop;
  SearchResult last;
  std::thread thread([&] { last = search.search(*game->initial_position(), limits); });
  std::optional<SearchSnapshot> early;
  while (!early || early->result.visits < 100) early = search.snapshot();
  stop = true;
  thread.join();
  EXPECT_LE(early->result.visits, last.visits);
  EXPECT_EQ(search.in_flight(), 0);
  const SearchSnapshot snapshot = search.snapshot().value();
  EXPECT_EQ(snapshot.result.visits, last.visits);
  EXPECT_EQ(snapshot.result.best, last.best);
  ASSERT_EQ(snapshot.lines.size(), last.actions.size());
  for (std::size_t i = 0; i < snapshot.lines.size(); ++i) {
    EXPECT_EQ(snapshot.lines[i].front(), last.actions[i].action);
    if (last.actions[i].action == last.best) {
      EXPECT_EQ(snapshot.lines[i], search.principal_variation());
    }
  }
}

}  // namespace
}  // namespace tandem
