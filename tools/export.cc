// tandem-export: copies what plays out of a run, for shipping.
#include <fmt/format.h>
#include <gflags/gflags.h>

#include <filesystem>

#include "engine/network/network.h"
#include "engine/players/checkpoint_folder.h"
#include "games/error.h"
#include "tools/command_line.h"

DEFINE_string(checkpoint, "", "Folder of the network: a checkpoint, or a run (its newest).");
DEFINE_string(output, "", "New folder to write: manifest.textproto and network.safetensors.");

namespace tandem {
namespace {

int run() {
  if (FLAGS_checkpoint.empty() || FLAGS_output.empty()) {
    throw Error("--checkpoint and --output are both needed; see tandem-export --help");
  }
  if (std::filesystem::exists(FLAGS_output)) {
    throw Error(FLAGS_output + " is there already; name a new folder");
  }
  const std::filesystem::path checkpoint = find_checkpoint(FLAGS_checkpoint);
  export_network(checkpoint, FLAGS_output);
  fmt::print("{} is the network of {}\n", FLAGS_output, checkpoint.string());
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      "tandem-export",
      "copies what plays out of a run: the network, without the trainer's state.",
      "  tandem-export --checkpoint=runs/c4 --output=models/connect_four\n",
      "The folder is what --checkpoint and net: take in every other program. Its weights are a\n"
      "safetensors file: Python reads them with safetensors.numpy.load_file.\n",
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
