// tandem-eval: how often a player keeps the game-theoretic value on labelled positions.
#include <fmt/core.h>
#include <gflags/gflags.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/evaluation/accuracy.h"
#include "engine/evaluation/suite.h"
#include "engine/files.h"
#include "engine/players/checkpoint_folder.h"
#include "engine/players/player.h"
#include "engine/progress.h"
#include "games/error.h"
#include "games/registry.h"
#include "tools/command_line.h"
#include "training/run/seen_positions.h"

DEFINE_string(checkpoint, "",
              "Folder of the network to measure: a checkpoint, or a run (its newest).");
DEFINE_string(player, "", "Measure this PLAYER instead of a checkpoint; see below.");
DEFINE_string(game, "",
              "With --player: the game; default connect_four, or what the network plays.");
DEFINE_string(suite, "",
              "Suite files (JSON lines) and folders of them, also below, separated by commas.");
DEFINE_string(visits, "0,200",
              "With --checkpoint: visits a move, one measurement each; 0 is the "
              "network alone.");
DEFINE_string(solver, "true",
              "With --checkpoint: whether search backs up proven results exactly: "
              "true, false, or both as true,false.");
DEFINE_string(precision, "auto", "With --checkpoint: auto, fp32 or bf16.");
DEFINE_string(seen_by, "",
              "Run directory: also report accuracy on the positions that its replay never met.");
DEFINE_string(json, "", "Also write everything to this file as JSON.");
DEFINE_int32(threads, 0,
             "Threads; 0 takes all cores. Answers don't depend on it, except under time=.");
DEFINE_int32(batch, 128, "Positions searched together on a thread.");
DEFINE_uint64(seed, 1, "Seed of players that draw random numbers.");

namespace tandem {
namespace {

using Json = nlohmann::ordered_json;

std::shared_ptr<const Game> choose_game() {
  const bool is_network = FLAGS_player.starts_with("net:");
  if (!FLAGS_game.empty()) return make_game(FLAGS_game);
  if (FLAGS_checkpoint.empty() && !is_network) return make_game("connect_four");
  const std::string folder =
      is_network ? FLAGS_player.substr(4, FLAGS_player.find(',') - 4) : FLAGS_checkpoint;
  return make_game(read_manifest(find_checkpoint(folder)).game());
}

std::vector<std::string> choose_players() {
  if (FLAGS_checkpoint.empty() == FLAGS_player.empty()) {
    throw Error("give either --checkpoint=DIR or --player=PLAYER; see tandem-eval --help");
  }
  if (!FLAGS_player.empty()) {
    for (const char* flag : {"visits", "solver", "precision"}) {
      if (!flag_given(flag)) continue;
      throw Error(fmt::format("--{} goes with --checkpoint; write --player={},{}=... instead", flag,
                              FLAGS_player, flag));
    }
    return {FLAGS_player};
  }
  const std::vector<int> visits = parse_int_list("visits", FLAGS_visits, 0, 10'000'000);
  std::vector<std::string> players;
  for (const std::string& solver : parse_list("solver", FLAGS_solver)) {
    for (const int n : visits) {
      // Without search there is nothing to prove: the network alone is measured once.
      if (n == 0 && !players.empty() && solver != parse_list("solver", FLAGS_solver)[0]) continue;
      players.push_back(fmt::format("net:{},visits={},solver={},precision={}", FLAGS_checkpoint, n,
                                    solver, FLAGS_precision));
    }
  }
  return players;
}

Json to_json(const Accuracy& accuracy) {
  const Interval interval = wilson_interval(accuracy.right);
  return {{"right", accuracy.right.hits},    {"total", accuracy.right.total},
          {"share", accuracy.right.share()}, {"low", interval.low},
          {"high", interval.high},           {"random_mover", accuracy.random_floor}};
}

Json to_json(const Calibration& calibration) {
  Json bins = Json::array();
  for (const Calibration::Bin& bin : calibration.bins) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"count", bin.count},
                    {"predicted", bin.predicted},
                    {"label", bin.actual}});
  }
  return {{"mean_absolute_error", calibration.mean_absolute_error},
          {"brier", calibration.brier},
          {"expected_calibration_error", calibration.expected_calibration},
          {"bins", std::move(bins)}};
}

