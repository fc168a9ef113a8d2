#include "engine/gtp/gtp_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "games/random.h"
#include "games/registry.h"
#include "tests/engine/gtp/fake_player.h"
#include "tests/engine/process/script_folder.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::StartsWith;
using Pass = StonesOptions::Pass;

TEST(GtpEngine, AnswersTheAdministrativeCommands) {
  FakeGtp gtp(make_stones());
  EXPECT_EQ(gtp.ask("1 protocol_version"), "=1 2");
  EXPECT_EQ(gtp.ask("name"), "= Tandem");
  EXPECT_EQ(gtp.ask("version"), "= 1.2");
  EXPECT_EQ(gtp.ask("known_command genmove"), "= true");
  EXPECT_EQ(gtp.ask("known_command lz-analyze"), "= true");
  EXPECT_EQ(gtp.ask("known_command fly"), "= false");
  EXPECT_EQ(gtp.ask("7 fly"), "?7 unknown command");
  EXPECT_EQ(gtp.ask("8"), "?8 unknown command");
  EXPECT_EQ(gtp.ask("# nothing"), "");
  // Every command of the list is known.
  std::istringstream list(gtp.ask("list_commands").substr(2));
  int count = 0;
  for (std::string command; std::getline(list, command); ++count) {
    EXPECT_EQ(gtp.ask("known_command " + command), "= true") << command;
  }
  EXPECT_GT(count, 20);
  EXPECT_TRUE(gtp.goes_on);
  EXPECT_EQ(gtp.ask("9 quit"), "=9");
  EXPECT_FALSE(gtp.goes_on);
}

TEST(GtpEngine, PlaysAndTakesBack) {
  FakeGtp gtp(make_stones());
  EXPECT_EQ(gtp.ask("play b a5"), "=");
  EXPECT_EQ(gtp.ask("play White E1"), "=");
  EXPECT_EQ(gtp.ask("genmove b"), "= B5");
  EXPECT_THAT(gtp.state.moves, ElementsAre(0, 24));
  EXPECT_EQ(gtp.ask("showboard"), "= \nxx......................o o");
  EXPECT_EQ(gtp.ask("play w A5"), "? illegal move");
  EXPECT_EQ(gtp.ask("play w I5"), "? invalid color or coordinate");
  EXPECT_EQ(gtp.ask("play red A4"), "? invalid color or coordinate");
  EXPECT_EQ(gtp.ask("play w"), "? syntax error");
  EXPECT_EQ(gtp.ask("reg_genmove w"), "= C5");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("showboard"), "= \nx........................ o");
  EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("undo"), "? cannot undo");
  EXPECT_EQ(gtp.ask("play b pass"), "=");
  EXPECT_EQ(gtp.ask("clear_board"), "=");
  EXPECT_EQ(gtp.ask("showboard"), "= \n......................... x");
}

TEST(GtpEngine, PassesForAColourThatIsSkipped) {
  FakeGtp go(make_stones());
  EXPECT_EQ(go.ask("play w A5"), "=");
  EXPECT_EQ(go.ask("play w B5"), "=");
  EXPECT_EQ(go.ask("genmove w"), "= C5");
  EXPECT_THAT(go.state.moves, ElementsAre(25, 0, 25, 1, 25));
  EXPECT_EQ(go.ask("undo"), "=");
  EXPECT_EQ(go.ask("undo"), "=");
  EXPECT_EQ(go.ask("showboard"), "= \no........................ x");
  // A pass that would end the game, or that the rules don't know.
  EXPECT_EQ(go.ask("play b pass"), "=");
  EXPECT_EQ(go.ask("play b B5"), "? illegal move");
  FakeGtp othello(make_stones({.pass = Pass::kForced}));
  EXPECT_EQ(othello.ask("play b A5"), "=");
  EXPECT_EQ(othello.ask("play b B5"), "=");
  EXPECT_EQ(othello.ask("play b C5"), "? illegal move");
  FakeGtp hex(make_stones({.pass = Pass::kNever}));
  EXPECT_EQ(hex.ask("genmove w"), "? illegal move");
}

