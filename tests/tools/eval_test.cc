#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

namespace tandem {
namespace {

// Two labelled positions of Connect Four: a win to take, and an even start of a column.
constexpr const char* kSuite =
    R"({"id": "a/1", "position": "startpos moves 1 2 1 2 1 2", "value": 1, "best": ["1"], "hard": true}
{"id": "a/2", "position": "startpos moves 4 1 4 1 4", "value": -1, "best": ["1", "2", "3", "4", "5", "6", "7"]}
)";

TEST(Eval, MeasuresAPlayerAndWritesJson) {
  const TestFolder folder;
  folder.write("a.jsonl", kSuite);
  const Outcome outcome = run_tool(
      "tandem-eval", {"--player=uniform,visits=100", "--suite=a.jsonl", "--json=report.json"},
      folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("uniform,visits=100\n")) << outcome.out;
  EXPECT_NE(outcome.out.find("100.0 ("), std::string::npos) << outcome.out;
  const auto report = nlohmann::json::parse(folder.read("report.json"));
  EXPECT_EQ(report["game"], "connect_four(rows=6,columns=7)");
  const auto& suite = report["results"][0]["suites"][0];
  EXPECT_EQ(suite["suite"], "a");
  EXPECT_EQ(suite["all"]["right"], 2);
  EXPECT_EQ(suite["all"]["total"], 2);
  EXPECT_NEAR(suite["all"]["random_mover"].get<double>(), (1.0 / 7 + 1) / 2, 1e-9);
  EXPECT_EQ(suite["critical"]["total"], 1);
  EXPECT_EQ(suite["hard"]["total"], 1);
  EXPECT_NEAR(suite["all"]["low"].get<double>(), 0.3424, 1e-3);  // Wilson, 2 of 2
  EXPECT_EQ(suite["value"]["bins"].size(), 10u);
}

TEST(Eval, AnswersTheSameOnAnyNumberOfThreads) {
  const TestFolder folder;
  folder.write("a.jsonl", kSuite);
  const auto report = [&](const std::string& threads) {
    const Outcome outcome = run_tool(
        "tandem-eval",
        {"--player=mcts,visits=50", "--suite=a.jsonl", "--batch=1", "--json=report.json", threads},
        folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return nlohmann::json::parse(folder.read("report.json"))["results"][0]["suites"][0]["value"];
  };
  EXPECT_EQ(report("--threads=1"), report("--threads=2"));
}

TEST(Eval, MeasuresTheSuitesBelowAFolderUnderNamesThatTellThemApart) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.path() / "suites/report");
  std::filesystem::create_directories(folder.path() / "suites/development");
  for (const char* name :
       {"suites/report/a.jsonl", "suites/development/a.jsonl", "suites/report/b.jsonl"}) {
    folder.write(name, kSuite);
  }
  const Outcome outcome = run_tool(
      "tandem-eval", {"--player=random", "--suite=suites", "--json=report.json"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto suites = nlohmann::json::parse(folder.read("report.json"))["results"][0]["suites"];
  ASSERT_EQ(suites.size(), 3u);
  EXPECT_EQ(suites[0]["suite"], "development/a");
  EXPECT_EQ(suites[1]["suite"], "report/a");
  EXPECT_EQ(suites[2]["suite"], "b");
}

TEST(Eval, NamesFileAndLineOfABadSuite) {
  const TestFolder folder;
  folder.write("bad.jsonl", std::string(kSuite) + "{\"id\": \"a/3\"}\n");
  const Outcome outcome =
      run_tool("tandem-eval", {"--player=random", "--suite=bad.jsonl"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("bad.jsonl:3: \"position\" is missing"), std::string::npos)
      << outcome.err;
}

TEST(Eval, RefusesBadArguments) {
  const TestFolder folder;
  folder.write("a.jsonl", kSuite);
  const auto expect = [&](std::vector<std::string> arguments, const std::string& reason) {
    const Outcome outcome = run_tool("tandem-eval", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
  };
  expect({"--player=random"}, "--suite is missing");
  expect({"--suite=a.jsonl"}, "either --checkpoint=DIR or --player=PLAYER");
  expect({"--suite=a.jsonl", "--player=random", "--checkpoint=x"}, "either --checkpoint=DIR");
  expect({"--suite=a.jsonl", "--player=random", "--visits=3"}, "--visits goes with --checkpoint");
  expect({"--suite=a.jsonl", "--checkpoint=x", "--visits=1,,2"}, "is empty");
  expect({"--suite=a.jsonl", "--checkpoint=x", "--visits="}, "--visits is empty");
  expect({"--suite=a.jsonl", "--checkpoint=x", "--solver="}, "--solver is empty");
  expect({"--suite=a.jsonl", "--player=random", "--json=nowhere/x.json"}, "make it first");
  expect({"--suite=a.jsonl", "--player=random", "--json=/dev/stdout"}, "Can't write /dev/stdout");
  expect({"--suite=a.jsonl", "--checkpoint=x", "--visits=many"}, "\"many\" is not a whole number");
  expect({"--suite=a.jsonl", "--checkpoint=nowhere"}, "there is no folder \"nowhere\"");
  expect({"--suite=none.jsonl", "--player=random"}, "no suite file or folder \"none.jsonl\"");
  expect({"--suite=a.jsonl", "--player=random", "--game=tic_tac_toe"}, "a.jsonl:1: ");
}

}  // namespace
}  // namespace tandem
