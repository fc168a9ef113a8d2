#include "training/run/run_directory.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/files.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/config.h"
#include "training/run/run_layout.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

CheckpointConfig keep(int last, int every = 0) {
  CheckpointConfig config;
  config.set_keep_last(last);
  config.set_keep_every(every);
  return config;
}

std::vector<std::uint64_t> numbers(const std::vector<GameRecord>& games) {
  std::vector<std::uint64_t> result;
  for (const GameRecord& game : games) result.push_back(game.number());
  return result;
}

TEST(RunDirectoryTest, IsEmptyAtFirst) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path() / "some" / "run");
  std::vector<std::string> reports;
  EXPECT_FALSE(run.config());
  EXPECT_FALSE(run.restore(reports));
  EXPECT_TRUE(reports.empty());
  EXPECT_TRUE(run.read_replay(10, reports).empty());
}

TEST(RunDirectoryTest, RestoresTheNewestCommit) {
  const TemporaryFolder folder;
  std::vector<std::string> reports;
  {
    RunDirectory run(folder.path());
    run.restore(reports);
    for (int generation = 0; generation < 3; ++generation)
      run.commit(commit_of(generation), keep(3));
  }
  RunDirectory run(folder.path());
  const auto restored = run.restore(reports);
  ASSERT_TRUE(restored);
  EXPECT_TRUE(holds_commit(*restored, 2));
  EXPECT_EQ(reports, std::vector<std::string>());
  EXPECT_EQ(restored->manifest.replay_size(), 3);
  EXPECT_EQ(restored->manifest.replay(1).path(), "replay/000001.tfrecord");
  EXPECT_EQ(
      files_below(folder.path()),
      (std::vector<fs::path>{
          "LOCK", "checkpoints/000000/games.tfrecord", "checkpoints/000000/manifest.textproto",
          "checkpoints/000000/network.safetensors", "checkpoints/000000/trainer.safetensors",
          "checkpoints/000001/games.tfrecord", "checkpoints/000001/manifest.textproto",
          "checkpoints/000001/network.safetensors", "checkpoints/000001/trainer.safetensors",
          "checkpoints/000002/games.tfrecord", "checkpoints/000002/manifest.textproto",
          "checkpoints/000002/network.safetensors", "checkpoints/000002/trainer.safetensors",
          "replay/000000.tfrecord", "replay/000001.tfrecord", "replay/000002.tfrecord"}));
}

TEST(RunDirectoryTest, ReadsTheNewestShardsOldestFirst) {
  const TemporaryFolder folder;
  std::vector<std::string> reports;
  RunDirectory run(folder.path());
  for (int generation = 0; generation < 4; ++generation) {
    Commit commit = commit_of(generation);
    if (generation == 2) commit.finished_games.clear();  // no game ended: no shard
    const Manifest manifest = run.commit(commit, keep(1));
    EXPECT_EQ(manifest.replay_size(),
              std::vector({1, 2, 2, 3})[static_cast<std::size_t>(generation)]);
  }
  // A shard holds two games with three full searches each.
  EXPECT_EQ(numbers(run.read_replay(1, reports)), (std::vector<std::uint64_t>{30, 31}));
  EXPECT_EQ(numbers(run.read_replay(6, reports)), (std::vector<std::uint64_t>{30, 31}));
  EXPECT_EQ(numbers(run.read_replay(7, reports)), (std::vector<std::uint64_t>{10, 11, 30, 31}));
  EXPECT_EQ(run.read_replay(1000000, reports).size(), 6u);
  EXPECT_TRUE(reports.empty());
}

TEST(RunDirectoryTest, KeepsTheCheckpointsItIsToldTo) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path());
  for (int generation = 1; generation <= 11; ++generation)
    run.commit(commit_of(generation), keep(2, 4));
  EXPECT_EQ(checkpoint_generations(folder.path()), (std::vector{4, 8, 10, 11}));
  // Replay is data, and stays.
  EXPECT_EQ(files_below(folder.path() / "replay").size(), 11u);
}

