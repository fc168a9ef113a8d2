#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "engine/players/player.h"
#include "engine/players/search_player.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"
#include "games/solver.h"

namespace tandem {
namespace {

std::vector<MoveChoice> ask(const Game& game, Player& player, const std::vector<std::string>& texts,
                            std::uint64_t seed = 1) {
  std::vector<ParsedPosition> positions;
  std::vector<MoveRequest> requests;
  for (const std::string& text : texts) positions.push_back(parse_position_text(game, text));
  for (const ParsedPosition& parsed : positions) requests.push_back({parsed.position.get(), seed});
  return player.choose(requests);
}

TEST(Players, TheSolverKeepsTheValueInEveryTicTacToePosition) {
  const auto game = make_game("tic_tac_toe");
  const auto player = make_player_factory(game, "solver")->new_player();
  const auto judge = make_solver(*game);
  // Every line of play in which the solver answers every opponent's move.
  std::vector<std::unique_ptr<Position>> open;
  open.push_back(game->initial_position());
  std::vector<Action> legal(9);
  int asked = 0;
  while (!open.empty()) {
    const std::unique_ptr<Position> position = std::move(open.back());
    open.pop_back();
    if (position->is_terminal()) continue;
    const MoveRequest request{position.get(), static_cast<std::uint64_t>(++asked)};
    const MoveChoice choice = player->choose({&request, 1})[0];
    int best = -1;
    int chosen = -2;
    for (const SolvedAction& action : judge->solve(*position)) {
      best = std::max(best, action.value);
      if (action.action == choice.action) chosen = action.value;
    }
    ASSERT_EQ(chosen, best) << position->to_text();
    const auto mover = static_cast<std::size_t>(position->side_to_move());
    EXPECT_EQ(choice.values[mover], static_cast<float>(best));
    EXPECT_EQ(choice.values[1 - mover], static_cast<float>(-best));
    EXPECT_TRUE(choice.proven);
    position->apply(choice.action);
    if (position->is_terminal()) continue;
    const int count = position->legal_actions(legal);
    for (int i = 0; i < count; ++i) {
      open.push_back(position->clone());
      open.back()->apply(legal[static_cast<std::size_t>(i)]);
    }
  }
  EXPECT_GT(asked, 50);
}

TEST(Players, RandomDrawsEveryLegalMoveFromTheSeed) {
  const auto game = make_game("connect_four");
  const auto player = make_player_factory(game, "random")->new_player();
  std::vector<int> counts(7);
  for (std::uint64_t seed = 0; seed < 7000; ++seed) {
    const auto choice = ask(*game, *player, {"startpos moves 1 1 1 1 1 1"}, seed)[0];
    ++counts[static_cast<std::size_t>(choice.action)];
  }
  EXPECT_EQ(counts[0], 0);
  // 7000 / 6 with a standard deviation of 31.
  for (std::size_t i = 1; i < 7; ++i) EXPECT_NEAR(counts[i], 7000.0 / 6, 160);
}

class WinInOne : public ::testing::TestWithParam<const char*> {};

TEST_P(WinInOne, IsFoundAndProven) {
  const auto game = make_game("connect_four");
  const auto player = make_player_factory(game, GetParam())->new_player();
  const auto choices =
      ask(*game, *player, {"startpos moves 1 2 1 2 1 2", "startpos moves 4 1 4 1 4"});
  EXPECT_EQ(game->action_text(choices[0].action), "1");  // completes the column
  EXPECT_EQ(choices[0].values[0], 1);
  EXPECT_EQ(choices[0].values[1], -1);
  EXPECT_TRUE(choices[0].proven);
  EXPECT_EQ(game->action_text(choices[1].action), "4");  // blocks it
  for (const MoveChoice& choice : choices) {
    ASSERT_FALSE(choice.line.empty());
    EXPECT_EQ(choice.line[0], choice.action);
  }
}

INSTANTIATE_TEST_SUITE_P(Searches, WinInOne,
                         ::testing::Values("mcts,visits=200", "uniform,visits=200",
                                           "uniform,visits=200,search=puct"));

TEST(Players, UnderAClockTheyAnswerEveryRequest) {
  // How much a moment suffices for is the machine's business; that there is an answer is not.
  const auto game = make_game("connect_four");
  for (const char* name : {"mcts,time=0.02", "uniform,time=0.02", "mcts,time=0.02,threads=3"}) {
    const auto player = make_player_factory(game, name)->new_player();
    const std::vector<MoveChoice> choices =
        ask(*game, *player, {"startpos moves 1 1 1 1 1 1", "startpos"});
    ASSERT_EQ(choices.size(), 2u);
    EXPECT_NE(game->action_text(choices[0].action), "1") << "column 1 is full";
    for (const MoveChoice& choice : choices) {
      ASSERT_FALSE(choice.line.empty());
      EXPECT_EQ(choice.line[0], choice.action);
    }
  }
}

TEST(Players, WithoutTheSolverNothingIsProven) {
  const auto game = make_game("connect_four");
  const auto player = make_player_factory(game, "uniform,visits=100,solver=false")->new_player();
  const auto choice = ask(*game, *player, {"startpos moves 1 2 1 2 1 2"})[0];
  EXPECT_EQ(game->action_text(choice.action), "1");
  EXPECT_FALSE(choice.proven);
}

TEST(Players, AnswersDependOnTheRequestAlone) {
  const auto game = make_game("connect_four");
  for (const char* name : {"mcts,visits=80", "uniform,visits=80", "random", "solver"}) {
    const auto factory = make_player_factory(game, name);
    const std::string late = "startpos moves 4 4 4 4 4 4 3 3 3 3 3 3 5 5 5 5 5 5 1";
    const auto player = factory->new_player();
    const auto alone = ask(*game, *player, {late}, 5)[0];
    const auto again = ask(*game, *player, {late + " 1", late, late + " 2"}, 5)[1];
    const auto fresh = ask(*game, *factory->new_player(), {late}, 5)[0];
    EXPECT_EQ(alone.action, again.action) << name;
    EXPECT_EQ(alone.values, again.values) << name;
    EXPECT_EQ(alone.line, again.line) << name;
    EXPECT_EQ(alone.action, fresh.action) << name;
    EXPECT_EQ(alone.values, fresh.values) << name;
    EXPECT_EQ(factory->name(), name);
    EXPECT_EQ(factory->identity(), name);
  }
}

TEST(Players, RolloutsDifferBySeed) {
  const auto game = make_game("connect_four");
  const auto player = make_player_factory(game, "mcts,visits=30")->new_player();
  std::set<float> values;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    values.insert(ask(*game, *player, {"startpos"}, seed)[0].values[0]);
  }
  EXPECT_GT(values.size(), 3u);
}

TEST(Players, OnlyClocksMakeAPlayerTimed) {
  const auto game = make_game("tic_tac_toe");
  EXPECT_TRUE(make_player_factory(game, "mcts,time=0.1")->timed());
  EXPECT_FALSE(make_player_factory(game, "mcts,visits=10")->timed());
  EXPECT_FALSE(make_player_factory(game, "random")->timed());
}

TEST(Players, OnlySeedsAndClocksBringChanceIn) {
  const auto game = make_game("tic_tac_toe");
  for (const char* name : {"random", "solver", "mcts,visits=10", "mcts,search=gumbel,visits=10",
                           "mcts,time=0.1", "uniform,time=0.1"}) {
    EXPECT_FALSE(make_player_factory(game, name)->deterministic()) << name;
  }
  for (const char* name : {"uniform,visits=10", "uniform,visits=30,search=puct"}) {
    const auto factory = make_player_factory(game, name);
    EXPECT_TRUE(factory->deterministic()) << name;
    const auto player = factory->new_player();
    const auto first = ask(*game, *player, {"startpos"}, 1)[0];
    for (std::uint64_t seed = 2; seed <= 20; ++seed) {
      const auto again = ask(*game, *player, {"startpos"}, seed)[0];
      EXPECT_EQ(again.action, first.action) << name;
      EXPECT_EQ(again.values, first.values) << name;
    }
  }
}

TEST(Players, TheSolverRefusesBoardsThatAreTooLargeForIt) {
  EXPECT_THROW(make_player_factory(make_game("connect_four(rows=8,columns=8)"), "solver"), Error);
}

TEST(Players, TheSolverStopsWhenAsked) {
  const auto game = make_game("connect_four");
  const std::atomic<bool> stop{true};
  const auto player = make_player_factory(game, "solver", &stop)->new_player();
  EXPECT_THROW(ask(*game, *player, {"startpos"}), Interrupted);
}

// Knows the best move of every position: logits grow with the action's number.
class LastActionEvaluator : public Evaluator {
 public:
  class Batch : public EvaluationBatch {
   public:
    Answer add(const Position& position, std::span<const Action> legal,
               const EvaluationSlot& slot) override {
      for (std::size_t i = 0; i < legal.size(); ++i) slot.logits[i] = static_cast<float>(legal[i]);
      (*slot.values)[static_cast<std::size_t>(position.side_to_move())] = 0.25f;
      ++queued_;
      return Answer::kQueued;
    }
    void compute() override { queued_ = 0; }
    int queued() const override { return queued_; }
    std::int64_t evaluations() const override { return 0; }

   private:
    int queued_ = 0;
  };
  std::unique_ptr<EvaluationBatch> new_batch() const override { return std::make_unique<Batch>(); }
};

TEST(Players, TheEvaluatorAloneTakesItsHighestLogitAndValue) {
  const auto game = make_game("connect_four");
  EvaluatorSource source;
  source.shared = std::make_shared<LastActionEvaluator>();
  const auto player = make_evaluator_player(game, source, "test");
  const auto choices = ask(*game, *player, {"startpos", "startpos moves 7 7 7 7 7 7 1"});
  EXPECT_EQ(game->action_text(choices[0].action), "7");
  EXPECT_EQ(game->action_text(choices[1].action), "6");
  EXPECT_EQ(choices[0].values, (Values{0.25f, 0}));
  EXPECT_EQ(choices[1].values, (Values{0, 0.25f}));
  EXPECT_FALSE(choices[0].proven);
}

}  // namespace
}  // namespace tandem
