#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

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
    "start_steps: 20 critic_steps: 5 critic_steps_per_iteration: 2 iterations: 2 "
    "sources_per_iteration: 20\n"
    "steps_per_iteration: 5 seeds: [1, 2]\n"
    "arms { name: \"control\" candidates: NONE seed_share: 1 }\n"
    "arms { name: \"exact\" judge: EXACT candidates: BEST seed_share: 1 }\n"
    "board { game: \"tic_tac_toe\" network { channels: 8 blocks: 1 } search { visits: 4 }\n"
    "  trainer { batch_size: 16 } games_per_iteration: 8 steps_per_iteration: 4\n"
    "  test_positions: 20 }\n";

std::vector<std::string> lab_of(const TestFolder& folder, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "--preset=" + folder.write("lab.textproto", kConfig).string(), "--lab_dir=study"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// Columns that don't depend on the machine's speed.
std::vector<std::vector<std::string>> without_seconds(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(csv);
  for (std::string line; std::getline(in, line);) rows.push_back(cells_of(line));
  const auto seconds = std::ranges::find(rows.at(0), "cpu_seconds") - rows[0].begin();
  for (auto& row : rows) row.erase(row.begin() + seconds);
  return rows;
}

TEST(Lab, RunsEveryArmWithEverySeedAndGoesOn) {
  const TestFolder folder;
  const Outcome first = run_tool("tandem-lab", lab_of(folder, {"--threads=2"}), folder.path());
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("| control | "));
  EXPECT_THAT(first.out, HasSubstr("| exact | "));
  EXPECT_THAT(first.out, HasSubstr("minus control"));
  const auto csv = without_seconds(folder.read("study/iterations.csv"));
  ASSERT_EQ(csv.size(), 1u + (2 + 2 + 2) * 3) << "two arms and the board, two seeds each";
  EXPECT_THAT(csv.back(), testing::Contains("board"));
  // The reports need no other file, and every figure is there.
  const std::string html = folder.read("study/report.html");
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("</html>"));
  const std::string markdown = folder.read("study/report.md");
  EXPECT_THAT(markdown, HasSubstr("![Known words"));
  for (std::size_t at = 0; (at = markdown.find("](figures/", at)) != std::string::npos; ++at) {
    const std::string file = markdown.substr(at + 2, markdown.find(')', at) - at - 2);
    EXPECT_THAT(folder.read("study/" + file), HasSubstr("<svg")) << file;
  }

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

TEST(Lab, AnArmThatFailsLeavesTheOthersAlone) {
  const TestFolder folder;
  // Tic-tac-toe hasn't so many positions.
  const auto arguments = lab_of(folder, {"--set=board.test_positions=100000"});
  const Outcome outcome = run_tool("tandem-lab", arguments, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("2 of the arms failed"));
  EXPECT_THAT(outcome.err, HasSubstr("board, seed 1: board.test_positions is 100000"));
  EXPECT_EQ(without_seconds(folder.read("study/iterations.csv")).size(), 1u + (2 + 2) * 3);
  EXPECT_THAT(folder.read("study/report.md"), HasSubstr("| exact | "));
}

/// "the red cat sees the dog" and its like, 10 sentences a document.
std::string made_text() {
  const std::vector<std::string> nouns = {"cat", "dog", "bird", "fish", "yak"};
  const std::vector<std::string> verbs = {"sees", "likes", "hears", "finds"};
  const std::vector<std::string> adjectives = {"red", "old", "small", "quick", "sad"};
  std::string text;
  std::size_t count = 0;
  for (const std::string& first : adjectives) {
    for (const std::string& verb : verbs) {
      for (std::size_t noun = 0; noun < 4; ++noun) {
        for (std::size_t object = 0; object < 5; ++object) {
          // Every seventh object is one of 20 rare ones.
          const std::string rare = {'z', static_cast<char>('a' + count / 7 % 20)};
          text += "document " + std::to_string(count % 40) + "\tthe " + first + " " + nouns[noun] +
                  " " + verb + " the " + (count % 7 == 0 ? rare : nouns[object]) + "\tnothing\n";
          ++count;
        }
      }
    }
  }
  return text;
}

std::string parallel_config(const std::string& parallel, const std::string& arms) {
  return "network { channels: 16 blocks: 1 head_channels: 16 value_hidden: 8 }\n"
         "search { visits: 4 gumbel_actions: 4 }\ntrainer { batch_size: 64 }\n"
         "corpus { seed_pairs: 40 test_sentences: 2 }\n"
         "start_steps: 5 critic_steps: 5 iterations: 1 sources_per_iteration: 100\n"
         "steps_per_iteration: 5 seeds: 1 parallel { subwords: 0 " +
         parallel + " }\n" + arms;
}

