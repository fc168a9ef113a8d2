// Makes the task of each seed, from the made-up languages or from real text.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

#include "proto/lab_config.pb.h"
#include "training/lab/parallel/parallel_text.h"
#include "training/lab/task.h"

namespace tandem {

/// Immutable; shared by threads. The config must outlive it.
class TaskMaker {
 public:
  /// Reads real text, and has it translated where the config names a translator; its translations
  /// are kept in the file `translations`, so that none is made twice. Throws Error saying what is
  /// wrong with text or translator, and Interrupted soon after `stop` becomes true.
  TaskMaker(const LabConfig& config, const std::filesystem::path& translations,
            const std::atomic<bool>& stop);

  /// A function of the config, the text and the seed, with which sentences are drawn. Throws Error
  /// naming the field that can't be had, or a test sentence that training would see.
  LabTask make(std::uint64_t seed) const;

 private:
  const LabConfig& config_;
  const ParallelText text_;  ///< empty for the made-up languages
};

}  // namespace tandem
