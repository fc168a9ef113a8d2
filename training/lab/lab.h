// A whole study: every arm with every seed, each result kept in a folder (lab_folder.h) as soon as
// it is there.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/iteration.h"

namespace tandem {

/// The seeds that an arm runs with: all if it is a headline, else the first ordinary_seeds.
std::vector<std::uint64_t> seeds_of(const LabConfig& config, bool headline);

struct LabStudy {
  LabResults results;
  std::vector<std::string> failures;  ///< arms that ended with an error, and why, a line each
};

/// Runs what is not yet in `folder`, on all threads of the calling task arena, with progress on
/// stderr. An arm is a function of config and seed, so it doesn't matter in how many sittings or on
/// how many threads. An arm that fails (its training diverges, say) leaves the others alone. Throws
/// Error as LabFolder does, or where a seed's starting point can't be made, and Interrupted soon
/// after `stop` becomes true: what was finished is kept.
LabStudy run_lab(const LabConfig& config, const std::filesystem::path& folder,
                 const std::atomic<bool>& stop);

}  // namespace tandem
