// tandem-gtp: a player behind the Go Text Protocol, for Sabaki, Lizzie, GoGui, HexGui and scripts.
#include <fmt/core.h>
#include <gflags/gflags.h>
#include <unistd.h>

#include <memory>
#include <random>
#include <string>
#include <utility>

#include "engine/gtp/gtp_engine.h"
#include "engine/gtp/gtp_session.h"
#include "games/error.h"
#include "games/registry.h"
#include "tools/command_line.h"

DEFINE_string(game, "go", "The game of stones, with its parameters; boardsize and komi change it.");
DEFINE_string(player, "mcts,visits=1000", "The PLAYER that answers; see below.");
DEFINE_int32(threads, 1, "Threads that search one tree, for analysis and under time settings.");
DEFINE_uint64(seed, 0, "Seed of the player's random choices; 0 draws one.");

namespace tandem {
namespace {

constexpr int kMostThreads = 256;

int run() {
  if (FLAGS_threads < 1 || FLAGS_threads > kMostThreads) {
    throw Error(fmt::format("--threads must be from 1 to {}", kMostThreads));
  }
  GtpEngineConfig config;
  config.version = TANDEM_VERSION;
  config.game = make_game(FLAGS_game);
  config.make_player = [](std::shared_ptr<const Game> game) {
    auto factory = make_player_factory(std::move(game), FLAGS_player, &stop_requested());
    if (!factory->description().empty()) fmt::print(stderr, "{}\n", factory->description());
    return factory;
  };
  config.threads = FLAGS_threads;
  config.seed = FLAGS_seed != 0 ? FLAGS_seed : std::random_device()();
  config.stop = &stop_requested();
  GtpEngine engine(std::move(config));
  run_gtp_session(engine, STDIN_FILENO, STDOUT_FILENO, stop_requested());
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      "tandem-gtp",
      "lets a player be asked by GTP 2 (Go Text Protocol) on standard input and output.",
      "  tandem-gtp --game='go(size=9)' --player=mcts,visits=1000\n"
      "  echo 'genmove b' | tandem-gtp --game='hex(size=7,swap=true)' --player=mcts,visits=200\n"
      "  tandem-gtp --game='go(size=9)' --player=net:runs/go,visits=400 --threads=4\n",
      "Commands: list_commands names them. Time settings make the player search by the clock; "
      "without\n"
      "them it moves as --player says. lz-analyze, kata-analyze and analyze (Lizzie, Sabaki)\n"
      "stream what the search finds until the next line comes; lz-genmove_analyze and its kin move,"
      "\n"
      "too. A move of the colour that isn't to move lets the other pass first, where the rules "
      "allow it.\n\n" +
          tandem::player_help() + "\n" + tandem::games_help(),
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