TEST(RunDirectoryTest, RefusesGenerationsThatDoNotGrowAndCommitsWithoutRestore) {
  const TemporaryFolder folder;
  {
    RunDirectory run(folder.path());
    run.commit(commit_of(3), keep(3));
    EXPECT_TRUE(mentions(error_text([&] { run.commit(commit_of(3), keep(3)); }), {"Generation 3"}));
    EXPECT_TRUE(mentions(error_text([&] { run.commit(commit_of(2), keep(3)); }), {"Generation 2"}));
  }
  RunDirectory run(folder.path());
  EXPECT_TRUE(mentions(error_text([&] { run.commit(commit_of(4), keep(3)); }), {"restore"}));
}

TEST(RunDirectoryTest, PutsAsideWhatNoManifestNames) {
  const TemporaryFolder folder;
  std::vector<std::string> reports;
  {
    RunDirectory run(folder.path());
    run.commit(commit_of(1), keep(3));
  }
  // As a crash during the second commit leaves it, and a file of the user's own, which is left
  // alone.
  fs::create_directory(folder.path() / "checkpoints" / "000002");
  write_bytes(folder.path() / "checkpoints/000002/network.safetensors", "half");
  write_bytes(folder.path() / "replay/000002.tfrecord", "games");
  write_bytes(folder.path() / "replay/.000003.tfrecord.tmp", "ga");
  write_bytes(folder.path() / "notes.txt", "mine");

  RunDirectory run(folder.path());
  EXPECT_TRUE(holds_commit(run.restore(reports).value(), 1));
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_TRUE(mentions(reports[0], {"checkpoints/000002", "quarantine/000002"}));
  EXPECT_EQ(files_below(folder.path() / "quarantine"),
            (std::vector<fs::path>{".000003.tfrecord.tmp", "000002/network.safetensors",
                                   "000002.tfrecord"}));
  EXPECT_TRUE(fs::exists(folder.path() / "notes.txt"));
  EXPECT_TRUE(holds_commit(run.restore(reports).value(), 1));
  EXPECT_EQ(reports.size(), 3u) << "the second time there is nothing to report";
  EXPECT_EQ(run.commit(commit_of(2), keep(3)).replay_size(), 2);
}

TEST(RunDirectoryTest, PutsAsideTheFirstCommitIfItWasInterrupted) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "checkpoints" / "000000");
  fs::create_directory(folder.path() / "replay");
  write_bytes(folder.path() / "replay/000000.tfrecord", "games");
  std::vector<std::string> reports;
  RunDirectory run(folder.path());
  EXPECT_FALSE(run.restore(reports));
  EXPECT_EQ(reports.size(), 2u);
  run.commit(commit_of(0), keep(3));
  EXPECT_TRUE(holds_commit(run.restore(reports).value(), 0));
}

TEST(RunDirectoryTest, NeverStartsAgainInSilence) {
  const TemporaryFolder folder;
  std::vector<std::string> reports;
  {
    RunDirectory run(folder.path());
    for (const int generation : {1, 2}) run.commit(commit_of(generation), keep(3));
  }
  for (const int generation : {1, 2})
    fs::remove(folder.path() / checkpoint_folder(generation) / "trainer.safetensors");
  const auto files = files_below(folder.path());
  RunDirectory run(folder.path());
  EXPECT_TRUE(mentions(error_text([&] { run.restore(reports); }),
                       {"000001/trainer.safetensors", "000002/trainer.safetensors", "missing"}));
  EXPECT_EQ(files_below(folder.path()), files) << "nothing is moved";

  fs::remove_all(folder.path() / "checkpoints");
  EXPECT_TRUE(
      mentions(error_text([&] { run.restore(reports); }), {"no checkpoint", "checkpoints"}));
}

TEST(RunDirectoryTest, StoresTheConfigWithItsDefaults) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path());
  RunConfig config;
  config.set_game("connect_four(rows=5,columns=6)");
  config.mutable_trainer()->set_learning_rate(1.0 / 3);
  config.mutable_measure()->add_suites("a");
  run.write_config(config);
  EXPECT_TRUE(config_changes(config, run.config().value()).empty());
  EXPECT_TRUE(mentions(
      read_file(folder.path() / "config.textproto"),
      {"visits: 32", "cache_positions: 65536", "precision: AUTO", "solver: true", "seed: 1"}));
  // The file is a config like any other, for --config.
  EXPECT_TRUE(config_changes(config, read_run_config(folder.path() / "config.textproto")).empty());
}

}  // namespace
}  // namespace tandem
