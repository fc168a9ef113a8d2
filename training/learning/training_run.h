// The state of a run between generations: everything that a commit stores, and nothing else.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proto/manifest.pb.h"
#include "training/learning/generation.h"
#include "training/run/config.h"
#include "training/run/run_directory.h"

namespace tandem {

/// Steps of a generation that learns from recorded games: some seconds.
inline constexpr std::int64_t kBootstrapSteps = 200;

/// Opens a run and carries it from commit to commit. Single-threaded. After play_generation()
/// threw, the object is unusable; the directory is as the last commit left it.
class TrainingRun {
 public:
  /// Begins the run in an empty directory (commits generation 0: random weights, no moves), or goes
  /// on from its last commit. `directory` must outlive this. Throws Error if a fixed setting
  /// differs from the stored config, or what is stored can't be used: a broken checkpoint, a game
  /// that isn't legal.
  TrainingRun(RunDirectory& directory, const RunConfig& config);

  /// What happened at opening, a line each: quarantined files, lost replay.
  const std::vector<std::string>& reports() const { return reports_; }
  /// Settings that differ from those of the run's last process, now stored.
  const std::vector<FieldChange>& changes() const { return changes_; }
  bool resumed() const { return resumed_; }

  const RunGames& games() const { return games_; }
  const RunConfig& config() const { return config_; }
  const InferenceHardware& self_play_hardware() const { return hardware_; }
  const NetworkSnapshot& snapshot() const { return *snapshot_; }
  const ReplayWindow& window() const { return window_; }

  /// The last commit; its generation's network is the one that plays next.
  const Manifest& manifest() const { return manifest_; }
  std::filesystem::path checkpoint() const;

  /// Of all groups, in order.
  std::vector<GameRecord> games_in_flight() const;

  /// Of a run that begins with recorded games: trainer steps that are left to be made on them.
  std::int64_t bootstrap_steps_left() const;

  /// Plays and trains one generation on the calling thread's task arena; commits nothing. While
  /// bootstrap_steps_left(), a generation is kBootstrapSteps of them and no play.
  GenerationResult play_generation(GenerationWatch& watch);

  /// Makes a generation's result the run's state, durably. Times are over the whole run.
  void commit(GenerationResult result, double wall_seconds, double cpu_seconds);

 private:
  bool settle_config();
  void begin();
  void resume(RestoredRun restored);
  void restore_groups(std::vector<GameRecord> games);
  void restore_window();
  void read_bootstrap();
  GenerationTask new_task() const;
  void set_snapshot(const std::string& network, const std::string& name);
  Commit new_commit() const;

  RunDirectory& directory_;
  RunConfig config_;
  std::vector<std::string> reports_;
  std::vector<FieldChange> changes_;
  bool resumed_ = false;
  RunGames games_;
  InferenceHardware hardware_;
  Trainer trainer_;
  ReplayWindow window_;
  std::optional<Bootstrap> bootstrap_;  ///< until self-play has finished its first games
  std::vector<std::unique_ptr<SelfPlayGroup>> groups_;
  std::shared_ptr<const NetworkSnapshot> snapshot_;
  Manifest manifest_;
  std::int64_t new_positions_ =
      0;  ///< trainable ones in the games that the last generation finished
};

}  // namespace tandem
