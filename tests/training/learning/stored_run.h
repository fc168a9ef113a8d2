// Whole runs, and everything that they leave behind.
#pragma once

#include <filesystem>
#include <string>

#include "engine/files.h"
#include "training/learning/training_loop.h"
#include "training/run/run_directory.h"
#include "training/run/run_layout.h"

namespace tandem {

inline TrainingOutcome train(const std::filesystem::path& run, const RunConfig& config,
                             int generations, int threads = 2) {
  RunDirectory directory(run);
  TrainingOptions options;
  options.max_generations = generations;
  options.threads = threads;
  return run_training(directory, config, options);
}

/// Everything a run is: weights, trainer, games in flight and replay, without times.
struct Stored {
  std::string network;
  std::string trainer;
  std::string games;
  std::string replay;
  bool operator==(const Stored&) const = default;
};

inline Stored read_run(const std::filesystem::path& run, int generation) {
  const std::filesystem::path folder = run / checkpoint_folder(generation);
  Stored stored;
  stored.network = read_file(folder / "network.safetensors");
  stored.trainer = read_file(folder / "trainer.safetensors");
  stored.games = read_file(folder / "games.tfrecord");
  for (int i = 0; i <= generation; ++i) {
    if (std::filesystem::exists(run / replay_shard(i))) {
      stored.replay += read_file(run / replay_shard(i));
    }
  }
  return stored;
}

}  // namespace tandem
