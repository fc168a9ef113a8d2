// The real tandem-train as a process of its own: killed at random instants, run twice, and asked to
// stop.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "engine/files.h"
#include "games/random.h"
#include "tests/training/learning/learning_fixture.h"
#include "tests/training/run/run_fixture.h"
#include "training/run/run_layout.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class Daemon : public testing::Test {
 protected:
  Daemon() { write_bytes(config_, tiny_config().DebugString()); }
  ~Daemon() override {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      wait_for_exit();
    }
  }

  void start(const fs::path& run, int generations) {
    const std::string run_flag = "--run_dir=" + run.string();
    const std::string config_flag = "--config=" + config_.string();
    const std::string limit = "--max_generations=" + std::to_string(generations);
    child_ = fork();
    if (child_ != 0) return;
    const int log = open((folder_.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execl(TANDEM_TRAIN, TANDEM_TRAIN, run_flag.c_str(), config_flag.c_str(), limit.c_str(),
          "--threads=2", static_cast<char*>(nullptr));
    _exit(127);
  }

  /// The wait status.
  int wait_for_exit() {
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = 0;
    return status;
  }

  bool exited() {
    if (waitpid(child_, nullptr, WNOHANG) != child_) return false;
    child_ = 0;
    return true;
  }

  int run_to_end(const fs::path& run, int generations) {
    start(run, generations);
    const int status = wait_for_exit();
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string log() const { return read_file(folder_.path() / "log"); }

  TemporaryFolder folder_;
  fs::path config_ = folder_.path() / "tiny.textproto";
  pid_t child_ = 0;
};

template <typename Work>
double seconds_of(Work work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void expect_same_run(const fs::path& a, const fs::path& b, int generation) {
  for (const char* name : {"network.safetensors", "trainer.safetensors", "games.tfrecord"}) {
    EXPECT_TRUE(read_file(a / checkpoint_folder(generation) / name) ==
                read_file(b / checkpoint_folder(generation) / name))
        << name;
  }
  for (int i = 1; i <= generation; ++i) {
    ASSERT_EQ(fs::exists(a / replay_shard(i)), fs::exists(b / replay_shard(i))) << i;
    if (!fs::exists(a / replay_shard(i))) continue;
    EXPECT_TRUE(read_file(a / replay_shard(i)) == read_file(b / replay_shard(i))) << i;
  }
}

TEST_F(Daemon, KilledAtRandomInstantsEndsAsIfNothingHadHappened) {
  constexpr int kGenerations = 60;
  constexpr int kKills = 25;
  const fs::path whole = folder_.path() / "whole";
  const fs::path killed = folder_.path() / "killed";
  // How long a process takes to start, and then to run to the end.
  const double starting = seconds_of([&] { ASSERT_EQ(run_to_end(whole, 0), 0) << log(); });
  const double running =
      seconds_of([&] { ASSERT_EQ(run_to_end(whole, kGenerations), 0) << log(); });

  Random random(2024);
  int kills = 0;
  while (kills < kKills) {
    start(killed, kGenerations);
    const double lifetime = random.uniform() * (starting + running / 12);
    std::this_thread::sleep_for(std::chrono::duration<double>(lifetime));
    if (exited()) break;
    kill(child_, SIGKILL);
    if (!WIFSIGNALED(wait_for_exit())) break;  // it came to its end in this very moment
    ++kills;
  }
  EXPECT_GE(kills, 4);
  ASSERT_EQ(run_to_end(killed, kGenerations), 0) << log();
  expect_same_run(killed, whole, kGenerations);
}

TEST_F(Daemon, RefusesASecondOneOnTheSameRun) {
  const fs::path run = folder_.path() / "run";
  start(run, 1'000'000);
  while (!fs::exists(run / checkpoint_folder(1))) std::this_thread::sleep_for(milliseconds(20));
  const pid_t first = child_;
  EXPECT_EQ(run_to_end(run, 1), 2);
  EXPECT_TRUE(mentions(log(), {"in use by process " + std::to_string(first)})) << log();
  child_ = first;
}

TEST_F(Daemon, FinishesItsGenerationOnSigterm) {
  const fs::path run = folder_.path() / "run";
  start(run, 1'000'000);
  while (!fs::exists(run / checkpoint_folder(1))) std::this_thread::sleep_for(milliseconds(20));
  kill(child_, SIGTERM);
  const int status = wait_for_exit();
  ASSERT_TRUE(WIFEXITED(status)) << log();
  EXPECT_EQ(WEXITSTATUS(status), 130) << log();
  const int generation = checkpoint_generations(run).back();
  EXPECT_EQ(run_to_end(run, generation + 1), 0) << log();
  EXPECT_EQ(checkpoint_generations(run).back(), generation + 1);
}

TEST_F(Daemon, SaysWhatIsWrongWithItsConfig) {
  write_bytes(config_, "game: \"tic_tac_toe\"\nsearch { visist: 3 }\n");
  EXPECT_EQ(run_to_end(folder_.path() / "run", 1), 2);
  EXPECT_TRUE(mentions(log(), {"tiny.textproto", "2", "visist"})) << log();
}

}  // namespace
}  // namespace tandem
