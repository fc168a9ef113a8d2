#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/tools/program.h"

namespace tandem {
namespace {

constexpr const char* kLabels =
    R"({"id": "a/1", "position": "startpos moves 1 2 1 2 1 2", "value": 1, "best": ["1"]}
{"id": "a/2", "position": "startpos moves 4 1 4 1 4", "value": -1, "best": ["1", "2", "3", "4", "5", "6", "7"]}
{"id": "a/3", "position": "startpos moves 2 1 2 1 2 1", "value": 1, "best": ["2"]}
)";
const std::vector<std::string> kTiny = {
    "--labels=labels.jsonl",    "--run_dir=run",          "--steps=2",
    "--set=network.channels=4", "--set=network.blocks=1", "--set=trainer.batch_size=4"};

TEST(Supervise, TrainsANetworkThatCanBeMeasured) {
  const TestFolder folder;
  folder.write("labels.jsonl", kLabels);
  const Outcome outcome = run_tool("tandem-supervise", kTiny, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("3 labelled positions; 0 left out"), std::string::npos) << outcome.out;
  const Outcome eval = run_tool(
      "tandem-eval", {"--checkpoint=run", "--visits=0", "--suite=labels.jsonl"}, folder.path());
  EXPECT_EQ(eval.exit_code, 0) << eval.err;
}

TEST(Supervise, LeavesOutWhatIsMeasuredOnAndItsMirrorImage) {
  const TestFolder folder;
  folder.write("labels.jsonl", kLabels);
  // a/1 itself, and a/2 mirrored.
  folder.write("report.jsonl",
               R"({"id": "r/1", "position": "startpos moves 1 2 1 2 1 2", "value": 1, "best": ["1"]}
{"id": "r/2", "position": "startpos moves 4 7 4 7 4", "value": -1, "best": ["1", "2", "3", "4", "5", "6", "7"]}
)");
  std::vector<std::string> arguments = kTiny;
  arguments.push_back("--exclude=report.jsonl");
  const Outcome outcome = run_tool("tandem-supervise", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("1 labelled positions; 2 left out"), std::string::npos) << outcome.out;
}

TEST(Supervise, RefusesSeveralGames) {
  const TestFolder folder;
  folder.write("labels.jsonl", kLabels);
  folder.write("several.textproto",
               "game: 'connect_four' more_games: 'connect_four(rows=5,columns=6)'\n");
  std::vector<std::string> arguments = kTiny;
  arguments.push_back("--config=several.textproto");
  const Outcome refused = run_tool("tandem-supervise", arguments, folder.path());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("tandem-supervise takes one game, but more_games names "
                             "'connect_four(rows=5,columns=6)'"),
            std::string::npos)
      << refused.err;
  arguments.push_back("--set=more_games=");
  const Outcome outcome = run_tool("tandem-supervise", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST(Supervise, SaysWhenNothingIsLeft) {
  const TestFolder folder;
  folder.write("labels.jsonl", kLabels);
  std::vector<std::string> arguments = kTiny;
  arguments.push_back("--exclude=labels.jsonl");
  const Outcome outcome = run_tool("tandem-supervise", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("no labelled position is left"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace tandem
