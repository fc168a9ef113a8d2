#include "training/run/replay_reader.h"

#include "engine/files.h"
#include "games/error.h"
#include "training/run/run_layout.h"
#include "training/run/tfrecord.h"

namespace tandem {

Manifest newest_manifest(const std::filesystem::path& run) {
  std::vector<int> generations = checkpoint_generations(run);
  // A commit under way, or one that was cut off, has a folder and no manifest yet.
  std::erase_if(generations, [&](int generation) {
    return !std::filesystem::exists(run / checkpoint_folder(generation) / kManifestFile);
  });
  if (generations.empty()) throw Error(run.string() + " is not a run: it has no checkpoints");
  return read_sealed_manifest(run / checkpoint_folder(generations.back()));
}

std::vector<GameRecord> read_shard(const std::filesystem::path& run, const FileEntry& shard) {
  const std::string bytes = read_committed_file(run, shard);
  return unpack_games(parse_tfrecords(bytes, shard.path()), shard.path());
}

}  // namespace tandem
