#include "games/position_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string refusal(const Game& game, const std::string& text) {
  try {
    parse_position_text(game, text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted " + text;
}

TEST(PositionText, ReadsAllForms) {
  const auto game = make_game("tic_tac_toe");
  const ParsedPosition start = parse_position_text(*game, "startpos");
  EXPECT_EQ(start.position->to_text(), ".../.../...");
  EXPECT_THAT(start.moves, IsEmpty());

  const ParsedPosition moved = parse_position_text(*game, "startpos moves b2 a1 c3");
  EXPECT_EQ(moved.start->to_text(), ".../.../...");
  EXPECT_THAT(moved.moves, ElementsAre(4, 0, 8));
  EXPECT_EQ(moved.position->to_text(), "..x/.x./o..");

  EXPECT_EQ(parse_position_text(*game, "fen ..x/.x./o..").position->to_text(), "..x/.x./o..");
  const ParsedPosition both = parse_position_text(*game, "fen ..x/.x./o.. moves a3");
  EXPECT_EQ(both.start->to_text(), "..x/.x./o..");
  EXPECT_EQ(both.position->to_text(), "o.x/.x./o..");
}

TEST(PositionText, ReadsNotationsWithSpaces) {
  const auto game = make_game("connect_four");
  const ParsedPosition first = parse_position_text(*game, "startpos moves 4 4 3");
  const ParsedPosition again =
      parse_position_text(*game, "fen " + first.position->to_text() + " moves 1");
  EXPECT_EQ(again.start->to_text(), first.position->to_text());
  EXPECT_THAT(again.moves, ElementsAre(0));
}

TEST(PositionText, NoMovesAfterTheWordIsTheStart) {
  const auto game = make_game("tic_tac_toe");
  EXPECT_THAT(parse_position_text(*game, "startpos moves").moves, IsEmpty());
}

TEST(PositionText, MovesTextIsReadBack) {
  const auto game = make_game("connect_four");
  EXPECT_EQ(moves_text(*game, {}), "startpos");
  const std::vector<Action> moves = {3, 3, 2, 6, 0};
  EXPECT_EQ(moves_text(*game, moves), "startpos moves 4 4 3 7 1");
  EXPECT_EQ(parse_position_text(*game, moves_text(*game, moves)).moves, moves);
}

TEST(PositionText, QuotesTheWrongWord) {
  const auto game = make_game("tic_tac_toe");
  EXPECT_THAT(refusal(*game, ""), HasSubstr("empty"));
  EXPECT_THAT(refusal(*game, "start"), AllOf(HasSubstr("\"start\""), HasSubstr("startpos moves")));
  EXPECT_THAT(refusal(*game, "moves a1"), HasSubstr("begins with \"moves\""));
  EXPECT_THAT(refusal(*game, "startpos a1"), HasSubstr("got \"a1\""));
  EXPECT_THAT(refusal(*game, "fen"), HasSubstr("no text after \"fen\""));
  EXPECT_THAT(refusal(*game, "fen moves a1"), HasSubstr("no text after \"fen\""));
  EXPECT_THAT(refusal(*game, "fen ..y/.../..."), HasSubstr("'y'"));
}

TEST(PositionText, QuotesTheWrongMove) {
  const auto game = make_game("tic_tac_toe");
  EXPECT_THAT(refusal(*game, "startpos moves a1 d4"),
              AllOf(HasSubstr("move 2, \"d4\""), HasSubstr("not a move of tic_tac_toe")));
  EXPECT_THAT(refusal(*game, "startpos moves a1 a1"),
              AllOf(HasSubstr("move 2, \"a1\""), HasSubstr("not legal at .../.../x..")));
  EXPECT_THAT(refusal(*game, "startpos moves a1 a2 b1 b2 c1 c2"),
              AllOf(HasSubstr("move 6, \"c2\""), HasSubstr("ended")));
}

}  // namespace
}  // namespace tandem
