// Whole runs: what they learn, and that neither threads nor interruptions change them.
#include "training/learning/training_loop.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/files.h"
#include "engine/players/player.h"
#include "games/solver.h"
#include "tests/training/learning/learning_fixture.h"
#include "tests/training/learning/stored_run.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/config.h"
#include "training/run/run_layout.h"
#include "training/selfplay/game_replay.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

TEST(TrainingLoop, IsTheSameOnAnyNumberOfThreads) {
  const TemporaryFolder folder;
  const RunConfig config = tiny_config();
  for (const int threads : {1, 2, 3}) {
    train(folder.path() / std::to_string(threads), config, 5, threads);
  }
  const Stored one = read_run(folder.path() / "1", 5);
  EXPECT_FALSE(one.replay.empty());
  EXPECT_TRUE(read_run(folder.path() / "2", 5) == one);
  EXPECT_TRUE(read_run(folder.path() / "3", 5) == one);
}

TEST(TrainingLoop, ResumedEqualsUninterruptedBitForBit) {
  const TemporaryFolder folder;
  RunConfig config = tiny_config();
  config.mutable_self_play()->set_full_search_fraction(0.7);
  config.mutable_trainer()->set_surprise_fraction(0.5);
  config.mutable_replay()->set_window_c(120);  // smaller than the run, so that games leave it
  train(folder.path() / "whole", config, 7);
  for (const int generation : {0, 1, 3, 4, 7}) {
    const TrainingOutcome outcome = train(folder.path() / "parts", config, generation);
    EXPECT_EQ(outcome.generation, generation);
    EXPECT_FALSE(outcome.interrupted);
  }
  EXPECT_TRUE(read_run(folder.path() / "parts", 7) == read_run(folder.path() / "whole", 7));
}

TEST(TrainingLoop, EveryStoredGameIsLegal) {
  const TemporaryFolder folder;
  const RunConfig config = tiny_config();
  train(folder.path(), config, 4);
  RunDirectory directory(folder.path());
  std::vector<std::string> reports;
  const std::optional<RestoredRun> run = directory.restore(reports);
  ASSERT_TRUE(run);
  const auto game = make_game(config.game());
  const std::vector<GameRecord> games = directory.read_replay(1'000'000, reports);
  EXPECT_EQ(games.size(), run->manifest.games_finished());
  EXPECT_EQ(run->games_in_flight.size(), 18u);
  EXPECT_EQ(run->manifest.games_started(), games.size() + 18);
  for (const GameRecord& record : games) EXPECT_NO_THROW(check_game(*game, record));
  for (const GameRecord& record : run->games_in_flight) {
    EXPECT_NO_THROW(check_game(*game, record));
  }
  EXPECT_TRUE(reports.empty());
}

TEST(TrainingLoop, StopsWhenAskedAndGoesOn) {
  const TemporaryFolder folder;
  const std::atomic<bool> stop{true};
  TrainingOptions options;
  options.stop = &stop;
  {
    RunDirectory directory(folder.path());
    const TrainingOutcome outcome = run_training(directory, tiny_config(), options);
    EXPECT_TRUE(outcome.interrupted);
    EXPECT_EQ(outcome.generation, 0);
  }
  EXPECT_EQ(train(folder.path(), tiny_config(), 1).generation, 1);
}

TEST(TrainingLoop, RefusesToChangeWhatIsFixedAndRecordsOtherChanges) {
  const TemporaryFolder folder;
  train(folder.path(), tiny_config(), 1);
  RunConfig config = tiny_config();
  config.set_seed(12);
  config.mutable_network()->set_channels(12);
  const std::string refusal = error_text([&] { train(folder.path(), config, 2); });
  EXPECT_TRUE(mentions(refusal, {"seed", "11", "12", "network.channels"})) << refusal;

  config = tiny_config();
  config.mutable_search()->set_visits(9);
  train(folder.path(), config, 2);
  const std::string metrics = read_file(folder.path() / "metrics.jsonl");
  EXPECT_TRUE(mentions(metrics, {"config_change", "search.visits", "8 -> 9"})) << metrics;
  RunDirectory directory(folder.path());
  EXPECT_EQ(directory.config()->search().visits(), 9);
}