TEST(GtpEngine, OnlyPassesAfterTheEnd) {
  FakeGtp gtp(make_stones());
  EXPECT_EQ(gtp.ask("final_score"), "? cannot score");
  for (const char* line : {"play b E1", "play w pass", "play b pass"}) {
    EXPECT_EQ(gtp.ask(line), "=");
  }
  EXPECT_EQ(gtp.ask("final_score"), "= B+");
  EXPECT_EQ(gtp.ask("play w A5"), "? illegal move");
  EXPECT_EQ(gtp.ask("genmove w"), "= pass");
  EXPECT_EQ(gtp.ask("play b pass"), "=");
  EXPECT_EQ(gtp.ask("lz-analyze w"), "? the game is over");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("play b pass"), "=");
  EXPECT_EQ(gtp.ask("final_score"), "= B+");
}

TEST(GtpEngine, TellsOfThePlayersForfeits) {
  FakeGtp gtp(make_stones());
  gtp.state.forfeit = Forfeit{};
  EXPECT_EQ(gtp.ask("genmove b"), "= resign");
  gtp.state.forfeit = Forfeit{true, "engine died"};
  EXPECT_EQ(gtp.ask("genmove b"), "? engine died");
}

TEST(GtpEngine, KeepsToTimeSettings) {
  FakeGtp gtp(make_stones());
  EXPECT_EQ(gtp.ask("genmove b"), "= A5");  // by the player
  EXPECT_EQ(gtp.ask("time_settings 0 20 2"), "=");
  EXPECT_EQ(gtp.ask("genmove w"), "= C5");  // by the search
  EXPECT_THAT(gtp.state.seconds, Optional(testing::DoubleNear(9.5, 1e-6)));
  EXPECT_EQ(gtp.ask("time_left b 8 2"), "=");
  EXPECT_EQ(gtp.ask("genmove b"), "= D5");
  EXPECT_THAT(gtp.state.seconds, Optional(testing::DoubleNear(3.8, 1e-6)));
  EXPECT_EQ(gtp.ask("kgs-time_settings byoyomi 0 5 3"), "=");
  EXPECT_EQ(gtp.ask("genmove w"), "= E5");
  EXPECT_THAT(gtp.state.seconds, Optional(testing::DoubleNear(4.75, 1e-6)));
  for (const char* none :
       {"time_settings 0 0 0", "time_settings 60 30 0", "kgs-time_settings none"}) {
    EXPECT_EQ(gtp.ask(none), "=");
    EXPECT_EQ(gtp.ask("undo"), "=");
    EXPECT_EQ(gtp.ask("genmove w"), "= B5") << none;
    gtp.ask("undo");
    gtp.ask("play w E5");
  }
  for (const char* wrong : {"time_settings 1 2", "time_settings a 2 3", "time_settings -1 2 3",
                            "time_settings nan 2 3", "time_settings 1e300 2 3", "time_left b 1 1.5",
                            "kgs-time_settings byoyomi 1", "kgs-time_settings sudden"}) {
    EXPECT_THAT(gtp.ask(wrong), StartsWith("? ")) << wrong;
  }
}

