// The names of a run directory's parts, and the few file operations that its sources share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "proto/game_record.pb.h"
#include "proto/manifest.pb.h"

namespace tandem {

inline constexpr const char* kConfigFile = "config.textproto";
inline constexpr const char* kLockFile = "LOCK";
inline constexpr const char* kCheckpoints = "checkpoints";
inline constexpr const char* kReplay = "replay";
inline constexpr const char* kQuarantine = "quarantine";
inline constexpr const char* kManifestFile = "manifest.textproto";

/// "checkpoints/000012" and "replay/000012.tfrecord", relative to the run.
std::filesystem::path checkpoint_folder(int generation);
std::filesystem::path replay_shard(int generation);

/// Generations that have a folder named like a checkpoint, ascending; whether they hold a manifest
/// or not.
std::vector<int> checkpoint_generations(const std::filesystem::path& run);

/// Makes a rename, creation or removal in `folder` durable. Throws Error.
void sync_folder(const std::filesystem::path& folder);

/// Creates `folder`, and those above it, durably where they aren't there. Throws Error.
void make_folder(const std::filesystem::path& folder);

std::string pack_games(const std::vector<GameRecord>& games);

/// Throws Error naming `name` and the record.
std::vector<GameRecord> unpack_games(const std::vector<std::string>& records,
                                     const std::string& name);

/// Reads and checks a checkpoint's manifest (not the files that it names). Throws Error.
Manifest read_sealed_manifest(const std::filesystem::path& checkpoint);

}  // namespace tandem
