#include "games/connect_four/notation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"
#include "tests/games/connect_four/plain_board.h"

namespace tandem::connect_four {
namespace {

using testing::HasSubstr;

const Geometry kStandard(6, 7);

std::string refusal(const std::string& text) {
  try {
    parse_board(kStandard, text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ConnectFourNotation, WritesRowsFromTheTop) {
  PlainBoard board(6, 7);
  for (const int column : {3, 4, 3}) board.drop(column);
  EXPECT_EQ(board_text(kStandard, board.bits()),
            "-------/-------/-------/-------/---X---/---XO-- O");
  EXPECT_EQ(board_display(kStandard, board.bits()),
            " . . . . . . .\n . . . . . . .\n . . . . . . .\n . . . . . . .\n"
            " . . . X . . .\n . . . X O . .\n 1 2 3 4 5 6 7\n");
}

TEST(ConnectFourNotation, ReadsWhatItWrites) {
  Random random(5);
  for (const auto& [rows, columns] : {std::pair(6, 7), std::pair(4, 12), std::pair(12, 4)}) {
    for (int i = 0; i < 200; ++i) {
      const Geometry geometry(rows, columns);
      const PlainBoard board = random_plain_board(rows, columns, random.below(20), random);
      EXPECT_EQ(parse_board(geometry, board_text(geometry, board.bits())), board.bits());
    }
  }
}

TEST(ConnectFourNotation, AcceptsGamesThatAreOver) {
  EXPECT_EQ(refusal("-------/-------/X------/X------/XO-----/XOO---- O"), "accepted");
}

TEST(ConnectFourNotation, SaysWhatIsWrong) {
  const std::string empty5 = "-------/-------/-------/-------/-------/";
  EXPECT_THAT(refusal(""), HasSubstr("no side to move"));
  EXPECT_THAT(refusal(empty5 + "-------"), HasSubstr("no side to move"));
  EXPECT_THAT(refusal(empty5 + "------- x"), HasSubstr("side to move is \"x\""));
  EXPECT_THAT(refusal(empty5 + "-------  X"), HasSubstr("side to move is \" X\""));
  EXPECT_THAT(refusal(empty5 + "------- X "), HasSubstr("side to move is \"X \""));
  EXPECT_THAT(refusal(empty5 + "---x--- O"), HasSubstr("unknown square 'x'"));
  EXPECT_THAT(refusal(empty5 + "---X-- O"), HasSubstr("row 6 from the top has 6 squares, not 7"));
  EXPECT_THAT(refusal(empty5 + "---X---- O"), HasSubstr("row 6 from the top has more than 7"));
  EXPECT_THAT(refusal("-------/------- X"), HasSubstr("2 rows, not 6"));
  EXPECT_THAT(refusal(empty5 + "-------/------- X"), HasSubstr("more than 6 rows"));
  EXPECT_THAT(refusal("-------/-------/-------/-------/---X---/------- O"),
              HasSubstr("column 4 has a stone above an empty square"));
  EXPECT_THAT(refusal(empty5 + "--XX--- X"), HasSubstr("2 X and 0 O"));
  EXPECT_THAT(refusal(empty5 + "--O---- X"), HasSubstr("0 X and 1 O"));
  EXPECT_THAT(refusal(empty5 + "---X--- X"), HasSubstr("it is the turn of O"));
  EXPECT_THAT(refusal(empty5 + "------- O"), HasSubstr("it is the turn of X"));
  EXPECT_THAT(refusal("-------/-------/X--O---/X--O---/X--O---/X--O--- X"),
              HasSubstr("the side to move has four"));
  EXPECT_THAT(refusal("-------/-------/-------/-------/OOOO---/XXXX--- X"),
              HasSubstr("the side to move has four"));
  // The foot row's four X: the third may have come last unless a stone lies on it.
  EXPECT_THAT(refusal("-------/-------/-------/-------/OO-OX--/XXXXOOX O"), HasSubstr("accepted"));
  EXPECT_THAT(refusal("-------/-------/-------/-------/OOXO---/XXXXOOX O"),
              HasSubstr("from one last stone"));
}

}  // namespace
}  // namespace tandem::connect_four
