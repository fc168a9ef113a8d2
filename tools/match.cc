// tandem-match: two players, many pairs of games, an Elo difference or a sequential test.
#include <fmt/core.h>
#include <gflags/gflags.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>

#include "engine/evaluation/match.h"
#include "engine/evaluation/match_sgf.h"
#include "engine/files.h"
#include "engine/players/player.h"
#include "engine/progress.h"
#include "games/error.h"
#include "games/registry.h"
#include "games/sgf/stone_board.h"
#include "tools/command_line.h"

DEFINE_string(game, "connect_four", "The game, with its parameters.");
DEFINE_string(a, "", "The first PLAYER, whose results are told; see below.");
DEFINE_string(b, "", "The second PLAYER.");
DEFINE_int32(games, 100,
             "Games to play, an even number. With --sprt the most to play, then 20000 "
             "unless given. Two players that never roll dice (networks and uniform, with visits) "
             "play each different opening once.");
DEFINE_string(sprt, "",
              "elo0,elo1,alpha,beta: play until a sequential test accepts \"A is at most "
              "elo0 stronger\" (H0) or \"at least elo1\" (H1), with these error chances. "
              "elo0 and elo1 from -1000 to 1000 (normalized: -200 to 200), alpha and beta from "
              "0.000001 to 0.49.");
DEFINE_string(sprt_model, "logistic",
              "What elo0 and elo1 are: logistic (Elo) or normalized (nElo).");
DEFINE_uint64(seed, 1, "Decides the openings and every random choice.");
DEFINE_int32(openings_plies, 4,
             "Random plies before the players take over; each opening is played "
             "twice with colours swapped.");
DEFINE_int32(group, 0,
             "Pairs played in step, so that their positions share network batches. 0: 16, "
             "or 1 with a time budget or an engine. It is part of the match's identity.");
DEFINE_int32(concurrency, 0,
             "Groups played at once; 0: one a core. Results don't depend on it, "
             "except under time budgets.");
DEFINE_string(out, "matches", "Folder for the games, one file a match.");
DEFINE_string(games_file, "", "Save the games here instead.");
DEFINE_string(sgf, "",
              "Also write the games as one SGF collection into this folder, a file a match, in "
              "games of stones (go, hex, othello, gomoku).");

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

// Beside the games file's name; whole again after every run.
void write_sgf_file(const MatchConfig& config, const GamesFile& file) {
  if (FLAGS_sgf.empty()) return;
  const std::filesystem::path path =
      std::filesystem::path(FLAGS_sgf) / file.path().filename().replace_extension(".sgf");
  std::error_code failed;
  std::filesystem::create_directories(FLAGS_sgf, failed);
  write_file_atomically(path, match_sgf(*config.game, FLAGS_a, FLAGS_b, file.pairs()));
  fmt::print("Games as SGF: {}\n", path.string());
}

void check_flags() {
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
}

void print_file_state(const GamesFile& file) {
  if (file.was_torn()) {
    fmt::print(stderr, "{}: a torn last line was cut off\n", file.path().string());
  }
  if (!file.pairs().empty()) {
    fmt::print(stderr, "{} games are in {} already\n", 2 * file.pairs().size(),
               file.path().string());
  }
}

MatchResult play_with_progress(MatchConfig config, GamesFile& file) {
  const auto before = static_cast<std::int64_t>(2 * file.pairs().size());
  Progress progress("match", "games", 2 * config.pairs, std::min(before, 2 * config.pairs));
  config.progress = [&](const PairTally& tally) {
    std::string note = fmt::format("+{} -{} ={}", tally.wins, tally.losses, tally.draws);
    if (config.sprt) {
      note += fmt::format(", LLR {:.2f}", log_likelihood_ratio(tally, *config.sprt));
    }
    progress.update(tally.num_games(), note);
  };
  return play_match(config, file);
}

