#include "training/run/run_layout.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/text_message.h"
#include "training/run/tfrecord.h"

namespace tandem {

namespace fs = std::filesystem;

fs::path checkpoint_folder(int generation) {
  return fs::path(kCheckpoints) / fmt::format("{:06}", generation);
}

fs::path replay_shard(int generation) {
  return fs::path(kReplay) / fmt::format("{:06}.tfrecord", generation);
}

std::vector<int> checkpoint_generations(const fs::path& run) {
  std::vector<int> generations;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(run / kCheckpoints, missing)) {
    const std::string name = entry.path().filename();
    int generation = 0;
    std::from_chars(name.data(), name.data() + name.size(), generation);
    if (generation >= 0 && checkpoint_folder(generation).filename() == name) {
      generations.push_back(generation);
    }
  }
  std::sort(generations.begin(), generations.end());
  return generations;
}

void sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int reason = errno;
  if (fd >= 0) ::close(fd);
  if (!synced) {
    throw Error(
        fmt::format("Can't sync the folder {}: {}", folder.string(), std::strerror(reason)));
  }
}

void make_folder(const fs::path& folder) {
  if (fs::is_directory(folder)) return;
  const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
  if (parent != folder) make_folder(parent);
  std::error_code error;
  if (fs::create_directory(folder, error)) {
    sync_folder(parent);
  } else if (error) {
    throw Error(fmt::format("Can't make the folder {}: {}", folder.string(), error.message()));
  }
}

std::string pack_games(const std::vector<GameRecord>& games) {
  std::string bytes;
  for (const GameRecord& game : games) append_tfrecord(bytes, game.SerializeAsString());
  return bytes;
}

std::vector<GameRecord> unpack_games(const std::vector<std::string>& records,
                                     const std::string& name) {
  std::vector<GameRecord> games(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!games[i].ParseFromString(records[i])) {
      throw Error(fmt::format("{}: record {} is not a GameRecord", name, i));
    }
  }
  return games;
}

Manifest read_sealed_manifest(const fs::path& checkpoint) {
  const fs::path file = checkpoint / kManifestFile;
  Manifest manifest;
  parse_text_message(open_sealed_text(read_file(file), file.string()), file.string(), manifest);
  return manifest;
}

}  // namespace tandem