// `seconds` is 0 where the answers were not asked for anew.
Json to_json(const std::string& suite, const AccuracyReport& report, double seconds) {
  Json json = {{"suite", suite},
               {"all", to_json(report.all)},
               {"critical", to_json(report.critical)},
               {"hard", to_json(report.hard)},
               {"hard_critical", to_json(report.hard_critical)},
               {"value", to_json(report.calibration)}};
  if (seconds > 0) {
    json["seconds"] = seconds;
    json["positions_per_second"] = static_cast<double>(report.all.right.total) / seconds;
  }
  return json;
}

std::string share_text(const Accuracy& accuracy) {
  if (accuracy.right.total == 0) return "-";
  const Interval interval = wilson_interval(accuracy.right);
  return fmt::format("{:.1f} ({:.1f}-{:.1f})", 100 * accuracy.right.share(), 100 * interval.low,
                     100 * interval.high);
}

void print_row(const std::string& suite, const AccuracyReport& report, double seconds) {
  fmt::print(
      "  {:<16} {:>6}  {:<18} {:<18} {:<18} {:>5.1f} / {:<5.1f} {:>9}\n", suite,
      report.all.right.total, share_text(report.all), share_text(report.critical),
      share_text(report.hard), 100 * report.all.random_floor, 100 * report.critical.random_floor,
      seconds > 0 ? fmt::format("{:.0f}", static_cast<double>(report.all.right.total) / seconds)
                  : "-");
}

// The rows of positions that a run never met, suite by suite.
Json measure_unseen(const std::vector<Suite>& suites, const std::vector<SuiteAnswers>& answers,
                    const SeenPositions& seen) {
  Json rows = Json::array();
  std::vector<SuiteAnswers> unseen;
  std::vector<AnsweredSuite> together;
  for (std::size_t i = 0; i < suites.size(); ++i) {
    unseen.push_back(only_unseen(suites[i], answers[i], seen));
  }
  for (std::size_t i = 0; i < suites.size(); ++i) {
    const AccuracyReport report = summarize(suites[i], unseen[i]);
    print_row(suites[i].name + " unseen", report, 0);
    rows.push_back(to_json(suites[i].name, report, 0));
    together.push_back({&suites[i], &unseen[i]});
  }
  const AccuracyReport total = summarize(together);
  print_row("all unseen", total, 0);
  rows.push_back(to_json("all suites", total, 0));
  return rows;
}

// Measures one player on all suites; none if it was stopped.
std::optional<Json> measure(const PlayerFactory& player, const std::vector<Suite>& suites,
                            const std::optional<SeenPositions>& seen) {
  fmt::print("{}\n", player.name());
  if (!player.description().empty()) fmt::print("  {}\n", player.description());
  fmt::print("  {:<16} {:>6}  {:<18} {:<18} {:<18} {:<13} {:>9}\n", "suite", "count", "right %",
             "critical %", "hard %", "random / crit", "positions/s");
  std::vector<SuiteAnswers> all_answers;
  double seconds = 0;
  Json rows = Json::array();
  for (const Suite& suite : suites) {
    Progress progress(suite.name, "positions", static_cast<std::int64_t>(suite.positions.size()));
    AccuracyOptions options;
    options.batch = FLAGS_batch;
    options.seed = FLAGS_seed;
    options.stop = &stop_requested();
    options.progress = [&](std::int64_t done) { progress.update(done); };
    std::optional<SuiteAnswers> answers = answer_suite(player, suite, options);
    if (!answers) return std::nullopt;
    const AccuracyReport report = summarize(suite, *answers);
    progress.clear();
    print_row(suite.name, report, answers->seconds);
    std::fflush(stdout);
    rows.push_back(to_json(suite.name, report, answers->seconds));
    seconds += answers->seconds;
    all_answers.push_back(*std::move(answers));
  }
  std::vector<AnsweredSuite> together;
  for (std::size_t i = 0; i < suites.size(); ++i) together.push_back({&suites[i], &all_answers[i]});
  const AccuracyReport total = summarize(together);
  if (suites.size() > 1) print_row("all suites", total, seconds);
  Json result = {{"player", player.name()},
                 {"description", player.description()},
                 {"suites", std::move(rows)},
                 {"all_suites", to_json("all suites", total, seconds)}};
  if (seen) result["unseen"] = measure_unseen(suites, all_answers, *seen);
  fmt::print("  {}\n", calibration_text(total.calibration));
  return result;
}

