#include "engine/gtp/handicap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "games/registry.h"
#include "tests/engine/gtp/fake_player.h"
#include "tests/games/go/gnugo.h"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

FakeGtp go(int size) { return FakeGtp(make_game("go(size=" + std::to_string(size) + ")")); }

std::set<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> words;
  for (std::string word; in >> word;) words.insert(word);
  return words;
}

/// The table of section 4.1.1, stone by stone, in the names of each size.
struct Table {
  int size;
  std::vector<std::string> corners;  ///< in their order
  std::vector<std::string> sides;    ///< left, right, foot, top; none where it stops at four stones
  std::string centre;
};

const std::vector<Table>& tables() {
  static const auto* const kTables = new std::vector<Table>{
      {7, {"C3", "E5", "C5", "E3"}, {}, ""},
      {8, {"C3", "F6", "C6", "F3"}, {}, ""},
      {9, {"C3", "G7", "C7", "G3"}, {"C5", "G5", "E3", "E7"}, "E5"},
      {10, {"C3", "H8", "C8", "H3"}, {}, ""},
      {11, {"C3", "J9", "C9", "J3"}, {"C6", "J6", "F3", "F9"}, "F6"},
      {12, {"D4", "J9", "D9", "J4"}, {}, ""},
      {13, {"D4", "K10", "D10", "K4"}, {"D7", "K7", "G4", "G10"}, "G7"},
      {14, {"D4", "L11", "D11", "L4"}, {}, ""},
      {19, {"D4", "Q16", "D16", "Q4"}, {"D10", "Q10", "K4", "K16"}, "K10"},
  };
  return *kTables;
}

std::string expected_answer(const Table& table, std::size_t stones) {
  std::vector<std::string> vertices = table.corners;
  vertices.insert(vertices.end(), table.sides.begin(), table.sides.end());
  const bool centre = stones >= 5 && stones % 2 == 1;
  vertices.resize(stones - (centre ? 1 : 0));
  std::string text = "=";
  for (const std::string& vertex : vertices) text += " " + vertex;
  return centre ? text + " " + table.centre : text;
}

TEST(Handicap, FollowsTheSpecificationsTable) {
  for (const Table& table : tables()) {
    const std::size_t most = table.sides.empty() ? 4 : 9;
    for (std::size_t stones = 0; stones <= 12; ++stones) {
      FakeGtp gtp = go(table.size);
      const std::string answer = gtp.ask("fixed_handicap " + std::to_string(stones));
      if (stones < 2 || stones > most) {
        EXPECT_EQ(answer, "? invalid number of stones") << table.size << ", " << stones;
      } else {
        EXPECT_EQ(answer, expected_answer(table, stones)) << table.size;
      }
    }
  }
}

TEST(Handicap, StandsWhereGnuGoPutsIt) {
  if (GnuGo::path().empty()) GTEST_SKIP() << "GNU Go (program gnugo) is not installed";
  GnuGo gnugo({});
  for (int size = 5; size <= 19; ++size) {
    gnugo.ask("boardsize " + std::to_string(size));
    for (int stones = 1; stones <= 10; ++stones) {
      const std::string command = "fixed_handicap " + std::to_string(stones);
      gnugo.ask("clear_board");
      FakeGtp ours = go(size);
      const std::string answer = ours.ask(command);
      if (answer.starts_with('=')) {
        EXPECT_EQ(words_of(answer.substr(2)), words_of(gnugo.ask(command))) << size;
      } else {
        EXPECT_FALSE(gnugo.accepts(command)) << size << ", " << command;
      }
    }
  }
}

TEST(Handicap, OfAnyNumberIsChosenFreely) {
  for (const int size : {5, 6, 9, 10}) {
    for (int stones = 2; stones < size * size; ++stones) {
      FakeGtp gtp = go(size);
      const std::string answer = gtp.ask("place_free_handicap " + std::to_string(stones));
      ASSERT_THAT(answer, StartsWith("= "));
      EXPECT_EQ(words_of(answer.substr(2)).size(), stones) << size;
      const std::string board = gtp.ask("showboard");
      EXPECT_EQ(std::ranges::count(board, 'X') - std::ranges::count(go(size).ask("showboard"), 'X'),
                stones);
      const std::vector<int> fixed = fixed_handicap_squares(size, stones);
      if (!fixed.empty()) {
        EXPECT_EQ(free_handicap_squares(size, stones), fixed);
      }
    }
  }
  // Beyond the table: the fifth on ten lines is as far from the four corners as it can be, and the
  // first line is used only when the others are full.
  EXPECT_THAT(words_of(go(10).ask("place_free_handicap 5")), testing::Contains("E6"));
  for (const std::string& vertex : words_of(go(5).ask("place_free_handicap 9").substr(2))) {
    EXPECT_THAT(vertex, testing::MatchesRegex("[B-D][2-4]"));
  }
}

