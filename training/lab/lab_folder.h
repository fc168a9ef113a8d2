// A study on disk:
//
//   LOCK                       one process at a time
//   config.textproto           what it is asked; another one is refused
//   starts/SEED.*.safetensors  the shared starting points
//   results/ARM.SEED.json      every iteration of one finished arm
//   translations.jsonl         what a translator program has answered (caching_translator.h)
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"
#include "training/lab/start_point.h"
#include "training/run/folder_lock.h"

namespace tandem {

/// An open study. Different starts and results may be read and written by different threads.
class LabFolder {
 public:
  /// Creates or opens `path`. Throws Error if another process holds it, if it holds a study of
  /// another config, or where it can't be made.
  LabFolder(const LabConfig& config, std::filesystem::path path);

  std::optional<StartPoint> start(std::uint64_t seed) const;
  void write_start(std::uint64_t seed, const StartPoint& start);

  bool has_result(const std::string& arm, std::uint64_t seed) const;
  /// Throws Error naming the file if it is missing or damaged.
  std::vector<Iteration> result(const std::string& arm, std::uint64_t seed) const;
  /// Where a translator's answers are kept.
  std::filesystem::path translations() const { return path_ / "translations.jsonl"; }

  void write_result(const std::string& arm, std::uint64_t seed,
                    const std::vector<Iteration>& iterations);

 private:
  std::filesystem::path start_file(std::uint64_t seed, const char* direction) const;
  std::filesystem::path result_file(const std::string& arm, std::uint64_t seed) const;

  const std::filesystem::path path_;
  const FolderLock lock_;
};

}  // namespace tandem
