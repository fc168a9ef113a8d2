// The unit that people copy, resume, plot and ship:
//   config.textproto, checkpoints/NNNNNN/{manifest.textproto, network.safetensors, trainer.safetensors,
//   games.tfrecord}, replay/NNNNNN.tfrecord, events.* (TensorBoard), metrics.jsonl, LOCK
// A commit is: every file written whole, synced and renamed; then the manifest, last. What no manifest names
// never happened.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "proto/game_record.pb.h"
#include "proto/manifest.pb.h"
#include "proto/run_config.pb.h"

namespace tandem {

/// What one commit stores. Byte strings are safetensors files (engine/network/safetensors.h).
struct Commit {
  Manifest counters;  ///< game, network_config, generation and all counters; file entries are filled here
  std::string network;
  std::string trainer;
  std::vector<GameRecord> games_in_flight;
  std::vector<GameRecord> finished_games;  ///< of this generation: becomes one sealed shard, if any
};

/// A committed state, read back and verified.
struct RestoredRun {
  Manifest manifest;
  std::string network;
  std::string trainer;
  std::vector<GameRecord> games_in_flight;
};

/// An open run directory, locked against a second daemon. Single-threaded.
class RunDirectory {
 public:
  /// Creates or opens `path` and takes its LOCK (flock; freed by the system when the process dies). Throws
  /// Error when another process holds it, naming its process id.
  explicit RunDirectory(std::filesystem::path path);
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }

  /// Stored config, if the run exists.
  std::optional<RunConfig> config() const;
  void write_config(const RunConfig& config);

  /// The newest commit whose files are all whole, verified by checksum; none for a new run. Newer, broken
  /// commits and files that no manifest names are moved to <run>/quarantine/, each reported as one line in
  /// `reports`. Throws Error if manifests exist but none is whole: a run is never restarted in silence.
  std::optional<RestoredRun> restore(std::vector<std::string>& reports);

  /// Reads the newest sealed shards, oldest first, until they hold `positions` full-search positions or there
  /// are no more.
  std::vector<GameRecord> read_replay(const Manifest& manifest, std::uint64_t positions) const;

  /// Commits generation commit.counters.generation(); extends the previous manifest's replay list. Returns the
  /// manifest written. Then prunes checkpoints by `keep` (never the newest).
  Manifest commit(const Commit& commit, const CheckpointConfig& keep);

 private:
  std::filesystem::path path_;
  int lock_ = -1;
  std::optional<Manifest> last_;
};

}  // namespace tandem
