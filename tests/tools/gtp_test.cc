#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/program.h"

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Outcome gtp(const std::string& input, std::vector<std::string> more = {}) {
  const TestFolder folder;
  more.insert(more.begin(), "--seed=1");
  return run_tool("tandem-gtp", more, folder.path(), input);
}

TEST(Gtp, PlaysAGame) {
  const Outcome outcome =
      gtp("1 name\nboardsize 5\nplay b c3\n2 genmove w\n3 known_command play\nquit\n",
          {"--game=go(size=9)", "--player=mcts,visits=50"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("=1 Tandem\n\n= \n\n= \n\n=2 "));
  EXPECT_THAT(outcome.out, HasSubstr("\n\n=3 true\n\n= \n\n"));
}

TEST(Gtp, TellsAVersionOfNumbers) {
  // Lizzie reads the second one, and no more after it fails.
  EXPECT_THAT(gtp("version\nquit\n", {"--player=random"}).out,
              testing::MatchesRegex("= [0-9]+\\.[0-9]+\\.[0-9]+\n\n= \n\n"));
}

TEST(Gtp, SearchesByTheClockAndAnalyses) {
  const Outcome outcome =
      gtp("time_settings 0 1 1\ngenmove b\nlz-genmove_analyze w 5\nlz-analyze b 1\n\nquit\n",
          {"--game=hex(size=5)", "--player=mcts", "--threads=2"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("info move "));
  EXPECT_THAT(outcome.out, HasSubstr("\nplay "));
}

TEST(Gtp, RefusesBadArguments) {
  const auto expect = [&](const std::vector<std::string>& arguments, const std::string& reason) {
    const Outcome outcome = gtp("name\n", arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(reason));
  };
  expect({"--game=connect_four"}, "not a game of stones");
  expect({"--game=chess"}, "unknown game");
  expect({"--player=nobody"}, "no kind of player");
  expect({"--threads=0"}, "--threads must be from 1 to 256");
}

TEST(Gtp, TwoEnginesMeetInAMatch) {
  const TestFolder folder;
  const std::string engine =
      "gtp:" TANDEM_TOOLS_FOLDER "/tandem-gtp --game=hex(size=4) --player=mcts,visits=20";
  const Outcome outcome =
      run_tool("tandem-match",
               {"--game=hex(size=4)", "--a=" + engine + ",timeout=60", "--b=" + engine, "--games=2",
                "--openings_plies=1", "--games_file=games.jsonl", "--sgf=records"},
               folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\nGames: 2, "));
  EXPECT_THAT(outcome.out, testing::Not(HasSubstr("forfeited")));
  EXPECT_THAT(outcome.err, HasSubstr("the GTP engine Tandem "));
  EXPECT_THAT(folder.read("records/games.sgf"), StartsWith("(;FF[4]CA[UTF-8]GM[11]"));
}

TEST(Gtp, AnEngineThatDiesLosesEveryGame) {
  const TestFolder folder;
  // A shell engine that answers the first commands and dies when it is to move.
  folder.write("engine.sh",
               "while read -r word rest; do\n"
               "  case $word in\n"
               "    genmove) echo 'out of ideas' >&2; exit 3 ;;\n"
               "    *) printf '= \\n\\n' ;;\n"
               "  esac\n"
               "done\n");
  const Outcome outcome = run_tool("tandem-match",
                                   {"--game=gomoku(size=7)", "--a=random", "--b=gtp:sh engine.sh",
                                    "--games=4", "--openings_plies=2", "--games_file=games.jsonl"},
                                   folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Wins: 4, Losses: 0"));
  EXPECT_THAT(outcome.out, HasSubstr("B forfeited 4 games by faults of its own:\n  2 x sh exited "
                                     "with status 3 before it answered \"genmove b\" (it said: "
                                     "out of ideas)\n"));
  EXPECT_THAT(folder.read("games.jsonl"), HasSubstr("\"fault\":\"sh exited with status 3"));
}

}  // namespace
}  // namespace tandem
