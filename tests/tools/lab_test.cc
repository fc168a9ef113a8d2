#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/tools/program.h"

namespace tandem {
namespace {

using testing::HasSubstr;

constexpr const char* kConfig =
    "network { channels: 16 blocks: 1 head_channels: 16 value_hidden: 8 }\n"
    "search { visits: 4 gumbel_actions: 4 root_uniform_fraction: 0.1 }\n"
    "trainer { batch_size: 64 }\n"
    "language { nouns: 6 novel_nouns: 1 verbs: 4 adjectives: 2 adverbs: 1 idioms: 1 homographs: 1 "
    "}\n"
    "corpus { seed_pairs: 60 test_sentences: 20 }\n"
    "start_steps: 20 value_steps: 5 iterations: 2 sources_per_iteration: 20\n"
    "steps_per_iteration: 5 seeds: [1, 2]\n"
    "arms { name: \"control\" candidates: NONE seed_share: 1 }\n"
    "arms { name: \"exact\" judge: EXACT candidates: BEST seed_share: 1 }\n";

std::vector<std::string> lab_of(const TestFolder& folder, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "--config=" + folder.write("lab.textproto", kConfig).string(), "--lab_dir=study"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Columns that don't depend on the machine's speed.
std::string without_seconds(const std::string& csv) {
  std::string text;
  for (std::size_t begin = 0; begin < csv.size();) {
    const std::size_t end = csv.find('\n', begin);
    const std::string line = csv.substr(begin, end - begin);
    text += line.substr(0, line.rfind(',')) + "\n";
    begin = end + 1;
  }
  return text;
}

TEST(Lab, RunsEveryArmWithEverySeedAndGoesOn) {
  const TestFolder folder;
  const Outcome first = run_tool("tandem-lab", lab_of(folder, {"--threads=2"}), folder.path());
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("| control | "));
  EXPECT_THAT(first.out, HasSubstr("| exact | "));
  EXPECT_THAT(first.out, HasSubstr("known, minus control"));
  const std::string csv = without_seconds(folder.read("study/iterations.csv"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 2 * 3);
  EXPECT_THAT(csv, HasSubstr("exact,2,2,"));

  // What is missing is made again, the same on one thread as on two.
  std::filesystem::remove(folder.path() / "study/results/exact.2.json");
  const Outcome again = run_tool("tandem-lab", lab_of(folder, {"--threads=1"}), folder.path());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(without_seconds(folder.read("study/iterations.csv")), csv);

  const Outcome other =
      run_tool("tandem-lab", lab_of(folder, {"--set=iterations=3"}), folder.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("holds a lab of another config"));

  folder.write("study/results/exact.2.json", "[{\"iteration\": 0}]");
  const Outcome damaged = run_tool("tandem-lab", lab_of(folder, {}), folder.path());
  EXPECT_EQ(damaged.exit_code, 2);
  EXPECT_THAT(damaged.err, HasSubstr("exact.2.json is no result of the lab"));
}

TEST(Lab, BadConfigsAreNamed) {
  const TestFolder folder;
  const auto error_of = [&](const std::vector<std::string>& more) {
    const Outcome outcome = run_tool("tandem-lab", lab_of(folder, more), folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.err;
  };
  EXPECT_THAT(error_of({"--set=seeds="}), HasSubstr("seeds: there is none"));
  // The preset itself is read and sound.
  EXPECT_THAT(
      run_tool("tandem-lab", {"--config=quick", "--lab_dir=x", "--set=seeds="}, folder.path()).err,
      HasSubstr("seeds: there is none"));
  EXPECT_THAT(error_of({"--set=seeds=1,1"}), HasSubstr("seeds: one is given twice"));
  EXPECT_THAT(error_of({"--set=language.novel_nouns=6"}), HasSubstr("novel_nouns"));
  EXPECT_THAT(error_of({"--set=itterations=1"}), HasSubstr("did you mean iterations?"));
  EXPECT_THAT(error_of({"--set=iterations=0"}), HasSubstr("iterations is 0"));
  const auto error_of_arm = [&](const std::string& arm) {
    const std::string file = folder.write("arm.textproto", "seeds: 1 " + arm).string();
    return run_tool("tandem-lab", {"--config=" + file, "--lab_dir=arm"}, folder.path()).err;
  };
  EXPECT_THAT(error_of_arm("arms { name: \"a/b\" }"), HasSubstr("an arm is called 'a/b'"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" lie: 2 }"), HasSubstr("arm a: lie is 2"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" judge: VALUE lie: 0.5 }"),
              HasSubstr("only judge EXACT can lie"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" } arms { name: \"a\" }"),
              HasSubstr("two arms are called a"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: NONE }"), HasSubstr("set seed_share"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: FRESH judge: VALUE }"),
              HasSubstr("no use for a judge"));
  EXPECT_THAT(error_of({"--set=search.solver=true"}), HasSubstr("solver is off"));
  EXPECT_THAT(error_of({"--set=search.algorithm=PUCT"}), HasSubstr("it is GUMBEL"));
  EXPECT_THAT(error_of({"--set=trainer.reply_policy_weight=1"}), HasSubstr("no such head"));
  const std::string file = folder.write("file", "").string();
  const Outcome no_folder =
      run_tool("tandem-lab", {"--config=quick", "--lab_dir=" + file}, folder.path());
  EXPECT_EQ(no_folder.exit_code, 2);
  EXPECT_THAT(no_folder.err, HasSubstr("can't make the folder"));
  EXPECT_THAT(error_of_arm(""), HasSubstr("arms: there is none"));
}

}  // namespace
}  // namespace tandem
