#include "training/run/run_directory.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/files.h"
#include "games/error.h"
#include "training/run/config_fields.h"
#include "training/run/run_layout.h"
#include "training/run/text_message.h"

namespace tandem {

namespace fs = std::filesystem;

namespace {

fs::path made(fs::path folder) {
  make_folder(folder);
  return folder;
}

}  // namespace

RunDirectory::RunDirectory(fs::path path)
    : path_(made(std::move(path))), lock_(path_, "run directory") {}

std::optional<RunConfig> RunDirectory::config() const {
  const fs::path file = path_ / kConfigFile;
  if (!fs::exists(file)) return {};
  RunConfig config;
  parse_text_message(open_sealed_text(read_file(file), file.string()), file.string(), config);
  return config;
}

void RunDirectory::write_config(const RunConfig& config) {
  RunConfig explicit_config = config;
  set_defaults(explicit_config);
  write_file_atomically(path_ / kConfigFile, seal_text(print_text_message(explicit_config)));
}

Manifest RunDirectory::commit(const Commit& commit, const CheckpointConfig& keep) {
  const int generation = commit.counters.generation();
  if (!restored_ && !checkpoint_generations(path_).empty()) {
    throw Error(fmt::format("{} holds commits: restore it before adding to them", path_.string()));
  }
  if (generation < 0 || (last_ && generation <= last_->generation())) {
    throw Error(fmt::format("Generation {} can't be committed to {}: its newest is {}", generation,
                            path_.string(), last_ ? last_->generation() : -1));
  }
  try {
    last_ = write_commit(commit);
  } catch (...) {
    // What was written is named by no manifest; leaving it would fill a full disk further. The
    // manifest goes first, so that no reader ever finds one without its files.
    std::error_code ignored;
    fs::remove(path_ / checkpoint_folder(generation) / kManifestFile, ignored);
    fs::remove_all(path_ / checkpoint_folder(generation), ignored);
    fs::remove(path_ / replay_shard(generation), ignored);
    throw;
  }
  restored_ = true;
  prune(keep);
  return *last_;
}

Manifest RunDirectory::write_commit(const Commit& commit) {
  Manifest manifest = commit.counters;
  const int generation = manifest.generation();
  manifest.clear_replay();
  manifest.clear_lost_replay();
  // A shipped network must not change its shape with a later version's defaults.
  set_defaults(*manifest.mutable_network_config());
  if (last_) {
    *manifest.mutable_replay() = last_->replay();
    *manifest.mutable_lost_replay() = last_->lost_replay();
  }
  if (!commit.finished_games.empty()) {
    make_folder(path_ / kReplay);
    *manifest.add_replay() =
        write_committed_file(path_, replay_shard(generation), pack_games(commit.finished_games));
  }
  const fs::path folder = checkpoint_folder(generation);
  make_folder(path_ / kCheckpoints);
  make_folder(path_ / folder);
  *manifest.mutable_network() =
      write_committed_file(path_, folder / "network.safetensors", commit.network);
  *manifest.mutable_trainer() =
      write_committed_file(path_, folder / "trainer.safetensors", commit.trainer);
  *manifest.mutable_games_in_flight() =
      write_committed_file(path_, folder / "games.tfrecord", pack_games(commit.games_in_flight));
  write_file_atomically(path_ / folder / kManifestFile, seal_text(print_text_message(manifest)));
  return manifest;
}

void RunDirectory::prune(const CheckpointConfig& keep) const {
  std::vector<int> generations = checkpoint_generations(path_);
  const std::size_t kept_last = static_cast<std::size_t>(std::max(keep.keep_last(), 1));
  if (generations.size() <= kept_last) return;
  generations.resize(generations.size() - kept_last);
  for (const int generation : generations) {
    if (keep.keep_every() > 0 && generation % keep.keep_every() == 0) continue;
    const fs::path folder = path_ / checkpoint_folder(generation);
    std::error_code error;
    // The manifest first: a crash in between leaves files that nothing names, not a broken commit.
    fs::remove(folder / kManifestFile, error);
    if (!error) fs::remove_all(folder, error);
    if (error) {
      throw Error(
          fmt::format("Generation {} is committed, but the old checkpoint {} can't be removed: {}",
                      last_->generation(), folder.string(), error.message()));
    }
  }
}

}  // namespace tandem
