// How fast every part is here, and one number that says whether search still plays the same.
#include <fmt/format.h>
#include <gflags/gflags.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/files.h"
#include "engine/players/checkpoint_folder.h"
#include "games/error.h"
#include "games/registry.h"
#include "mcts/signature.h"
#include "tools/bench_measurements.h"
#include "tools/command_line.h"
#include "training/learning/trainer.h"
#include "training/run/config.h"
#include "training/run/run_games.h"

DEFINE_string(
    parts, "signature,rules,search,inference,self-play,training",
    "What to measure, separated by commas; also agreement (bf16 against fp32, of a checkpoint)");
DEFINE_string(game, "connect_four",
              "Game, with its parameters; all: each registered game in its default size");
DEFINE_string(
    checkpoint, "",
    "Network for inference and self-play; without it, random weights of the shape in --set");
DEFINE_string(set, "", "Override a config field, field=value; may be repeated");
DEFINE_double(seconds, 2, "Seconds for each measurement, from 0.001 to 3600");
DEFINE_int32(threads, 0, "Threads for self-play; 0: all cores");
DEFINE_string(json, "", "Also write the results to this file as JSON");

namespace tandem {
namespace {

constexpr int kAgreementPositions = 5000;

/// The speed question of the project's results page: 64x5, 100 full searches a move, nothing
/// spared.
RunConfig bench_config(const std::string& game) {
  RunConfig config;
  config.set_game(game);
  config.mutable_network()->set_channels(64);
  config.mutable_network()->set_blocks(5);
  config.mutable_search()->set_visits(100);
  config.mutable_self_play()->set_moves_per_generation(4);
  config.mutable_measure();
  apply_overrides(config, repeated_flag("set"));
  expect_one_game(config, "tandem-bench");
  check_run_config(config);
  return config;
}

std::shared_ptr<const NetworkSnapshot> network(const std::shared_ptr<const Game>& game,
                                               const RunConfig& config) {
  const Precision precision = choose_hardware(config.self_play().precision()).precision;
  if (FLAGS_checkpoint.empty()) {
    const ReplayWindow empty(config.replay(), 0);
    return Trainer(game, config).export_network(empty, precision).snapshot;
  }
  LoadedNetwork loaded = load_network(find_checkpoint(FLAGS_checkpoint), precision);
  if (loaded.game->info().name != game->info().name) {
    throw Error(fmt::format("--checkpoint={} plays {}, not {}", FLAGS_checkpoint,
                            loaded.game->info().name, game->info().name));
  }
  return loaded.snapshot;
}

std::vector<Measurement> measure_signature() {
  const auto start = std::chrono::steady_clock::now();
  const SearchSignature signature = search_signature();
  const double elapsed =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{} nodes {:.0f} nps, hash {:016x}\n", signature.nodes,
             static_cast<double>(signature.nodes) / elapsed, signature.hash);
  return {{"signature", "nodes", static_cast<double>(signature.nodes), "nodes"},
          {"signature", "speed", static_cast<double>(signature.nodes) / elapsed, "nodes/s"}};
}

std::vector<Measurement> measure(const std::string& part, const RunConfig& config) {
  const auto game = make_game(config.game());
  if (part == "signature") return measure_signature();
  if (part == "rules") return measure_rules(*game, FLAGS_seconds);
  if (part == "search") return measure_search(*game, FLAGS_seconds);
  if (part == "inference") return measure_inference(*game, network(game, config), FLAGS_seconds);
  if (part == "self-play")
    return measure_self_play(game, config, network(game, config), FLAGS_seconds);
  if (part == "training")
    return measure_training(game, config, network(game, config), FLAGS_seconds);
  if (part == "agreement") {
    return measure_bf16_agreement(game, config, network(game, config),
                                  find_checkpoint(FLAGS_checkpoint), kAgreementPositions);
  }
  throw std::logic_error("part " + part + " is known, but not measured");
}

std::vector<std::string> wanted_parts() {
  const std::vector<std::string> known = {"signature", "rules",    "search",   "inference",
                                          "self-play", "training", "agreement"};
  const std::vector<std::string> parts = parse_list("parts", FLAGS_parts);
  for (const std::string& part : parts) {
    if (std::find(known.begin(), known.end(), part) == known.end()) {
      throw Error(fmt::format("--parts: '{}' is none of {}", part, fmt::join(known, ", ")));
    }
    if (part == "agreement" && FLAGS_checkpoint.empty()) {
      throw Error("--parts=agreement needs a trained --checkpoint");
    }
  }
  return parts;
}

/// Of all games, those that the rules judge; the others have no playouts.
std::vector<std::string> wanted_games() {
  if (FLAGS_game != "all") return {FLAGS_game};
  std::vector<std::string> games;
  for (const std::string& line : registered_games()) {
    const std::string name = line.substr(0, line.find(' '));
    if (make_game(name)->info().tokens) {
      fmt::print("{} is left out: no rule judges it\n", name);
    } else {
      games.push_back(name);
    }
  }
  return games;
}

void check_flags() {
  if (!(FLAGS_seconds >= 0.001 && FLAGS_seconds <= 3600)) {
    throw Error(fmt::format("--seconds={}: give 0.001 to 3600", FLAGS_seconds));
  }
  if (FLAGS_threads < 0 || FLAGS_threads > 4096) {
    throw Error(fmt::format("--threads={}: give 0 (all cores) to 4096", FLAGS_threads));
  }
  if (!FLAGS_json.empty()) check_can_write(FLAGS_json);
}

/// Measures one game's parts, prints them and adds them to `results`. False if interrupted.
bool bench_game(const RunConfig& config, const std::vector<std::string>& parts,
                tbb::task_arena& arena, nlohmann::ordered_json& results) {
  const std::string shape = FLAGS_checkpoint.empty()
                                ? fmt::format("random weights, {}x{}", config.network().channels(),
                                              config.network().blocks())
                                : FLAGS_checkpoint;
  fmt::print("{}, network: {}, {} visits\n", config.game(), shape, config.search().visits());
  for (const std::string& part : parts) {
    if (stop_requested()) return false;
    std::vector<Measurement> measurements;
    arena.execute([&] { measurements = measure(part, config); });
    for (const Measurement& m : measurements) {
      fmt::print("{:<10} {:<40} {:>14.6g} {}\n", m.part, m.name, m.value, m.unit);
      results.push_back({{"game", config.game()},
                         {"part", m.part},
                         {"name", m.name},
                         {"value", m.value},
                         {"unit", m.unit}});
    }
    std::fflush(stdout);
  }
  return true;
}

int bench() {
  check_flags();
  const std::vector<std::string> parts = wanted_parts();
  std::vector<RunConfig> configs;
  for (const std::string& game : wanted_games()) configs.push_back(bench_config(game));
  const int threads = FLAGS_threads > 0 ? FLAGS_threads : tbb::info::default_concurrency();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(threads);

  const InferenceHardware hardware = choose_hardware(configs.front().self_play().precision());
  fmt::print("{}, {} threads\n", hardware.description, threads);
  RunConfig config = configs.front();
  config.clear_game();  // each measurement names its own
  nlohmann::ordered_json json{{"hardware", hardware.description},
                              {"threads", threads},
                              {"config", config.ShortDebugString()},
                              {"checkpoint", FLAGS_checkpoint}};
  for (const RunConfig& one : configs) {
    if (!bench_game(one, parts, arena, json["measurements"])) return kExitInterrupted;
  }
  if (!FLAGS_json.empty()) write_file_atomically(FLAGS_json, json.dump(2) + "\n");
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-bench",
      .summary =
          "Measures how fast rules, search, inference, self-play and training are on this machine.",
      .examples =
          "  tandem-bench\n"
          "  tandem-bench --parts=signature\n"
          "  tandem-bench --parts=rules,search --game=all\n"
          "  tandem-bench --parts=self-play --checkpoint=runs/mine --seconds=20 "
          "--set=search.visits=100\n",
      .details =
          "The signature changes only when play changes or a game is added; the nodes and hash are "
          "the same on every "
          "processor.\n"
          "Everything else is a speed: compare runs made side by side on one machine.\n\n" +
          tandem::games_help(),
      .source = __FILE__,
      .repeatable = {"set"}};
  return tandem::run_program(argc, argv, program, tandem::bench);
}
