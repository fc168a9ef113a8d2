// Self-play is checked against the rules, the exact solver, and searches run again one by one from
// what the records say. The scripted evaluator's answers are functions of the position, as a
// network's are.
#include "training/selfplay/self_play.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "games/error.h"
#include "games/registry.h"
#include "games/solver.h"
#include "mcts/scripted_evaluator.h"
#include "mcts/search.h"
#include "training/selfplay/game_replay.h"
#include "training/selfplay/game_start.h"

namespace tandem {
namespace {

RunConfig small_config(const std::string& game) {
  RunConfig config;
  config.set_game(game);
  config.set_seed(7);
  config.mutable_search()->set_visits(12);
  config.mutable_self_play()->set_groups(3);
  config.mutable_self_play()->set_games_per_group(5);
  config.mutable_self_play()->set_moves_per_generation(20);
  config.mutable_self_play()->set_max_random_plies(4);
  config.mutable_self_play()->set_fast_visits(4);
  return config;
}

struct Played {
  std::vector<GameRecord> finished;
  SelfPlayCounters counters;
};

Played play(SelfPlayGroup& group, const Evaluator& evaluator, int generation) {
  Played played;
  group.play(evaluator, generation, played.finished, played.counters);
  return played;
}

std::string bytes_of(const std::vector<GameRecord>& games) {
  std::string bytes;
  for (const GameRecord& game : games) bytes += game.SerializeAsString() + "|";
  return bytes;
}

class SelfPlay : public testing::TestWithParam<std::string> {
 protected:
  std::shared_ptr<const Game> game_ = make_game(GetParam());
  RunConfig config_ = small_config(GetParam());
  ScriptedEvaluator evaluator_{*game_, 3, Answer::kQueued};
};

TEST_P(SelfPlay, RecordsLegalGamesWithNumbersOfTheirGroup) {
  SelfPlayGroup group(game_, config_, 1);
  const Played played = play(group, evaluator_, 4);
  ASSERT_GT(played.finished.size(), 3u);
  EXPECT_EQ(played.counters.games, static_cast<std::int64_t>(played.finished.size()));
  EXPECT_EQ(played.counters.positions, 5 * 20);
  EXPECT_GT(played.counters.evaluations, 0);
  EXPECT_LE(played.counters.visits, played.counters.positions * 12);

  std::vector<GameRecord> all = group.games_in_flight();
  EXPECT_EQ(all.size(), 5u);
  for (const GameRecord& record : all) EXPECT_EQ(record.outcome_size(), 0);
  const int players = game_->info().num_players;
  for (const GameRecord& record : played.finished) EXPECT_EQ(record.outcome_size(), players);
  all.insert(all.end(), played.finished.begin(), played.finished.end());
  std::set<std::uint64_t> numbers;
  std::int64_t moves = 0;
  for (const GameRecord& record : all) {
    EXPECT_NO_THROW(check_game(*game_, record));
    EXPECT_EQ(record.number() % 3, 1u);
    EXPECT_TRUE(numbers.insert(record.number()).second) << record.number();
    EXPECT_LE(record.opening_size(), 4);
    moves += record.moves_size();
    for (const MoveRecord& move : record.moves()) {
      EXPECT_EQ(move.generation(), 4);
      float sum = 0;
      for (const float p : move.policy()) sum += p;
      EXPECT_NEAR(sum, 1, 1e-5);
    }
  }
  EXPECT_EQ(moves, played.counters.positions);
  EXPECT_EQ(*numbers.rbegin() + 3, group.next_game_number());
}

TEST_P(SelfPlay, EveryRecordedSearchCanBeRunAgain) {
  config_.mutable_self_play()->set_full_search_fraction(0.5);
  SelfPlayGroup group(game_, config_, 0);
  const Played played = play(group, evaluator_, 0);
  Search search(*game_, config_.search());
  const std::unique_ptr<EvaluationBatch> batch = evaluator_.new_batch();
  int full = 0;
  int fast = 0;
  for (const GameRecord& record : played.finished) {
    const GameStreams streams(config_.seed(), record.number());
    EXPECT_EQ(draw_opening(*game_, config_.self_play(), streams.opening()),
              std::vector<Action>(record.opening().begin(), record.opening().end()));
    for (int i = 0; i < record.moves_size(); ++i) {
      const MoveRecord& move = record.moves(i);
      const std::unique_ptr<Position> position = replay_game(*game_, record, i);
      const int ply = record.opening_size() + i;
      Random random = streams.move(ply);
      const bool full_search = random.uniform() < 0.5;
      ASSERT_EQ(move.full_search(), full_search);
      if (full_search) {
        search.begin(*position, random, ply);
        ++full;
      } else {
        search.begin(*position, random, ply, 4, 0.0);
        ++fast;
      }
      const SearchResult result = run_search(search, *batch);
      const PlayerId mover = position->side_to_move();
      EXPECT_EQ(result.chosen, move.action());
      EXPECT_EQ(result.values[mover], move.root_value());
      EXPECT_EQ(result.network_values[mover], move.network_value());
      EXPECT_EQ(result.proven, move.proven());
      if (!full_search) {
        EXPECT_EQ(move.policy_size(), 0);
        continue;
      }
      double divergence = 0;
      ASSERT_EQ(move.policy_size(), static_cast<int>(result.actions.size()));
      for (std::size_t a = 0; a < result.actions.size(); ++a) {
        const double target = result.actions[a].target;
        EXPECT_EQ(move.policy(static_cast<int>(a)), result.actions[a].target);
        if (target > 0)
          divergence += target * (std::log(target) - std::log(result.actions[a].prior));
      }
      EXPECT_NEAR(move.surprise(), divergence, 1e-4);
    }
  }
  EXPECT_GT(full, 10);
  EXPECT_GT(fast, 10);
}

TEST_P(SelfPlay, RestoredGroupPlaysOnAsIfNeverInterrupted) {
  SelfPlayGroup whole(game_, config_, 2);
  play(whole, evaluator_, 0);
  SelfPlayGroup resumed(game_, config_, 2);
  resumed.restore(whole.games_in_flight(), whole.next_game_number());
  const Played expected = play(whole, evaluator_, 1);
  const Played actual = play(resumed, evaluator_, 1);
  EXPECT_EQ(bytes_of(actual.finished), bytes_of(expected.finished));
  EXPECT_EQ(bytes_of(resumed.games_in_flight()), bytes_of(whole.games_in_flight()));
  EXPECT_EQ(resumed.next_game_number(), whole.next_game_number());
  EXPECT_EQ(actual.counters.evaluations, expected.counters.evaluations);
}

TEST_P(SelfPlay, PuctWithReusedTreesRestoresToo) {
  config_.mutable_search()->set_algorithm(SearchConfig::PUCT);
  config_.mutable_search()->set_tree_reuse(true);
  SelfPlayGroup whole(game_, config_, 0);
  play(whole, evaluator_, 0);
  SelfPlayGroup resumed(game_, config_, 0);
  resumed.restore(whole.games_in_flight(), whole.next_game_number());
  EXPECT_EQ(bytes_of(play(resumed, evaluator_, 1).finished),
            bytes_of(play(whole, evaluator_, 1).finished));
}

INSTANTIATE_TEST_SUITE_P(Games, SelfPlay,
                         testing::Values("tic_tac_toe", "connect_four(rows=4,columns=5)",
                                         // Judged by the scripted evaluator, not by its rules.
                                         "translation(source_length=2,target_length=4,"
                                         "source_vocabulary=5,target_vocabulary=6)"),
                         [](const auto& info) { return "game" + std::to_string(info.index); });

TEST(SelfPlayProof, ProvenRootsAreWhatTheSolverSays) {
  const auto game = make_game("tic_tac_toe");
  RunConfig config = small_config("tic_tac_toe");
  config.mutable_search()->set_visits(40);
  const ScriptedEvaluator evaluator(*game, 5, Answer::kQueued);
  SelfPlayGroup group(game, config, 0);
  const Played played = play(group, evaluator, 0);
  const std::unique_ptr<Solver> solver = make_solver(*game);
  int proven = 0;
  for (const GameRecord& record : played.finished) {
    for (int i = 0; i < record.moves_size(); ++i) {
      if (!record.moves(i).proven()) continue;
      ++proven;
      int best = -1;
      for (const SolvedAction& action : solver->solve(*replay_game(*game, record, i))) {
        best = std::max(best, action.value);
      }
      EXPECT_EQ(record.moves(i).root_value(), best);
    }
  }
  EXPECT_GT(proven, 20);
}

/// Answers that are not numbers, as from a network that diverged.
class BrokenEvaluator : public Evaluator {
 public:
  std::unique_ptr<EvaluationBatch> new_batch() const override { return std::make_unique<Batch>(); }

 private:
  class Batch : public EvaluationBatch {
   public:
    Answer add(const Position&, std::span<const Action> legal,
               const EvaluationSlot& slot) override {
      for (std::size_t i = 0; i < legal.size(); ++i) slot.logits[i] = 0;
      slot.values->fill(std::numeric_limits<float>::quiet_NaN());
      return Answer::kReady;
    }
    void compute() override {}
    int queued() const override { return 0; }
    std::int64_t evaluations() const override { return 0; }
  };
};

TEST(SelfPlayFault, AnswersThatAreNotNumbersEndInAnError) {
  const auto game = make_game("connect_four");
  SelfPlayGroup group(game, small_config("connect_four"), 0);
  const BrokenEvaluator evaluator;
  try {
    play(group, evaluator, 6);
    FAIL() << "no Error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("not a finite number"), std::string::npos)
        << error.what();
  }
}

TEST(SelfPlayFault, RefusesAnotherNumberOfGames) {
  const auto game = make_game("tic_tac_toe");
  SelfPlayGroup group(game, small_config("tic_tac_toe"), 0);
  EXPECT_THROW(group.restore({}, 0), Error);
}

}  // namespace
}  // namespace tandem
