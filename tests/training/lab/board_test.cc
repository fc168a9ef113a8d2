#include "training/lab/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <omp.h>

#include "games/error.h"

namespace tandem {
namespace {

LabConfig tic_tac_toe() {
  LabConfig config;
  config.set_iterations(6);
  config.set_sample_every(6);
  BoardSettings& board = *config.mutable_board();
  board.set_game("tic_tac_toe");
  board.mutable_network()->set_channels(16);
  board.mutable_network()->set_blocks(2);
  board.mutable_search()->set_visits(16);
  board.mutable_trainer()->set_batch_size(64);
  board.mutable_trainer()->set_warmup_steps(10);
  board.mutable_trainer()->set_ema_decay(0.97);
  board.mutable_self_play()->set_random_start_fraction(0.7);
  board.mutable_self_play()->set_max_random_plies(4);
  board.set_games_per_iteration(60);
  board.set_steps_per_iteration(60);
  board.set_test_positions(150);
  return config;
}

// A closed game judges its own end: the loop gets better with nothing from outside.
TEST(BoardStudy, LearnsFromItsRulesAlone) {
  omp_set_num_threads(1);
  const LabConfig config = tic_tac_toe();
  std::vector<Iteration> iterations;
  {
    BoardStudy board(config, 2);
    iterations.push_back(board.start());
    for (int i = 0; i < config.iterations(); ++i) iterations.push_back(board.iterate());
  }
  const Measures& begin = iterations.front().measures;
  const Measures& end = iterations.back().measures;
  EXPECT_GT(end.at("known.exact"), begin.at("known.exact") + 0.1);
  EXPECT_GT(end.at("known.with_search"), begin.at("known.exact"));
  EXPECT_FALSE(iterations[1].measures.contains("known.with_search"));

  BoardStudy again(config, 2);
  EXPECT_EQ(again.start().measures, begin);
  Measures first = again.iterate().measures;
  first.erase("cpu_seconds");
  Measures expected = iterations[1].measures;
  expected.erase("cpu_seconds");
  EXPECT_EQ(first, expected) << "a function of config and seed";
}

TEST(BoardStudy, WantsAGameThatCanBeSolved) {
  LabConfig config = tic_tac_toe();
  config.mutable_board()->set_test_positions(100000);
  EXPECT_THROW(BoardStudy(config, 1), Error) << "Tic-tac-toe has few positions";
  config.mutable_board()->set_game("no_such_game");
  EXPECT_THROW(BoardStudy(config, 1), Error);
}

}  // namespace
}  // namespace tandem
