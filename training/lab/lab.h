// A whole study: every arm with every seed, each result kept in a folder as soon as it is there.
//
// A lab folder holds config.textproto, starts/SEED.*.safetensors (the shared starting points),
// results/ARM.SEED.json (one finished arm each) and, written anew at the end, iterations.csv and
// table.md.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "proto/lab_config.pb.h"
#include "training/lab/arm.h"

namespace tandem {

/// Of one arm: its iterations by seed, the start first.
using ArmResults = std::map<std::uint64_t, std::vector<Iteration>>;

/// By arm name.
using LabResults = std::map<std::string, ArmResults>;

/// Runs what is not yet in `folder`, on all threads of the calling task arena, with progress on
/// stderr. An arm is a function of config and seed, so it doesn't matter in how many sittings or on
/// how many threads. Throws Error if the folder holds another config's lab or a damaged result, and
/// Interrupted once `stop` becomes true: what was finished is kept.
LabResults run_lab(const LabConfig& config, const std::filesystem::path& folder,
                   const std::atomic<bool>& stop);

/// One line an iteration: arm, seed, iteration, scores, rewards, evaluations, CPU seconds.
std::string lab_csv(const LabConfig& config, const LabResults& results);

/// A Markdown table: per arm the scores at the end, mean over seeds with Student's 95 % interval,
/// and the paired difference of `known` from the control, the first arm without candidates.
std::string lab_table(const LabConfig& config, const LabResults& results);

}  // namespace tandem