TEST(Lab, ARealTextNeedsAProgramThatKnowsWhatIsRight) {
  const TestFolder folder;
  folder.write("text.tsv", made_text());
  const auto run = [&](const std::string& parallel, const std::string& arms) {
    const std::string file =
        folder.write("real.textproto", parallel_config(parallel, arms)).string();
    return run_tool("tandem-lab", {"--preset=" + file, "--lab_dir=real"}, folder.path());
  };
  const std::string self = "arms { name: \"self\" judge: LIKELIHOOD candidates: BEST }";
  const std::string exact = "arms { name: \"exact\" judge: EXACT candidates: BEST }";

  EXPECT_THAT(run("", self).err, HasSubstr("parallel.text is empty"));
  EXPECT_THAT(run("text: \"text.tsv\"", exact).err, HasSubstr("set parallel.translator"));
  EXPECT_THAT(run("text: \"text.tsv\"", self + " language { nouns: 5 }").err,
              HasSubstr("only one can be the task"));
  EXPECT_THAT(run("text: \"none.tsv\"", self).err, HasSubstr("none.tsv"));
  const Outcome missing = run("text: \"text.tsv\" translator: \"no-such-program\"", exact);
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("no-such-program"));

  const Outcome translated = run("text: \"text.tsv\" translator: \"tr a-z A-Z\"", exact + self);
  ASSERT_EQ(translated.exit_code, 0) << translated.err;
  EXPECT_THAT(folder.read("real/translations.jsonl"), HasSubstr("THE RED CAT SEES THE DOG"));
  EXPECT_THAT(folder.read("real/report.md"), HasSubstr("tr a-z A-Z"));
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
      run_tool("tandem-lab", {"--preset=quick", "--lab_dir=x", "--set=seeds="}, folder.path()).err,
      HasSubstr("seeds: there is none"));
  EXPECT_THAT(error_of({"--set=seeds=1,1"}), HasSubstr("seeds: one is given twice"));
  EXPECT_THAT(error_of({"--set=language.novel_nouns=6"}), HasSubstr("novel_nouns"));
  EXPECT_THAT(error_of({"--set=itterations=1"}), HasSubstr("did you mean iterations?"));
  EXPECT_THAT(error_of({"--set=iterations=0"}), HasSubstr("iterations is 0"));
  const auto error_of_arm = [&](const std::string& arm) {
    const std::string file = folder.write("arm.textproto", "seeds: 1 " + arm).string();
    return run_tool("tandem-lab", {"--preset=" + file, "--lab_dir=arm"}, folder.path()).err;
  };
  EXPECT_THAT(error_of_arm("arms { name: \"a/b\" }"), HasSubstr("an arm is called 'a/b'"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" lie: 2 }"), HasSubstr("arm a: lie is 2"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" judge: VALUE lie: 0.5 }"),
              HasSubstr("only judge EXACT can lie"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" } arms { name: \"a\" }"),
              HasSubstr("two arms are called a"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: NONE }"), HasSubstr("set seed_share"));
  EXPECT_THAT(error_of_arm("arms { name: \"board\" }"), HasSubstr("as the closed game's results"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: TREE judge: SHUFFLED }"),
              HasSubstr("can't be dealt out"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: FRESH judge: VALUE }"),
              HasSubstr("no use for a judge"));
  EXPECT_THAT(error_of({"--set=search.solver=true"}), HasSubstr("solver is off"));
  EXPECT_THAT(error_of({"--set=board.search.solver=true"}), HasSubstr("solver is off"));
  EXPECT_THAT(error_of({"--set=board.game=connect_four(rows=8,columns=7)"}),
              HasSubstr("no exact solver"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: FRESH root_uniform_fraction: 0 }"),
              HasSubstr("it makes none"));
  EXPECT_THAT(error_of_arm("arms { name: \"a\" candidates: SAMPLE visits: 2 }"),
              HasSubstr("visits are for"));
  EXPECT_THAT(error_of({"--set=search.algorithm=PUCT"}), HasSubstr("it is GUMBEL"));
  EXPECT_THAT(error_of({"--set=trainer.reply_policy_weight=1"}), HasSubstr("no such head"));
  const std::string file = folder.write("file", "").string();
  const Outcome no_folder =
      run_tool("tandem-lab", {"--preset=quick", "--lab_dir=" + file}, folder.path());
  EXPECT_EQ(no_folder.exit_code, 2);
  EXPECT_THAT(no_folder.err, HasSubstr("Can't make the folder"));
  EXPECT_THAT(error_of_arm(""), HasSubstr("arms: there is none"));
}

}  // namespace
}  // namespace tandem
