#include "games/registry.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "games/error.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

/// The text of the Error that make_game(name) throws.
std::string refusal(const std::string& name) {
  try {
    make_game(name);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted " + name;
}

TEST(Registry, MakesGamesWithDefaultAndGivenParameters) {
  EXPECT_EQ(make_game("tic_tac_toe")->info().name, "tic_tac_toe");
  EXPECT_EQ(make_game("connect_four")->info().name, "connect_four(rows=6,columns=7)");
  EXPECT_EQ(make_game("connect_four(rows=5,columns=6)")->info().name,
            "connect_four(rows=5,columns=6)");
  EXPECT_EQ(make_game("connect_four(columns=5)")->info().name, "connect_four(rows=6,columns=5)");
  EXPECT_EQ(make_game("connect_four(columns=6,rows=5)")->info().name,
            "connect_four(rows=5,columns=6)");
}

TEST(Registry, CanonicalNamesMakeTheSameGame) {
  for (const char* name : {"tic_tac_toe", "connect_four", "connect_four(rows=4,columns=4)"}) {
    const std::string canonical = make_game(name)->info().name;
    EXPECT_EQ(make_game(canonical)->info().name, canonical);
  }
}

TEST(Registry, NamesTheNearestGame) {
  EXPECT_THAT(refusal("conect_four"),
              AllOf(HasSubstr("\"conect_four\""), HasSubstr("did you mean \"connect_four\"")));
  EXPECT_THAT(refusal("tictactoe"), HasSubstr("did you mean \"tic_tac_toe\""));
  EXPECT_THAT(refusal(""), AllOf(HasSubstr("Known games: "), HasSubstr("connect_four, "),
                                 HasSubstr("tic_tac_toe")));
  EXPECT_THAT(refusal("connect_four "), HasSubstr("unknown game"));
  EXPECT_THAT(refusal("(rows=6)"), HasSubstr("unknown game"));
}

TEST(Registry, NamesTheWrongParameter) {
  EXPECT_THAT(refusal("connect_four(row=5)"),
              AllOf(HasSubstr("no parameter \"row\""), HasSubstr("rows=6,columns=7")));
  EXPECT_THAT(refusal("connect_four(rows=5,rows=6)"), HasSubstr("\"rows\" is given twice"));
  EXPECT_THAT(refusal("connect_four(rows)"), HasSubstr("parameter=value, got \"rows\""));
  EXPECT_THAT(refusal("connect_four()"), HasSubstr("parameter=value, got \"\""));
  EXPECT_THAT(refusal("connect_four(rows=5,)"), HasSubstr("parameter=value, got \"\""));
  EXPECT_THAT(refusal("tic_tac_toe(rows=3)"), HasSubstr("has no parameters"));
}

TEST(Registry, NamesTheBadValueAndItsRange) {
  EXPECT_THAT(refusal("connect_four(rows=99)"),
              AllOf(HasSubstr("\"rows\" is 99"), HasSubstr("2 to 12")));
  EXPECT_THAT(refusal("connect_four(rows=-1)"), HasSubstr("out of its range"));
  EXPECT_THAT(refusal("connect_four(rows=99999999999999999999)"), HasSubstr("out of its range"));
  for (const char* value : {"", "x", "5x", " 5", "5 ", "+5", "0x5", "5.0"}) {
    EXPECT_THAT(refusal(fmt::format("connect_four(rows={})", value)),
                AllOf(HasSubstr(fmt::format("\"{}\"", value)), HasSubstr("whole number")));
  }
  // Each in its range, but together more than 64 bits.
  EXPECT_THAT(refusal("connect_four(rows=12,columns=12)"), HasSubstr("rows=12,columns=12"));
}

TEST(Registry, NamesTheOpenBracket) {
  EXPECT_THAT(refusal("connect_four(rows=5"), HasSubstr("closed"));
  EXPECT_THAT(refusal("connect_four(rows=5)x"), HasSubstr("closed"));
}

TEST(Registry, ListsGamesThatItMakes) {
  const std::vector<std::string> lines = registered_games();
  EXPECT_THAT(lines, Contains("connect_four(rows=6,columns=7)  rows 2..12  columns 2..12"));
  EXPECT_THAT(lines, Contains("tic_tac_toe"));
  for (const std::string& line : lines) EXPECT_NO_THROW(make_game(line.substr(0, line.find(' '))));
}

}  // namespace
}  // namespace tandem
