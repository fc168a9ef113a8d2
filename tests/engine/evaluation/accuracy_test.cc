#include "engine/evaluation/accuracy.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include "games/position_text.h"
#include "games/registry.h"
#include "games/solver.h"

namespace tandem {
namespace {

// Every tic-tac-toe position after `plies` plies with its exact labels.
Suite solved_suite(int plies) {
  Suite suite;
  suite.name = "solved";
  suite.game = make_game("tic_tac_toe");
  const std::unique_ptr<Solver> solver = make_solver(*suite.game);
  std::unordered_set<FeatureKey, FeatureKeyHash> known;
  std::vector<std::unique_ptr<Position>> level;
  level.push_back(suite.game->initial_position());
  std::vector<Action> legal(9);
  for (int ply = 0; ply < plies; ++ply) {
    std::vector<std::unique_ptr<Position>> next;
    for (const auto& position : level) {
      const int count = position->legal_actions(legal);
      for (int i = 0; i < count; ++i) {
        std::unique_ptr<Position> child = position->clone();
        child->apply(legal[static_cast<std::size_t>(i)]);
        if (child->is_terminal() || !known.insert(child->feature_key()).second) continue;
        next.push_back(std::move(child));
      }
    }
    level = std::move(next);
  }
  for (auto& position : level) {
    SuitePosition entry;
    entry.id = std::to_string(suite.positions.size());
    entry.value = -1;
    const std::vector<SolvedAction> solved = solver->solve(*position);
    for (const SolvedAction& action : solved) entry.value = std::max(entry.value, action.value);
    for (const SolvedAction& action : solved) {
      entry.legal.push_back(action.action);
      if (action.value == entry.value) entry.best.push_back(action.action);
    }
    entry.hard = suite.positions.size() % 2 == 0;
    entry.position = std::move(position);
    suite.positions.push_back(std::move(entry));
  }
  return suite;
}

SuiteAnswers answers_of(const std::string& player, const Suite& suite,
                        AccuracyOptions options = {}) {
  const auto factory = make_player_factory(suite.game, player);
  return answer_suite(*factory, suite, options).value();
}

TEST(Accuracy, TheSolverIsAlwaysRightAndCalibrated) {
  const Suite suite = solved_suite(4);
  ASSERT_GT(suite.positions.size(), 500u);
  const AccuracyReport report = summarize(suite, answers_of("solver", suite));
  EXPECT_EQ(report.all.right.hits, static_cast<std::int64_t>(suite.positions.size()));
  EXPECT_EQ(report.all.right.total, report.all.right.hits);
  EXPECT_LT(report.critical.right.total, report.all.right.total);
  EXPECT_EQ(report.critical.right.share(), 1);
  EXPECT_EQ(report.hard.right.total, (report.all.right.total + 1) / 2);
  EXPECT_EQ(report.calibration.mean_absolute_error, 0);
  EXPECT_EQ(report.calibration.brier, 0);
  EXPECT_EQ(report.calibration.expected_calibration, 0);
}

TEST(Accuracy, TheRandomFloorIsWhatARandomMoverScores) {
  const Suite suite = solved_suite(4);
  double expected = 0;
  for (const SuitePosition& entry : suite.positions) {
    expected += static_cast<double>(entry.best.size()) / static_cast<double>(entry.legal.size());
  }
  expected /= static_cast<double>(suite.positions.size());
  double share = 0;
  constexpr int kSeeds = 40;
  AccuracyReport report;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    AccuracyOptions options;
    options.seed = seed;
    report = summarize(suite, answers_of("random", suite, options));
    share += report.all.right.share() / kSeeds;
  }
  EXPECT_NEAR(report.all.random_floor, expected, 1e-12);
  // 40 seeds of over 500 positions: a standard error below 0.0035.
  EXPECT_NEAR(share, expected, 0.015);
}

TEST(Accuracy, ATwoPositionSuiteByHand) {
  Suite suite;
  suite.game = make_game("tic_tac_toe");
  const auto add = [&](const std::string& text, int value, std::vector<Action> best) {
    SuitePosition entry;
    entry.id = text;
    entry.position = parse_position_text(*suite.game, text).position;
    entry.legal.resize(9);
    entry.legal.resize(static_cast<std::size_t>(entry.position->legal_actions(entry.legal)));
    entry.value = value;
    entry.best = std::move(best);
    suite.positions.push_back(std::move(entry));
  };
  add("startpos moves a1", 0, {4});                 // 1 of 8
  add("startpos", 0, {0, 1, 2, 3, 4, 5, 6, 7, 8});  // 9 of 9
  SuiteAnswers answers;
  answers.indices = {0, 1};
  answers.answers = {{8, 0.5f, false}, {4, -0.1f, false}};
  const AccuracyReport report = summarize(suite, answers);
  EXPECT_EQ(report.all.right.hits, 1);
  EXPECT_EQ(report.all.right.total, 2);
  EXPECT_DOUBLE_EQ(report.all.random_floor, (1.0 / 8 + 1) / 2);
  EXPECT_EQ(report.critical.right.total, 1);
  EXPECT_EQ(report.critical.right.hits, 0);
  EXPECT_DOUBLE_EQ(report.critical.random_floor, 1.0 / 8);
  EXPECT_EQ(report.hard.right.total, 0);
  EXPECT_NEAR(report.calibration.mean_absolute_error, 0.3, 1e-7);
  EXPECT_NEAR(report.calibration.brier, (0.25 * 0.25 + 0.05 * 0.05) / 2, 1e-7);
  EXPECT_NEAR(report.calibration.expected_calibration, 0.3, 1e-7);
  EXPECT_EQ(report.calibration.bins[7].count, 1);  // [0.4, 0.6)
  EXPECT_EQ(report.calibration.bins[4].count, 1);  // [-0.2, 0)
  EXPECT_NEAR(report.calibration.bins[7].predicted, 0.5, 1e-7);

  const std::unordered_set<FeatureKey, FeatureKeyHash> seen = {
      suite.positions[1].position->feature_key()};
  const SuiteAnswers unseen = only_unseen(suite, answers, seen);
  EXPECT_EQ(unseen.indices, std::vector<std::size_t>{0});
  EXPECT_EQ(summarize(suite, unseen).all.right.total, 1);

  const AnsweredSuite twice[] = {{&suite, &answers}, {&suite, &answers}};
  const AccuracyReport doubled = summarize(twice);
  EXPECT_EQ(doubled.all.right.total, 4);
  EXPECT_DOUBLE_EQ(doubled.all.random_floor, report.all.random_floor);
  EXPECT_NEAR(doubled.calibration.brier, report.calibration.brier, 1e-12);
}

TEST(Accuracy, AnswersDependOnNeitherThreadsNorSelection) {
  const Suite suite = solved_suite(3);
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
  for (const char* player : {"random", "mcts,visits=60", "uniform,visits=40"}) {
    AccuracyOptions options;
    options.batch = 16;
    const auto with_threads = [&](int threads) {
      tbb::task_arena arena(threads);
      return arena.execute([&] { return answers_of(player, suite, options); });
    };
    const SuiteAnswers one = with_threads(1);
    const SuiteAnswers four = with_threads(4);
    AccuracyOptions some = options;
    some.only = std::vector<std::size_t>{3, 50, 51};
    const SuiteAnswers selected = answers_of(player, suite, some);
    for (std::size_t i = 0; i < one.answers.size(); ++i) {
      ASSERT_EQ(one.answers[i].action, four.answers[i].action) << player << " " << i;
      ASSERT_EQ(one.answers[i].value, four.answers[i].value) << player << " " << i;
    }
    EXPECT_EQ(selected.answers[1].action, one.answers[50].action);
  }
}

TEST(Accuracy, StopsWhenAsked) {
  const Suite suite = solved_suite(3);
  const std::atomic<bool> stop{true};
  AccuracyOptions options;
  options.stop = &stop;
  const auto factory = make_player_factory(suite.game, "random");
  EXPECT_FALSE(answer_suite(*factory, suite, options).has_value());
}

TEST(Accuracy, StopsWhenThePlayerIsStopped) {
  Suite suite;
  suite.game = make_game("connect_four");
  SuitePosition entry;
  entry.position = suite.game->initial_position();
  entry.legal = {0, 1, 2, 3, 4, 5, 6};
  entry.best = {3};
  suite.positions.push_back(std::move(entry));
  const std::atomic<bool> stop{true};
  const auto factory = make_player_factory(suite.game, "solver", &stop);
  EXPECT_FALSE(answer_suite(*factory, suite).has_value());
}

TEST(Accuracy, SearchBeatsTheFloorByFar) {
  const Suite suite = solved_suite(4);
  const AccuracyReport report = summarize(suite, answers_of("mcts,visits=300", suite));
  EXPECT_GT(report.critical.right.share(), 0.97);
}

}  // namespace
}  // namespace tandem
