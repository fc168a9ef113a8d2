#include "engine/gtp/gtp_player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/players/simple_players.h"
#include "games/error.h"
#include "games/registry.h"
#include "tests/engine/gtp/scripted_engine.h"
#include "tests/games/sgf/stones_game.h"

namespace tandem {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using Pass = StonesOptions::Pass;

class GtpPlayerTest : public ::testing::Test {
 protected:
  std::unique_ptr<PlayerFactory> factory(const std::string& command, double timeout = 30,
                                         const std::atomic<bool>* stop = nullptr) {
    return make_gtp_player_factory(
        game_, {"gtp:engine", command, std::chrono::duration<double>(timeout), stop});
  }

  MoveChoice ask(Player& player, const std::vector<Action>& moves) {
    const auto position = game_->initial_position();
    for (const Action action : moves) position->apply(action);
    const MoveRequest request{position.get(), 1, moves};
    return player.choose({&request, 1})[0];
  }

  /// The forfeit of an engine with that fault, at the first move.
  std::string fault_of(const std::string& body, double timeout = 30) {
    const auto made = factory(scripted_engine(folder_, body), timeout);
    const MoveChoice choice = ask(*made->new_player(), {});
    return choice.forfeit && choice.forfeit->fault ? choice.forfeit->reason : "none";
  }

  /// The commands that were logged since the last call.
  std::vector<std::string> log() {
    std::istringstream text(folder_.read("log"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    folder_.write("log", "");
    return lines;
  }

  const ScriptFolder folder_;
  std::shared_ptr<const Game> game_ = make_stones();
};

TEST_F(GtpPlayerTest, AsksForMovesAndKeepsTheEngineInStep) {
  const auto made = factory(scripted_engine(folder_));
  EXPECT_EQ(made->identity(), "gtp:engine (Scripted 1)");
  EXPECT_THAT(made->description(), HasSubstr("Scripted 1"));
  EXPECT_TRUE(made->timed());
  log();
  const auto player = made->new_player();
  EXPECT_EQ(ask(*player, {}).action, 0);
  EXPECT_THAT(log(), ElementsAre("protocol_version", "boardsize 5", "komi 0.5", "clear_board",
                                 "known_command undo", "genmove b"));
  // The game goes on: only what is new is told.
  const MoveChoice second = ask(*player, {0, 7});
  EXPECT_EQ(second.action, 1);
  EXPECT_THAT(second.line, ElementsAre(1));
  EXPECT_FALSE(second.forfeit);
  EXPECT_THAT(log(), ElementsAre("play w C4", "genmove b"));
  // A few moves back: undone. Another game: begun anew.
  EXPECT_EQ(ask(*player, {0, 8}).action, 1);
  EXPECT_THAT(log(), ElementsAre("clear_board", "play b A5", "play w D4", "genmove b"));
  EXPECT_EQ(ask(*player, {0, 8, 1, 3, 2}).action, 4);
  EXPECT_THAT(log(), ElementsAre("play w D5", "play b C5", "genmove w"));
  EXPECT_EQ(ask(*player, {0, 8, 1, 3}).action, 2);
  EXPECT_THAT(log(), ElementsAre("undo", "undo", "genmove b"));
  EXPECT_EQ(ask(*player, {25}).action, 0);  // a pass
  EXPECT_THAT(log(), ElementsAre("clear_board", "play b pass", "genmove w"));
}

TEST_F(GtpPlayerTest, SwapsAndResignsInTheEnginesWords) {
  game_ = make_stones({.pass = Pass::kNever, .swap = true});
  const auto made = factory(scripted_engine(
      folder_, "if w[0] == 'genmove': say('Swap-Pieces' if w[1] == 'w' else 'RESIGN')"));
  const auto player = made->new_player();
  EXPECT_EQ(ask(*player, {7}).action, 26);
  const MoveChoice resigned = ask(*player, {7, 26});
  ASSERT_TRUE(resigned.forfeit);
  EXPECT_FALSE(resigned.forfeit->fault);
  EXPECT_THAT(log(), testing::Contains("play w swap-pieces").Times(0));
}

TEST_F(GtpPlayerTest, ForfeitsByEveryFault) {
  EXPECT_THAT(fault_of("if w[0] == 'genmove': sys.exit(3)"),
              HasSubstr("exited with status 3 before it answered \"genmove b\""));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': sys.stderr.write('no memory\\n'); os.abort()"),
              AllOf(HasSubstr("killed by signal 6"), HasSubstr("(it said: no memory)")));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': time.sleep(1000)", 3),
              HasSubstr("didn't answer \"genmove b\" within 3 s"));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': say('Z99')"),
              HasSubstr("chose the illegal move \"Z99\" for Black at move 1"));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': say('')"), HasSubstr("illegal move \"\""));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': say('I am', 'Hello!')"),
              HasSubstr("answered \"Hello! I am\" to \"genmove b\", which is no GTP response"));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': say('no idea', '?')"),
              HasSubstr("refused \"genmove b\": no idea"));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': sys.stdout.write('= ' + 'x' * (1 << 21))"),
              HasSubstr("bytes"));
  EXPECT_THAT(fault_of("if w[0] == 'genmove': say('\\n'.join('x' * 100 for _ in range(20000)))"),
              HasSubstr("bytes"));
  EXPECT_EQ(fault_of("sys.stderr.write('x' * 1000000)"), "none");
  EXPECT_EQ(fault_of("if w[0] == 'genmove': time.sleep(0.3)"), "none");
}

