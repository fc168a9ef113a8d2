// Search where the rules don't judge: on a toy whose sentences can be enumerated it must find what
// brute force finds, whoever answers and whenever.
#include "mcts/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "games/error.h"
#include "games/registry.h"
#include "games/translation/translation.h"
#include "mcts/caching_evaluator.h"
#include "mcts/parallel_search.h"
#include "mcts/rollout_evaluator.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "mcts/uniform_evaluator.h"
#include "tests/mcts/brute_force.h"
#include "tests/mcts/same_result.h"

namespace tandem {
namespace {

using ::testing::HasSubstr;

/// An exact judge: one translation of each source is right and worth 1, the others something
/// arbitrary below 1/2. Answers now or by compute().
class TableJudge : public Judge {
 public:
  explicit TableJudge(Answer answer) : answer_(answer) {}

  static double reward(const Position& finished) {
    const auto& sentence = dynamic_cast<const TranslationPosition&>(finished);
    const int s = sentence.source()[0];
    const std::vector<Token> right = {static_cast<Token>(1 + s % 4),
                                      static_cast<Token>(1 + s / 4 % 4),
                                      static_cast<Token>(1 + s * 7 % 4)};
    if (std::ranges::equal(sentence.target(), std::span(right).first(1 + s % 3))) return 1;
    return static_cast<double>(finished.feature_key().high >> 54) / 2048;
  }

  std::unique_ptr<JudgeBatch> new_batch() const override {
    return std::make_unique<Batch>(answer_);
  }

 private:
  class Batch : public JudgeBatch {
   public:
    explicit Batch(Answer answer) : answer_(answer) {}
    Answer add(const Position& finished, Values* values) override {
      EXPECT_TRUE(finished.is_terminal());
      if (answer_ == Answer::kReady) {
        *values = values_of_reward(reward(finished));
      } else {
        waiting_.emplace_back(values, reward(finished));
      }
      return answer_;
    }
    void compute() override {
      EXPECT_FALSE(waiting_.empty()) << "computed for nothing";
      for (const auto& [values, reward] : waiting_) *values = values_of_reward(reward);
      waiting_.clear();
    }

   private:
    const Answer answer_;
    std::vector<std::pair<Values*, double>> waiting_;
  };

