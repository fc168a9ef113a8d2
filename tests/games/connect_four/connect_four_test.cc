#include "games/connect_four/connect_four.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "games/error.h"
#include "games/registry.h"
#include "tests/games/connect_four/plain_board.h"

namespace tandem {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;

std::vector<Action> legal(const Game& game, const Position& position) {
  std::vector<Action> actions(game.info().max_legal_actions);
  actions.resize(position.legal_actions(actions));
  return actions;
}

void expect_same(const Game& game, const Position& position, const PlainBoard& plain) {
  ASSERT_EQ(connect_four_board(position), plain.bits());
  ASSERT_EQ(position.is_terminal(), plain.over());
  if (!plain.over()) {
    ASSERT_THAT(legal(game, position), ElementsAreArray(plain.legal_columns()));
    ASSERT_EQ(position.side_to_move(), plain.ply() % 2);
    ASSERT_FALSE(position.outcome());
    return;
  }
  ASSERT_TRUE(legal(game, position).empty());
  const float first = !plain.won() ? 0.0f : plain.ply() % 2 == 1 ? 1.0f : -1.0f;
  ASSERT_EQ(position.outcome(), (Values{first, -first}));
}

using Size = std::tuple<int, int>;
class ConnectFourSizes : public testing::TestWithParam<Size> {};

TEST_P(ConnectFourSizes, AgreesWithAPlainBoardInRandomGames) {
  const auto [rows, columns] = GetParam();
  const auto game = make_connect_four(rows, columns);
  Random random(7, rows * 100 + columns);
  const auto position = game->initial_position();
  for (int i = 0; i < 100; ++i) {
    position->assign(*game->initial_position());
    PlainBoard plain(rows, columns);
    expect_same(*game, *position, plain);
    while (!plain.over()) {
      const std::vector<int> columns_left = plain.legal_columns();
      const int column = columns_left[random.below(static_cast<int>(columns_left.size()))];
      position->apply(column);
      plain.drop(column);
      expect_same(*game, *position, plain);
      if (HasFatalFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Boards, ConnectFourSizes,
                         testing::Values(Size{6, 7}, Size{4, 4}, Size{2, 12}, Size{3, 5},
                                         Size{7, 8}, Size{12, 4}, Size{5, 6}));

TEST(ConnectFour, CanonicalNameAndFacts) {
  const auto game = make_connect_four(6, 7);
  const GameInfo& info = game->info();
  EXPECT_EQ(info.name, "connect_four(rows=6,columns=7)");
  EXPECT_EQ(info.num_actions, 7);
  EXPECT_EQ(info.max_game_length, 42);
  EXPECT_EQ(info.features, (FeatureShape{4, 6, 7}));
  EXPECT_EQ(info.action_map[3].plane, 0);
  EXPECT_EQ(info.action_map[3].square, 5 * 7 + 3);
  ASSERT_EQ(info.symmetries.size(), 2u);
  EXPECT_EQ(info.symmetries[1].actions, (std::vector<Action>{6, 5, 4, 3, 2, 1, 0}));
  EXPECT_EQ(info.symmetries[1].squares[2 * 7 + 1], 2 * 7 + 5);
}

TEST(ConnectFour, RefusesBoardsThatDoNotFit) {
  for (const auto& [rows, columns] :
       {Size{1, 7}, Size{6, 1}, Size{13, 4}, Size{8, 8}, Size{6, 10}}) {
    EXPECT_THROW(make_connect_four(rows, columns), Error) << rows << " x " << columns;
  }
}

TEST(ConnectFour, ActionsAreColumnNumbers) {
  const auto game = make_connect_four(6, 7);
  EXPECT_EQ(game->action_text(0), "1");
  EXPECT_EQ(game->parse_action("7"), 6);
  for (const char* bad : {"", "0", "8", "04", "+4", "4 ", " 4", "a", "-1", "99999999999999"}) {
    EXPECT_EQ(game->parse_action(bad), std::nullopt) << bad;
  }
}

TEST(ConnectFour, EncodesTheMoversView) {
  const auto game = make_connect_four(2, 3);
  const auto position = game->initial_position();
  for (const Action action : {1, 1, 0}) position->apply(action);
  // O to move:  . O .
  //             X X .
  std::vector<float> planes(game->info().features.size());
  position->encode(planes);
  EXPECT_THAT(planes, ElementsAreArray({0.f, 0.f, 0.f, 0.f, 1.f, 0.f,     // O, foot row first
                                        1.f, 1.f, 0.f, 0.f, 0.f, 0.f,     // X
                                        0.f, 0.f, 1.f, 1.f, 0.f, 0.f,     // where stones land
                                        0.f, 0.f, 0.f, 0.f, 0.f, 0.f}));  // player 0 is not to move
  position->apply(2);
  position->encode(planes);
  EXPECT_EQ(planes[3 * 6], 1.f);
}

TEST(ConnectFour, KeysTellAllReachedPositionsApart) {
  const auto game = make_connect_four(6, 7);
  std::set<std::pair<connect_four::Bits, connect_four::Bits>> boards;
  std::set<std::uint64_t> keys;
  std::set<std::uint64_t> hashes;
  Random random(3);
  for (int i = 0; i < 3000; ++i) {
    const auto position = game->initial_position();
    while (!position->is_terminal()) {
      const auto board = connect_four_board(*position);
      boards.emplace(board.mover, board.all);
      keys.insert(position->feature_key().low);
      hashes.insert(position->board_hash());
      const std::vector<Action> actions = legal(*game, *position);
      position->apply(actions[random.below(static_cast<int>(actions.size()))]);
    }
  }
  EXPECT_EQ(keys.size(), boards.size());
  EXPECT_EQ(hashes.size(), boards.size());
}

TEST(ConnectFour, BitboardAccessRefusesOtherGames) {
  const auto other = make_game("tic_tac_toe");
  EXPECT_THROW(connect_four_geometry(*other), Error);
  EXPECT_THROW(connect_four_board(*other->initial_position()), Error);
}

}  // namespace
}  // namespace tandem