TEST(Handicap, LeavesWhiteToMoveAndUndoAlone) {
  FakeGtp gtp = go(9);
  EXPECT_EQ(gtp.ask("fixed_handicap 3"), "= C3 G7 C7");
  // One colour's area, by hand: a board with Black's stones alone is all his.
  EXPECT_EQ(gtp.ask("final_score"), "= B+73.5");
  EXPECT_EQ(gtp.ask("undo"), "? cannot undo");
  const std::string handicap = gtp.ask("showboard");
  EXPECT_EQ(gtp.ask("genmove w"), "= A9");
  // Black's stones with White's passes between; White moved without a pass of Black.
  EXPECT_THAT(gtp.state.moves, ElementsAre(56, 81, 24, 81, 20));
  EXPECT_EQ(gtp.ask("play b E5"), "=");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("showboard"), handicap);
  EXPECT_EQ(gtp.ask("undo"), "? cannot undo");
  EXPECT_EQ(gtp.ask("play w C3"), "? illegal move");
  EXPECT_EQ(gtp.ask("komi 0.5"), "=");
  EXPECT_EQ(gtp.ask("showboard"), handicap);
  EXPECT_EQ(gtp.ask("final_score"), "= B+80.5");
  EXPECT_EQ(gtp.ask("clear_board"), "=");
  EXPECT_EQ(gtp.ask("final_score"), "= W+0.5");
  EXPECT_EQ(gtp.ask("fixed_handicap 2"), "= C3 G7");
  EXPECT_EQ(gtp.ask("boardsize 13"), "=");
  EXPECT_EQ(gtp.ask("fixed_handicap 2"), "= D4 K10");
}

TEST(Handicap, IsSetWhereTheControllerSays) {
  FakeGtp gtp = go(5);
  for (const char* wrong : {"", " C3", " C3 C3", " C3 pass", " C3 Z9", " C3 I4"}) {
    EXPECT_EQ(gtp.ask(std::string("set_free_handicap") + wrong), "? bad vertex list") << wrong;
  }
  EXPECT_EQ(gtp.ask("set_free_handicap a1 B2 e5"), "=");
  EXPECT_EQ(gtp.ask("genmove w"), "= A5");
  EXPECT_THAT(gtp.state.moves, ElementsAre(20, 25, 16, 25, 4));
  // All squares but one can be taken, not all.
  std::string all;
  for (char column = 'A'; column <= 'E'; ++column) {
    for (char row = '1'; row <= '5'; ++row) all += std::string(" ") + column + row;
  }
  FakeGtp full = go(5);
  EXPECT_EQ(full.ask("set_free_handicap" + all), "? bad vertex list");
  EXPECT_EQ(full.ask("set_free_handicap" + all.substr(3)), "=");
  EXPECT_EQ(full.ask("play w A1"), "=");  // which takes them all
  EXPECT_EQ(full.ask("final_score"), "= W+32.5");
}

TEST(Handicap, IsRefusedOnABoardInPlay) {
  const std::vector<std::string> commands = {"fixed_handicap 2", "place_free_handicap 2",
                                             "set_free_handicap A1 A2"};
  for (const std::string& first : {commands[0], commands[2], std::string("play b E5")}) {
    FakeGtp gtp = go(9);
    EXPECT_THAT(gtp.ask(first), StartsWith("="));
    for (const std::string& second : commands) EXPECT_EQ(gtp.ask(second), "? board not empty");
  }
  FakeGtp gtp = go(9);
  EXPECT_EQ(gtp.ask("play b E5"), "=");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("place_free_handicap 81"), "? invalid number of stones");
  EXPECT_EQ(gtp.ask("place_free_handicap 1"), "? invalid number of stones");
  EXPECT_EQ(gtp.ask("fixed_handicap -3"), "? invalid number of stones");
  for (const char* wrong : {"fixed_handicap", "fixed_handicap two", "place_free_handicap 2 3",
                            "place_free_handicap 99999999999"}) {
    EXPECT_EQ(gtp.ask(wrong), "? syntax error") << wrong;
  }
  EXPECT_EQ(gtp.ask("fixed_handicap 2"), "= C3 G7");
}

TEST(Handicap, IsForGoAlone) {
  for (const char* command : {"fixed_handicap", "place_free_handicap", "set_free_handicap"}) {
    FakeGtp gtp = go(9);
    EXPECT_EQ(gtp.ask(std::string("known_command ") + command), "= true");
    EXPECT_THAT(gtp.ask("list_commands"), HasSubstr(std::string("\n") + command + "\n"));
    for (const char* other : {"hex(size=5)", "othello", "gomoku"}) {
      FakeGtp refuses(make_game(other));
      EXPECT_EQ(refuses.ask(std::string("known_command ") + command), "= false") << other;
      EXPECT_THAT(refuses.ask("list_commands"), Not(HasSubstr(command))) << other;
      EXPECT_EQ(refuses.ask(std::string(command) + " 2"), "? unknown command") << other;
    }
  }
}

}  // namespace
}  // namespace tandem
