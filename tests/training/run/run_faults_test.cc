// Damage of every kind to a run directory: it is caught, named, and costs nothing that was whole.
#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/files.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/run_directory.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

/// Keeps everything.
CheckpointConfig keep_all() {
  CheckpointConfig config;
  config.set_keep_last(1000);
  return config;
}

/// Two small commits; the folder's files are then damaged one by one.
class RunFaultsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    RunDirectory run(folder_.path());
    RunConfig config;
    config.set_game("tic_tac_toe");
    run.write_config(config);
    for (const int generation : {1, 2}) run.commit(commit_of(generation, 40), keep_all());
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  /// Whether generation 1 is restored with a report that names `file`, and 2 put aside.
  void expect_fallback(const std::string& file, const std::string& damage) {
    SCOPED_TRACE(file + " " + damage);
    std::vector<std::string> reports;
    RunDirectory run(folder_.path());
    const auto restored = run.restore(reports);
    ASSERT_TRUE(restored);
    EXPECT_TRUE(holds_commit(*restored, 1, 40));
    ASSERT_EQ(reports.size(), 2u);
    EXPECT_TRUE(mentions(reports[0], {file, "quarantine"}));
    EXPECT_TRUE(mentions(reports[1], {"replay/000002.tfrecord", "quarantine"}));
  }

  /// Puts everything back as SetUp left it.
  void put_back(const std::string& file, const std::string& bytes) {
    fs::rename(path("quarantine/000002"), path("checkpoints/000002"));
    fs::rename(path("quarantine/000002.tfrecord"), path("replay/000002.tfrecord"));
    write_bytes(path(file), bytes);
  }

  const TemporaryFolder folder_;
};

const char* const kCheckpointFiles[] = {
    "checkpoints/000002/manifest.textproto", "checkpoints/000002/network.safetensors",
    "checkpoints/000002/trainer.safetensors", "checkpoints/000002/games.tfrecord"};

TEST_F(RunFaultsTest, CheckpointFilesTruncatedAtEveryLengthAreNamedAndPutAside) {
  for (const std::string file : kCheckpointFiles) {
    const std::string bytes = read_file(path(file));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      write_bytes(path(file), bytes.substr(0, size));
      expect_fallback(file, "cut to " + std::to_string(size));
      put_back(file, bytes);
    }
  }
}

TEST_F(RunFaultsTest, CheckpointFilesWithAFlippedBitAreNamedAndPutAside) {
  for (const std::string file : kCheckpointFiles) {
    const std::string bytes = read_file(path(file));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 8)));
      write_bytes(path(file), flipped);
      expect_fallback(file, "with byte " + std::to_string(i) + " changed");
      put_back(file, bytes);
    }
  }
}

TEST_F(RunFaultsTest, MissingCheckpointFilesAreNamed) {
  for (const std::string file : {kCheckpointFiles[1], kCheckpointFiles[2], kCheckpointFiles[3]}) {
    const std::string bytes = read_file(path(file));
    fs::remove(path(file));
    expect_fallback(file, "removed");
    put_back(file, bytes);
  }
}

TEST_F(RunFaultsTest, ADamagedConfigIsNamedAtEveryByte) {
  const RunDirectory run(folder_.path());
  const std::string bytes = read_file(path("config.textproto"));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 8)));
    write_bytes(path("config.textproto"), flipped);
    EXPECT_TRUE(mentions(error_text([&] { run.config(); }), {"config.textproto", "changed"})) << i;
    write_bytes(path("config.textproto"), bytes.substr(0, i));
    EXPECT_TRUE(mentions(error_text([&] { run.config(); }), {"config.textproto", "truncated"}))
        << i;
  }
}

TEST_F(RunFaultsTest, AnEditedConfigIsAcceptedWithTheLineThatTheErrorGives) {
  const RunDirectory run(folder_.path());
  std::string bytes = read_file(path("config.textproto"));
  bytes.replace(bytes.find("visits: 32"), 10, "visits: 64");
  write_bytes(path("config.textproto"), bytes);
  const std::string error = error_text([&] { run.config(); });
  const std::string line = error.substr(error.find("# crc32c"));
  write_bytes(path("config.textproto"), bytes.substr(0, bytes.find("# crc32c")) + line);
  EXPECT_EQ(run.config()->search().visits(), 64);
}

TEST_F(RunFaultsTest, ADamagedReplayShardKeepsItsWholeGamesAndTheLossIsRecorded) {
  const std::string shard = "replay/000001.tfrecord";
  const std::string bytes = read_file(path(shard));
  const std::size_t first_game = bytes.size() / 2;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    SCOPED_TRACE(i);
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ (1 << (i % 8)));
    write_bytes(path(shard), flipped);

    std::vector<std::string> reports;
    RunDirectory run(folder_.path());
    EXPECT_TRUE(holds_commit(run.restore(reports).value(), 2, 40));
    const auto games = run.read_replay(1000, reports);
    // Four games; a damaged length of the first loses both of its shard.
    const std::size_t lost = i < 12 ? 2 : 1;
    ASSERT_EQ(games.size(), 4 - lost);
    const std::uint64_t kept = i < 12 ? 20 : i < first_game ? 11 : 10;
    EXPECT_EQ(games[0].number(), kept);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_TRUE(
        mentions(reports[0], {shard, "quarantine", std::to_string(2 - lost) + " of its games"}));
    EXPECT_EQ(read_file(path("quarantine/000001.tfrecord")), flipped);

    fs::remove_all(path("quarantine"));
    write_bytes(path(shard), bytes);
  }
}

