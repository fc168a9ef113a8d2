#include "engine/evaluation/openings.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

std::unique_ptr<Position> after(const Game& game, const std::vector<Action>& moves) {
  std::unique_ptr<Position> position = game.initial_position();
  for (const Action action : moves) position->apply(action);
  return position;
}

TEST(Openings, AreDistinctUndecidedAndOfTheLengthAskedFor) {
  const auto game = make_game("connect_four");
  const Openings openings = sample_openings(*game, 6, 500, 7);
  ASSERT_EQ(openings.moves.size(), 500u);
  EXPECT_EQ(openings.distinct, 500u);
  std::set<std::pair<std::uint64_t, std::uint64_t>> keys;
  std::vector<Action> legal(7);
  for (const std::vector<Action>& moves : openings.moves) {
    EXPECT_EQ(moves.size(), 6u);
    const auto position = after(*game, moves);
    EXPECT_FALSE(position->is_terminal());
    const FeatureKey key = position->feature_key();
    EXPECT_TRUE(keys.emplace(key.high, key.low).second);
    const int count = position->legal_actions(legal);
    for (int i = 0; i < count; ++i) {
      const auto child = position->clone();
      child->apply(legal[static_cast<std::size_t>(i)]);
      EXPECT_FALSE(child->is_terminal()) << "the mover wins at once";
    }
  }
}

TEST(Openings, DependOnTheSeedAndNotOnTheCount) {
  const auto game = make_game("connect_four");
  const Openings many = sample_openings(*game, 4, 100, 7);
  const Openings few = sample_openings(*game, 4, 10, 7);
  EXPECT_TRUE(std::equal(few.moves.begin(), few.moves.end(), many.moves.begin()));
  EXPECT_NE(sample_openings(*game, 4, 10, 8).moves, few.moves);
}

TEST(Openings, RepeatOnlyWhenThereAreNoMore) {
  // One ply of tic-tac-toe has nine openings, no ply one.
  const auto game = make_game("tic_tac_toe");
  const Openings openings = sample_openings(*game, 1, 20, 1);
  EXPECT_EQ(openings.distinct, 9u);
  ASSERT_EQ(openings.moves.size(), 20u);
  EXPECT_EQ(openings.moves[9], openings.moves[0]);
  const Openings empty = sample_openings(*game, 0, 3, 1);
  EXPECT_EQ(empty.distinct, 1u);
  EXPECT_EQ(empty.moves, (std::vector<std::vector<Action>>(3)));
}

TEST(Openings, RefuseMorePliesThanTheGameLasts) {
  const auto game = make_game("tic_tac_toe");
  EXPECT_THROW(sample_openings(*game, 9, 1, 1), Error);
  EXPECT_THROW(sample_openings(*game, 50, 1, 1), Error);
}

}  // namespace
}  // namespace tandem