void print_forfeits(const char* player, const ForfeitTally& tally) {
  if (tally.resigned > 0) fmt::print("{} resigned {} games\n", player, tally.resigned);
  if (tally.faults.empty()) return;
  fmt::print("{} forfeited {} games by faults of its own:\n", player, tally.num_faults());
  for (const auto& [reason, games] : tally.faults) fmt::print("  {} x {}\n", games, reason);
}

void print_result(const MatchConfig& config, const MatchResult& result, const GamesFile& file) {
  const PairTally& tally = result.tally;
  fmt::print("Results of {} vs {} ({}, {} random plies, seed {}):\n{}", FLAGS_a, FLAGS_b,
             config.game->info().name, FLAGS_openings_plies, FLAGS_seed, elo_text(tally));
  if (config.sprt) {
    fmt::print("{}", sprt_text(tally, *config.sprt));
    if (sprt_verdict(tally, *config.sprt) == SprtVerdict::kContinue) {
      fmt::print("SPRT ([{:.2f}, {:.2f}]) undecided after {} games\n", config.sprt->elo0,
                 config.sprt->elo1, tally.num_games());
    }
  }
  if (result.openings_ran_out) {
    fmt::print(
        "Stopped because the openings ran out: there are {} of {} random plies, and these players "
        "would only\nrepeat their games from them. For more games raise --openings_plies.\n",
        tally.num_pairs(), FLAGS_openings_plies);
  }
  print_forfeits("A", result.forfeits[0]);
  print_forfeits("B", result.forfeits[1]);
  const EstimatedValue first = points_per_game(result.first_player);
  fmt::print("First player: {:.1f} of {} points ({:.1f} +/- {:.1f} %)\n",
             result.first_player.points(), tally.num_games(), 100 * first.value, 100 * first.error);
  fmt::print("Distinct games: {} of {}\nGames saved: {}\n", result.distinct_games,
             tally.num_games(), file.path().string());
  if (10 * result.distinct_games < 9 * tally.num_games()) {
    fmt::print(stderr,
               "tandem-match: many games are the same, so the error bars are too small; raise "
               "--openings_plies\n");
  }
}

int run() {
  check_flags();
  MatchConfig config;
  config.pairs = number_of_games() / 2;
  const SprtModel model = parse_model();
  if (!FLAGS_sprt.empty()) config.sprt = parse_sprt(FLAGS_sprt, model);
  config.game = make_game(FLAGS_game);
  if (!FLAGS_sgf.empty()) StoneBoard{*config.game};  // says now if SGF has no words for it
  const auto a = make_player_factory(config.game, FLAGS_a, &stop_requested());
  const auto b = make_player_factory(config.game, FLAGS_b, &stop_requested());
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
  print_file_state(file);
  const MatchResult result = play_with_progress(config, file);
  print_result(config, result, file);
  write_sgf_file(config, file);
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
      "  tandem-match --game=tic_tac_toe --a=solver --b=random --games=20 --openings_plies=1\n"
      "  tandem-match --game='hex(size=5)' --a=mcts,visits=200 --sgf=matches --games=10 \\\n"
      "    --b='gtp:tandem-gtp --game=hex(size=5) --player=mcts,visits=200,timeout=30'\n",
      "The games are saved as they finish (JSON lines, moves in the game's notation); after Ctrl-C "
      "the\n"
      "same command goes on, and with a larger --games it plays more. The figures are those of "
      "chess\n"
      "match runners: Elo from the pairs' results (pentanomial) with 95 % intervals, normalized "
      "Elo,\n"
      "likelihood of superiority (LOS), and the log-likelihood ratio (LLR) of the sequential "
      "test.\n"
      "PairsRatio is pairs won over pairs lost; where none was lost, 1/2 is added to both. WL/DD "
      "Ratio is,\n"
      "of the pairs with one point, win-loss over draw-draw, by the same rule.\n\n" +
          tandem::player_help() + "\n" + tandem::games_help(),
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
