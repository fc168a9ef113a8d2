#include "engine/evaluation/match.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <fstream>
#include <set>
#include <span>
#include <sstream>

#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"

namespace tandem {
namespace {

class MatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tandem_match_test_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  MatchConfig config(const std::string& game, const std::string& a, const std::string& b,
                     std::int64_t pairs) {
    MatchConfig result;
    result.game = make_game(game);
    factories_.push_back(make_player_factory(result.game, a));
    result.a = factories_.back().get();
    factories_.push_back(make_player_factory(result.game, b));
    result.b = factories_.back().get();
    result.pairs = pairs;
    result.group = 4;
    result.openings_plies = 2;
    return result;
  }

  MatchResult play(const MatchConfig& wanted, const std::string& name) {
    GamesFile file(folder_ / name, wanted.game, match_identity(wanted));
    return play_match(wanted, file);
  }

  std::string contents(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  std::map<std::int64_t, PlayedPair> pairs_in(const MatchConfig& wanted, const std::string& name) {
    return GamesFile(folder_ / name, wanted.game, match_identity(wanted)).pairs();
  }

  std::filesystem::path folder_;
  // Lanes beyond the machine's cores are real threads too.
  tbb::global_control threads_{tbb::global_control::max_allowed_parallelism, 4};
  std::vector<std::unique_ptr<PlayerFactory>> factories_;
};

TEST_F(MatchTest, EveryGameIsCountedAndPairsSwapColours) {
  const MatchConfig wanted = config("connect_four", "mcts,visits=20", "random", 10);
  const MatchResult result = play(wanted, "games.jsonl");
  EXPECT_FALSE(result.interrupted);
  EXPECT_EQ(result.tally.num_pairs(), 10);
  EXPECT_EQ(result.tally.wins + result.tally.losses + result.tally.draws, 20);
  EXPECT_GT(result.tally.wins, result.tally.losses);

  PairTally recount;
  double first_player_points = 0;
  std::set<std::vector<Action>> openings;
  std::set<std::vector<Action>> games;
  for (const auto& [number, pair] : pairs_in(wanted, "games.jsonl")) {
    EXPECT_EQ(pair.opening.size(), 2u);
    openings.insert(pair.opening);
    for (std::size_t seat = 0; seat < 2; ++seat) {
      // Replayed by the rules alone: A sits in seat 0 of the first game and in seat 1 of the
      // second.
      const auto position = wanted.game->initial_position();
      std::vector<Action> moves = pair.opening;
      moves.insert(moves.end(), pair.moves[seat].begin(), pair.moves[seat].end());
      for (const Action action : moves) position->apply(action);
      ASSERT_TRUE(position->is_terminal());
      EXPECT_EQ(static_cast<float>(pair.results[seat]), (*position->outcome())[seat]);
      first_player_points += ((*position->outcome())[0] + 1) / 2;
      games.insert(moves);
    }
    recount.add(pair.results[0], pair.results[1]);
  }
  EXPECT_EQ(recount.pairs, result.tally.pairs);
  EXPECT_EQ(recount.wins, result.tally.wins);
  EXPECT_EQ(result.first_player.points(), first_player_points);
  EXPECT_EQ(openings.size(), 10u);
  EXPECT_EQ(result.distinct_games, static_cast<std::int64_t>(games.size()));
}

TEST_F(MatchTest, IsTheSameOnAnyNumberOfLanes) {
  MatchConfig wanted = config("connect_four", "mcts,visits=10", "uniform,visits=10", 12);
  wanted.concurrency = 1;
  play(wanted, "one.jsonl");
  wanted.concurrency = 4;
  play(wanted, "four.jsonl");
  EXPECT_EQ(contents("one.jsonl"), contents("four.jsonl"));
}

TEST_F(MatchTest, ResumedEqualsUninterrupted) {
  MatchConfig wanted = config("tic_tac_toe", "mcts,visits=10", "random", 20);
  const MatchResult whole = play(wanted, "whole.jsonl");

  std::atomic<bool> stop{false};
  MatchConfig part = wanted;
  part.stop = &stop;
  part.progress = [&](const PairTally& tally) { stop = tally.num_pairs() >= 8; };
  const MatchResult first = play(part, "resumed.jsonl");
  EXPECT_TRUE(first.interrupted);
  EXPECT_EQ(first.tally.num_pairs(), 8);
  const MatchResult second = play(wanted, "resumed.jsonl");
  EXPECT_FALSE(second.interrupted);
  EXPECT_EQ(contents("resumed.jsonl"), contents("whole.jsonl"));
  EXPECT_EQ(second.tally.pairs, whole.tally.pairs);
  EXPECT_EQ(second.distinct_games, whole.distinct_games);
}

TEST_F(MatchTest, MorePairsContinueTheSameMatch) {
  MatchConfig wanted = config("tic_tac_toe", "random", "random", 8);
  play(wanted, "games.jsonl");
  const std::string before = contents("games.jsonl");
  wanted.pairs = 16;
  play(wanted, "games.jsonl");
  EXPECT_TRUE(contents("games.jsonl").starts_with(before));
  // Fewer are counted from the start of the file.
  wanted.pairs = 5;
  EXPECT_EQ(play(wanted, "games.jsonl").tally.num_pairs(), 5);
}

TEST_F(MatchTest, TheSequentialTestStopsAtTheSamePairOnAnyNumberOfLanes) {
  MatchConfig wanted = config("connect_four", "mcts,visits=30", "random", 500);
  wanted.sprt = SprtConfig{0, 200, 0.05, 0.05, SprtModel::kLogistic};
  wanted.concurrency = 1;
  const MatchResult one = play(wanted, "one.jsonl");
  EXPECT_EQ(sprt_verdict(one.tally, *wanted.sprt), SprtVerdict::kAcceptH1);
  EXPECT_FALSE(one.interrupted);
  EXPECT_LT(one.tally.num_pairs(), 100);
  wanted.concurrency = 3;
  const MatchResult three = play(wanted, "three.jsonl");
  EXPECT_EQ(three.tally.pairs, one.tally.pairs);
  EXPECT_EQ(contents("three.jsonl"), contents("one.jsonl"));
  // A finished match only says its result again.
  const std::string before = contents("one.jsonl");
  EXPECT_EQ(play(wanted, "one.jsonl").tally.pairs, one.tally.pairs);
  EXPECT_EQ(contents("one.jsonl"), before);
}

TEST_F(MatchTest, TheSolverNeverLosesAtTicTacToe) {
  const MatchConfig wanted = config("tic_tac_toe", "solver", "random", 60);
  MatchConfig undecided = wanted;
  undecided.openings_plies = 0;
  const MatchResult result = play(undecided, "games.jsonl");
  EXPECT_EQ(result.tally.losses, 0);
  EXPECT_GT(result.tally.wins, 60);
}

TEST_F(MatchTest, DeterministicPlayersEndWhereTheOpeningsDo) {
  // One ply of tic-tac-toe has nine openings.
  MatchConfig wanted = config("tic_tac_toe", "uniform,visits=20", "uniform,visits=5", 100);
  wanted.openings_plies = 1;
  const MatchResult result = play(wanted, "games.jsonl");
  EXPECT_EQ(result.tally.num_pairs(), 9);
  EXPECT_TRUE(result.openings_ran_out);
  EXPECT_FALSE(result.interrupted);
  EXPECT_EQ(pairs_in(wanted, "games.jsonl").size(), 9u);

  wanted.pairs = 9;
  const MatchResult enough = play(wanted, "games.jsonl");
  EXPECT_EQ(enough.tally.pairs, result.tally.pairs);
  EXPECT_FALSE(enough.openings_ran_out);
}

TEST_F(MatchTest, CopiesDecideNoSequentialTest) {
  // The same two games again and again would prove that the players are equal.
  MatchConfig wanted = config("tic_tac_toe", "uniform,visits=20", "uniform,visits=20", 1000);
  wanted.openings_plies = 0;
  wanted.sprt = SprtConfig{0, 200, 0.05, 0.05, SprtModel::kLogistic};
  const MatchResult result = play(wanted, "games.jsonl");
  EXPECT_EQ(result.tally.num_pairs(), 1);
  EXPECT_EQ(result.distinct_games, 1);
  EXPECT_TRUE(result.openings_ran_out);
  EXPECT_EQ(sprt_verdict(result.tally, *wanted.sprt), SprtVerdict::kContinue);
}

TEST_F(MatchTest, ChanceOnOneSideMakesOpeningsWorthRepeating) {
  for (const char* opponent : {"random", "solver", "mcts,visits=5"}) {
    MatchConfig wanted = config("tic_tac_toe", "uniform,visits=5", opponent, 20);
    wanted.openings_plies = 0;
    const MatchResult result = play(wanted, std::string(opponent) + ".jsonl");
    EXPECT_EQ(result.tally.num_pairs(), 20) << opponent;
    EXPECT_FALSE(result.openings_ran_out) << opponent;
  }
}

// Told to stop while it thinks, as the solver may be.
class StoppedPlayer : public Player {
 public:
  std::vector<MoveChoice> choose(std::span<const MoveRequest>) override {
    throw Interrupted("stopped");
  }
  const std::string& name() const override { return name_; }

