// Runs that begin with recorded games, and games that come out of runs as SGF.
#include <gtest/gtest.h>

#include "games/sgf/game_record.h"
#include "tests/training/bootstrap/recorded_fixture.h"
#include "tests/training/learning/stored_run.h"
#include "tests/training/run/run_fixture.h"
#include "training/learning/training_run.h"
#include "training/run/replay_reader.h"
#include "training/run/replay_sgf.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

class BootstrappedRunTest : public testing::Test {
 protected:
  BootstrappedRunTest() : file_(folder_.path() / "games.sgf") {
    write_first_cell_games(file_, 100);
    config_ = bootstrapped_config(file_);
    config_.mutable_bootstrap()->set_samples_per_position(12);  // 3 generations
  }

  int bootstrap_generations(const fs::path& run) const {
    const std::uint64_t steps = newest_manifest(run).bootstrap_steps();
    return static_cast<int>((steps + kBootstrapSteps - 1) / kBootstrapSteps);
  }

  TemporaryFolder folder_;
  fs::path file_;
  RunConfig config_;
};

TEST_F(BootstrappedRunTest, LearnsFirstThenPlays) {
  const fs::path run = folder_.path() / "run";
  train(run, config_, 0);
  const int learning = bootstrap_generations(run);
  ASSERT_EQ(learning, 3);
  train(run, config_, learning);
  Manifest manifest = newest_manifest(run);
  EXPECT_EQ(manifest.trainer_steps(), manifest.bootstrap_steps());
  EXPECT_EQ(manifest.positions(), 0u);
  train(run, config_, learning + 3);
  manifest = newest_manifest(run);
  EXPECT_GT(manifest.games_finished(), 0u);
  EXPECT_GT(manifest.trainer_steps(), manifest.bootstrap_steps());
  for (const FileEntry& shard : manifest.replay()) {
    for (const GameRecord& record : read_shard(run, shard)) {
      for (const MoveRecord& move : record.moves()) EXPECT_GE(move.generation(), learning);
    }
  }
}

TEST_F(BootstrappedRunTest, InterruptedAnywhereItIsTheSameRun) {
  train(folder_.path() / "whole", config_, 6);
  for (const int generation : {0, 1, 2, 3, 4, 6}) {
    train(folder_.path() / "parts", config_, generation);
  }
  EXPECT_TRUE(read_run(folder_.path() / "parts", 6) == read_run(folder_.path() / "whole", 6));
}

TEST_F(BootstrappedRunTest, OtherGamesAreRefusedWhileTheyAreLearnedFrom) {
  const fs::path run = folder_.path() / "run";
  train(run, config_, 1);
  write_first_cell_games(file_, 100, 2);
  const std::string refusal = error_text([&] { train(run, config_, 2); });
  EXPECT_TRUE(mentions(refusal, {"games.sgf", "not those"})) << refusal;
  write_first_cell_games(file_, 100);
  EXPECT_EQ(train(run, config_, 2).generation, 2);
}

TEST_F(BootstrappedRunTest, GamesThatCannotBeReadBindNoRun) {
  const fs::path run = folder_.path() / "run";
  RunConfig wrong = config_;
  wrong.mutable_bootstrap()->set_games((folder_.path() / "missing").string());
  const std::string refusal = error_text([&] { train(run, wrong, 0); });
  EXPECT_TRUE(mentions(refusal, {"missing", "No such file"})) << refusal;
  EXPECT_EQ(train(run, config_, 0).generation, 0);
}

TEST_F(BootstrappedRunTest, AfterThatTheGamesMayBeGone) {
  const fs::path run = folder_.path() / "run";
  train(run, config_, 5);
  ASSERT_GT(newest_manifest(run).positions(), 0u);
  fs::remove(file_);
  EXPECT_EQ(train(run, config_, 6).generation, 6);
}

TEST_F(BootstrappedRunTest, SelfPlayComesOutAsSgfAndCanBeLearnedFrom) {
  const fs::path run = folder_.path() / "run";
  RunConfig config = tiny_config();
  config.set_game("hex(size=3)");
  train(run, config, 4);
  const fs::path sgf = folder_.path() / "sgf";
  const ReplaySgf written = write_replay_sgf(run, sgf);
  const Manifest manifest = newest_manifest(run);
  EXPECT_EQ(written.games, static_cast<int>(manifest.games_finished()));
  EXPECT_EQ(written.files, manifest.replay_size());

  const auto game = make_game(config.game());
  for (const FileEntry& shard : manifest.replay()) {
    const std::vector<GameRecord> stored = read_shard(run, shard);
    const fs::path file = sgf / (fs::path(shard.path()).stem().string() + ".sgf");
    const std::vector<SgfRecord> read = read_records(*game, read_file(file), file.string());
    ASSERT_EQ(read.size(), stored.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      std::vector<Action> moves(stored[i].opening().begin(), stored[i].opening().end());
      for (const MoveRecord& move : stored[i].moves()) moves.push_back(move.action());
      EXPECT_EQ(read[i].moves, moves);
      ASSERT_TRUE(read[i].recorded && read[i].by_rules);
      EXPECT_EQ((*read[i].recorded)[0], stored[i].outcome(0));
      EXPECT_EQ(*read[i].recorded, *read[i].by_rules);
    }
  }
  const fs::path second = folder_.path() / "second";
  train(second, bootstrapped_config(sgf), 1);
  EXPECT_GT(newest_manifest(second).trainer_steps(), 0u);

  const ReplaySgf newest = write_replay_sgf(run, folder_.path() / "newest", 1);
  EXPECT_EQ(newest.files, 1);
}

TEST_F(BootstrappedRunTest, AGameWithoutStonesHasNoSgf) {
  const fs::path run = folder_.path() / "run";
  train(run, tiny_config(), 2);
  const std::string refusal = error_text([&] { write_replay_sgf(run, folder_.path() / "sgf"); });
  EXPECT_TRUE(mentions(refusal, {"tic_tac_toe"})) << refusal;
}

}  // namespace
}  // namespace tandem
