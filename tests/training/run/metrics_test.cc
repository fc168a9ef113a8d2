#include "training/run/metrics.h"

#include <cmath>
#include <csignal>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "engine/files.h"
#include "tests/training/run/run_fixture.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

std::vector<nlohmann::json> lines_of(const fs::path& run) {
  std::vector<nlohmann::json> lines;
  std::istringstream text(read_file(run / "metrics.jsonl"));
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

std::vector<fs::path> event_files(const fs::path& run) {
  std::vector<fs::path> files = files_below(run);
  std::erase_if(files, [](const fs::path& file) {
    return !file.string().starts_with("events.out.tfevents.");
  });
  return files;
}

TEST(MetricsTest, WritesScalarsForScriptsAndForTensorBoard) {
  const TemporaryFolder run;
  MetricsWriter metrics(run.path());
  metrics.write("generation", 3, {{"loss/policy", 1.5}, {"loss/value", -0.25}},
                {{"note", "a \"b\"\n"}});
  metrics.write("strength", 4, {{"strength/alone", 0.75}});
  metrics.write("config_change", 4, {}, {{"field", "search.visits"}});

  // Read while the writer is still open: every call is flushed.
  const auto lines = lines_of(run.path());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0]["kind"], "generation");
  EXPECT_EQ(lines[0]["step"], 3);
  EXPECT_GT(lines[0]["time"], 1.6e9);
  EXPECT_EQ(lines[0]["loss/policy"], 1.5);
  EXPECT_EQ(lines[0]["note"], "a \"b\"\n");
  EXPECT_EQ(lines[2]["field"], "search.visits");

  const auto files = event_files(run.path());
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(run_reader({"events", run.path() / files[0]}),
            "version brain.Event:2\n"
            "3 loss/policy 1.5\n"
            "3 loss/value -0.25\n"
            "4 strength/alone 0.75\n");
}

TEST(MetricsTest, WritesValuesThatJsonCannotSayAsNull) {
  const TemporaryFolder run;
  MetricsWriter metrics(run.path());
  metrics.write("generation", 1, {{"loss", std::nan("")}}, {{"path", "not UTF-8: \xff"}});
  EXPECT_TRUE(lines_of(run.path())[0]["loss"].is_null());
  EXPECT_EQ(run_reader({"events", run.path() / event_files(run.path())[0]}),
            "version brain.Event:2\n1 loss nan\n");
}

TEST(MetricsTest, KeepsEarlierLinesAndStartsAnEventFileOfItsOwn) {
  const TemporaryFolder run;
  for (int process = 0; process < 2; ++process) {
    MetricsWriter(run.path()).write("generation", process, {{"loss", 1}});
  }
  EXPECT_EQ(lines_of(run.path()).size(), 2u);
  EXPECT_EQ(event_files(run.path()).size(), 2u);
}

TEST(MetricsTest, CutsATornLastLineAtEveryLengthAndSaysSo) {
  const std::string whole = "{\"kind\":\"generation\",\"step\":1}\n";
  const std::string torn = "{\"kind\":\"generation\",\"step\":2}";
  for (std::size_t size = 1; size <= torn.size(); ++size) {
    const TemporaryFolder run;
    write_bytes(run.path() / "metrics.jsonl", whole + torn.substr(0, size));
    MetricsWriter(run.path()).write("generation", 2, {});
    const auto lines = lines_of(run.path());
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0]["step"], 1);
    EXPECT_EQ(lines[1]["kind"], "recovery");
    EXPECT_TRUE(mentions(lines[1]["message"], {std::to_string(size) + " bytes"}));
    EXPECT_EQ(lines[2]["step"], 2);
  }
}

TEST(MetricsTest, CutsATornLineLongerThanABlock) {
  const TemporaryFolder run;
  write_bytes(run.path() / "metrics.jsonl", "{\"step\":1}\n" + std::string(10000, 'x'));
  { MetricsWriter metrics(run.path()); }
  EXPECT_EQ(lines_of(run.path()).size(), 2u);

  write_bytes(run.path() / "metrics.jsonl", std::string(10000, 'x'));
  { MetricsWriter metrics(run.path()); }
  EXPECT_EQ(lines_of(run.path()).size(), 1u);
}

TEST(MetricsTest, AFullDiskLeavesNoPartOfALine) {
  const TemporaryFolder run;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    MetricsWriter metrics(run.path());
    metrics.write("generation", 1, {{"loss", 1}});
    const auto size = fs::file_size(run.path() / "metrics.jsonl");
    const rlimit limit{size + 10, size + 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string error = error_text([&] { metrics.write("generation", 2, {{"loss", 1}}); });
    ::_exit(mentions(error, {"metrics.jsonl", "File too large"}) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(lines_of(run.path()).size(), 1u);
}

TEST(MetricsTest, NamesTheFileThatCannotBeWritten) {
  const TemporaryFolder run;
  fs::create_directory(run.path() / "metrics.jsonl");
  EXPECT_TRUE(mentions(error_text([&] { MetricsWriter metrics(run.path()); }),
                       {"metrics.jsonl", "Is a directory"}));
  EXPECT_TRUE(mentions(error_text([&] { MetricsWriter metrics(run.path() / "missing"); }),
                       {"missing/metrics.jsonl", "No such file"}));
}

}  // namespace
}  // namespace tandem