TEST(GtpEngine, AnalysesWhileNothingElseComes) {
  FakeGtp gtp(make_stones());
  const std::string line =
      "info move B5 visits 30 winrate 7500 prior 2500 lcb 5950 order 0 pv B5 A5 "
      "info move A5 visits 10 winrate 0 prior 5000 lcb 0 order 1 pv A5";
  EXPECT_EQ(gtp.ask("5 lz-analyze b 10"), "=5\n" + line + "\n" + line + "\n" + line + "\n" + line);
  EXPECT_EQ(gtp.ask("showboard"), "= \n......................... x");
  // Of the colour that isn't to move, the position after a pass.
  EXPECT_THAT(gtp.ask("analyze w"), StartsWith("=\ninfo move B5"));
  gtp.state.reports = 0;
  EXPECT_EQ(gtp.ask("6 lz-genmove_analyze w 10"), "=6\n" + line + "\nplay B5");
  EXPECT_TRUE(gtp.state.as_for_a_move);
  EXPECT_EQ(gtp.ask("showboard"), "= \n.o....................... x");
  gtp.ask("undo");
  EXPECT_EQ(gtp.ask("showboard"), "= \n......................... x");
  EXPECT_THAT(gtp.ask("lz-analyze avoid b D4 5"), StartsWith("? \"avoid\" is not supported"));
  FakeGtp no_search(make_stones(), false);
  EXPECT_THAT(no_search.ask("analyze b"), StartsWith("? this player doesn't search"));
}

TEST(GtpEngine, EndsTheAnalysisByAnEmptyLine) {
  FakeGtp gtp(make_stones());
  TextChannel channel;
  EXPECT_TRUE(gtp.engine->handle("lz-analyze", channel));
  EXPECT_TRUE(channel.written.ends_with("pv A5\n\n")) << channel.written;
}

TEST(GtpEngine, RefusesSizesThatItHasNot) {
  FakeGtp gtp(make_stones());
  EXPECT_EQ(gtp.ask("play b A5"), "=");
  EXPECT_EQ(gtp.ask("boardsize 5 6"), "? unacceptable size");
  EXPECT_EQ(gtp.ask("boardsize nine"), "? syntax error");
  EXPECT_THAT(gtp.ask("boardsize 9"), StartsWith("? unacceptable size: "));  // no game of that name
  EXPECT_EQ(gtp.ask("showboard"), "= \nx........................ o");
  EXPECT_EQ(gtp.ask("boardsize 5"), "=");
  EXPECT_EQ(gtp.ask("showboard"), "= \n......................... x");
  EXPECT_EQ(gtp.ask("komi 0.25"), "? komi must be a multiple of 0.5");
}

TEST(GtpEngine, AnyLineIsAnsweredInOneResponse) {
  Random random(1);
  FakeGtp gtp(make_stones());
  const std::vector<std::string> words = {"play",
                                          "genmove",
                                          "b",
                                          "w",
                                          "A5",
                                          "E1",
                                          "pass",
                                          "undo",
                                          "boardsize",
                                          "komi",
                                          "5",
                                          "0.5",
                                          "time_left",
                                          "time_settings",
                                          "known_command",
                                          "lz-analyze",
                                          "interval",
                                          "loadsgf",
                                          "#",
                                          "\xff",
                                          "\r",
                                          "1e9",
                                          "-1",
                                          "12",
                                          "clear_board",
                                          "final_score",
                                          "reg_genmove",
                                          "swap-pieces"};
  for (int i = 0; i < 20000; ++i) {
    std::string line;
    for (int w = random.below(5); w > 0; --w) {
      line += words[static_cast<std::size_t>(random.below(static_cast<int>(words.size())))] + " ";
    }
    TextChannel channel;
    EXPECT_TRUE(gtp.engine->handle(line, channel));
    const std::string& text = channel.written;
    if (!parse_gtp_line(line)) {
      EXPECT_THAT(text, IsEmpty());
      continue;
    }
    ASSERT_TRUE(text.starts_with('=') || text.starts_with('?')) << line << ": " << text;
    ASSERT_EQ(text.find("\n\n"), text.size() - 2) << line << ": " << text;
  }
  TextChannel channel;
  EXPECT_TRUE(gtp.engine->handle(std::string(kLongestGtpLine + 1, 'x'), channel));
  EXPECT_EQ(channel.written, "? line too long\n\n");
}

// -- The games that people play

