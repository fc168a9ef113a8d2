// tandem-train: begins a training run, or goes on with it.
#include <fmt/core.h>
#include <gflags/gflags.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "games/error.h"
#include "tools/command_line.h"
#include "training/learning/training_loop.h"
#include "training/run/config.h"
#include "training/run/run_directory.h"

DEFINE_string(
    config, "",
    "Settings of the run: a file in protobuf text format (proto/run_config.proto explains "
    "every field), or the name of a preset in configs/ (connect_four, go, hex ...). May be left "
    "out when the "
    "run exists: its own settings are stored in it.");
DEFINE_string(run_dir, "",
              "The run's folder. Empty or missing: a new run; otherwise the run in it goes on.");
DEFINE_string(bootstrap, "",
              "SGF file, or folder of them, that a new run learns from before self-play begins "
              "(bootstrap.games in its settings).");
DEFINE_string(
    set, "",
    "Changes one setting: --set search.visits=64. May be repeated. In an existing run the "
    "change is recorded in metrics.jsonl, or refused where it can't be changed (the network's "
    "shape, the seed, the groups).");
DEFINE_double(max_seconds, 0,
              "Stop in time for this process to end after so many seconds; no generation is begun "
              "that wouldn't. 0: no limit.");
DEFINE_int32(
    max_generations, -1,
    "Stop when the run has this many generations, earlier processes' included. 0 stores and "
    "measures the untrained network; -1: no limit.");
DEFINE_int32(
    threads, 0,
    "Threads that play, train and measure; 0: all cores. The result doesn't depend on it.");

namespace tandem {
namespace {

/// Writes what stands beside the config file as absolute paths, so that the run finds it again when
/// it goes on without --config.
void keep_paths_findable(RunConfig& config, const std::filesystem::path& beside) {
  std::string& games = *config.mutable_bootstrap()->mutable_games();
  if (!games.empty()) {
    const std::filesystem::path file =
        std::filesystem::exists(beside / games) ? beside / games : std::filesystem::path(games);
    // The same with a slash at the end as without.
    games = (std::filesystem::absolute(file) / "").lexically_normal().parent_path().string();
  }
  if (beside.empty()) return;
  for (std::string& suite : *config.mutable_measure()->mutable_suites()) {
    if (std::filesystem::exists(beside / suite)) {
      suite = std::filesystem::absolute(beside / suite).lexically_normal().string();
    }
  }
}

/// The asked-for config, or the stored one, with the overrides.
RunConfig choose_config(const RunDirectory& directory) {
  RunConfig config;
  if (!FLAGS_config.empty()) {
    config = read_run_config(FLAGS_config);
  } else if (const std::optional<RunConfig> stored = directory.config()) {
    config = *stored;
  } else {
    throw Error(fmt::format("{} holds no run: say which with --config=FILE or a preset's name",
                            FLAGS_run_dir));
  }
  apply_overrides(config, repeated_flag("set"));
  if (!FLAGS_bootstrap.empty()) {
    config.mutable_bootstrap()->set_games(std::filesystem::absolute(FLAGS_bootstrap).string());
  }
  keep_paths_findable(config, std::filesystem::path(FLAGS_config).parent_path());
  check_run_config(config);
  return config;
}

void check_flags() {
  if (FLAGS_run_dir.empty()) throw Error("--run_dir is missing: say where the run is kept");
  if (FLAGS_run_dir.find(',') != std::string::npos) {
    throw Error(
        fmt::format("--run_dir={}: choose a name without a comma, which separates the "
                    "options of a player (net:DIR,visits=200)",
                    FLAGS_run_dir));
  }
  if (FLAGS_threads < 0 || FLAGS_threads > 4096) {
    throw Error(fmt::format("--threads={}: give 0 (all cores) to 4096", FLAGS_threads));
  }
  if (!(FLAGS_max_seconds >= 0)) {
    throw Error(fmt::format("--max_seconds={}: give 0 (no limit) or more", FLAGS_max_seconds));
  }
  if (FLAGS_max_generations < -1) {
    throw Error(
        fmt::format("--max_generations={}: give -1 (no limit) or more", FLAGS_max_generations));
  }
}

int train() {
  check_flags();
  RunDirectory directory(FLAGS_run_dir);
  const RunConfig config = choose_config(directory);
  TrainingOptions options;
  options.max_seconds = FLAGS_max_seconds;
  if (FLAGS_max_generations >= 0) options.max_generations = FLAGS_max_generations;
  options.threads = FLAGS_threads;
  options.stop = &stop_requested();
  const TrainingOutcome outcome = run_training(directory, config, options);
  fmt::print("{}: generation {}{}\n", FLAGS_run_dir, outcome.generation,
             outcome.interrupted ? ", stopped; the same command goes on" : "");
  return outcome.interrupted ? kExitInterrupted : kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  tandem::Program program;
  program.name = "tandem-train";
  program.summary =
      "Trains a network by self-play, from nothing or from where the run was interrupted.";
  program.examples =
      "  tandem-train --config=connect_four --run_dir=runs/first --max_seconds=600\n"
      "  tandem-train --run_dir=runs/first                      (goes on)\n"
      "  tandem-train --run_dir=runs/first --set search.visits=64\n"
      "  tandem-train --config=tic_tac_toe --run_dir=runs/tiny --max_generations=20\n"
      "  tandem-train --config=go --bootstrap=games/sgf --run_dir=runs/go\n";
  program.details =
      "Each generation is committed as a whole; whatever happens in between (Ctrl-C, kill -9, a "
      "power\n"
      "cut), the same command goes on from the last commit, with the same result as if nothing "
      "had\n"
      "happened. The first Ctrl-C or SIGTERM finishes the generation if that takes less than half "
      "a\n"
      "minute, else abandons it; the second ends the process at once. Only one process may train "
      "in a\n"
      "folder. docs/training.md explains the settings, the metrics and the health messages.\n";
  program.source = __FILE__;
  program.repeatable = {"set"};
  return tandem::run_program(argc, argv, program, tandem::train);
}