 private:
  std::string name_ = "stopped";
};

class StoppedFactory : public PlayerFactory {
 public:
  std::unique_ptr<Player> new_player() const override { return std::make_unique<StoppedPlayer>(); }
  const std::string& name() const override { return name_; }

 private:
  std::string name_ = "stopped";
};

// Moves at random, but forfeits instead of its third move; knows what it was asked.
class ForfeitingPlayer : public Player {
 public:
  ForfeitingPlayer(std::shared_ptr<const Game> game, std::vector<std::string>& asked)
      : game_(std::move(game)), asked_(asked) {}

  std::vector<MoveChoice> choose(std::span<const MoveRequest> requests) override {
    std::vector<MoveChoice> choices;
    for (const MoveRequest& request : requests) {
      const std::vector<Action> moves(request.moves.begin(), request.moves.end());
      // The moves lead to the position.
      const auto replayed = game_->initial_position();
      for (const Action action : moves) replayed->apply(action);
      EXPECT_EQ(replayed->to_text(), request.position->to_text());
      asked_.push_back(moves_text(*game_, moves));
      std::vector<Action> legal(9);
      request.position->legal_actions(legal);
      MoveChoice& choice = choices.emplace_back();
      choice.action = legal[0];
      if (moves.size() == 4) choice.forfeit = Forfeit{};
      if (moves.size() == 5) choice.forfeit = Forfeit{true, "it hung"};
    }
    return choices;
  }
  const std::string& name() const override { return name_; }

