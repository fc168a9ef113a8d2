// A run's recorded games, read without opening the run: a daemon may be at work in it.
#pragma once

#include <filesystem>
#include <vector>

#include "proto/game_record.pb.h"
#include "proto/manifest.pb.h"

namespace tandem {

/// Of the newest commit. Throws Error if the folder has none.
Manifest newest_manifest(const std::filesystem::path& run);

/// The games of one entry of Manifest.replay. Throws Error naming the file if it is missing or
/// damaged.
std::vector<GameRecord> read_shard(const std::filesystem::path& run, const FileEntry& shard);

}  // namespace tandem
