#include "training/learning/health.h"

#include <gtest/gtest.h>

#include <cmath>

#include "games/registry.h"
#include "training/learning/schedule.h"

namespace tandem {
namespace {

/// x takes the bottom row; the network gave x's positions `value`, o's its negative.
GameRecord won_game(float value, int generation = 5) {
  GameRecord record;
  for (const Action action : {0, 3, 1, 4, 2}) {
    const bool x = record.moves_size() % 2 == 0;
    MoveRecord& move = *record.add_moves();
    move.set_action(action);
    move.set_generation(generation);
    move.set_full_search(true);
    const int legal = 10 - record.moves_size();
    for (int i = 0; i < legal; ++i) move.add_policy(i < 2 ? 0.5f : 0.f);
    move.set_network_value(x ? value : -value);
    move.set_surprise(0.25f);
  }
  record.mutable_moves(4)->set_proven(true);
  record.add_outcome(1);
  record.add_outcome(-1);
  return record;
}

TEST(Health, FiguresByHand) {
  const auto game = make_game("tic_tac_toe");
  std::vector<GameRecord> games = {won_game(0.5f), won_game(0.5f)};
  games[1].set_number(1);
  SelfPlayCounters counters;
  counters.visits = 200;
  counters.evaluations = 50;
  const Health health = measure_health(game, games, counters, 2.5);
  EXPECT_EQ(health.games, 2);
  // ln 2 over ln 9, 8, 7, 6, 5.
  const double entropy = std::log(2.0) / 5 *
                         (1 / std::log(9.0) + 1 / std::log(8.0) + 1 / std::log(7.0) +
                          1 / std::log(6.0) + 1 / std::log(5.0));
  EXPECT_NEAR(health.policy_entropy, entropy, 1e-6);
  EXPECT_NEAR(health.surprise, 0.25, 1e-6);
  EXPECT_NEAR(health.value_error, 0.5, 1e-6);  // says 1/2, is 1, and -1/2 for -1
  EXPECT_EQ(health.game_length, 5);
  EXPECT_EQ(health.first_player_score, 1);
  EXPECT_EQ(health.draws, 0);
  EXPECT_EQ(health.distinct_games, 0.5);
  EXPECT_NEAR(health.proven_positions, 0.2, 1e-9);
  EXPECT_EQ(health.evaluations_per_visit, 0.25);
  EXPECT_EQ(health.staleness, 2.5);
  EXPECT_EQ(health_scalars(health).at("health/distinct_games"), 0.5);
}

TEST(Health, SaysWhatLooksWrongOnceThereAreGamesEnough) {
  const auto game = make_game("tic_tac_toe");
  const std::vector<GameRecord> few(3, won_game(1));
  EXPECT_TRUE(health_warnings(measure_health(game, few, {}, 0)).empty());
  const std::vector<GameRecord> alike(40, won_game(-1));
  const auto warnings = health_warnings(measure_health(game, alike, {}, 300));
  std::string all;
  for (const std::string& warning : warnings) all += warning + "\n";
  for (const char* part : {"distinct", "first player scores 100 %", "off the results by 2.00",
                           "300 generations old"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
  }
  Health fine;
  fine.games = 100;
  fine.games_from_empty_board = 100;
  fine.policy_entropy = 0.5;
  fine.distinct_games = 1;
  fine.first_player_score = 0.6;
  EXPECT_TRUE(health_warnings(fine).empty());
  // One game from the empty board says nothing about the first player.
  fine.games_from_empty_board = 1;
  fine.first_player_score = 1;
  EXPECT_TRUE(health_warnings(fine).empty());
}

TEST(Schedule, StepsGiveEveryPositionItsShare) {
  TrainerConfig config;
  config.set_batch_size(100);
  config.set_samples_per_position(3);
  EXPECT_EQ(training_steps(config, 0, 0), 0);
  EXPECT_EQ(training_steps(config, 0, 1000), 30);
  EXPECT_EQ(training_steps(config, 0, 1016), 30);
  EXPECT_EQ(training_steps(config, 0, 1017), 31);
  // Four positions a generation are worth 0.12 steps: what rounding leaves is not lost.
  std::int64_t steps = 0;
  for (std::int64_t position = 0; position < 1000; position += 4) {
    steps += training_steps(config, position, position + 4);
  }
  EXPECT_EQ(steps, 30);
}

TEST(Schedule, CountsPositionsOfTheGamesThatAGenerationFinished) {
  std::vector<GameRecord> games = {won_game(0, 3), won_game(0, 4)};
  games[1].mutable_moves(0)->set_full_search(false);
  games[0].mutable_moves(0)->set_generation(2);
  EXPECT_EQ(trainable_positions(games), 9);
  EXPECT_EQ(trainable_positions(games, 3), 5);
  EXPECT_EQ(trainable_positions(games, 4), 4);
  EXPECT_EQ(trainable_positions(games, 2), 0);
}

TEST(Schedule, BeginsNoGenerationThatWouldEndTooLate) {
  TimeBudget budget(100, 0);
  EXPECT_TRUE(budget.allows_generation(99, 0));  // nothing is known yet
  budget.add_generation(10);
  EXPECT_TRUE(budget.allows_generation(88, 0));
  EXPECT_FALSE(budget.allows_generation(90, 0));
  EXPECT_FALSE(budget.allows_generation(88, 5));
  EXPECT_TRUE(TimeBudget(0, 1e9).allows_generation(1e9, 1e9));
}

}  // namespace
}  // namespace tandem
