#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/tools/program.h"

namespace tandem {
namespace {

std::vector<std::string> match_of(const std::string& a, const std::string& b, int games,
                                  std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--game=tic_tac_toe", "--openings_plies=1", "--a=" + a, "--b=" + b,
                           "--games=" + std::to_string(games), "--games_file=games.jsonl"});
  return more;
}

TEST(Match, PrintsTheReportAndSavesTheGames) {
  const TestFolder folder;
  const Outcome outcome = run_tool("tandem-match", match_of("solver", "random", 20), folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("Results of solver vs random (tic_tac_toe")) << outcome.out;
  for (const char* line : {"\nElo: ", "\nLOS: ", "\nGames: 20, Wins: ", ", Losses: 0, ",
                           "\nPtnml(0-2): [0, 0, ", "\nFirst player: ", "\nDistinct games: "}) {
    EXPECT_NE(outcome.out.find(line), std::string::npos) << line << "\n" << outcome.out;
  }
  std::istringstream lines(folder.read("games.jsonl"));
  std::string line;
  int count = 0;
  for (; std::getline(lines, line); ++count) {
    const auto object = nlohmann::json::parse(line);
    EXPECT_TRUE(object.contains(count == 0 ? "match" : "games")) << line;
  }
  EXPECT_EQ(count, 11);
}

TEST(Match, TheSameCommandTellsTheSameAndOtherArgumentsAreRefused) {
  const TestFolder folder;
  const auto arguments = match_of("random", "random", 10);
  const Outcome first = run_tool("tandem-match", arguments, folder.path());
  const std::string games = folder.read("games.jsonl");
  const Outcome second = run_tool("tandem-match", arguments, folder.path());
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(second.out, first.out);
  EXPECT_EQ(folder.read("games.jsonl"), games);
  const Outcome other =
      run_tool("tandem-match", match_of("random", "random", 10, {"--seed=2"}), folder.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("seed=1, not seed=2"), std::string::npos) << other.err;
  EXPECT_EQ(folder.read("games.jsonl"), games);
}

TEST(Match, NamesItsFilesByTheMatch) {
  const TestFolder folder;
  for (const char* seed : {"--seed=1", "--seed=2", "--seed=1"}) {
    const Outcome outcome = run_tool(
        "tandem-match", {"--game=tic_tac_toe", "--a=random", "--b=random", "--games=2", seed},
        folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "matches")) {
    EXPECT_TRUE(entry.path().filename().string().starts_with("tic_tac_toe-"));
    ++files;
  }
  EXPECT_EQ(files, 2);
}

TEST(Match, DecidesASequentialTest) {
  const TestFolder folder;
  auto arguments = match_of("solver", "random", 2000, {"--sprt=0,100,0.05,0.05"});
  const Outcome outcome = run_tool("tandem-match", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("(-2.94, 2.94) [0.00, 100.00]\n"
                             "SPRT ([0.00, 100.00]) completed - H1 was accepted\n"),
            std::string::npos)
      << outcome.out;
}

TEST(Match, SaysThatTheOpeningsRanOut) {
  const TestFolder folder;
  const std::string player = "uniform,visits=20";
  const Outcome outcome = run_tool(
      "tandem-match", match_of(player, player, 2000, {"--sprt=-100,100,0.05,0.05"}), folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* text :
       {"Games: 18, ", "SPRT ([-100.00, 100.00]) undecided after 18 games",
        "the openings ran out: there are 9 of 1 random plies", "raise --openings_plies"}) {
    EXPECT_NE(outcome.out.find(text), std::string::npos) << text << "\n" << outcome.out;
  }
  const Outcome plain = run_tool("tandem-match", match_of(player, player, 18), folder.path());
  EXPECT_EQ(plain.out.find("ran out"), std::string::npos) << plain.out;
}

