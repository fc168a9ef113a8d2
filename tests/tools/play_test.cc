#include <gtest/gtest.h>

#include "tests/tools/program.h"

namespace tandem {
namespace {

Outcome play(const std::string& input, std::vector<std::string> more = {}) {
  const TestFolder folder;
  more.insert(more.end(), {"--game=tic_tac_toe", "--seed=1"});
  return run_tool("tandem-play", more, folder.path(), input);
}

TEST(Play, PlaysAGameToItsEnd) {
  // x holds a1 and b1, o a2 and b2: the person, on the move, completes the row.
  const Outcome outcome =
      play("c1\n", {"--opponent=random", "--position=startpos moves a1 a2 b1 b2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("You win."), std::string::npos) << outcome.out;
}

TEST(Play, TheEngineWinsWhenItCan) {
  const Outcome outcome =
      play("c3\n", {"--opponent=solver", "--position=startpos moves a1 a2 b3 b2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("engine plays c2: value +1.00 (good for it), proven"),
            std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("The engine wins."), std::string::npos) << outcome.out;
}

TEST(Play, SurvivesBadInputAndEndOfInput) {
  const Outcome outcome = play("z9\n\n  \nboard\nmoves\nhelp\nundo\na1\na1\nhint\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("\"z9\" is no move of this game"), std::string::npos);
  EXPECT_NE(outcome.out.find("legal: a1 b1 c1"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("there is no move of yours to take back"), std::string::npos);
  EXPECT_NE(outcome.out.find("a1 is not legal here"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("hint: "), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("expects "), std::string::npos);
}

TEST(Play, UndoTakesBackBothMoves) {
  // After the undo every square is free again.
  const Outcome outcome = play("a1\nundo\nmoves\nquit\n", {"--opponent=random"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("legal: a1 b1 c1 a2 b2 c2 a3 b3 c3"), std::string::npos)
      << outcome.out;
}

TEST(Play, LetsTheEngineBegin) {
  const Outcome outcome = play("undo\nquit\n", {"--opponent=mcts,visits=50", "--first=engine"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_LT(outcome.out.find("engine plays "), outcome.out.find("your move> "));
  EXPECT_NE(outcome.out.find("there is no move of yours to take back"), std::string::npos);
}

TEST(Play, RefusesBadArguments) {
  const auto expect = [&](std::vector<std::string> arguments, const std::string& reason) {
    const Outcome outcome = play("", std::move(arguments));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
  };
  expect({"--first=you"}, "neither me nor engine");
  expect({"--opponent=deep_thought"}, "deep_thought");
  expect({"--position=startpos moves a1 a2 b1 b2 c1"}, "the game is over");
  expect({"--position=startpos moves a1 a1"}, "a1");
}

}  // namespace
}  // namespace tandem