 private:
  std::shared_ptr<const Game> game_;
  std::vector<std::string>& asked_;
  std::string name_ = "forfeiting";
};

class ForfeitingFactory : public PlayerFactory {
 public:
  explicit ForfeitingFactory(std::shared_ptr<const Game> game) : game_(std::move(game)) {}
  std::unique_ptr<Player> new_player() const override {
    return std::make_unique<ForfeitingPlayer>(game_, asked);
  }
  const std::string& name() const override { return name_; }
  bool timed() const override { return true; }

  mutable std::vector<std::string> asked;

 private:
  std::shared_ptr<const Game> game_;
  std::string name_ = "forfeiting";
};

TEST_F(MatchTest, AForfeitLosesTheGameAndTheMatchGoesOn) {
  MatchConfig wanted = config("tic_tac_toe", "random", "random", 6);
  const ForfeitingFactory forfeiting(wanted.game);
  wanted.a = &forfeiting;
  wanted.openings_plies = 0;
  wanted.group = 1;
  const MatchResult result = play(wanted, "games.jsonl");
  EXPECT_FALSE(result.interrupted);
  EXPECT_EQ(result.tally.num_pairs(), 6);
  // Nobody can win before the fifth move, and it never makes that: so as the first player it
  // resigns, as the second it fails after the fifth, unless that wins for the other.
  EXPECT_EQ(result.tally.losses, 12);
  EXPECT_EQ(result.forfeits[0].resigned, 6);
  EXPECT_GT(result.forfeits[0].num_faults(), 0);
  EXPECT_EQ(result.forfeits[0].faults.begin()->first, "it hung");
  EXPECT_EQ(result.forfeits[1].resigned + result.forfeits[1].num_faults(), 0);
  for (const auto& [number, pair] : pairs_in(wanted, "games.jsonl")) {
    EXPECT_EQ(pair.results[0], -1);
    EXPECT_EQ(pair.moves[0].size(), 4u);
    ASSERT_TRUE(pair.forfeits[0]);
    EXPECT_FALSE(pair.forfeits[0]->fault);
  }
  // The file alone tells the same again.
  const MatchResult again = play(wanted, "games.jsonl");
  EXPECT_EQ(again.tally.losses, 12);
  EXPECT_EQ(again.forfeits[0].faults, result.forfeits[0].faults);
}

TEST_F(MatchTest, TimedPlayersPlayOneGameAfterTheOther) {
  MatchConfig wanted = config("tic_tac_toe", "random", "random", 2);
  const ForfeitingFactory timed(wanted.game);
  wanted.a = &timed;
  wanted.group = 2;
  wanted.openings_plies = 1;
  play(wanted, "games.jsonl");
  // A question about the same game goes on where the last one was.
  int games = 0;
  for (std::size_t i = 0; i < timed.asked.size(); ++i) {
    games += i == 0 || !timed.asked[i].starts_with(timed.asked[i - 1]);
  }
  EXPECT_EQ(games, 4);
}

TEST_F(MatchTest, AnInterruptedPlayerEndsTheMatchAsAStopDoes) {
  MatchConfig wanted = config("tic_tac_toe", "random", "random", 6);
  const StoppedFactory stopped;
  wanted.b = &stopped;
  wanted.concurrency = 2;
  const MatchResult result = play(wanted, "games.jsonl");
  EXPECT_TRUE(result.interrupted);
  EXPECT_EQ(result.tally.num_pairs(), 0);
}

}  // namespace
}  // namespace tandem
