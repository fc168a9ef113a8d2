#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/tools/program.h"

namespace tandem {
namespace {

Outcome make_middle(const TestFolder& folder, const std::string& output,
                    const std::string& positions = "--positions=12") {
  return run_tool(
      "tandem-make-suite",
      {"--output=" + output, "--suites=report", "--phases=middle", "--table_mib=1", positions},
      folder.path());
}

TEST(MakeSuite, GoesOnAfterAnInterruptionToTheSameFile) {
  const TestFolder folder;
  ASSERT_EQ(make_middle(folder, "whole").exit_code, 0);
  const std::string whole = folder.read("whole/report/middle.jsonl");
  EXPECT_EQ(std::count(whole.begin(), whole.end(), '\n'), 12);

  // What an interruption leaves: no suite yet, and a work file whose last line is torn.
  const std::string solved = folder.read("whole/solved.txt");
  std::filesystem::create_directories(folder.path() / "cut");
  folder.write("cut/solved.txt", solved.substr(0, solved.size() / 2));
  ASSERT_EQ(make_middle(folder, "cut").exit_code, 0);
  EXPECT_EQ(folder.read("cut/report/middle.jsonl"), whole);
  EXPECT_EQ(folder.read("cut/solved.txt"), solved);
}

TEST(MakeSuite, KeepsFilesThatAreThere) {
  const TestFolder folder;
  std::filesystem::create_directories(folder.path() / "out/report");
  folder.write("out/report/middle.jsonl", "mine");
  const Outcome outcome = make_middle(folder, "out");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "out/report/middle.jsonl: kept\n");
  EXPECT_EQ(folder.read("out/report/middle.jsonl"), "mine");
}

TEST(MakeSuite, StopsWhileItDraws) {
  const TestFolder folder;
  const pid_t process = start_tool(
      "tandem-make-suite",
      {"--output=out", "--suites=report", "--phases=end", "--table_mib=1", "--positions=400000000"},
      folder.path());
  // The work file is opened just before.
  for (int i = 0; i < 3000 && !std::filesystem::exists(folder.path() / "out/solved.txt"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  kill(process, SIGTERM);
  EXPECT_EQ(wait_for(process), 130);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out/report/end.jsonl"));
}

TEST(MakeSuite, NamesWhatIsWrong) {
  const TestFolder folder;
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    const Outcome outcome = run_tool("tandem-make-suite", arguments, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.err;
  };
  EXPECT_NE(refusal({}).find("--output"), std::string::npos);
  EXPECT_NE(refusal({"--output=o", "--positions=6"}).find("--positions=6: must be"),
            std::string::npos);
  EXPECT_NE(refusal({"--output=o", "--phases=late"}).find("unknown phase \"late\""),
            std::string::npos);
  EXPECT_NE(refusal({"--output=o", "--phases="}).find("--phases is empty"), std::string::npos);
  EXPECT_NE(refusal({"--output=o", "--suites="}).find("--suites is empty"), std::string::npos);
  EXPECT_NE(refusal({"--output=o", "--suites=test"}).find("unknown suite \"test\""),
            std::string::npos);
  folder.write("damaged.txt", "12 0\n12 7\n");
  EXPECT_NE(refusal({"--output=o", "--work=damaged.txt"}).find("damaged.txt:2: \"12 7\""),
            std::string::npos);
}

}  // namespace
}  // namespace tandem
