#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "tests/tools/program.h"

namespace tandem {
namespace {

const std::string kStart4x4 = "{\"id\": \"start\", \"game\": \"othello(size=4)\", \"position\": ";

Outcome solve(const TestFolder& folder, const std::vector<std::string>& arguments) {
  return run_tool("tandem-solve", arguments, folder.path());
}

TEST(Solve, SaysOfEachLineWhetherItsLabelsAreSo) {
  const TestFolder folder;
  folder.write("labels.jsonl",
               kStart4x4 + "\"startpos\", \"value\": -1, \"value_discs\": -10, \"discs\": " +
                   "{\"b1\": -10}, \"best\": [\"a2\", \"b1\", \"c4\", \"d3\"]}\n" + kStart4x4 +
                   "\"startpos\", \"value\": 0, \"discs\": {\"b1\": -8}, \"best\": [\"b1\"]}\n" +
                   "{\"game\": \"tic_tac_toe\", \"position\": \"startpos\", \"value\": 0}\n");
  const Outcome outcome = solve(folder, {"--positions=labels.jsonl"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("start: reproduced, "), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("start: NOT reproduced: value 0, solved -1; b1 -8, solved -10; best "
                             "b1, solved b1 a2 d3 c4, "),
            std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("labels.jsonl:3: reproduced, "), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("2 of 3 reproduced, "), std::string::npos) << outcome.out;
}

TEST(Solve, ListsTheMovesOfOnePosition) {
  const TestFolder folder;
  const Outcome outcome =
      solve(folder, {"--game=othello(size=4)", "--position=fen XXXX-OOO-XO---XX X"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("a3 +4\nd3 +16\n")) << outcome.out;
}

TEST(Solve, GivesUpWhenItsTimeIsOver) {
  const TestFolder folder;
  folder.write("six.jsonl", "{\"game\": \"othello(size=6)\", \"position\": \"startpos\"}\n");
  const Outcome outcome = solve(folder, {"--positions=six.jsonl", "--max_seconds=0.05"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("six.jsonl:1: not solved in 0.05 s"), std::string::npos);
  EXPECT_NE(outcome.out.find("0 of 1 reproduced"), std::string::npos);
}

TEST(Solve, StopsWhenAsked) {
  const TestFolder folder;
  const pid_t process =
      start_tool("tandem-solve", {"--game=othello(size=6)", "--position=startpos"}, folder.path());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  kill(process, SIGTERM);
  const int code = wait_for(process);
  EXPECT_TRUE(code == 130 || code == 128 + SIGTERM) << code;  // the latter before it was ready
}

TEST(Solve, NamesWhatIsWrong) {
  const TestFolder folder;
  const auto refusal = [&](const std::string& line) {
    folder.write("bad.jsonl", kStart4x4 + "\"startpos\"}\n" + line + "\n");
    const Outcome outcome = solve(folder, {"--positions=bad.jsonl"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_NE(outcome.err.find("bad.jsonl:2: "), std::string::npos) << outcome.err;
    return outcome.err;
  };
  const auto expect = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  expect(refusal("{\"id\": 1"), "not JSON");
  expect(refusal("[]"), "not a JSON object");
  expect(refusal("{\"game\": \"othello\"}"), "\"position\" is missing");
  expect(refusal("{\"position\": \"startpos\"}"), "\"game\" is missing");
  expect(refusal("{\"game\": \"othelo\", \"position\": \"startpos\"}"), "unknown game \"othelo\"");
  expect(refusal("{\"game\": \"othello\", \"position\": \"startpos\"}"), "60 empty squares");
  expect(refusal(kStart4x4 + "[" + std::string(100'000, '[') + "}"), "not JSON");
  expect(refusal(kStart4x4 + "\"startpos moves a1\"}"), "\"a1\", is not legal");
  expect(refusal(kStart4x4 + "\"startpos\", \"best\": [\"a1\"]}"), "\"best\": \"a1\" is not legal");
  expect(refusal(kStart4x4 + "\"startpos\", \"discs\": {\"z9\": 2}}"), "\"z9\" is not a move");
  expect(refusal(kStart4x4 + "\"startpos\", \"value\": 2}"), "\"value\" is 2");
  expect(refusal("{\"game\": \"tic_tac_toe\", \"position\": \"startpos\", \"value_discs\": 1}"),
         "knows no margins");
  expect(solve(folder, {}).err, "--positions=FILE");
  expect(solve(folder, {"--positions=none.jsonl"}).err, "can't read none.jsonl");
  expect(solve(folder, {"--position=startpos"}).err, "--position needs --game");
}

}  // namespace
}  // namespace tandem
