#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/tools/program.h"

namespace tandem {
namespace {

TEST(Bench, MeasuresAPartAndWritesJson) {
  const TestFolder folder;
  const Outcome outcome =
      run_tool("tandem-bench",
               {"--game=tic_tac_toe", "--parts=rules", "--seconds=0.01", "--json=report.json"},
               folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto report = nlohmann::json::parse(folder.read("report.json"));
  ASSERT_EQ(report["measurements"].size(), 2u);
  EXPECT_EQ(report["measurements"][0]["part"], "rules");
}

TEST(Bench, RefusesBadArgumentsBeforeItMeasures) {
  const TestFolder folder;
  const auto expect = [&](std::vector<std::string> arguments, const std::string& reason) {
    arguments.push_back("--game=tic_tac_toe");
    const Outcome outcome = run_tool("tandem-bench", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
    EXPECT_TRUE(outcome.out.empty()) << outcome.out;
  };
  expect({"--parts="}, "--parts is empty");
  expect({"--parts=rules,speed"}, "'speed' is none of signature");
  expect({"--parts=rules,agreement"}, "needs a trained --checkpoint");
  for (const char* seconds : {"0", "-1", "inf", "nan", "1e9"}) {
    expect({std::string("--seconds=") + seconds}, "give 0.001 to 3600");
  }
  expect({"--threads=-1"}, "give 0 (all cores) to 4096");
  expect({"--threads=5000"}, "give 0 (all cores) to 4096");
  expect({"--set=more_games=tic_tac_toe,connect_four"},
         "tandem-bench takes one game, but more_games names 'tic_tac_toe', 'connect_four'");
  expect({"--json=nowhere/report.json"}, "make it first");
  expect({"--json=/dev/stdout"}, "Can't write /dev/stdout");
}

}  // namespace
}  // namespace tandem