TEST(Match, StopsWhileTheSolverThinks) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "ThreadSanitizer holds signals back while a thread only computes";
#endif
  // From the empty board it thinks for about a minute.
  const TestFolder folder;
  const pid_t process = start_tool(
      "tandem-match",
      {"--a=solver", "--b=random", "--games=2", "--openings_plies=0", "--games_file=games.jsonl"},
      folder.path());
  for (int i = 0; i < 3000 && folder.read("games.jsonl").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // A moment for it to begin to think; too short a one would only make this test milder.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  kill(process, SIGTERM);
  EXPECT_EQ(wait_for(process), 130);
}

TEST(Match, StopsCleanlyAtASignalAndGoesOn) {
  const TestFolder folder;
  const auto arguments = match_of("mcts,visits=300", "mcts,visits=300", 600, {"--group=2"});
  const pid_t process = start_tool("tandem-match", arguments, folder.path());
  // Some games must be there before it is stopped.
  for (int i = 0; i < 3000 && folder.read("games.jsonl").size() < 2000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  kill(process, SIGINT);
  ASSERT_EQ(wait_for(process), 130);
  const std::string part = folder.read("games.jsonl");
  ASSERT_GE(part.size(), 2000u);
  EXPECT_EQ(part.back(), '\n');

  auto fewer = arguments;
  std::replace(fewer.begin(), fewer.end(), std::string("--games=600"), std::string("--games=60"));
  const Outcome resumed = run_tool("tandem-match", fewer, folder.path());
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_TRUE(folder.read("games.jsonl").starts_with(part));
  const TestFolder elsewhere;
  const Outcome whole = run_tool("tandem-match", fewer, elsewhere.path());
  EXPECT_EQ(whole.out, resumed.out);
}

TEST(Match, WritesTheGamesAsSgf) {
  const TestFolder folder;
  const std::vector<std::string> arguments = {
      "--game=gomoku(size=7)",   "--a=random", "--b=random", "--games=4", "--sgf=records",
      "--games_file=games.jsonl"};
  for (int run = 0; run < 2; ++run) {  // whole again when nothing is left to play
    const Outcome outcome = run_tool("tandem-match", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string sgf = folder.read("records/games.sgf");
    std::size_t games = 0;
    for (std::size_t at = 0; (at = sgf.find("(;FF[4]", at)) != std::string::npos; ++at) ++games;
    EXPECT_EQ(games, 4u) << sgf;
    std::filesystem::remove_all(folder.path() / "records");
  }
  const Outcome refused =
      run_tool("tandem-match", {"--a=random", "--b=random", "--sgf=records"}, folder.path());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("not a game of stones"), std::string::npos) << refused.err;
}

TEST(Match, RefusesBadArguments) {
  const TestFolder folder;
  const auto expect = [&](const std::vector<std::string>& arguments, const std::string& reason) {
    const Outcome outcome = run_tool("tandem-match", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
  };
  expect({}, "give both players");
  expect({"--a=random", "--b=nobody"}, "no kind of player \"nobody\"");
  expect({"--a=random", "--b=random", "--games=7"}, "games come in pairs");
  expect({"--a=random", "--b=random", "--game=chess"}, "chess");
  expect({"--a=random", "--b=random", "--sprt=5,0,0.05,0.05"}, "elo0 must be less than elo1");
  expect({"--a=random", "--b=random", "--sprt_model=bayes"}, "neither logistic nor normalized");
  expect({"--a=random", "--b=random", "--openings_plies=99"}, "no opening of 99 random plies");
  expect({"--a=random", "--b=net:nowhere"}, "nowhere");
  expect({"--a=random", "--b=solver", "--game=connect_four(rows=7,columns=8)"},
         "no solver answers");
  expect({"--a=random", "--b=uniform,c_puct=3"}, "option c_puct would change nothing");
  expect({"--a=random", "--b=random", "--games=2", "--games_file=/proc/x/games"}, "/proc/x/games");
}

}  // namespace
}  // namespace tandem
