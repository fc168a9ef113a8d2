#include "engine/process/child_process.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/engine/process/script_folder.h"

namespace tandem {
namespace {

using std::chrono::milliseconds;

/// Waits for what will come, or ten seconds at most.
bool comes(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds{10});
  return condition();
}

/// Not there, or dead and not yet waited for.
bool is_dead(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string id;
  std::string name;
  std::string state;
  return !(file >> id >> name >> state) || state == "Z" || state == "X";
}

/// The process id that a script has written with its newline, or nothing yet.
std::string written_id(const ScriptFolder& folder) {
  const std::string text = folder.read("id");
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : "";
}

ProcessSpec shell(const std::string& script) { return {{"sh", "-c", script}, {}}; }

TEST(RunProcess, TellsHowItEnded) {
  const ProcessResult exited = run_process(shell("cat; echo err >&2; exit 3"), "in", {});
  EXPECT_EQ(exited.end, ProcessEnd::kExited);
  EXPECT_EQ(exited.status, 3);
  EXPECT_EQ(exited.output, "in");
  EXPECT_EQ(exited.error_tail, "err\n");
  const ProcessResult killed = run_process(shell("kill -TERM $$"), "", {});
  EXPECT_EQ(killed.end, ProcessEnd::kSignalled);
  EXPECT_EQ(killed.status, SIGTERM);
  const ProcessResult missing = run_process({{"/no/such/program"}, {}}, "", {});
  EXPECT_EQ(missing.end, ProcessEnd::kNotStarted);
  EXPECT_EQ(missing.status, ENOENT);
}

TEST(RunProcess, SetsTheEnvironmentBesideWhatIsThere) {
  ProcessSpec spec = shell("echo \"$TANDEM_TEST $HOME\"");
  spec.environment = {{"TANDEM_TEST", "a b"}, {"HOME", "/elsewhere"}};
  EXPECT_EQ(run_process(spec, "", {}).output, "a b /elsewhere\n");
  EXPECT_EQ(run_process(shell("echo \"$PATH\""), "", {}).output,
            std::string(std::getenv("PATH")) + "\n");
}

TEST(RunProcess, KeepsTheEndOfStandardError) {
  const ProcessResult result = run_process(shell("seq 100000 >&2"), "", {});
  EXPECT_TRUE(result.error_tail.ends_with("99999\n100000\n"));
  EXPECT_LE(result.error_tail.size(), 2000u);
}

TEST(RunProcess, StopsWhenTold) {
  const ScriptFolder folder;
  std::atomic<bool> stop = false;
  std::jthread presser([&] {
    comes([&] { return !written_id(folder).empty(); });
    stop = true;
  });
  ProcessLimits limits;
  limits.stop = &stop;
  const std::string command = "echo $$ > '" + folder.at("id").string() + "'; exec sleep 1000";
  EXPECT_EQ(run_process(shell(command), "", limits).end, ProcessEnd::kStopped);
  EXPECT_TRUE(is_dead(written_id(folder)));
}

TEST(RunProcess, KillsWhatTheProgramHasStarted) {
  const ScriptFolder folder;
  ProcessLimits limits;
  limits.timeout = milliseconds{500};
  const std::string command = "sleep 1000 & echo $! > '" + folder.at("id").string() + "'; wait";
  EXPECT_EQ(run_process(shell(command), "", limits).end, ProcessEnd::kTimedOut);
  ASSERT_NE(written_id(folder), "");
  EXPECT_TRUE(comes([&] { return is_dead(written_id(folder)); }));
}

TEST(RunProcess, KillsWhatIsLeftWhenTheProgramHasEnded) {
  const ScriptFolder folder;
  const std::string command =
      "sleep 1000 >&- 2>&- & echo $! > '" + folder.at("id").string() + "'; echo done";
  EXPECT_EQ(run_process(shell(command), "", {}).output, "done\n");
  EXPECT_TRUE(comes([&] { return is_dead(written_id(folder)); }));
}

TEST(RunProcess, DiesWithItsCaller) {
  const ScriptFolder folder;
  const pid_t caller = ::fork();
  ASSERT_GE(caller, 0);
  if (caller == 0) {
    run_process(shell("echo $$ > '" + folder.at("id").string() + "'; exec sleep 1000"), "", {});
    ::_exit(0);
  }
  ASSERT_TRUE(comes([&] { return !written_id(folder).empty(); }));
  EXPECT_FALSE(is_dead(written_id(folder)));
  ::kill(caller, SIGKILL);
  ::waitpid(caller, nullptr, 0);
  EXPECT_TRUE(comes([&] { return is_dead(written_id(folder)); }));
}

TEST(RunProcess, LeavesCtrlCToItsCaller) {
  // The fifth field of its stat file is a process's group: Ctrl-C goes to the caller's.
  const ProcessResult result = run_process(shell("read -r a b c d group rest < /proc/$$/stat; "
                                                 "echo $$ $group"),
                                           "", {});
  const std::size_t space = result.output.find(' ');
  EXPECT_EQ(result.output.substr(0, space) + "\n", result.output.substr(space + 1));
}

TEST(RunProcess, RunsOnManyThreadsAtOnce) {
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&right, t] {
        const std::string input(100000, static_cast<char>('a' + t));
        for (int i = 0; i < 5; ++i) right += run_process(shell("cat"), input, {}).output == input;
      });
    }
  }
  EXPECT_EQ(right, 40);
}

TEST(RunProcess, LeavesNoFilesOpen) {
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = open_files();
  run_process(shell("cat"), "in", {});
  run_process({{"/no/such/program"}, {}}, "", {});
  EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace tandem
