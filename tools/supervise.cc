// Trains a run's network on exactly labelled positions instead of self-play: the ceiling that the
// same network could reach alone if search were perfect. A calibration, not a way to make a player.
#include <fmt/format.h>
#include <gflags/gflags.h>
#include <omp.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluation/suite.h"
#include "engine/progress.h"
#include "games/error.h"
#include "games/position_text.h"
#include "games/registry.h"
#include "tools/command_line.h"
#include "training/learning/trainer.h"
#include "training/run/config.h"
#include "training/run/replay_window.h"
#include "training/run/run_directory.h"
#include "training/run/run_games.h"
#include "training/run/seen_positions.h"

DEFINE_string(config, "connect_four",
              "Run config: a file or a preset. Network and trainer are used");
DEFINE_string(labels, "", "Labelled positions: suite files or folders, separated by commas");
DEFINE_string(
    exclude, "",
    "Suites to be measured on: labels of their positions, or of a symmetry of one, are left "
    "out");
DEFINE_string(run_dir, "", "New run directory for the result");
DEFINE_int64(steps, 20000, "Training steps (batches)");
DEFINE_string(set, "", "Override a config field, field=value; may be repeated");

namespace tandem {
namespace {

/// Reads "startpos moves ...", the only form that a record of a game can hold.
std::vector<Action> moves_from_start(const Game& game, const SuitePosition& labelled) {
  ParsedPosition parsed = parse_position_text(game, labelled.text);
  if (parsed.start->feature_key() != game.initial_position()->feature_key()) {
    throw Error(labelled.id +
                ": training records begin at the initial position; write the label as 'startpos "
                "moves ...'");
  }
  return std::move(parsed.moves);
}

/// A game of one move whose target is every value-keeping action alike, and whose result is the
/// label.
GameRecord labelled_game(const Game& game, const SuitePosition& labelled) {
  GameRecord record;
  record.set_game(game.info().name);
  for (const Action action : moves_from_start(game, labelled)) record.add_opening(action);
  MoveRecord& move = *record.add_moves();
  move.set_action(labelled.best.front());
  move.set_full_search(true);
  move.set_root_value(static_cast<float>(labelled.value));
  move.set_proven(true);
  for (Action action : labelled.legal) {
    const bool best =
        std::find(labelled.best.begin(), labelled.best.end(), action) != labelled.best.end();
    move.add_policy(best ? 1.0f / static_cast<float>(labelled.best.size()) : 0.0f);
  }
  const PlayerId mover = labelled.position->side_to_move();
  for (PlayerId player = 0; player < game.info().num_players; ++player) {
    record.add_outcome(static_cast<float>(player == mover ? labelled.value : -labelled.value));
  }
  return record;
}

/// The suites' positions under every symmetry.
SeenPositions positions_of(const std::shared_ptr<const Game>& game, const std::string& suites) {
  SeenPositions positions;
  for (const Suite& suite : read_suites(game, suites)) {
    for (const SuitePosition& labelled : suite.positions) {
      const std::vector<Action> moves = moves_from_start(*game, labelled);
      for (const Symmetry& symmetry : game->info().symmetries) {
        const auto position = game->initial_position();
        for (const Action action : moves) position->apply(symmetry.actions[action]);
        positions.insert(position->feature_key());
      }
    }
  }
  return positions;
}

ReplayWindow load_labels(const std::shared_ptr<const Game>& game) {
  SeenPositions excluded;
  if (!FLAGS_exclude.empty()) excluded = positions_of(game, FLAGS_exclude);
  ReplayConfig everything;
  everything.set_window_c(1e9);
  ReplayWindow window(everything, 0);
  std::int64_t left_out = 0;
  for (const Suite& suite : read_suites(game, FLAGS_labels)) {
    for (const SuitePosition& labelled : suite.positions) {
      if (excluded.contains(labelled.position->feature_key())) {
        ++left_out;
      } else {
        window.add(labelled_game(*game, labelled));
      }
    }
  }
  window.set_total_positions(window.size());
  fmt::print(
      "{} labelled positions; {} left out, because they are in the suites to be measured on\n",
      window.size(), left_out);
  if (window.size() == 0) throw Error("no labelled position is left to train on");
  return window;
}

int supervise() {
  if (FLAGS_labels.empty() || FLAGS_run_dir.empty())
    throw Error("--labels and --run_dir are needed; see --help");
  if (FLAGS_steps < 1) throw Error(fmt::format("--steps={} is not a positive number", FLAGS_steps));
  RunConfig config = read_run_config(FLAGS_config);
  apply_overrides(config, repeated_flag("set"));
  expect_one_game(config, "tandem-supervise");
  check_run_config(config);
  const auto game = make_game(config.game());
  RunDirectory run(FLAGS_run_dir);
  if (run.config()) throw Error(FLAGS_run_dir + " holds a run already; name a new directory");

  const ReplayWindow window = load_labels(game);
  omp_set_num_threads(1);
  Trainer trainer(game, config);
  Progress progress(fmt::format("supervised on {} positions", window.size()), "steps", FLAGS_steps);
  while (trainer.step() < FLAGS_steps && !stop_requested()) {
    const std::int64_t steps = std::min<std::int64_t>(100, FLAGS_steps - trainer.step());
    const TrainingStatistics done = trainer.train_generation(window, 1, steps);
    progress.update(trainer.step(),
                    fmt::format("policy {:.4f} (floor {:.4f}), value {:.4f}", done.policy_loss,
                                done.target_entropy, done.value_loss));
  }
  if (stop_requested()) return kExitInterrupted;

  run.write_config(config);
  Commit commit;
  commit.counters.set_game(game->info().name);
  *commit.counters.mutable_network_config() = config.network();
  commit.counters.set_generation(1);
  commit.counters.set_trainer_steps(trainer.step());
  commit.network = trainer.export_network(window, FP32).safetensors;
  commit.trainer = trainer.state();
  run.commit(commit, config.checkpoint());
  fmt::print(
      "{}: {} steps on {} labelled positions. Measure it: tandem-eval --checkpoint={} --visits=0 "
      "--suite=...\n",
      FLAGS_run_dir, trainer.step(), window.size(), FLAGS_run_dir);
  return kExitOk;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  const tandem::Program program{
      .name = "tandem-supervise",
      .summary =
          "trains a network on exactly labelled positions: the ceiling of what self-play could "
          "teach it.",
      .examples =
          "  tandem-supervise --labels=labels --exclude=suites/connect_four "
          "--run_dir=runs/ceiling\n"
          "  tandem-supervise --config=connect_four --set=network.blocks=3 --labels=labels.jsonl "
          "--run_dir=runs/small",
      .details =
          "Labels are positions in the suite format, made for example by tandem-make-suite with a "
          "seed of their\n"
          "own. Name the suites that you report on with --exclude: openings are few, and every "
          "seed "
          "draws many\n"
          "of the same.\n",
      .source = __FILE__,
      .repeatable = {"set"}};
  return tandem::run_program(argc, argv, program, tandem::supervise);
}