TEST_F(RunFaultsTest, TheRunGoesOnAfterALossAndTheNextManifestRecordsIt) {
  const std::string shard = "replay/000001.tfrecord";
  write_bytes(path(shard), read_file(path(shard)).substr(0, 200));
  fs::remove(path("replay/000002.tfrecord"));
  std::vector<std::string> reports;
  {
    // Found, but not yet recorded: the process ends before it commits again.
    RunDirectory run(folder_.path());
    run.restore(reports);
    run.read_replay(1000, reports);
    EXPECT_EQ(reports.size(), 2u);
  }
  reports.clear();
  {
    RunDirectory run(folder_.path());
    const Manifest before = run.restore(reports)->manifest;
    EXPECT_EQ(run.read_replay(1000, reports).size(), 1u);
    ASSERT_EQ(reports.size(), 2u);
    EXPECT_TRUE(mentions(reports[0] + reports[1], {shard, "replay/000002.tfrecord", "missing"}));
    const Manifest after = run.commit(commit_of(3, 40), keep_all());
    ASSERT_EQ(after.lost_replay_size(), 2);
    EXPECT_EQ(after.lost_replay(1).bytes(), before.replay(0).bytes());
    ASSERT_EQ(after.replay_size(), 2);  // what was saved of the first, and the third
  }
  reports.clear();
  RunDirectory run(folder_.path());
  EXPECT_EQ(run.restore(reports)->manifest.lost_replay_size(), 2);
  EXPECT_EQ(run.read_replay(1000, reports).size(), 3u);
  EXPECT_TRUE(reports.empty());
}

/// Runs `action` in a child process; returns whether it returned true.
template <typename Action>
bool in_child(Action action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(RunFaultsTest, AFullDiskLeavesTheOldCommitGood) {
  // A commit writes a shard of 200 bytes, files of 5,000, a small one and the manifest. Each limit
  // lets it fail at another place, as a full disk does; the same process then commits with more
  // room.
  for (const rlim_t limit : {0u, 100u, 4000u, 5000u}) {
    EXPECT_TRUE(in_child([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      rlimit old_limit{};
      ::getrlimit(RLIMIT_FSIZE, &old_limit);
      RunDirectory run(folder_.path());
      std::vector<std::string> reports;
      const int newest = run.restore(reports)->manifest.generation();
      const auto files = files_below(folder_.path());
      Commit next = commit_of(newest + 1, 5001);

      rlimit small = old_limit;
      small.rlim_cur = limit;
      ::setrlimit(RLIMIT_FSIZE, &small);
      const std::string error = error_text([&] { run.commit(next, keep_all()); });
      ::setrlimit(RLIMIT_FSIZE, &old_limit);

      const bool named = error.find(std::to_string(newest + 1)) != std::string::npos &&
                         error.find("File too large") != std::string::npos;
      const bool clean = files_below(folder_.path()) == files;
      const bool good = run.restore(reports)->manifest.generation() == newest && reports.empty();
      run.commit(next, keep_all());
      return named && clean && good && bool(holds_commit(*run.restore(reports), newest + 1, 5001));
    })) << limit;
  }
}

TEST_F(RunFaultsTest, ARunDirectoryThatCannotBeMadeIsNamed) {
  EXPECT_TRUE(mentions(error_text([&] { RunDirectory run(path("config.textproto")); }),
                       {"config.textproto"}));
  EXPECT_TRUE(mentions(error_text([&] { RunDirectory run(path("config.textproto/deeper")); }),
                       {"config.textproto", "File exists"}));
}

TEST_F(RunFaultsTest, ASecondProcessIsRefusedAndToldWhoHoldsTheRun) {
  const RunDirectory run(folder_.path());
  EXPECT_TRUE(in_child([&] {
    const std::string error = error_text([&] { RunDirectory second(folder_.path()); });
    return bool(
        mentions(error, {folder_.path().string(), "process " + std::to_string(::getppid())}));
  }));
}

TEST_F(RunFaultsTest, TheLockOfAKilledProcessIsFree) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const RunDirectory run(folder_.path());
    const char byte = 1;
    if (::write(ready[1], &byte, 1) == 1) ::pause();
    ::_exit(1);
  }
  char byte;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_TRUE(mentions(error_text([&] { RunDirectory second(folder_.path()); }),
                       {"process " + std::to_string(child)}));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_NO_THROW(RunDirectory second(folder_.path()));
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace tandem
