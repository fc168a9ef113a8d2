#include "games/sgf/stone_board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "games/error.h"
#include "games/game_name.h"
#include "games/registry.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::Eq;
using testing::Optional;

StoneBoard board_of(int size, const StoneNotation& notation) {
  return StoneBoard(*make_stones({.size = size, .swap = true, .notation = notation}));
}

TEST(StoneBoard, WritesGoAsGoPlayersDo) {
  const StoneBoard go = board_of(19, {.sgf_game = 1});
  EXPECT_EQ(go.sgf_point(0), "aa");
  EXPECT_EQ(go.vertex(0), "A19");
  EXPECT_EQ(go.sgf_point(3 * 19 + 15), "pd");  // the 4-4 point at the top right
  EXPECT_EQ(go.vertex(3 * 19 + 15), "Q16");
  EXPECT_EQ(go.vertex(18 * 19 + 8), "J1");  // no column I
  EXPECT_THAT(go.parse_vertex("t1"), Optional(Eq(19 * 19 - 1)));
  EXPECT_THAT(go.parse_vertex("PASS"), Optional(Eq(19 * 19)));
  EXPECT_THAT(go.parse_sgf_point("ss"), Optional(Eq(19 * 19 - 1)));
  for (const char* none :
       {"I5", "U1", "A20", "A0", "A", "5", "", "A1x", "A-1", "A99999999999", "\xff", "A1 "}) {
    EXPECT_EQ(go.parse_vertex(none), std::nullopt) << none;
  }
  for (const char* none : {"", "a", "tt", "aT", "aaa", "a1", "a ", "\xff\xff"}) {
    EXPECT_EQ(go.parse_sgf_point(none), std::nullopt) << none;
  }
}

TEST(StoneBoard, WritesHexAsHexPlayersDo) {
  const StoneBoard hex =
      board_of(11, {.sgf_game = 11, .row_1_on_top = true, .letters_skip_i = false});
  EXPECT_EQ(hex.sgf_point(0), "a1");
  EXPECT_EQ(hex.sgf_point(2 * 11 + 8), "i3");
  EXPECT_EQ(hex.vertex(2 * 11 + 8), "I3");
  EXPECT_THAT(hex.parse_sgf_point("I3"), Optional(Eq(2 * 11 + 8)));
  EXPECT_THAT(hex.parse_sgf_point("ic"), Optional(Eq(2 * 11 + 8)));  // as Little Golem writes
  EXPECT_THAT(hex.parse_vertex("Swap-Pieces"), Optional(Eq(11 * 11 + 1)));
}

TEST(StoneBoard, EveryPointComesBackOnBoardsOfEverySize) {
  for (const bool skip : {true, false}) {
    for (const int sgf_game : {1, 11}) {
      for (const int size : {2, 25, 27, 30, 52}) {
        const StoneBoard board =
            board_of(size, {.sgf_game = sgf_game, .row_1_on_top = !skip, .letters_skip_i = skip});
        std::set<std::string> words;
        for (int s = 0; s < board.squares(); ++s) {
          if (sgf_game == 1 || !skip) {
            ASSERT_THAT(board.parse_sgf_point(board.sgf_point(s)), Optional(Eq(s)));
          }
          ASSERT_THAT(board.parse_vertex(board.vertex(s)), Optional(Eq(s))) << board.vertex(s);
          words.insert(board.vertex(s));
        }
        EXPECT_EQ(words.size(), static_cast<std::size_t>(board.squares()));
      }
    }
  }
}

TEST(StoneBoard, KnowsWhoIsWhichColour) {
  const StoneBoard black_first = board_of(3, {.sgf_game = 1});
  EXPECT_EQ(black_first.colour_of(0), StoneColour::kBlack);
  EXPECT_EQ(black_first.player_of(StoneColour::kWhite), 1);
  const StoneBoard white_first = board_of(3, {.sgf_game = 1, .white_is_first = true});
  EXPECT_EQ(white_first.colour_of(0), StoneColour::kWhite);
  EXPECT_EQ(white_first.player_of(StoneColour::kBlack), 1);
}

TEST(StoneBoard, RefusesOtherGames) {
  EXPECT_THAT([] { StoneBoard(*make_game("tic_tac_toe")); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("not a game of stones")));
}

TEST(GameName, IsTakenApartAndPutTogether) {
  const GameName go = GameName::parse("go(size=9,komi=7.5,suicide=false)");
  EXPECT_EQ(go.family, "go");
  EXPECT_THAT(go.number("komi"), Optional(7.5));
  EXPECT_EQ(go.number("suicide"), std::nullopt);
  EXPECT_EQ(go.find("handicap"), nullptr);
  EXPECT_EQ(go.with("size", "13").text(), "go(size=13,komi=7.5,suicide=false)");
  EXPECT_EQ(go.with("handicap", "2").text(), go.text());
  EXPECT_EQ(GameName::parse("tic_tac_toe").text(), "tic_tac_toe");
}

TEST(GameName, WritesHalves) {
  EXPECT_THAT(halves_text(7.5), Optional(Eq("7.5")));
  EXPECT_THAT(halves_text(-0.5), Optional(Eq("-0.5")));
  EXPECT_THAT(halves_text(6), Optional(Eq("6")));
  EXPECT_EQ(halves_text(3.75), std::nullopt);
  EXPECT_EQ(halves_text(1e300), std::nullopt);
  EXPECT_EQ(halves_text(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
}

}  // namespace
}  // namespace tandem
