#include "engine/process/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

#include "tests/engine/process/script_folder.h"

namespace tandem {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

ProcessSpec shell(const std::string& script) { return {{"sh", "-c", script}, {}}; }

/// Long enough that only a hang would meet it.
Conversation::Clock::time_point later() {
  return Conversation::Clock::now() + std::chrono::seconds(60);
}
Conversation::Clock::time_point soon() { return Conversation::Clock::now() + milliseconds(100); }

TEST(Conversation, GoesToAndFro) {
  Conversation talk(shell("while read -r line; do echo \"<$line>\"; done"));
  std::string line;
  for (const std::string word : {"one", "two", ""}) {
    talk.say(word + "\n");
    ASSERT_EQ(talk.hear(line, later()), Heard::kLine);
    EXPECT_EQ(line, "<" + word + ">");
  }
}

TEST(Conversation, TellsHowTheProgramEnded) {
  std::string line;
  Conversation exits(shell("echo a; echo said >&2; exit 3"));
  EXPECT_EQ(exits.hear(line, later()), Heard::kLine);
  EXPECT_EQ(exits.hear(line, later()), Heard::kEnd);
  EXPECT_EQ(exits.how_it_ended(), "exited with status 3");
  EXPECT_EQ(exits.error_tail(), "said\n");
  Conversation killed(shell("kill -9 $$"));
  EXPECT_EQ(killed.hear(line, later()), Heard::kEnd);
  EXPECT_THAT(killed.how_it_ended(), HasSubstr("killed by signal 9"));
  Conversation missing(ProcessSpec{{"/no/such/program"}, {}});
  EXPECT_EQ(missing.hear(line, later()), Heard::kEnd);
  EXPECT_THAT(missing.how_it_ended(), HasSubstr("can't be started: No such file"));
  Conversation silent(shell("exec >&-; sleep 1000"));
  EXPECT_EQ(silent.hear(line, later()), Heard::kEnd);
  EXPECT_EQ(silent.how_it_ended(), "closed its output");
}

TEST(Conversation, WaitsNoLongerThanItMay) {
  std::string line;
  Conversation hangs(shell("printf half; sleep 1000"));
  EXPECT_EQ(hangs.hear(line, soon()), Heard::kTimeout);
  const std::atomic<bool> stop{true};
  EXPECT_EQ(hangs.hear(line, later(), &stop), Heard::kStopped);
}

TEST(Conversation, IsNotBlockedByAProgramThatDoesNotListen) {
  // More than any socket holds, never read; and the program writes meanwhile.
  std::string line;
  Conversation deaf(shell("echo here; sleep 1000"));
  deaf.say(std::string(std::size_t{1} << 24, 'x'));
  EXPECT_EQ(deaf.hear(line, later()), Heard::kLine);
  EXPECT_EQ(deaf.hear(line, soon()), Heard::kTimeout);
  Conversation gone(shell("exec <&-; echo here; sleep 0.2; echo there"));
  EXPECT_EQ(gone.hear(line, later()), Heard::kLine);
  gone.say("no SIGPIPE\n");
  EXPECT_EQ(gone.hear(line, later()), Heard::kLine);
  EXPECT_EQ(line, "there");
}

TEST(Conversation, EndsFloods) {
  std::string line;
  Conversation flood(shell("yes | tr -d '\\n'"), 1000);
  EXPECT_EQ(flood.hear(line, later()), Heard::kFlood);
  Conversation long_line(shell("seq 1000 | tr '\\n' ' '; echo"), 1000);
  EXPECT_EQ(long_line.hear(line, later()), Heard::kFlood);
  Conversation errors(shell("seq 100000 >&2; echo done"));
  EXPECT_EQ(errors.hear(line, later()), Heard::kLine);
  EXPECT_EQ(line, "done");
  EXPECT_LE(errors.error_tail().size(), 2000u);
}

/// Not there, or dead and not yet waited for.
bool is_dead(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string id;
  std::string name;
  std::string state;
  return !(file >> id >> name >> state) || state == "Z" || state == "X";
}

TEST(Conversation, LeavesNothingRunningAndNothingOpen) {
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = open_files();
  std::string child;
  {
    Conversation talk(shell("sleep 1000 & echo $!; wait"));
    ASSERT_EQ(talk.hear(child, later()), Heard::kLine);
    EXPECT_FALSE(is_dead(child));
  }
  for (int i = 0; i < 1000 && !is_dead(child); ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE(is_dead(child));
  EXPECT_EQ(open_files(), before);
}

TEST(Conversation, OutlivesTheThreadThatStartedIt) {
  std::optional<Conversation> talk;
  std::thread([&] { talk.emplace(shell("read -r line; echo \"$line\"")); }).join();
  std::string line;
  talk->say("still here\n");
  ASSERT_EQ(talk->hear(line, later()), Heard::kLine);
  EXPECT_EQ(line, "still here");
}

}  // namespace
}  // namespace tandem