  const Answer answer_;
};

/// 85 different targets: of up to three tokens over four words.
std::shared_ptr<const Game> toy() {
  return make_game(
      "translation(source_length=1,target_length=3,source_vocabulary=40,target_vocabulary=5)");
}

std::unique_ptr<Position> source(const Game& game, int token) {
  return game.parse_position(std::to_string(token) + " > ?");
}

double best_reward(const Game& game, const Position& position) {
  if (position.is_terminal()) return TableJudge::reward(position);
  double best = 0;
  for (const Action action : legal_actions_of(game, position)) {
    const auto child = position.clone();
    child->apply(action);
    best = std::max(best, best_reward(game, *child));
  }
  return best;
}

SearchConfig make_config(SearchConfig::Algorithm algorithm, int visits) {
  SearchConfig config;
  config.set_algorithm(algorithm);
  config.set_visits(visits);
  config.set_noise(0);
  config.set_solver(false);
  // Below the root, Gumbel follows values it has seen with (c_visit + N) * c_scale: at 0.1 and
  // thousands of visits it no longer looks elsewhere, at 0.02 it doesn't follow them enough.
  config.set_c_scale(0.04);
  return config;
}

struct Kind {
  SearchConfig::Algorithm algorithm;
  Answer evaluator;
  Answer judge;
};

class JudgedSearch : public ::testing::TestWithParam<Kind> {
 protected:
  std::shared_ptr<const Game> game_ = toy();
  JudgedEvaluator evaluator_{
      std::make_shared<CachingEvaluator>(
          std::make_shared<ScriptedEvaluator>(*game_, 1, GetParam().evaluator), *game_, 1, 1000),
      std::make_shared<TableJudge>(GetParam().judge)};
};
INSTANTIATE_TEST_SUITE_P(
    All, JudgedSearch,
    ::testing::Values(Kind{SearchConfig::GUMBEL, Answer::kReady, Answer::kReady},
                      Kind{SearchConfig::GUMBEL, Answer::kQueued, Answer::kQueued},
                      Kind{SearchConfig::GUMBEL, Answer::kReady, Answer::kQueued},
                      Kind{SearchConfig::GUMBEL, Answer::kQueued, Answer::kReady},
                      Kind{SearchConfig::PUCT, Answer::kReady, Answer::kReady},
                      Kind{SearchConfig::PUCT, Answer::kQueued, Answer::kQueued}));

// 39 sources of 85 translations each, and a network that knows nothing: only the judge leads there.
TEST_P(JudgedSearch, FindsWhatBruteForceFinds) {
  SearchConfig config = make_config(GetParam().algorithm, 4000);
  config.set_c_puct(4);
  Search search(*game_, config);
  const JudgedEvaluator evaluator(std::make_shared<UniformEvaluator>(),
                                  std::make_shared<TableJudge>(GetParam().judge));
  const auto batch = evaluator.new_batch();
  for (int token = 1; token < 40; ++token) {
    const auto position = source(*game_, token);
    const double best = best_reward(*game_, *position);
    while (!position->is_terminal()) {
      search.begin(*position, Random(1));
      const SearchResult result = run_search(search, *batch);
      EXPECT_FALSE(result.proven) << "a judgement proves nothing";
      position->apply(result.best);
    }
    EXPECT_EQ(TableJudge::reward(*position), best) << position->to_text();
  }
}

TEST_P(JudgedSearch, WhenAnswersComeDoesNotMatter) {
  Search search(*game_, make_config(GetParam().algorithm, 200));
  const auto batch = evaluator_.new_batch();
  const JudgedEvaluator at_once{std::make_shared<ScriptedEvaluator>(*game_, 1, Answer::kReady),
                                std::make_shared<TableJudge>(Answer::kReady)};
  const auto other = at_once.new_batch();
  for (int token = 1; token < 10; ++token) {
    search.begin(*source(*game_, token), Random(1));
    const SearchResult first = run_search(search, *batch);
    search.begin(*source(*game_, token), Random(1));
    expect_same(run_search(search, *other), first);
  }
}

TEST_P(JudgedSearch, TheSolverTakesNoJudgementForAProof) {
  SearchConfig config = make_config(GetParam().algorithm, 500);
  Search without(*game_, config);
  config.set_solver(true);
  Search with(*game_, config);
  const auto batch = evaluator_.new_batch();
  without.begin(*source(*game_, 3), Random(1));
  const SearchResult expected = run_search(without, *batch);
  with.begin(*source(*game_, 3), Random(1));
  expect_same(run_search(with, *batch), expected);
}

TEST(Judge, ServesParallelSearch) {
  const auto game = toy();
  const JudgedEvaluator evaluator(std::make_shared<UniformEvaluator>(),
                                  std::make_shared<TableJudge>(Answer::kQueued));
  SearchConfig config = make_config(SearchConfig::PUCT, 1);
  ParallelSearch search(*game, config, evaluator, {.threads = 2, .leaves_per_batch = 4});
  const auto position = source(*game, 5);
  const double best = best_reward(*game, *position);
  while (!position->is_terminal()) {
    const SearchResult result = search.search(*position, {.visits = 20000, .seconds = {}});
    EXPECT_FALSE(result.proven);
    position->apply(result.best);
  }
  EXPECT_EQ(TableJudge::reward(*position), best);
}

TEST(Judge, SearchWithoutOneSaysWhatIsMissing) {
  const auto game = toy();
  Search search(*game, make_config(SearchConfig::PUCT, 100));
  const UniformEvaluator uniform;
  const RolloutEvaluator rollouts(*game, 1);
  for (const Evaluator* evaluator : std::initializer_list<const Evaluator*>{&uniform, &rollouts}) {
    const auto batch = evaluator->new_batch();
    search.begin(*source(*game, 5), Random(1));
    try {
      run_search(search, *batch);
      ADD_FAILURE() << "judged by nobody";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("no judge is configured"));
    }
  }
}

TEST(Judge, RewardsAreValues) {
  EXPECT_EQ(values_of_reward(0)[0], -1);
  EXPECT_EQ(values_of_reward(1)[0], 1);
  EXPECT_EQ(values_of_reward(0.5), (Values{0, 0}));
  for (const double reward : {0.0, 0.25, 0.9, 1.0}) {
    EXPECT_NEAR(reward_of_values(values_of_reward(reward)), reward, 1e-7);
  }
}

}  // namespace
}  // namespace tandem
