// tandem-export: copies what others can use out of a run: the network that plays, and the games.
#include <fmt/format.h>
#include <gflags/gflags.h>

#include <filesystem>

#include "engine/network/network.h"
#include "engine/players/checkpoint_folder.h"
#include "games/error.h"
#include "tools/command_line.h"
#include "training/run/replay_sgf.h"

DEFINE_string(checkpoint, "",
              "Folder of the network: a checkpoint, or a run (its newest). For --sgf: a run.");
DEFINE_string(output, "", "New folder to write: manifest.textproto and network.safetensors.");
DEFINE_string(sgf, "",
              "New folder to write the run's self-play games to as SGF, a file a generation.");
DEFINE_int32(generations, 0,
             "With --sgf: only the newest so many generations that finished games; 0: all.");

namespace tandem {
namespace {

void check_new(const std::string& folder) {
  std::error_code failed;  // then it can't be written either, which is said
  if (std::filesystem::exists(folder, failed)) {
    throw Error(folder + " is there already; name a new folder");
  }
}

void export_player() {
  const std::filesystem::path checkpoint = find_checkpoint(FLAGS_checkpoint);
  export_network(checkpoint, FLAGS_output);
  fmt::print("{} is the network of {}\n", FLAGS_output, checkpoint.string());
}

/// All of them, or no folder: so that the same command may be tried again.
ReplaySgf write_games() {
  try {
    return write_replay_sgf(FLAGS_checkpoint, FLAGS_sgf, FLAGS_generations);
  } catch (...) {
    std::error_code failed;
    std::filesystem::remove_all(FLAGS_sgf, failed);
    throw;
  }
}

void export_games() {
  const ReplaySgf written = write_games();
  fmt::print("{}: {} games in {} files\n", FLAGS_sgf, written.games, written.files);
}

int run() {
  if (FLAGS_checkpoint.empty() || (FLAGS_output.empty() && FLAGS_sgf.empty())) {
    throw Error(
        "--checkpoint, and --output or --sgf (or both), are needed; see tandem-export --help");
  }
  if (FLAGS_generations < 0) {
    throw Error(fmt::format("--generations={}: give 0 (all) or more", FLAGS_generations));
  }
  if (flag_given("generations") && FLAGS_sgf.empty()) {
    throw Error("--generations is of --sgf, which is missing");
  }
  if (!FLAGS_output.empty() && FLAGS_output == FLAGS_sgf) {
    throw Error("--output and --sgf are the same folder; name two");
  }
  check_new(FLAGS_output);
  check_new(FLAGS_sgf);
  if (!FLAGS_sgf.empty()) export_games();
  if (!FLAGS_output.empty()) export_player();
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      "tandem-export",
      "copies what others can use out of a run: the network that plays, and the games as SGF.",
      "  tandem-export --checkpoint=runs/c4 --output=models/connect_four\n"
      "  tandem-export --checkpoint=runs/go --sgf=games --generations=10\n",
      "The network's folder is what --checkpoint and net: take in every other program. Its weights "
      "are a\n"
      "safetensors file: Python reads them with safetensors.numpy.load_file. Games of stones (Go, "
      "Hex,\n"
      "Othello, Gomoku) can be written as SGF, and read back by tandem-train --bootstrap.\n",
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