void check_flags() {
  if (FLAGS_suite.empty()) throw Error("--suite is missing: which labelled positions?");
  if (FLAGS_threads < 0 || FLAGS_threads > 4096) throw Error("--threads must be from 0 to 4096");
  if (FLAGS_batch < 1 || FLAGS_batch > 65536) throw Error("--batch must be from 1 to 65536");
  if (!FLAGS_json.empty()) check_can_write(FLAGS_json);
}

// Measures the players in turn; fewer results than players if it was stopped.
Json measure_all(const std::vector<std::unique_ptr<PlayerFactory>>& players,
                 const std::vector<Suite>& suites, const std::optional<SeenPositions>& seen) {
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = FLAGS_threads > 0 ? FLAGS_threads : cores;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  Json results = Json::array();
  for (const auto& player : players) {
    std::optional<Json> result = arena.execute([&] { return measure(*player, suites, seen); });
    if (!result) break;
    results.push_back(*std::move(result));
  }
  return results;
}

int run() {
  check_flags();
  const std::vector<std::string> names = choose_players();
  const std::shared_ptr<const Game> game = choose_game();
  const std::vector<Suite> suites = read_suites(game, FLAGS_suite);
  // All are made before the first is measured, so that a wrong one is said at once.
  std::vector<std::unique_ptr<PlayerFactory>> players;
  for (const std::string& name : names) {
    players.push_back(make_player_factory(game, name, &stop_requested()));
  }
  std::optional<SeenPositions> seen;
  if (!FLAGS_seen_by.empty()) seen = seen_positions(*game, FLAGS_seen_by);

  const Json results = measure_all(players, suites, seen);
  const bool interrupted = results.size() < players.size();
  // An interruption before the first result leaves an older report alone.
  if (!FLAGS_json.empty() && !results.empty()) {
    Json report = {{"game", game->info().name}, {"results", results}};
    if (interrupted) report["interrupted"] = true;
    write_file_atomically(FLAGS_json, report.dump(2) + "\n");
  }
  if (!interrupted) return kExitOk;
  fmt::print(stderr, "tandem-eval: interrupted; {} of {} players are measured\n", results.size(),
             players.size());
  return kExitInterrupted;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      "tandem-eval",
      "measures how often a player keeps the game-theoretic value on labelled positions.",
      "  tandem-eval --checkpoint=runs/c4 --suite=suites/connect_four/report --visits=0,200\n"
      "  tandem-eval --checkpoint=runs/c4 --suite=suites/connect_four/report/begin.jsonl \\\n"
      "      --visits=200 --solver=true,false --json=begin.json\n"
      "  tandem-eval --player=uniform,visits=200 --suite=suites/connect_four/report\n",
      "A suite holds one JSON object a line:\n"
      "  {\"id\": \"begin/1\", \"position\": \"startpos moves 3 2 1\", \"value\": 1, \"best\": "
      "[\"3\", \"4\"]}\n"
      "\"best\" lists every action that keeps the value, \"value\" is that for the side to move, "
      "and\n"
      "\"hard\": true marks positions whose result is far ahead. Shares are in percent with "
      "Wilson\n"
      "95 % intervals; critical positions are those where some legal action is not best; random "
      "is\n"
      "what a uniformly random mover scores.\n\n" +
          tandem::player_help() + "\n" + tandem::games_help(),
      __FILE__,
      {}};
  return tandem::run_program(argc, argv, program, tandem::run);
}
