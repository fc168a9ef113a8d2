#include "games/tic_tac_toe/tic_tac_toe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/conformance.h"
#include "games/error.h"
#include "games/position_text.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::unique_ptr<Position> after(const Game& game, const std::string& moves) {
  return std::move(parse_position_text(game, "startpos moves " + moves).position);
}

TEST(TicTacToe, KeepsTheContractOfGames) {
  EXPECT_THAT(check_conformance(*make_tic_tac_toe(), {.games = 500}), IsEmpty());
}

TEST(TicTacToe, EveryLineWinsForEitherPlayer) {
  const auto game = make_tic_tac_toe();
  const char* const lines[] = {"xxx/.../...", ".../xxx/...", ".../.../xxx", "x../x../x..",
                               ".x./.x./.x.", "..x/..x/..x", "x../.x./..x", "..x/.x./x.."};
  for (std::string text : lines) {
    // Two marks of the other player, on squares where they make no line.
    std::string won_by_x = text;
    int left = 2;
    for (char& c : won_by_x) {
      if (c == '.' && left > 0) {
        c = 'o';
        --left;
      }
    }
    const auto position = game->parse_position(won_by_x);
    EXPECT_TRUE(position->is_terminal()) << won_by_x;
    EXPECT_EQ(position->outcome(), (Values{1, -1})) << won_by_x;
  }
  EXPECT_EQ(after(*game, "a1 a3 a2 b3 c1 c3")->outcome(), (Values{-1, 1}));
}

TEST(TicTacToe, AFullBoardWithoutALineIsADraw) {
  const auto position = make_tic_tac_toe()->parse_position("xox/xxo/oxo");
  EXPECT_TRUE(position->is_terminal());
  EXPECT_EQ(position->outcome(), (Values{0, 0}));
}

TEST(TicTacToe, ALineOnTheLastSquareWins) {
  const auto position = make_tic_tac_toe()->parse_position("xox/oxo/xox");
  EXPECT_EQ(position->outcome(), (Values{1, -1}));
}

TEST(TicTacToe, EncodesTheMoversMarksFirst) {
  const auto game = make_tic_tac_toe();
  std::array<float, 18> planes;
  after(*game, "b2 a1 c3")->encode(planes);                   // o moves: its mark stands on a1
  EXPECT_THAT(planes, ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                  0, 0, 0, 0, 1, 0, 0, 0, 1));
}

TEST(TicTacToe, ShowsTheBoard) {
  EXPECT_EQ(after(*make_tic_tac_toe(), "b2 a1 c3")->to_display(),
            "3 . . x\n"
            "2 . x .\n"
            "1 o . .\n"
            "  a b c\n");
}

TEST(TicTacToe, RefusesImpossiblePositions) {
  const auto game = make_tic_tac_toe();
  const auto refusal = [&](const char* text) -> std::string {
    try {
      game->parse_position(text);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal(""), HasSubstr("got 0"));
  EXPECT_THAT(refusal(".../.../.."), HasSubstr("got 10"));
  EXPECT_THAT(refusal(".../.../...."), HasSubstr("got 12"));
  EXPECT_THAT(refusal(".../X../..."), HasSubstr("character 5 is 'X'"));
  EXPECT_THAT(refusal("...x.../..."), HasSubstr("character 4 is 'x', expected '/'"));
  EXPECT_THAT(refusal("xx./.../..."), HasSubstr("as many x as o"));
  EXPECT_THAT(refusal("o../.../..."), HasSubstr("as many x as o"));
  EXPECT_THAT(refusal("xxx/ooo/..."), HasSubstr("after the game had ended"));
  EXPECT_THAT(refusal("xxx/oo./o.."), HasSubstr("after the game had ended"));
  EXPECT_THAT(refusal("xx./ooo/xx."), HasSubstr("after the game had ended"));
}

}  // namespace
}  // namespace tandem
