// A whole study: every arm with every seed, each result kept in a folder (lab_folder.h) as soon as
// it is there.
#pragma once

#include <atomic>
#include <filesystem>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"

namespace tandem {

/// The seeds that an arm runs with: all if it is a headline, else the first ordinary_seeds.
std::vector<std::uint64_t> seeds_of(const LabConfig& config, bool headline);

/// Runs what is not yet in `folder`, on all threads of the calling task arena, with progress on
/// stderr. An arm is a function of config and seed, so it doesn't matter in how many sittings or on
/// how many threads. Throws Error as LabFolder does, and Interrupted soon after `stop` becomes
/// true: what was finished is kept.
LabResults run_lab(const LabConfig& config, const std::filesystem::path& folder,
                   const std::atomic<bool>& stop);

}  // namespace tandem
