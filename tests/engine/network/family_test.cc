#include "engine/network/family.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/network/network.h"
#include "engine/network/network_module.h"
#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/network/network_examples.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::optional<std::string> difference(const std::string& game, const std::string& other) {
  return family_difference(make_game(game)->info(), make_game(other)->info());
}

TEST(Family, IsOneGameOnBoardsOfAllSizes) {
  EXPECT_EQ(difference("connect_four(rows=4,columns=4)", "connect_four"), std::nullopt);
  EXPECT_EQ(difference("connect_four", "connect_four(rows=4,columns=9)"), std::nullopt);
}

TEST(Family, SaysWhatDiffers) {
  EXPECT_EQ(difference("tic_tac_toe", "connect_four"), "it has 2 feature planes instead of 4");
  EXPECT_THAT(*difference("translation", "connect_four"), HasSubstr("tokens"));
  EXPECT_THAT(*difference("translation", "translation(source_length=5)"), HasSubstr("other sizes"));

  const GameInfo example = game_with_globals();
  GameInfo other = example;
  other.action_map.push_back({2, 1});
  EXPECT_EQ(family_difference(other, example), "it has 3 planes of board actions instead of 2");
  EXPECT_EQ(family_difference(example, other), "it has 2 planes of board actions instead of 3");
  other = example;
  other.action_map.pop_back();  // the second global action
  EXPECT_EQ(family_difference(other, example), "it has 1 planes of global actions instead of 2");
  other = example;
  other.num_players = 1;
  EXPECT_EQ(family_difference(other, example), "it has 1 players instead of 2");
}

TEST(Family, EvaluatorsOfOtherFamiliesAreRefused) {
  const auto game = make_game("connect_four");
  const NetworkModule module(game->info(), small_config(), /*auxiliary_heads=*/false);
  const auto snapshot = make_snapshot(game->info(), small_config(), module, FP32);
  EXPECT_NO_THROW(make_network_evaluator(*make_game("connect_four(rows=5,columns=5)"), snapshot, 4,
                                         /*cache_positions=*/0));
  EXPECT_THAT([&] { make_network_evaluator(*make_game("tic_tac_toe"), snapshot, 4, 0); },
              ThrowsMessage<Error>(AllOf(HasSubstr("tic_tac_toe"), HasSubstr("connect_four"),
                                         HasSubstr("2 feature planes"))));
}

}  // namespace
}  // namespace tandem