TEST(TrainingLoop, StoresNoSettingOfAStartThatFails) {
  const TemporaryFolder folder;
  train(folder.path(), tiny_config(), 1);
  RunConfig config = tiny_config();
  config.mutable_search()->set_visits(9);
  RunConfig broken = config;
  broken.mutable_measure()->add_suites("no/such/suite.jsonl");
  EXPECT_TRUE(mentions(error_text([&] { train(folder.path(), broken, 2); }), {"no/such/suite"}));
  train(folder.path(), config, 2);
  const std::string metrics = read_file(folder.path() / "metrics.jsonl");
  EXPECT_TRUE(mentions(metrics, {"config_change", "search.visits", "8 -> 9"})) << metrics;
}

TEST(TrainingLoop, NamesACorruptedCheckpointAndGoesOnFromTheOneBefore) {
  const TemporaryFolder folder;
  const RunConfig config = tiny_config();
  train(folder.path() / "whole", config, 4);
  train(folder.path() / "hurt", config, 3);
  const fs::path file = folder.path() / "hurt" / checkpoint_folder(3) / "network.safetensors";
  std::string bytes = read_file(file);
  bytes[bytes.size() / 2] ^= 4;
  std::ofstream(file, std::ios::binary) << bytes;
  testing::internal::CaptureStderr();
  train(folder.path() / "hurt", config, 4);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(mentions(said, {"000003", "network.safetensors"})) << said;
  EXPECT_TRUE(read_run(folder.path() / "hurt", 4) == read_run(folder.path() / "whole", 4));
}

TEST(TrainingLoop, NamesEveryCheckpointBroken) {
  const TemporaryFolder folder;
  train(folder.path(), tiny_config(), 0);
  const fs::path file = folder.path() / checkpoint_folder(0) / "trainer.safetensors";
  std::ofstream(file, std::ios::binary | std::ios::trunc) << "short";
  const std::string text = error_text([&] { train(folder.path(), tiny_config(), 1); });
  EXPECT_TRUE(mentions(text, {"trainer.safetensors"})) << text;
}

/// Every position that can be reached from the initial one, each once.
void collect_positions(const Position& position,
                       std::map<std::string, std::unique_ptr<Position>>& seen) {
  if (position.is_terminal() || !seen.emplace(position.to_text(), position.clone()).second) return;
  std::vector<Action> legal(9);
  const int count = position.legal_actions(legal);
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<Position> next = position.clone();
    next->apply(legal[i]);
    collect_positions(*next, seen);
  }
}

/// The share of all reachable positions where the player keeps the game-theoretic value.
double share_of_kept_values(const std::shared_ptr<const Game>& game,
                            const std::string& player_text) {
  std::map<std::string, std::unique_ptr<Position>> positions;
  collect_positions(*game->initial_position(), positions);
  EXPECT_EQ(positions.size(), 4520u);  // of 5478, the others are ends
  std::vector<MoveRequest> requests;
  for (const auto& [text, position] : positions) {
    requests.push_back({position.get(), requests.size()});
  }
  const auto choices = make_player_factory(game, player_text)->new_player()->choose(requests);
  const std::unique_ptr<Solver> solver = make_solver(*game);
  int kept = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    int best = -1;
    int chosen = -1;
    for (const SolvedAction& action : solver->solve(*requests[i].position)) {
      best = std::max(best, action.value);
      if (action.action == choices[i].action) chosen = action.value;
    }
    kept += chosen == best ? 1 : 0;
  }
  return static_cast<double>(kept) / static_cast<double>(requests.size());
}

TEST(TrainingLoop, LearnsTicTacToe) {
  const TemporaryFolder folder;
  RunConfig config = read_run_config("tic_tac_toe");
  config.mutable_self_play()->set_precision(FP32);
  config.mutable_trainer()->set_precision(FP32);
  const auto game = make_game("tic_tac_toe");
  train(folder.path(), config, 0);
  EXPECT_LT(share_of_kept_values(game, "net:" + folder.path().string() + ",visits=0"), 0.8);
  train(folder.path(), config, 60);
  const std::string network = "net:" + folder.path().string() + ",precision=fp32";
  EXPECT_GE(share_of_kept_values(game, network + ",visits=0"), 0.95);
  EXPECT_GE(share_of_kept_values(game, network + ",visits=32"), 0.99);
  EXPECT_EQ(share_of_kept_values(game, network + ",visits=400"), 1.0);
}

}  // namespace
}  // namespace tandem
