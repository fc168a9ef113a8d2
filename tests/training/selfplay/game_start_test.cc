#include "training/selfplay/game_start.h"

#include <gtest/gtest.h>

#include <map>

#include "games/registry.h"

namespace tandem {
namespace {

TEST(GameStart, OpeningsAreLegalUnfinishedAndAsOftenAsAskedFor) {
  const auto game = make_game("tic_tac_toe");
  SelfPlayConfig config;
  config.set_random_start_fraction(0.25);
  config.set_max_random_plies(8);
  constexpr int kGames = 4000;
  int random_starts = 0;
  std::map<std::size_t, int> lengths;
  for (int number = 0; number < kGames; ++number) {
    const auto opening = draw_opening(*game, config, GameStreams(1, number).opening());
    const auto position = game->initial_position();
    std::vector<Action> legal(game->info().max_legal_actions);
    for (const Action action : opening) {
      const int count = position->legal_actions(legal);
      ASSERT_NE(std::find(legal.begin(), legal.begin() + count, action), legal.begin() + count);
      position->apply(action);
      ASSERT_FALSE(position->is_terminal());
    }
    ++lengths[opening.size()];
    random_starts += opening.empty() ? 0 : 1;
  }
  // Binomial(4000, 1/4): five standard deviations are 137.
  EXPECT_NEAR(random_starts, kGames / 4, 137);
  for (std::size_t length = 1; length <= 4; ++length)
    EXPECT_NEAR(lengths[length], 125, 56) << length;
}

TEST(GameStart, NoRandomPliesWhereNoneAreAskedFor) {
  const auto game = make_game("tic_tac_toe");
  SelfPlayConfig config;
  config.set_random_start_fraction(1);
  config.set_max_random_plies(0);
  EXPECT_TRUE(draw_opening(*game, config, Random(1)).empty());
}

TEST(GameStart, StreamsDifferByRunGameAndPly) {
  std::map<std::uint64_t, int> first;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t number = 0; number < 10; ++number) {
      const GameStreams streams(seed, number);
      ++first[streams.opening().next()];
      for (int ply = 0; ply < 10; ++ply) ++first[streams.move(ply).next()];
    }
  }
  EXPECT_EQ(first.size(), 10u * 10u * 11u);
}

}  // namespace
}  // namespace tandem
