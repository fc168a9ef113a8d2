// kill -9 at random instants never loses what a commit reported.
#include <csignal>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/files.h"
#include "games/random.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/metrics.h"

namespace tandem {
namespace {

constexpr std::size_t kFileBytes = 100000;
constexpr int kKills = 60;

/// The child: restores, then commits without end, telling each finished generation through the
/// pipe.
[[noreturn]] void commit_forever(const std::filesystem::path& path, int pipe) {
  CheckpointConfig keep;
  keep.set_keep_last(2);
  std::vector<std::string> reports;
  RunDirectory run(path);
  const auto restored = run.restore(reports);
  MetricsWriter metrics(path);
  for (int generation = restored ? restored->manifest.generation() + 1 : 0;; ++generation) {
    run.commit(commit_of(generation, kFileBytes), keep);
    if (::write(pipe, &generation, sizeof(generation)) != sizeof(generation)) ::_exit(1);
    metrics.write("generation", generation, {{"loss", 1}});
  }
}

/// Lets a child commit for `microseconds` after its first commit (or from its start), kills it, and
/// returns the newest generation that it reported, or `newest` if it reported none.
int run_and_kill(const std::filesystem::path& path, unsigned microseconds, bool after_first,
                 int newest) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    commit_forever(path, ends[1]);
  }
  ::close(ends[1]);
  int generation = newest;
  if (after_first) {
    EXPECT_EQ(::read(ends[0], &generation, sizeof(generation)),
              static_cast<ssize_t>(sizeof(generation)));
  }
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  while (::read(ends[0], &generation, sizeof(generation)) == sizeof(generation)) {
  }
  ::close(ends[0]);
  return generation;
}

TEST(RunKillTest, KilledAtRandomInstantsNeverLosesACommit) {
  const TemporaryFolder folder;
  Random random(20);
  int newest = -1;
  int interrupted = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    SCOPED_TRACE(kill);
    const int reported = run_and_kill(folder.path(), static_cast<unsigned>(random.below(40000)),
                                      kill % 3 != 0, newest);
    std::vector<std::string> reports;
    RunDirectory run(folder.path());
    const auto restored = run.restore(reports);
    interrupted += !reports.empty();
    if (!restored) {
      ASSERT_EQ(reported, -1);
      continue;
    }
    newest = restored->manifest.generation();
    ASSERT_GE(newest, reported);
    ASSERT_TRUE(holds_commit(*restored, newest, kFileBytes));
    // Every generation ever committed has its shard, whole.
    ASSERT_EQ(restored->manifest.replay_size(), newest + 1);
    for (const FileEntry& shard : restored->manifest.replay()) {
      ASSERT_NO_THROW(read_committed_file(folder.path(), shard));
    }
    ASSERT_EQ(restored->manifest.lost_replay_size(), 0);
    // What was cut short lies in quarantine; it would only slow the test down.
    std::filesystem::remove_all(folder.path() / "quarantine");
  }
  EXPECT_GT(newest, 0);
  EXPECT_GT(interrupted, 0) << "no kill hit a commit: the test shows nothing";
}

}  // namespace
}  // namespace tandem
