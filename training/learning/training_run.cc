#include "training/learning/training_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/network/network_module.h"
#include "engine/network/safetensors.h"
#include "games/error.h"
#include "training/learning/schedule.h"
#include "training/run/run_layout.h"
#include "training/selfplay/game_replay.h"

namespace tandem {

TrainingRun::TrainingRun(RunDirectory& directory, const RunConfig& config)
    : directory_(directory),
      config_(config),
      games_(config),
      hardware_(choose_hardware(config.self_play().precision())),
      trainer_(games_, config),
      window_(config.replay(), config.trainer().surprise_fraction()) {
  const bool store = settle_config();
  for (int i = 0; i < config_.self_play().groups(); ++i) {
    groups_.push_back(
        std::make_unique<SelfPlayGroup>(games_[games_.index_of_group(i)], config_, i));
  }
  if (std::optional<RestoredRun> restored = directory_.restore(reports_)) {
    resume(std::move(*restored));
    if (store) directory_.write_config(config_);
  } else {
    begin();
  }
}

/// Whether there is something to store, which waits until the run is known to open.
bool TrainingRun::settle_config() {
  const std::optional<RunConfig> stored = directory_.config();
  if (stored) {
    changes_ = config_changes(*stored, config_);
    std::string refused;
    for (const FieldChange& change : changes_) {
      if (!change.fixed) continue;
      refused += fmt::format("\n  {}: the run has {}, asked for {}", change.field,
                             change.before.empty() ? "none" : change.before,
                             change.after.empty() ? "none" : change.after);
    }
    if (!refused.empty()) {
      throw Error(fmt::format(
          "{}: these settings can't change in an existing run:{}\nResume with the flags that began "
          "the run, without --config (the run's own is stored), or choose a new --run_dir",
          directory_.path().string(), refused));
    }
  }
  return !stored || !changes_.empty();
}

void TrainingRun::begin() {
  manifest_.set_game(games_[0]->info().name);
  for (int i = 1; i < games_.size(); ++i) manifest_.add_more_games(games_[i]->info().name);
  *manifest_.mutable_network_config() = config_.network();
  manifest_.set_generation(0);
  read_bootstrap();
  if (bootstrap_) {
    manifest_.set_bootstrap_steps(static_cast<std::uint64_t>(bootstrap_->steps()));
    manifest_.set_bootstrap_crc32c(bootstrap_->checksum());
  }
  const ExportedNetwork network = trainer_.export_network(window_, hardware_.precision);
  snapshot_ = network.snapshot;
  Commit commit = new_commit();
  commit.network = network.safetensors;
  commit.trainer = trainer_.state();
  // Not before everything that it names was read: what is stored can't be changed.
  directory_.write_config(config_);
  manifest_ = directory_.commit(commit, config_.checkpoint());
}

void TrainingRun::resume(RestoredRun restored) {
  resumed_ = true;
  manifest_ = std::move(restored.manifest);
  const std::string folder = checkpoint().string();
  trainer_.restore(restored.trainer, folder + "/trainer.safetensors");
  set_snapshot(restored.network, folder + "/network.safetensors");
  restore_groups(std::move(restored.games_in_flight));
  restore_window();
  read_bootstrap();
}

/// Recorded games are needed until self-play has finished games: to learn from, then for the
/// statistics of what plays.
void TrainingRun::read_bootstrap() {
  if (config_.bootstrap().games().empty() || manifest_.positions() > 0) return;
  bootstrap_.emplace(games_, config_, reports_);
  if (resumed_ && bootstrap_->checksum() != manifest_.bootstrap_crc32c()) {
    throw Error(
        fmt::format("{}: the games in {} are not those that the run began with; put them back, or "
                    "begin a new run",
                    directory_.path().string(), config_.bootstrap().games()));
  }
}

std::int64_t TrainingRun::bootstrap_steps_left() const {
  const auto wanted = static_cast<std::int64_t>(manifest_.bootstrap_steps());
  return std::max<std::int64_t>(0, wanted - trainer_.step());
}

void TrainingRun::set_snapshot(const std::string& network, const std::string& name) {
  const GameInfo& game = games_[0]->info();
  NetworkModule module(game, config_.network(), /*auxiliary_heads=*/false);
  set_network_tensors(module, from_safetensors(network, name), name);
  module->eval();
  snapshot_ = make_snapshot(game, config_.network(), module, hardware_.precision);
}

void TrainingRun::restore_groups(std::vector<GameRecord> games) {
  const std::size_t size = config_.self_play().games_per_group();
  if (games.size() != groups_.size() * size ||
      manifest_.next_game_number_size() != static_cast<int>(groups_.size())) {
    throw Error(
        fmt::format("{}: {} games in flight of {} groups are stored, but the run has {} "
                    "groups of {}",
                    checkpoint().string(), games.size(), manifest_.next_game_number_size(),
                    groups_.size(), size));
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const auto first =
        std::make_move_iterator(games.begin() + static_cast<std::ptrdiff_t>(i * size));
    groups_[i]->restore({first, first + static_cast<std::ptrdiff_t>(size)},
                        manifest_.next_game_number(static_cast<int>(i)));
  }
}

void TrainingRun::restore_window() {
  const std::uint64_t wanted = window_positions(config_.replay(), manifest_.positions());
  std::vector<GameRecord> games = directory_.read_replay(wanted, reports_);
  for (const GameRecord& game : games) check_game(games_.of(game), game);
  new_positions_ = trainable_positions(games, manifest_.generation() - 1);
  for (GameRecord& game : games) window_.add(std::move(game));
  window_.set_total_positions(manifest_.positions());
}

std::filesystem::path TrainingRun::checkpoint() const {
  return directory_.path() / checkpoint_folder(manifest_.generation());
}

GenerationTask TrainingRun::new_task() const {
  GenerationTask task;
  task.games = &games_;
  task.config = &config_;
  task.generation = manifest_.generation();
  task.snapshot = snapshot_;
  task.window = bootstrap_ ? &bootstrap_->window() : &window_;
  task.precision = hardware_.precision;
  return task;
}

GenerationResult TrainingRun::play_generation(GenerationWatch& watch) {
  GenerationTask task = new_task();
  task.trainer = &trainer_;
  if (const std::int64_t left = bootstrap_steps_left(); left > 0) {
    task.training_steps = std::min(left, kBootstrapSteps);
    GenerationResult result = run_generation(task, watch);
    result.prediction = bootstrap_->predict(result.network.snapshot);
    return result;
  }
  task.groups = groups_;
  if (window_.size() > 0) {
    task.training_steps = training_steps(config_.trainer(), manifest_.positions() - new_positions_,
                                         manifest_.positions());
  }
  return run_generation(task, watch);
}

void TrainingRun::commit(GenerationResult result, double wall_seconds, double cpu_seconds) {
  new_positions_ = trainable_positions(result.finished_games);
  const SelfPlayCounters& counters = result.counters;
  manifest_.set_generation(manifest_.generation() + 1);
  manifest_.set_games_finished(manifest_.games_finished() + counters.games);
  manifest_.set_positions(manifest_.positions() + new_positions_);
  manifest_.set_evaluations(manifest_.evaluations() + counters.evaluations);
  manifest_.set_visits(manifest_.visits() + counters.visits);
  manifest_.set_trainer_steps(trainer_.step());
  manifest_.set_wall_seconds(wall_seconds);
  manifest_.set_cpu_seconds(cpu_seconds);

  Commit commit = new_commit();
  commit.network = std::move(result.network.safetensors);
  commit.trainer = std::move(result.trainer_state);
  commit.finished_games = std::move(result.finished_games);
  manifest_ = directory_.commit(commit, config_.checkpoint());

  for (GameRecord& game : commit.finished_games) window_.add(std::move(game));
  window_.set_total_positions(manifest_.positions());
  if (manifest_.positions() > 0) bootstrap_.reset();
  snapshot_ = std::move(result.network.snapshot);
}

std::vector<GameRecord> TrainingRun::games_in_flight() const {
  std::vector<GameRecord> games;
  for (const std::unique_ptr<SelfPlayGroup>& group : groups_) {
    for (GameRecord& game : group->games_in_flight()) games.push_back(std::move(game));
  }
  return games;
}

/// Counters and games in flight.
Commit TrainingRun::new_commit() const {
  Commit commit;
  commit.counters = manifest_;
  commit.counters.clear_next_game_number();
  for (const std::unique_ptr<SelfPlayGroup>& group : groups_) {
    commit.counters.add_next_game_number(group->next_game_number());
  }
  commit.games_in_flight = games_in_flight();
  commit.counters.set_games_started(commit.counters.games_finished() +
                                    commit.games_in_flight.size());
  return commit;
}

}  // namespace tandem