TEST_F(GtpPlayerTest, RefusalsOfLegalMovesAreFaults) {
  const auto made = factory(scripted_engine(folder_, "if w[0] == 'play': say('illegal', '?')"));
  const MoveChoice choice = ask(*made->new_player(), {3, 4});
  ASSERT_TRUE(choice.forfeit);
  EXPECT_THAT(choice.forfeit->reason, HasSubstr("refused \"play b D5\": illegal"));
}

TEST_F(GtpPlayerTest, StartsTheEngineAgainAfterAFault) {
  const auto made = factory(scripted_engine(folder_,
                                            "if w[0] == 'genmove' and w[1] == 'b': "
                                            "sys.exit(1)"));
  const auto player = made->new_player();
  EXPECT_TRUE(ask(*player, {}).forfeit);
  EXPECT_FALSE(ask(*player, {5}).forfeit);
  EXPECT_TRUE(ask(*player, {5, 0}).forfeit);
  EXPECT_FALSE(ask(*player, {5}).forfeit);
}

TEST_F(GtpPlayerTest, SaysAtOnceWhatCantWork) {
  const auto refusal = [&](const std::string& command) -> std::string {
    try {
      factory(command, 5);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal("/no/such/engine --gtp"),
              AllOf(StartsWith("player \"gtp:engine\""), HasSubstr("/no/such/engine can't be "
                                                                   "started: No such file")));
  EXPECT_THAT(refusal("sh -c 'exit 0'"), HasSubstr("exited with status 0"));
  EXPECT_THAT(refusal("engine 'unclosed"), HasSubstr("isn't closed"));
  EXPECT_THAT(refusal(scripted_engine(folder_,
                                      "if w[0] == 'boardsize': say('unacceptable size', "
                                      "'?')")),
              HasSubstr("refused \"boardsize 5\": unacceptable size"));
  game_ = make_game("connect_four");
  EXPECT_THAT(refusal(scripted_engine(folder_)), HasSubstr("not a game of stones"));
}

TEST_F(GtpPlayerTest, NeedsTheMoves) {
  const auto player = factory(scripted_engine(folder_))->new_player();
  const auto position = game_->initial_position();
  position->apply(3);
  const MoveRequest request{position.get(), 1};
  EXPECT_THAT(
      [&] {
        player->choose({&request, 1});
      },
      testing::ThrowsMessage<Error>(HasSubstr("must be told the moves")));
}

TEST_F(GtpPlayerTest, StopsWhenTold) {
  std::atomic<bool> stop{false};
  const auto made =
      factory(scripted_engine(folder_, "if w[0] == 'genmove': time.sleep(1000)"), 1000, &stop);
  const auto player = made->new_player();
  stop = true;
  EXPECT_THROW(ask(*player, {}), Interrupted);
}

TEST_F(GtpPlayerTest, TwoEnginesPlayAGameOut) {
  const auto made = factory(scripted_engine(folder_));
  const auto first = made->new_player();
  const auto second = made->new_player();
  const auto random = make_random_player(game_, "random");
  for (Player* other : {second.get(), random.get()}) {
    const auto position = game_->initial_position();
    std::vector<Action> moves;
    while (!position->is_terminal()) {
      const MoveRequest request{position.get(), moves.size(), moves};
      Player& mover = moves.size() % 2 == 0 ? *first : *other;
      const MoveChoice choice = mover.choose({&request, 1})[0];
      // The scripted engine never passes, so that the game ends on a full board, or by the random
      // player's passes never.
      ASSERT_FALSE(choice.forfeit) << choice.forfeit->reason;
      moves.push_back(choice.action);
      position->apply(choice.action);
    }
    EXPECT_GE(moves.size(), 25u);
  }
}

}  // namespace
}  // namespace tandem
