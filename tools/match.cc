// tandem-match: two players, many pairs of games, an Elo difference or a sequential test.
#include <fmt/core.h>
#include <gflags/gflags.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "engine/evaluation/match.h"
#include "engine/files.h"
#include "engine/players/player.h"
#include "engine/progress.h"
#include "games/error.h"
#include "games/registry.h"
#include "tools/command_line.h"

DEFINE_string(game, "connect_four", "The game, with its parameters.");
DEFINE_string(a, "", "The first PLAYER, whose results are told; see below.");
DEFINE_string(b, "", "The second PLAYER.");
DEFINE_int32(games, 100,
             "Games to play, an even number. With --sprt the most to play, then 20000 "
             "unless given.");
DEFINE_string(sprt, "",
              "elo0,elo1,alpha,beta: play until a sequential test accepts \"A is at most "
              "elo0 stronger\" (H0) or \"at least elo1\" (H1), with these error chances.");
DEFINE_string(sprt_model, "logistic",
              "What elo0 and elo1 are: logistic (Elo) or normalized (nElo).");
DEFINE_uint64(seed, 1, "Decides the openings and every random choice.");
DEFINE_int32(openings_plies, 4,
             "Random plies before the players take over; each opening is played "
             "twice with colours swapped.");
DEFINE_int32(group, 0,
             "Pairs played in step, so that their positions share network batches. 0: 16, "
             "or 1 with a time budget. It is part of the match's identity.");
DEFINE_int32(concurrency, 0,
             "Groups played at once; 0: one a core. Results don't depend on it, "
             "except under time budgets.");
DEFINE_string(out, "matches", "Folder for the games, one file a match.");
DEFINE_string(games_file, "", "Save the games here instead.");

namespace tandem {
namespace {

SprtModel parse_model() {
  if (FLAGS_sprt_model == "logistic") return SprtModel::kLogistic;
  if (FLAGS_sprt_model == "normalized") return SprtModel::kNormalized;
  throw Error(fmt::format("--sprt_model={} is neither logistic nor normalized", FLAGS_sprt_model));
}

std::int64_t number_of_games() {
  const int games = !FLAGS_sprt.empty() && !flag_given("games") ? 20000 : FLAGS_games;
  if (games < 2 || games % 2 != 0 || games > 10'000'000) {
    throw Error(
        fmt::format("--games={}: games come in pairs; give an even number from 2 to "
                    "10000000",
                    games));
  }
  return games;
}

// One file for each match, so that the same command goes on with it.
std::filesystem::path games_path(const MatchIdentity& identity) {
  if (!FLAGS_games_file.empty()) return FLAGS_games_file;
  std::string text;
  for (const auto& [name, value] : identity) text += name + "=" + value + "\n";
  const std::string game = FLAGS_game.substr(0, FLAGS_game.find('('));
  return std::filesystem::path(FLAGS_out) / fmt::format("{}-{:08x}.jsonl", game, crc32c(text));
}

int run() {
  if (FLAGS_a.empty() || FLAGS_b.empty()) {
    throw Error("give both players, for example --a=mcts,visits=1000 --b=random");
  }
  if (FLAGS_openings_plies < 0 || FLAGS_openings_plies > 1000) {
    throw Error("--openings_plies must be from 0 to 1000");
  }
  if (FLAGS_group < 0 || FLAGS_group > 4096) throw Error("--group must be from 0 to 4096");
  if (FLAGS_concurrency < 0 || FLAGS_concurrency > 4096) {
    throw Error("--concurrency must be from 0 to 4096");
  }
  MatchConfig config;
  config.pairs = number_of_games() / 2;
  const SprtModel model = parse_model();
  if (!FLAGS_sprt.empty()) config.sprt = parse_sprt(FLAGS_sprt, model);
  config.game = make_game(FLAGS_game);
  const auto a = make_player_factory(config.game, FLAGS_a);
  const auto b = make_player_factory(config.game, FLAGS_b);
  config.a = a.get();
  config.b = b.get();
  config.seed = FLAGS_seed;
  config.openings_plies = FLAGS_openings_plies;
  config.group = FLAGS_group > 0 ? FLAGS_group : a->timed() || b->timed() ? 1 : 16;
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  config.concurrency = FLAGS_concurrency > 0 ? FLAGS_concurrency : cores;
  config.stop = &stop_requested();
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(config.concurrency));

  const MatchIdentity identity = match_identity(config);
  GamesFile file(games_path(identity), config.game, identity);
  for (const PlayerFactory* player : {config.a, config.b}) {
    if (!player->description().empty()) fmt::print(stderr, "{}\n", player->description());
  }
  if (file.was_torn()) {
    fmt::print(stderr, "{}: a torn last line was cut off\n", file.path().string());
  }
  const auto before = static_cast<std::int64_t>(2 * file.pairs().size());
  if (before > 0) {
    fmt::print(stderr, "{} games are in {} already\n", before, file.path().string());
  }
  std::optional<Progress> progress;
  progress.emplace("match", "games", 2 * config.pairs, std::min(before, 2 * config.pairs));
  config.progress = [&](const PairTally& tally) {
    std::string note = fmt::format("+{} -{} ={}", tally.wins, tally.losses, tally.draws);
    if (config.sprt) {
      note += fmt::format(", LLR {:.2f}", log_likelihood_ratio(tally, *config.sprt));
    }
    progress->update(tally.num_games(), note);
  };
  const MatchResult result = play_match(config, file);
  progress.reset();

  fmt::print("Results of {} vs {} ({}, {} random plies, seed {}):\n{}", FLAGS_a, FLAGS_b,
             config.game->info().name, FLAGS_openings_plies, FLAGS_seed, elo_text(result.tally));
  if (config.sprt) fmt::print("{}", sprt_text(result.tally, *config.sprt));
  fmt::print("Distinct games: {} of {}\nGames saved: {}\n", result.distinct_games,
             result.tally.num_games(), file.path().string());
  if (10 * result.distinct_games < 9 * result.tally.num_games()) {
    fmt::print(stderr,
               "tandem-match: many games are the same, so the error bars are too small; raise "
               "--openings_plies\n");
  }
  if (result.interrupted) {
    fmt::print(stderr, "tandem-match: interrupted; the same command goes on from here\n");
    return kExitInterrupted;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      "tandem-match",
      "plays two players against each other in pairs of games and says which is stronger.",
      "  tandem-match --a=mcts,visits=1000 --b=mcts,visits=200 --games=100\n"
      "  tandem-match --a=net:runs/c4,visits=200 --b=mcts,visits=1000 --sprt=0,50,0.05,0.05\n"
      "  tandem-match --game=tic_tac_toe --a=solver --b=random --games=20 --openings_plies=1\n",
      "The games are saved as they finish (JSON lines, moves in the game's notation); after Ctrl-C "
      "the\n"
      "same command goes on, and with a larger --games it plays more. The figures are those of "
      "chess\n"
      "match runners: Elo from the pairs' results (pentanomial) with 95 % intervals, normalized "
      "Elo,\n"
      "likelihood of superiority (LOS), and the log-likelihood ratio (LLR) of the sequential "
      "test.\n\n" +
          tandem::player_help(),
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
