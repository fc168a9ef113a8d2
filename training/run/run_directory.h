// The unit that people copy, resume, plot and ship:
//   config.textproto, checkpoints/NNNNNN/{manifest.textproto, network.safetensors,
//   trainer.safetensors, games.tfrecord}, replay/NNNNNN.tfrecord, events.* (TensorBoard),
//   metrics.jsonl, LOCK, quarantine/
// A commit is: every file written whole, synced and renamed; then the manifest, last. What no
// manifest names never happened. config.textproto and manifests end in a checksum line
// (text_message.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "proto/game_record.pb.h"
#include "proto/manifest.pb.h"
#include "proto/run_config.pb.h"
#include "training/run/folder_lock.h"

namespace tandem {

/// What one commit stores. Byte strings are safetensors files (engine/network/safetensors.h).
struct Commit {
  Manifest counters;  ///< game, network_config, generation and all counters; file entries are
                      ///< filled here
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

/// An open run directory, locked against a second daemon. Single-threaded. Every failure (disk
/// full, permission, missing file) is an Error naming the path and the system's reason; it never
/// harms what was committed before.
class RunDirectory {
 public:
  /// Creates or opens `path` and takes its LOCK (flock; freed by the system when the process dies).
  /// Throws Error when another process holds it, naming its process id.
  explicit RunDirectory(std::filesystem::path path);
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Stored config, if the run exists. Throws Error if it was truncated or changed since it was
  /// written.
  std::optional<RunConfig> config() const;

  /// Stores the config with every default written out, so that a later Tandem with other defaults
  /// resumes this run as it was.
  void write_config(const RunConfig& config);

  /// The newest commit whose checkpoint files are all whole, verified by checksum; none for a new
  /// run. Newer, broken commits and files in checkpoints/ and replay/ that no manifest names are
  /// moved to <run>/quarantine/, each reported as one line in `reports`. Throws Error, moving
  /// nothing, if manifests exist but none is whole: a run is never restarted in silence.
  std::optional<RestoredRun> restore(std::vector<std::string>& reports);

  /// Reads the newest sealed shards of the restored or last committed state, oldest first, until
  /// they hold `positions` full-search positions or there are no more; verifies their checksums.
  ///
  /// A shard that was damaged on disk doesn't end the run and never costs good games: its games
  /// whose own checksums hold are kept and rewritten, the damaged file is copied to
  /// <run>/quarantine/, and the loss is said in `reports` and recorded for good in
  /// Manifest.lost_replay from the next commit on. (A crash can't cause this: shards are synced
  /// before a manifest names them.)
  std::vector<GameRecord> read_replay(std::uint64_t positions, std::vector<std::string>& reports);

  /// Commits generation commit.counters.generation(), which must be newer than the last; extends
  /// the previous manifest's replay list. Returns the manifest written. Then prunes checkpoints by
  /// `keep` (never the newest). In a directory that holds commits, call restore() before. If it
  /// throws, the previous commit is still the newest, unless the message says that this one stands;
  /// the same generation may be committed again.
  Manifest commit(const Commit& commit, const CheckpointConfig& keep);

 private:
  void quarantine(const std::filesystem::path& file, const std::string& reason,
                  std::vector<std::string>& reports);
  void quarantine_unnamed(const Manifest* newest, std::vector<std::string>& reports);
  std::vector<GameRecord> read_shard(int index, std::vector<std::string>& reports);
  Manifest write_commit(const Commit& commit);
  void prune(const CheckpointConfig& keep) const;

  std::filesystem::path path_;
  FolderLock lock_;
  bool restored_ = false;
  /// The state that the next commit extends.
  std::optional<Manifest> last_;
};

}  // namespace tandem
