// The reading half of RunDirectory: the newest whole commit, what is put aside, and the replay.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/run_directory.h"
#include "training/run/run_layout.h"
#include "training/run/tfrecord.h"

namespace tandem {
namespace {

namespace fs = std::filesystem;

/// Reads a commit and verifies every file of its checkpoint. Throws Error naming the first that is
/// wrong.
RestoredRun read_commit(const fs::path& run, int generation) {
  const fs::path folder = checkpoint_folder(generation);
  RestoredRun restored;
  restored.manifest = read_sealed_manifest(run / folder);
  if (restored.manifest.generation() != generation) {
    throw Error(fmt::format("{} is of generation {}: the folder was renamed",
                            (run / folder / kManifestFile).string(),
                            restored.manifest.generation()));
  }
  restored.network = read_committed_file(run, restored.manifest.network());
  restored.trainer = read_committed_file(run, restored.manifest.trainer());
  const FileEntry& games = restored.manifest.games_in_flight();
  restored.games_in_flight =
      unpack_games(parse_tfrecords(read_committed_file(run, games), games.path()), games.path());
  return restored;
}

std::vector<fs::path> folder_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

/// A name in `folder` that isn't taken: "000012", "000012.2", ...
fs::path free_name(const fs::path& folder, const std::string& name) {
  fs::path path = folder / name;
  for (int i = 2; fs::exists(path); ++i) path = folder / fmt::format("{}.{}", name, i);
  return path;
}

int full_searches(const std::vector<GameRecord>& games) {
  int count = 0;
  for (const GameRecord& game : games) {
    count +=
        static_cast<int>(std::count_if(game.moves().begin(), game.moves().end(),
                                       [](const MoveRecord& move) { return move.full_search(); }));
  }
  return count;
}

std::vector<GameRecord> salvage_games(std::string_view bytes) {
  std::vector<GameRecord> games;
  for (const std::string& record : salvage_tfrecords(bytes)) {
    GameRecord game;
    if (game.ParseFromString(record)) games.push_back(std::move(game));
  }
  return games;
}

/// A file that can't be read for want of permission is not a damaged one. Throws Error.
void check_readable(const fs::path& folder) {
  for (const fs::path& file : folder_entries(folder)) {
    if (::access(file.c_str(), R_OK) != 0) {
      throw Error(fmt::format("Can't read {}: {}", file.string(), std::strerror(errno)));
    }
  }
}

}  // namespace

std::optional<RestoredRun> RunDirectory::restore(std::vector<std::string>& reports) {
  std::vector<int> generations = checkpoint_generations(path_);
  std::erase_if(generations, [this](int generation) {
    return !fs::exists(path_ / checkpoint_folder(generation) / kManifestFile);
  });
  std::vector<std::pair<int, std::string>> broken;
  std::optional<RestoredRun> restored;
  while (!restored && !generations.empty()) {
    check_readable(path_ / checkpoint_folder(generations.back()));
    try {
      restored = read_commit(path_, generations.back());
    } catch (const Error& error) {
      broken.emplace_back(generations.back(), error.what());
      generations.pop_back();
    }
  }
  if (!restored && !broken.empty()) {
    std::string message = fmt::format(
        "No commit of {} is whole. Restore the damaged files from a copy, or start a new run "
        "elsewhere:",
        path_.string());
    for (const auto& [generation, problem] : broken) message += "\n  " + problem;
    throw Error(message);
  }
  if (!restored && folder_entries(path_ / kReplay).size() > 1) {
    throw Error(
        fmt::format("{} holds replay of several generations but no checkpoint: restore {} from a "
                    "copy, or start a new run elsewhere",
                    path_.string(), (path_ / kCheckpoints).string()));
  }
  for (const auto& [generation, problem] : broken) {
    quarantine(path_ / checkpoint_folder(generation), problem, reports);
  }
  quarantine_unnamed(restored ? &restored->manifest : nullptr, reports);
  last_.reset();
  if (restored) last_ = restored->manifest;
  restored_ = true;
  return restored;
}

void RunDirectory::quarantine(const fs::path& file, const std::string& reason,
                              std::vector<std::string>& reports) {
  const fs::path folder = path_ / kQuarantine;
  make_folder(folder);
  const fs::path target = free_name(folder, file.filename());
  std::error_code error;
  fs::rename(file, target, error);
  if (error) {
    throw Error(fmt::format("Can't move {} ({}) to {}: {}", file.string(), reason, target.string(),
                            error.message()));
  }
  sync_folder(folder);
  sync_folder(file.parent_path());
  reports.push_back(fmt::format("{}: {}; moved to {}", file.string(), reason, target.string()));
}

void RunDirectory::quarantine_unnamed(const Manifest* newest, std::vector<std::string>& reports) {
  std::set<fs::path> named;
  for (const int generation : checkpoint_generations(path_)) {
    const fs::path folder = checkpoint_folder(generation);
    if (fs::exists(path_ / folder / kManifestFile)) named.insert(path_ / folder);
  }
  if (newest) {
    for (const FileEntry& shard : newest->replay()) named.insert(path_ / shard.path());
  }
  for (const char* folder : {kCheckpoints, kReplay}) {
    for (const fs::path& entry : folder_entries(path_ / folder)) {
      if (!named.contains(entry)) {
        quarantine(entry, "no commit names it (a commit was interrupted)", reports);
      }
    }
  }
}

std::vector<GameRecord> RunDirectory::read_replay(std::uint64_t positions,
                                                  std::vector<std::string>& reports) {
  if (!last_) return {};
  std::vector<std::vector<GameRecord>> shards;  // newest first
  std::uint64_t found = 0;
  for (int i = last_->replay_size() - 1; i >= 0 && found < positions; --i) {
    shards.push_back(read_shard(i, reports));
    found += static_cast<std::uint64_t>(full_searches(shards.back()));
  }
  // A shard with nothing left is no longer replay.
  auto& replay = *last_->mutable_replay();
  replay.erase(std::remove_if(replay.begin(), replay.end(),
                              [](const FileEntry& entry) { return entry.bytes() == 0; }),
               replay.end());

  std::vector<GameRecord> games;
  for (auto shard = shards.rbegin(); shard != shards.rend(); ++shard) {
    std::move(shard->begin(), shard->end(), std::back_inserter(games));
  }
  return games;
}

std::vector<GameRecord> RunDirectory::read_shard(int index, std::vector<std::string>& reports) {
  FileEntry& entry = *last_->mutable_replay(index);
  const FileEntry damaged = entry;
  const std::string name = (path_ / damaged.path()).string();
  std::string problem;
  try {
    return unpack_games(parse_tfrecords(read_committed_file(path_, damaged), name), name);
  } catch (const Error& error) {
    problem = error.what();
  }

  std::vector<GameRecord> games;
  entry.set_bytes(0);
  if (fs::exists(path_ / damaged.path())) {
    const std::string bytes = read_file(path_ / damaged.path());
    games = salvage_games(bytes);
    make_folder(path_ / kQuarantine);
    const fs::path copy = free_name(path_ / kQuarantine, fs::path(damaged.path()).filename());
    write_file_atomically(copy, bytes);
    problem += fmt::format(" (copied to {})", copy.string());
    if (games.empty()) {
      fs::remove(path_ / damaged.path());
    } else {
      entry = write_committed_file(path_, damaged.path(), pack_games(games));
    }
  }
  *last_->add_lost_replay() = damaged;
  reports.push_back(
      fmt::format("{}. {} of its games are whole and kept; training goes on without the others",
                  problem, games.size()));
  return games;
}

}  // namespace tandem
