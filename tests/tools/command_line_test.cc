// The manners that all tools share, tried on tandem-match.
#include <gtest/gtest.h>

#include "tests/tools/program.h"

namespace tandem {
namespace {

void expect_refusal(const std::vector<std::string>& arguments, const std::string& reason) {
  const TestFolder folder;
  const Outcome outcome = run_tool("tandem-match", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
  EXPECT_TRUE(outcome.err.starts_with("tandem-match: ")) << outcome.err;
  EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
  EXPECT_TRUE(outcome.out.empty()) << outcome.out;
}

TEST(CommandLine, SaysWhatIsWrongWithAFlag) {
  expect_refusal({"--gmae=tic_tac_toe"}, "did you mean --game?");
  expect_refusal({"--games=many"}, "\"many\" is not a int32");
  expect_refusal({"--games=10", "--games=20"}, "--games is given twice: \"10\" and \"20\"");
  expect_refusal({"--games"}, "--games needs a value");
  expect_refusal({"tic_tac_toe"}, "unexpected argument \"tic_tac_toe\"");
  expect_refusal({"--games=99999999999"}, "--games=99999999999");
}

TEST(CommandLine, TakesValuesAfterASpaceAndOneDash) {
  const TestFolder folder;
  const Outcome outcome = run_tool(
      "tandem-match", {"-game", "tic_tac_toe", "--a", "random", "--b=random", "--games", "4"},
      folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("Games: 4, "), std::string::npos) << outcome.out;
}

TEST(CommandLine, TellsItsVersion) {
  const TestFolder folder;
  const Outcome outcome = run_tool("tandem-match", {"--version"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(outcome.out.starts_with("tandem-match 0.")) << outcome.out;
}

}  // namespace
}  // namespace tandem