TEST(GtpEngine, ChangesTheBoardOfGo) {
  FakeGtp gtp(make_game("go(size=9,komi=7.5)"));
  EXPECT_EQ(gtp.ask("play b E5"), "=");
  EXPECT_EQ(gtp.ask("final_score"), "= B+73.5");  // the whole board less komi
  EXPECT_EQ(gtp.ask("komi 6.5"), "=");
  EXPECT_EQ(gtp.ask("final_score"), "= B+74.5");
  EXPECT_EQ(gtp.engine->game().info().name, "go(size=9,komi=6.5,suicide=false)");
  EXPECT_EQ(gtp.ask("boardsize 13"), "=");
  EXPECT_EQ(gtp.engine->game().info().name, "go(size=13,komi=6.5,suicide=false)");
  EXPECT_EQ(gtp.ask("final_score"), "= W+6.5");
  EXPECT_EQ(gtp.ask("play b N13"), "=");
  EXPECT_THAT(gtp.ask("boardsize 37"), StartsWith("? unacceptable size: game go"));
  EXPECT_THAT(gtp.ask("komi 1e5"), StartsWith("? "));
  gtp.state.refused_game = "go(size=19,komi=6.5,suicide=false)";
  EXPECT_EQ(gtp.ask("boardsize 19"), "? unacceptable size: the player plays another game");
  EXPECT_EQ(gtp.ask("final_score"), "= B+162.5");
}

TEST(GtpEngine, PlaysHexAndOthello) {
  FakeGtp hex(make_game("hex(size=5,swap=true)"));
  EXPECT_EQ(hex.ask("komi 6.5"), "=");  // means nothing here
  EXPECT_EQ(hex.ask("play b c2"), "=");
  EXPECT_EQ(hex.ask("play w swap-pieces"), "=");
  EXPECT_EQ(hex.ask("play b b3"), "? illegal move");  // the mirror of c2
  EXPECT_EQ(hex.ask("play b c2"), "=");
  EXPECT_EQ(hex.ask("boardsize 4 4"), "=");
  EXPECT_EQ(hex.engine->game().info().name, "hex(size=4,swap=true)");
  FakeGtp othello(make_game("othello"));
  EXPECT_EQ(othello.ask("play b d3"), "=");
  EXPECT_EQ(othello.ask("play w d3"), "? illegal move");
  EXPECT_EQ(othello.ask("play w c3"), "=");
  EXPECT_EQ(othello.ask("final_score"), "? cannot score");
}

TEST(GtpEngine, LoadsRecords) {
  const ScriptFolder folder;
  folder.write("game.sgf", "(;GM[1]SZ[7]KM[5.5]AB[bb][ff];W[dd];B[ee];W[cc])");
  folder.write("hex.sgf", "(;GM[11]SZ[7];B[a1])");
  folder.write("text.sgf", "what?");
  FakeGtp gtp(make_game("go(size=9)"));
  const auto load = [&](const std::string& rest) {
    return gtp.ask("loadsgf " + folder.at(rest).string());
  };
  EXPECT_EQ(load("game.sgf"), "=");
  EXPECT_EQ(gtp.engine->game().info().name, "go(size=7,komi=5.5,suicide=false)");
  EXPECT_EQ(gtp.ask("play b D4"), "? illegal move");
  EXPECT_EQ(gtp.ask("play b C5"), "? illegal move");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(gtp.ask("undo"), "=");
  EXPECT_EQ(gtp.ask("undo"), "? cannot undo");  // what was set up stays
  EXPECT_EQ(gtp.ask("play b B6"), "? illegal move");
  EXPECT_EQ(load("game.sgf 3"), "=");  // before the third move
  EXPECT_EQ(gtp.ask("play w C5"), "=");
  EXPECT_THAT(load("hex.sgf"), AllOf(StartsWith("? cannot load file: "), HasSubstr("GM[11]")));
  EXPECT_THAT(load("text.sgf"), StartsWith("? cannot load file: "));
  EXPECT_THAT(load("none.sgf"), StartsWith("? cannot load file: "));
  EXPECT_EQ(gtp.ask("play b C5"), "? illegal move");  // the board is what it was
}

}  // namespace
}  // namespace tandem
