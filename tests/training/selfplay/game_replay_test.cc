#include "training/selfplay/game_replay.h"

#include <gtest/gtest.h>

#include "games/error.h"
#include "games/registry.h"

namespace tandem {
namespace {

/// x: a1, b1, c1 against o: a2, b2; the first ply is forced.
GameRecord row_of_three() {
  GameRecord record;
  record.set_game("tic_tac_toe");
  record.set_number(12);
  record.add_opening(0);
  for (const Action action : {3, 1, 4, 2}) {
    MoveRecord& move = *record.add_moves();
    move.set_action(action);
    move.set_full_search(false);
  }
  record.add_outcome(1);
  record.add_outcome(-1);
  return record;
}

class GameReplay : public testing::Test {
 protected:
  void expect_refused(const std::string& reason) {
    try {
      check_game(*game_, record_);
      ADD_FAILURE() << "accepted: " << reason;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("game 12"), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
    }
  }

  std::shared_ptr<const Game> game_ = make_game("tic_tac_toe");
  GameRecord record_ = row_of_three();
};

TEST_F(GameReplay, AcceptsALegalGameAndStopsWhereAsked) {
  EXPECT_NO_THROW(check_game(*game_, record_));
  EXPECT_TRUE(replay_game(*game_, record_)->is_terminal());
  const auto second = game_->initial_position();
  second->apply(0);
  second->apply(3);
  EXPECT_EQ(replay_game(*game_, record_, 1)->to_text(), second->to_text());
}

TEST_F(GameReplay, AcceptsAGameInFlight) {
  record_.mutable_moves()->RemoveLast();
  record_.clear_outcome();
  EXPECT_NO_THROW(check_game(*game_, record_));
}

TEST_F(GameReplay, RefusesAnIllegalAction) {
  record_.mutable_moves(2)->set_action(0);
  expect_refused("ply 3: recorded action 0 is illegal");
}

TEST_F(GameReplay, RefusesMovesAfterTheEnd) {
  record_.add_moves()->set_action(5);
  expect_refused("goes on after the game's end");
}

TEST_F(GameReplay, RefusesAnOutcomeThatIsNotTheRules) {
  record_.set_outcome(0, 0);
  expect_refused("isn't the rules' outcome");
}

TEST_F(GameReplay, RefusesAnOutcomeBeforeTheEnd) {
  record_.mutable_moves()->RemoveLast();
  expect_refused("the game isn't over");
}

TEST_F(GameReplay, RefusesAMissingOutcome) {
  record_.clear_outcome();
  expect_refused("0 players' outcomes are recorded instead of 2");
}

TEST_F(GameReplay, RefusesAPolicyOfAnotherLength) {
  record_.mutable_moves(0)->set_full_search(true);
  for (int i = 0; i < 7; ++i) record_.mutable_moves(0)->add_policy(1.f / 7);
  expect_refused("7 entries instead of 8");
}

TEST_F(GameReplay, RefusesAnotherGame) {
  record_.set_game("connect_four");
  expect_refused("recorded as connect_four");
}

}  // namespace
}  // namespace tandem
